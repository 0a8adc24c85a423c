"""ConvoKit corpora (Chang et al. 2020, https://convokit.cornell.edu): a folder of JSON, read in flat memory.

Nothing of ConvoKit itself is needed, and its pickled files (vectors, binary meta) are never opened.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from iq4d.conversation import Conversation
from iq4d.errors import UnreadableExport
from iq4d.readers import files
from iq4d.readers.convokit.corpus import PEOPLE, Corpus
from iq4d.readers.convokit.saving import Entry, Saved, save
from iq4d.readers.protocol import Reading
from iq4d.speech import text

__all__ = ["ConvoKit", "Entry", "Saved", "save"]

_WORDS = ("utterances.jsonl", "utterances.json")
_BESIDE = (*PEOPLE, "conversations.json", "corpus.json", "index.json")
_MARKS = [
    re.compile(rb'"%s"\s*:' % key)
    for key in (rb"id", rb"(?:speaker|user)", rb"(?:conversation_id|root)", rb"(?:reply-to|reply_to)", rb"text")
]


class ConvoKit:
    """Reads every conversation of a corpus, in the order in which they begin in its file.

    Utterances of one conversation may stand anywhere, so all pass through a temporary SQLite file, which is
    always removed: the memory is that of one conversation. Of meta only title, language, address and names are read.
    """

    name = "convokit"
    title = text("ConvoKit corpus")
    files = text(
        "The folder of a corpus: utterances.jsonl, chosen together with conversations.json, speakers.json and "
        "corpus.json. Unpack the .zip file first."
    )

    def recognises(self, path: Path, head: bytes) -> bool:
        if not head:
            try:
                if not path.is_dir():
                    return False
                names = {file.name for file in files.inside(path)}
            except (OSError, ValueError, UnreadableExport):
                return False
            return not names.isdisjoint(_WORDS) and not names.isdisjoint(_BESIDE)
        begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if path.name in _WORDS:
            return begins in {b"{", b"["} and _MARKS[0].search(head) is not None
        first = head.lstrip().split(b"\n", 1)[0] if begins == b"{" else head
        return begins in {b"{", b"["} and all(mark.search(first) for mark in _MARKS)

    def read(self, path: Path, reading: Reading) -> Iterator[Conversation]:
        words, beside = _together(path)
        with (
            tempfile.TemporaryDirectory(prefix="iq4d-") as place,
            closing(sqlite3.connect(Path(place) / "corpus.sqlite3", isolation_level=None)) as spool,
        ):
            corpus = Corpus(spool, reading, words, beside)
            corpus.fill()
            yield from corpus.conversations()
        size = sum(file.stat().st_size for file in (words, *beside.values()))
        reading.progress(size, size)


def _together(path: Path) -> tuple[Path, dict[str, Path]]:
    """The utterances, and the other files of the corpus by name: of the folder, or beside `path`."""
    folder = path if path.is_dir() else path.parent
    names = {file.name: file for file in files.inside(folder)} if path.is_dir() or path.name in _WORDS else {}
    words = path if not path.is_dir() else next((names[name] for name in _WORDS if name in names), None)
    if words is None:
        raise UnreadableExport(text("There is no utterances.jsonl in this folder."), where=path.name)
    return words, {name: names[name] for name in _BESIDE[:-1] if name in names}
