"""A file into a method, by the strict reader and by playing it; or why it is none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from iq4d.methods import BrokenMethod, Method, loads
from iq4d.methods.battery import NotPlayed, broken_promises
from iq4d.speech import Text
from iq4d.speech import text as sentence
from iq4d.web.dialogues.own_methods.rules import LARGEST

NAMED = 80  # characters of a file's name that are shown
AT_ONCE = 1_500_000  # work while somebody waits, counted as `battery.PATIENCE` is: a second, 2.4 at worst as measured
Broken = tuple[Text, str]  # which promise, and where in the file


def text_of(upload: UploadedFile[Any]) -> str:
    """What is in the file, with plain ends of lines. Raises BrokenMethod."""
    name = (upload.name or "")[:NAMED]
    if upload.size is None or upload.size > LARGEST:
        raise BrokenMethod(sentence("This file is too large for a method."), file=name, rule="file")
    try:
        words = upload.read(LARGEST + 1).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BrokenMethod(sentence("This file is not text."), file=name, rule="file", allowed=["UTF-8"]) from None
    return words.replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class Read:
    """A method from a file. whole: it was played to its end; a long one is only begun while somebody waits."""

    method: Method
    whole: bool


def method_in(words: str, name: str) -> Read:
    """The method in this text, read strictly and played, with as much work as `AT_ONCE`. Raises BrokenMethod."""
    method = loads(words.replace("\r\n", "\n"), name)
    whole, broken = _at_once(method, AT_ONCE)
    if broken is not None:
        promise, detail = broken
        raise BrokenMethod(promise, file=name, rule=detail)
    return Read(method, whole)


@lru_cache(maxsize=32)  # the preview asks, and the yes after it
def _at_once(method: Method, most: int) -> tuple[bool, Broken | None]:
    try:
        return True, next(broken_promises(method, most), None)
    except NotPlayed:
        return False, None


def broken_at_all(method: Method) -> Broken | None:
    """What comes of playing it to its end, whatever that takes: seconds at worst."""
    return next(broken_promises(method), None)
