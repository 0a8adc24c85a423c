"""How the tests bring an export into a circle: small exports of our own, through the pages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.imports.models import Import
from readers import small_exports

KNOWS = {"group_knows": "knows", "pseudonyms": "on"}


def upload(browser: Client, circle: Circle, *files: tuple[str, bytes], **more: Any) -> HttpResponse:
    """Send files through the import page."""
    named = [SimpleUploadedFile(name, words) for name, words in files]
    return browser.post(f"{circle.get_absolute_url()}import/", {"export": named, "once": "", **more})


def brought(browser: Client, circle: Circle, *files: tuple[str, bytes]) -> Import:
    """Files brought in and read."""
    address = upload(browser, circle, *files)["Location"]
    cast.work()
    return Import.objects.get(key=address.split("/")[2])


def confirmed(browser: Client, import_: Import, **form: Any) -> Import:
    """Say yes to the preview (to all of it, unless `chosen` says which), and let it be kept."""
    form = {"chosen": list(import_.found.values_list("number", flat=True)), **KNOWS, **form}
    answer = browser.post(import_.get_absolute_url(), {k: v for k, v in form.items() if v is not None})
    assert answer.status_code == 302, answer.content.decode()
    cast.work()
    import_.refresh_from_db()
    return import_


def export(folder: Path, kind: str) -> list[tuple[str, bytes]]:
    """A small export of this reader's kind, as files to upload."""
    path = getattr(small_exports, kind)(folder)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return [(file.name, file.read_bytes()) for file in files]


def forum(*posts: tuple[str, str], title: str = "Late reviews", topic: int = 1) -> tuple[str, bytes]:
    """A forum exchange file of (who, words), each replying to the one before."""
    names = list(dict.fromkeys(who for who, _ in posts))
    data = {
        "format": "generic-forum",
        "version": 1,
        "users": [{"id": n, "username": name} for n, name in enumerate(names, 1)],
        "topics": [
            {
                "id": topic,
                "title": title,
                "posts": [
                    {"id": n, "author": names.index(who) + 1, "parent": n - 1 or None, "body": words,
                     "created": f"2026-03-01T10:{n % 60:02}:00Z"}
                    for n, (who, words) in enumerate(posts, 1)
                ],
            }
        ],
    }  # fmt: skip
    return "forum.json", json.dumps(data).encode()


def left_behind(import_: Import) -> list[Path]:
    """Files of this import that are still there."""
    return list(import_.folder.rglob("*")) if import_.folder.exists() else []
