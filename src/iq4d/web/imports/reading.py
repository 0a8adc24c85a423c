"""The files of an import, and the conversations in them."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from iq4d import readers
from iq4d.conversation import Conversation
from iq4d.readers import Limits, Reading
from iq4d.speech import Text
from iq4d.web.imports.models import Import

UTTERANCES = 500_000  # in one import
TEXT = 200_000  # characters of one contribution, thirty thousand words: what is rendered well within a second
# A reader knows its files by these.
TELLING_NAMES = {"posts.xml": "Posts.xml", "comments.xml": "Comments.xml", "users.xml": "Users.xml"}
TELLING_NAMES |= {name: name for name in ("utterances.jsonl", "conversations.json", "speakers.json", "corpus.json")}
PLACE = 200  # characters of a place


def kept_name(name: str, number: int) -> str:
    """A name of our own making for an uploaded file, with no more of its own than a plain ending (rule 4)."""
    base = re.split(r"[\\/]", name)[-1].lower()
    if base in TELLING_NAMES:
        return TELLING_NAMES[base]
    ending = re.search(r"(\.[a-z]{1,5}(\.gz)?)$", base)
    return f"export-{number}{ending[1] if ending else ''}"


def store(import_: Import, files: Sequence[UploadedFile[Any]]) -> None:
    """Put the files in the import's own folder, readable by nobody else; notes what each was called."""
    import_.folder.mkdir(parents=True, mode=0o700)
    for number, upload in enumerate(files, 1):
        path = import_.folder / kept_name(upload.name or "", number)
        if path.exists():  # two files of one telling name
            path = path.with_stem(f"{path.stem}-{number}")
        import_.called[path.name] = (upload.name or "")[:120]
        with path.open("xb") as out:
            for chunk in upload.chunks():
                out.write(chunk)


def place_kept(import_: Import, where: Text | str) -> dict[str, Any] | str:
    """A place a reader names, with the names the person knows their files by, as plain data that survives JSON."""
    if isinstance(where, str):
        return _theirs(import_, where)[:PLACE]
    told = ((key, _theirs(import_, value)[:PLACE] if isinstance(value, str) else value) for key, value in where.params)
    return replace(where, params=tuple(told)).to_json()


def place_of(kept: dict[str, Any] | str) -> Text | str:
    """A kept place, to be said in a reader's language where it is words."""
    return kept if isinstance(kept, str) else Text.from_json(kept)


def _theirs(import_: Import, where: str) -> str:
    where = where.replace(f"{import_.folder}/", "").replace(str(import_.folder), import_.file_names)
    where = where.replace(import_.folder.name, import_.file_names)
    for ours, theirs in import_.called.items():
        where = where.replace(ours, theirs)
    return where


def remove_files(import_: Import) -> None:
    shutil.rmtree(import_.folder, ignore_errors=True)


def remove_strays(before: datetime) -> None:
    """Remove folders that belong to no import: the server stopped between taking the files in and saying so."""
    parent = settings.DATA_DIR / "imports"
    folders = list(parent.iterdir()) if parent.is_dir() else []
    known = set(Import.objects.filter(key__in=[folder.name for folder in folders]).values_list("key", flat=True))
    for folder in folders:
        if folder.name not in known and folder.stat().st_mtime < before.timestamp():
            shutil.rmtree(folder, ignore_errors=True)


def conversations(import_: Import, progress: Callable[[int, int], None]) -> tuple[str, Reading, Iterator[Conversation]]:
    """The reader's name, the report, and the conversations one by one. Raises UnreadableExport."""
    limits = Limits(bytes=settings.IMPORT_MAX_BYTES, utterances=UTTERANCES, text=TEXT)
    reading = Reading(limits=limits, progress=progress)
    reader = readers.find(import_.folder)
    return reader.name, reading, readers.read(import_.folder, reading, reader)


def source_key(reader: str, conversation: Conversation) -> str:
    """What makes this conversation the same one in a later export."""
    return hashlib.sha256(f"{reader}\n{conversation.id}".encode()).hexdigest()
