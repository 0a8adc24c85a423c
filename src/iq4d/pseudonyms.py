"""Names out of a conversation: speakers become participants by number, in what they wrote and declared too.

A whole name (the shown name, every alias, the id) goes wherever it stands, in any case, with or without accents. A
part of a name ("Ada" of "Ada de Wit", "Keith" of "Keith14") goes where it is written with a capital. A capital proves
little in a title or at the start of a sentence, so there is one exception: what the conversation writes in lower case
too, and nowhere with a capital in the middle of a sentence, is an ordinary word in it ("Theme", of "Theme Buster").
Where it might be either it goes: an ordinary word too many costs less than a name too few.

A third person whom nobody in the export is called by ("my manager, Joost") is in no list and cannot be found. Who lets
words go out of a group has them read by that group first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from html import unescape
from typing import Any
from unicodedata import combining, normalize
from urllib.parse import unquote

from iq4d.conversation import Conversation, Declared, Speaker, Utterance

SHORTEST = 3  # characters: shorter names are too often ordinary words
RUN_TOGETHER = 6  # letters: "adadewit" is a name, "jan" of "Ja N." is not
LONGEST = 12  # words of a name that are looked for
PARTICLES = {"van", "von", "der", "den", "het", "the", "and", "dos", "las", "los", "bin", "ibn"}
_word = re.compile(r"[^\W_]+")  # an underscore is no letter of a name: it is how Markdown leans on one
_letters = re.compile(r"[^\W\d_]+")
_hump = re.compile(r"(?<=[^\W\d_])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")  # AdaWit: where the second word begins
_blanks = re.compile(r"\s+")
_tag = re.compile(r"(<[^<>]*>)")  # never past another <, so that a row of them costs its length only
_tag_name = re.compile(r"<\s*(/?[a-zA-Z][a-zA-Z0-9]*)")
_entity = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_address = re.compile(r"https?://[^\s<>()\[\]\"']+|(?<=\]\()/[^\s()]+", re.IGNORECASE)
_midway = re.compile(r"[\w,;)][ \t]+[(*_@]*\Z|@\Z")  # what stands before a word within a sentence

Node = dict[str, Any]  # the next word of a name with what joins it to the last one: a node; "": what it becomes


# Of what is declared, the strings that are no words: whose or which it is, and codes of a few fixed values. Any other
# string, also of a record that is still to come, is taken for words (tests/test_pseudonyms.py walks over all of them).
IDS = {"id", "utterance", "of", "from_utterance", "deed", "speaker", "by", "buddy", "from_speaker"}
CODES = {("Rating", "value"), ("Verdict", "value"), ("DeclaredDeed", "outcome")}


def pseudonymous(conversation: Conversation, word: str, *, keep_declared: bool = False) -> Conversation:
    """The same conversation without names of people the export knows, and without its address.

    word: what a participant is called ("Participant", "Deelnemer"); a name met in the words becomes "Participant 3",
    numbered as they came to speak, then those who did not; a name of two people becomes "Participant". The ids of
    utterances and deeds stay.

    keep_declared: what was declared (purpose, deeds, takeaways ...) stays, with the same numbers for the same people
    and without names in its words; without it, nothing declared is left.

    Third persons whom the export does not name are not found: whoever shows the result says so.

    >>> from iq4d.conversation import conversation
    >>> told = pseudonymous(conversation([("Ada", "Bob, why now?"), ("Bob", "Ask Joost.")]), "Participant")
    >>> [utterance.text for utterance in told]
    ['Participant 2, why now?', 'Ask Joost.']
    """
    kept = conversation.declared if keep_declared else Declared()
    names = _Names(replace(conversation, declared=kept), word)
    return replace(
        conversation,
        title=names.out_of(conversation.title),
        origin="",
        speakers=tuple(Speaker(names.ids[speaker.id]) for speaker in conversation.speakers),
        utterances=tuple(
            replace(u, speaker=names.ids[u.speaker], text=names.out_of(u.text), source="".join(names.out_of_source(u)))
            for u in conversation.utterances
        ),
        declared=_reworded(kept, names.out_of).renamed(lambda utterance: utterance, names.ids.__getitem__),
        others=(),
    )


def _reworded(declared: Declared, word: Callable[[str], str]) -> Declared:
    """The same facts with every piece of words put through `word`; ids and codes as they are."""

    def record(row: Any) -> Any:
        changed = {name: word(said) for name, said in _words_of(row)}
        return replace(row, **changed) if changed else row

    made: dict[str, Any] = {
        one.name: record(told) if is_dataclass(told) else tuple(map(record, told))
        for one in fields(declared)
        if (told := getattr(declared, one.name)) and (is_dataclass(told) or _records(told))
    }
    return replace(declared, **made)


def _declared_words(declared: Declared) -> Iterator[str]:
    for one in fields(declared):
        told = getattr(declared, one.name)
        for row in told if _records(told) else (told,):
            if is_dataclass(row):
                yield from (said for _, said in _words_of(row))


def _declared_people(declared: Declared) -> list[str]:
    """The ids of everybody it is about, also of those who never spoke."""
    met: set[str] = set()

    def meet(speaker: str) -> str:
        met.add(speaker)
        return speaker

    declared.renamed(lambda utterance: utterance, meet)
    return sorted(met)  # a set has no order of its own


def _records(told: object) -> bool:
    return isinstance(told, tuple) and any(map(is_dataclass, told))


def _words_of(row: Any) -> Iterator[tuple[str, str]]:
    for one in fields(row):
        said = getattr(row, one.name)
        if isinstance(said, str) and one.name not in IDS and (type(row).__name__, one.name) not in CODES:
            yield one.name, said


class _Names:
    """The names of everybody in and around a conversation, as they may stand in its words, and what each becomes.

    Looked up word by word in a tree, because a pattern of sixty thousand names takes its length at every letter.
    """

    def __init__(self, conversation: Conversation, word: str) -> None:
        self.word = word
        self.tree: Node = {}
        self.parts: dict[str, str] = {}
        silent = _declared_people(conversation.declared)
        people = {person.id: person for person in (*map(Speaker, silent), *conversation.others, *conversation.speakers)}
        order = [utterance.speaker for utterance in conversation]
        order += [person.id for person in (*conversation.speakers, *conversation.others)] + silent
        numbers = {id: number for number, id in enumerate(dict.fromkeys(order), 1)}
        self.ids = {id: f"participant-{number}" for id, number in numbers.items()}
        for id, number in numbers.items():
            self._learn(people[id], f"{word} {number}")
        self.ordinary = self._ordinary(conversation) if self.parts else frozenset[str]()

    def _learn(self, person: Speaker, called: str) -> None:
        for name in dict.fromkeys(normalize("NFC", name) for name in (person.name, *person.aliases, person.id)):
            words = [_key(found) for found in _word.findall(name)]
            if len(name) >= SHORTEST and not name.isdigit() and words:
                self._plant(list(_steps(name))[:LONGEST], called)
                together = "".join(words)
                if len(words) > 1 and len(together) >= RUN_TOGETHER and not together.isdigit():
                    self._plant([together], called)
        for name in (person.name, *person.aliases):
            name = normalize("NFC", name)
            runs = _letters.findall(name)
            humps = (hump for run in runs for hump in _hump.split(run))
            for part in map(_key, {*_word.findall(name), *runs, *humps}):
                if len(part) >= SHORTEST and not part.isdigit() and part not in PARTICLES:
                    self.parts[part] = called if self.parts.get(part, called) == called else self.word

    def _plant(self, steps: list[str], called: str) -> None:
        node = self.tree
        for step in steps:
            node = node.setdefault(step, {})
        node[""] = called if node.get("", called) == called else self.word  # of two people

    def _ordinary(self, conversation: Conversation) -> frozenset[str]:
        """Parts of names that are ordinary words here."""
        small: set[str] = set()
        named: set[str] = set()
        pieces = (piece for u in conversation for piece in (u.text, *_outside_tags(u)))
        for place, text in enumerate((conversation.title, *pieces, *_declared_words(conversation.declared))):
            text = normalize("NFC", text)
            for found in _word.finditer(text):
                key = _key(found[0])
                if self._part(key) is None:
                    continue
                if found[0][0].islower():
                    small.add(key)
                elif place and _midway.search(text, max(0, found.start() - 20), found.start()):
                    named.add(key)
        return frozenset(small - named)

    def out_of(self, text: str) -> str:
        """Plain words without names; an address with a name in it goes whole."""
        text = _address.sub(lambda found: "…" if self._inside(unquote(found[0])) else found[0], text)
        text = normalize("NFC", text)
        kept, at = [], 0
        for start, end, called in self._found(text):
            kept += [text[at:start].removesuffix("@"), called]
            at = end
        return "".join([*kept, text[at:]])

    def out_of_source(self, utterance: Utterance) -> Iterator[str]:
        """The words as the platform kept them, piece by piece, without names in text, tags or addresses."""
        for piece in _pieces(utterance):
            if utterance.markup == "html" and _tag.fullmatch(piece):  # a name there is an address or a mention
                yield _bare(piece) if self._inside(unquote(unescape(piece))) else piece
            else:
                yield self.out_of(piece)

    def _inside(self, address: str) -> bool:
        """Whether a name stands in there: here a part counts in lower case too."""
        return any(True for _ in self._found(normalize("NFC", address), anyhow=True))

    def _found(self, text: str, *, anyhow: bool = False) -> Iterator[tuple[int, int, str]]:
        """(start, end, what it becomes) of every name, the longest at each place. anyhow: parts in any case."""
        words = list(_word.finditer(text))
        at = 0
        while at < len(words):
            first = words[at]
            last, called = self._whole(text, words, at)
            if called is None and (anyhow or not first[0][0].islower()):
                key = _key(first[0])
                called = None if key in self.ordinary else self._part(key)
            if called is None:
                at += 1
                continue
            yield first.start(), words[last].end(), called
            at = last + 1

    def _whole(self, text: str, words: list[re.Match[str]], at: int) -> tuple[int, str | None]:
        """The last word of the longest whole name that begins here, and what it becomes."""
        node = self.tree.get(_key(words[at][0]))
        last, called = at, None
        while node is not None:
            if "" in node:
                last, called = at, node[""]
            at += 1
            if at == len(words) or len(node) == ("" in node):
                break
            node = node.get(_joined(text[words[at - 1].end() : words[at].start()]) + _key(words[at][0]))
        return last, called

    def _part(self, key: str) -> str | None:
        """What a part of a name becomes; so does a name with an s, as Dutch says whose: "Jans vraag"."""
        if key in self.parts or key[-1:] != "s":
            return self.parts.get(key)
        return self.parts.get(key[:-1]) or self.tree.get(key[:-1], {}).get("")


def _key(word: str) -> str:
    """A word as it is compared: without case and accents."""
    if word.isascii():
        return word.lower()
    return "".join(c for c in normalize("NFKD", word.casefold()) if not combining(c))


def _steps(name: str) -> Iterator[str]:
    """The words of a name, each but the first with what joins it to the one before."""
    end = None
    for found in _word.finditer(name):
        yield ("" if end is None else _joined(name[end : found.start()])) + _key(found[0])
        end = found.end()


def _joined(between: str) -> str:
    """What stands between two words of a name, any blanks as one, without Markdown's escapes."""
    return between if between == " " else _blanks.sub(" ", between[:80].replace("\\", ""))


def _pieces(utterance: Utterance) -> Iterable[str]:
    """The source, of HTML in texts and tags, with what entities mean in names."""
    if utterance.markup == "text":
        return (utterance.source,)
    source = _entity.sub(_letter, utterance.source)
    return _tag.split(source) if utterance.markup == "html" else (source,)


def _outside_tags(utterance: Utterance) -> Iterable[str]:
    return (piece for piece in _pieces(utterance) if utterance.markup != "html" or not _tag.fullmatch(piece))


def _letter(entity: re.Match[str]) -> str:
    """What may stand in a name, written as an entity, as itself; any other entity may be mark-up and stays."""
    meant = unescape(entity[0])
    return meant if meant.isalnum() or meant in "'’\xa0" else entity[0]


def _bare(tag: str) -> str:
    """A tag without its attributes."""
    name = _tag_name.match(tag)
    return f"<{name[1]}>" if name else ""
