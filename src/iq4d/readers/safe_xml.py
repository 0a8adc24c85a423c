"""XML from people we do not know, element by element, in flat memory.

A document type, and with it every entity, is refused before anything is expanded or fetched. One exception
(docs/decisions/0003-doctype-of-a-dump.md): a reader may name a document type that its platform writes; the
DTD itself is never opened. XInclude and stylesheets mean nothing here.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from xml.parsers import expat

from iq4d.errors import UnreadableExport
from iq4d.readers.protocol import Reading
from iq4d.speech import Text, text

__all__ = ["Doctype", "Element", "elements"]

Doctype = tuple[str, str]
"""The name of the outermost element and the system id, as in ``<!DOCTYPE posts SYSTEM 'posts.dtd'>``."""

MOST_ATTRIBUTES = 200
LONGEST_NAME = 1_000
LONGEST_TAG = 8_000_000
MOST_IN_ONE = 300_000  # elements within one that is yielded
MOST_TEXT_IN_ONE = 32_000_000  # characters within one that is yielded

# Everything else (UTF-7, EBCDIC, UTF-32 ...) is refused: what looks harmless in it may not be.
_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"})
_PIECE = 1 << 18
_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(slots=True)
class Element:
    """An element with what was wanted of its inside; text: all text directly in it."""

    name: str
    line: int
    attributes: Mapping[str, str]
    text: str = ""
    children: list[Element] = field(default_factory=list)

    def first(self, name: str) -> str:
        """The text of the first child called `name`, without blanks around it; empty where there is none."""
        return next((child.text.strip() for child in self.children if child.name == name), "")

    def all(self, name: str) -> list[Element]:
        return [child for child in self.children if child.name == name]


def elements(
    path: Path,
    reading: Reading,
    *,
    inside: tuple[str, ...],
    wanted: Collection[str],
    rename: Callable[[str], str] = lambda name: name,
    doctypes: Collection[Doctype] = (),
    progress: Callable[[int], None] = lambda done: None,
) -> Iterator[Element]:
    """The elements that stand directly in the nest `inside` (names from the outermost in), one by one.

    wanted: names kept, there and further in; everything else is passed over and never held. rename: from
    "namespace-uri local" (or "local" where there is no namespace) to the name used here. progress: told the
    bytes read.

    Raises UnreadableExport with file and line: not well-formed, a document type other than
    `doctypes`, an encoding we do not take, larger or deeper than `reading.limits` or the bounds above.
    """
    parse = _Parse(path, reading, inside, frozenset(wanted), rename, frozenset(doctypes))
    done = 0
    with path.open("rb") as file:
        while True:
            piece = file.read(_PIECE)
            done += len(piece)
            if done > reading.limits.bytes:
                raise parse.refused(text("This file is larger than {most} MB.", most=reading.limits.bytes // 10**6))
            parse.feed(piece, done)
            progress(done)
            while parse.ready:
                yield parse.ready.popleft()
            if not piece:
                return


class _Parse:
    def __init__(
        self,
        path: Path,
        reading: Reading,
        inside: tuple[str, ...],
        wanted: frozenset[str],
        rename: Callable[[str], str],
        doctypes: frozenset[Doctype],
    ) -> None:
        self.path, self.depth = path, reading.limits.depth
        self.inside, self.wanted, self.rename, self.doctypes = inside, wanted, rename, doctypes
        self.ready: deque[Element] = deque()
        self.stack: list[Element | None] = []  # None: passed over
        self.texts: list[list[str]] = []
        self.entered = 0  # how many names of `inside` we are within
        self.count = self.characters = 0
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.XmlDeclHandler = self.declaration
        parser.StartDoctypeDeclHandler = self.doctype
        parser.EntityDeclHandler = self.entity
        parser.ExternalEntityRefHandler = self.entity
        parser.SkippedEntityHandler = self.entity
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data

    def feed(self, piece: bytes, done: int) -> None:
        try:
            self.parser.Parse(piece, not piece)
        except expat.ExpatError as problem:
            raise self.refused(
                text("This file is damaged or cut off."), text("Export it again and choose the new file.")
            ) from problem
        except (ValueError, LookupError) as problem:  # pyexpat, on an encoding it cannot map
            raise self.refused(
                text("This XML is in an encoding we do not read."), text("Save it as UTF-8.")
            ) from problem
        if done - self.parser.CurrentByteIndex > LONGEST_TAG and piece:
            raise self.refused(text("One tag here is longer than {most} MB.", most=LONGEST_TAG // 10**6))

    def refused(self, what: Text, todo: Text | None = None) -> UnreadableExport:
        where = text("{file}, line {line}", file=self.path.name, line=self.parser.CurrentLineNumber)
        return UnreadableExport(what, where=where, todo=todo)

    def declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if (encoding or "utf-8").lower() not in _ENCODINGS:
            raise self.refused(text("This XML is in an encoding we do not read."), text("Save it as UTF-8."))

    def doctype(self, name: str, system: str | None, public: str | None, internal: int) -> None:
        if public is not None or internal or (name, system or "") not in self.doctypes:
            raise self.refused(
                text(
                    "This XML declares a document type (DTD), which can make a program open other files: we refuse it."
                ),
                text("Remove the line with <!DOCTYPE, if you trust the file."),
            )

    def entity(self, *_: object) -> int:
        raise self.refused(text("This XML uses entities of its own; we refuse those."))

    def start(self, written: str, attributes: dict[str, str]) -> None:
        level = len(self.stack) + 1
        if level > self.depth:
            raise self.refused(text("This XML is nested more than {most} levels deep.", most=self.depth))
        if len(written) > LONGEST_NAME or len(attributes) > MOST_ATTRIBUTES:
            raise self.refused(text("This XML has a tag with too long a name or too many attributes."))
        name = self.rename(written)
        element = None
        if level <= len(self.inside):
            if self.entered == level - 1 and name == self.inside[level - 1]:
                self.entered = level
            elif level == 1:
                raise self.refused(
                    text(
                        "This XML begins with <{name}>, not with <{expected}>.", name=name[:80], expected=self.inside[0]
                    )
                )
        elif self.entered == len(self.inside) and name in self.wanted:
            outer = self.stack[-1]
            if level == len(self.inside) + 1 or outer is not None:
                element = Element(name, self.parser.CurrentLineNumber, attributes or _NONE)
                if outer is not None:
                    outer.children.append(element)
                self.count += 1
                self.grow(sum(map(len, attributes.values())))
        self.stack.append(element)
        self.texts.append([])

    def data(self, words: str) -> None:
        if self.stack and self.stack[-1] is not None:
            self.texts[-1].append(words)
            self.grow(len(words))

    def grow(self, characters: int) -> None:
        self.characters += characters
        if self.count > MOST_IN_ONE or self.characters > MOST_TEXT_IN_ONE:
            raise self.refused(text("One item of this file is too large to read."))

    def end(self, _: str) -> None:
        element = self.stack.pop()
        words = self.texts.pop()
        level = len(self.stack)
        self.entered = min(self.entered, level)
        if element is not None:
            element.text = "".join(words)
            if level == len(self.inside):
                self.ready.append(element)
                self.count = self.characters = 0
