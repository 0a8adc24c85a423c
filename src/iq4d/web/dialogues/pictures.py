"""Pictures that came along with words: encoded anew (people/photos.py), so that neither place nor camera is in them.

Files lie outside the web server's reach; a view gives one only to who reads the words under which it stands.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from iq4d.web.dialogues.models import Contribution

SIDE = 1600  # of the longest side we keep
FRESH = timedelta(hours=1)  # a file may be there a moment before its words are


def folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "pictures"


def stored(picture: bytes) -> str:
    """Keep it under a random name; gives the name."""
    name = f"{secrets.token_urlsafe(16)}.webp"
    folder().mkdir(parents=True, exist_ok=True)
    (folder() / name).write_bytes(picture)
    return name


def let_go(names: Iterable[str]) -> None:
    for name in names:
        if name:
            (folder() / Path(name).name).unlink(missing_ok=True)


def forget_those_of_nobody(now: datetime) -> int:
    """Files whose words are gone, with their dialogue or circle, or never came. Gives how many."""
    if not folder().exists():
        return 0
    old = [one for one in folder().glob("*.webp") if one.stat().st_mtime < (now - FRESH).timestamp()]
    known = set(Contribution.objects.exclude(picture="").values_list("picture", flat=True))
    gone = [one.name for one in old if one.name not in known]
    let_go(gone)
    return len(gone)
