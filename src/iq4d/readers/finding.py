"""Which readers there are, and whose a file is."""

from __future__ import annotations

from pathlib import Path

from iq4d.errors import UnknownFormat
from iq4d.readers import files
from iq4d.readers.convokit import ConvoKit
from iq4d.readers.discourse import Discourse
from iq4d.readers.forum import Forum
from iq4d.readers.protocol import Reader
from iq4d.readers.stackexchange import StackExchange
from iq4d.readers.wordpress import WordPress
from iq4d.speech import text

__all__ = ["READERS", "find", "unknown", "whose"]

READERS: tuple[Reader, ...] = (Discourse(), WordPress(), StackExchange(), ConvoKit(), Forum())
"""All readers, in the order in which they are asked whether a file is theirs."""

_KNOWN = text(
    "{exports}, and corpora of ConvoKit (a folder with utterances.jsonl)",
    exports=text(
        "exports of Discourse (.json), WordPress (.xml), Stack Exchange (Posts.xml and Comments.xml) "
        "and forum exchange files (.json)"
    ),
)


def find(path: Path | str) -> Reader:
    """The reader of the export at `path`: a file, a .gz of one, or a folder.

    A folder with one file is that file. A folder with several is asked for as a whole first; otherwise it
    belongs to the first reader that recognises one of the files in it.

    Raises UnknownFormat (with what is read here), or UnreadableExport where there is
    nothing to open.
    """
    path = files.stands_at(Path(path))
    for candidate in [path, *(files.inside(path) if path.is_dir() else [])]:
        if reader := whose(candidate):
            return reader
    raise unknown(path)


def whose(path: Path, reader: Reader | None = None) -> Reader | None:
    """The reader that recognises this one file or folder; `reader`: only that one is asked.

    Raises UnreadableExport where the file cannot be unpacked.
    """
    plain, head = files.plain(path), files.head(path)
    asked = READERS if reader is None else (reader,)
    return next((each for each in asked if each.recognises(plain, head)), None)


def unknown(path: Path) -> UnknownFormat:
    """The error that says what is read here."""
    return UnknownFormat(path.name, _KNOWN)
