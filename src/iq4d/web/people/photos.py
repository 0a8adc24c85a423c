"""Profile photos: decoded, cut square and encoded anew, so that only pixels survive (SECURITY rule 4)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageFile, ImageOps

LARGEST = 8_000_000  # bytes
PIXELS = 40_000_000
SIDE = 256  # of the square we keep
TOO_MANY_PIXELS = _("This picture has too many pixels. Choose a smaller one.")
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
_one_at_a_time = Lock()  # a few large pictures decoded at once would take all memory


def re_encoded(upload: UploadedFile) -> bytes:
    """A square WebP of SIDE pixels. Raises ValidationError on anything that is not a sound picture of fair size."""
    return _encoded(upload, 4 * SIDE, lambda picture: ImageOps.fit(picture, (SIDE, SIDE)))


def re_encoded_whole(upload: UploadedFile, side: int) -> bytes:
    """The whole picture as WebP, no side longer than `side` pixels. Raises as `re_encoded` does."""
    return _encoded(upload, side, lambda picture: picture)


def _encoded(upload: UploadedFile, within: int, made: Callable[[Image.Image], Image.Image]) -> bytes:
    if (upload.size or 0) > LARGEST:
        raise ValidationError(_("This picture is larger than 8 MB. Choose a smaller one."))
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # weasyprint has Pillow take half a picture, in the whole process
    try:
        with Image.open(upload, formats=FORMATS) as picture:
            if picture.width * picture.height > PIXELS:
                raise ValidationError(TOO_MANY_PIXELS)
            with _one_at_a_time:
                picture.thumbnail((within, within))  # before anything copies it: 40 million pixels are 160 MB
            kept = made(ImageOps.exif_transpose(picture).convert("RGB"))
    except ValidationError:
        raise
    except Image.DecompressionBombError as problem:
        raise ValidationError(TOO_MANY_PIXELS) from problem
    except Exception as problem:  # Pillow raises many kinds on a damaged picture, struct.error and TypeError among them
        raise ValidationError(_("This is not a picture we can read. Use a JPEG, PNG, WebP or GIF file.")) from problem
    out = BytesIO()
    kept.info.clear()  # what the file said of itself (place, camera, day) goes
    kept.save(out, "WEBP", quality=85)
    return out.getvalue()


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "photos"


def stored(picture: bytes) -> str:
    """Keep the picture under a random name; gives the name."""
    name = f"{secrets.token_urlsafe(16)}.webp"
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / name).write_bytes(picture)
    return name


def removed(name: str) -> None:
    if name:
        (folder() / Path(name).name).unlink(missing_ok=True)
