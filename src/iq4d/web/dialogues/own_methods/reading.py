"""A file into a method, by the strict reader and by playing it; or why it is none."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from iq4d.methods import BrokenMethod, Method, loads
from iq4d.methods.battery import broken_promises
from iq4d.speech import Text
from iq4d.speech import text as sentence
from iq4d.web.dialogues.own_methods.rules import LARGEST

NAMED = 80  # characters of a file's name that are shown


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


def method_in(words: str, name: str) -> Method:
    """The method in this text, read strictly and played to its end. Raises BrokenMethod; takes seconds at worst."""
    method = loads(words.replace("\r\n", "\n"), name)
    broken = _broken(method)
    if broken is not None:
        promise, detail = broken
        raise BrokenMethod(promise, file=name, rule=detail)
    return method


@lru_cache(maxsize=32)  # the preview asks, and the yes after it
def _broken(method: Method) -> tuple[Text, str] | None:
    return next(broken_promises(method), None)
