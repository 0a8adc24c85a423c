"""Names out of a conversation: speakers become participants by number, in what they wrote too."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from unicodedata import normalize
from urllib.parse import unquote

from iq4d.conversation import Conversation, Declared, Speaker, Utterance

SHORTEST = 3  # characters: shorter names are too often ordinary words
PARTICLES = {"Van", "Von", "Der", "Den", "Het", "The", "And", "Dos", "Las", "Los", "Bin", "Ibn"}
_tag = re.compile(r"(<[^>]*>)")
_tag_name = re.compile(r"<\s*(/?[a-zA-Z][a-zA-Z0-9]*)")
_letters = re.compile(r"[^\W\d_]+")
_entity = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_address = re.compile(r"https?://[^\s<>()\[\]\"']+", re.IGNORECASE)


def pseudonymous(conversation: Conversation, word: str) -> Conversation:
    """The same conversation without speakers' names, without its address, and without what was declared.

    word: what a participant is called ("Participant", "Deelnemer"); a name met in the words becomes
    "Participant 3", and so does each part of it that is written with a capital. Names of others than the speakers
    are not found: the preview says so.
    """
    names = _Names(conversation, word)
    return replace(
        conversation,
        title=names.out_of(conversation.title),
        origin="",
        speakers=tuple(Speaker(speaker.id) for speaker in conversation.speakers),
        utterances=tuple(
            replace(u, text=names.out_of(u.text), source=names.out_of_source(u)) for u in conversation.utterances
        ),
        declared=Declared(),
    )


class _Names:
    """The speakers' names, as they may stand in what was written, and what each becomes."""

    def __init__(self, conversation: Conversation, word: str) -> None:
        order = dict.fromkeys([utterance.speaker for utterance in conversation])
        order |= dict.fromkeys(speaker.id for speaker in conversation.speakers)
        numbers = {speaker: number for number, speaker in enumerate(order, 1)}
        whole: dict[str, str] = {}
        parts: dict[str, str] = {}
        for speaker in conversation.speakers:
            called = f"{word} {numbers[speaker.id]}"
            for name in (normalize("NFC", speaker.name), normalize("NFC", speaker.id)):
                if len(name) >= SHORTEST and not name.isdigit():
                    whole.setdefault(name, called)
            for part in _letters.findall(normalize("NFC", speaker.name)):
                if len(part) >= SHORTEST and part[0].isupper() and part not in PARTICLES:
                    parts[part] = called if parts.get(part, called) == called else word  # two of that name
        self.word, self.parts = word, parts
        self.whole = {_likeness(name): called for name, called in whole.items()}
        everywhere = "|".join(map(_as_written, sorted(whole, key=len, reverse=True)))
        alone = "|".join(map(re.escape, sorted(parts, key=len, reverse=True)))
        either = "|".join(filter(None, (everywhere and f"(?i:{everywhere})", alone))) or r"(?!)"
        # An underscore is no letter of a name here: it is how Markdown leans on one.
        self.name = re.compile(rf"@?(?<![^\W_])({either})(?![^\W_])")
        self.hint = re.compile("|".join(map(re.escape, [*whole, *parts])) or r"(?!)", re.IGNORECASE)

    def out_of(self, text: str) -> str:
        """Plain words without names; an address with a name in it goes whole."""
        text = _address.sub(lambda found: "…" if self.hint.search(unquote(found[0])) else found[0], text)
        return self.name.sub(self._called, normalize("NFC", text))

    def out_of_source(self, utterance: Utterance) -> str:
        """The words as the platform kept them, without names in text, tags or addresses."""
        if utterance.markup == "text":
            return self.out_of(utterance.source)
        source = _entity.sub(_letter, utterance.source)
        if utterance.markup != "html":
            return self.out_of(source)
        parts = _tag.split(source)  # odd places are tags: a name there is an address or a mention
        return "".join(
            (_bare(part) if self.hint.search(unquote(unescape(part))) else part) if place % 2 else self.out_of(part)
            for place, part in enumerate(parts)
        )

    def _called(self, found: re.Match[str]) -> str:
        return self.whole.get(_likeness(found[1])) or self.parts.get(found[1]) or self.word


def _as_written(name: str) -> str:
    """A pattern for a name: any blanks between its words, a backslash before what Markdown may escape."""
    return r"\s+".join("".join(c if c.isalnum() else rf"\\?{re.escape(c)}" for c in part) for part in name.split())


def _likeness(name: str) -> str:
    return " ".join(name.replace("\\", "").casefold().split())


def _letter(entity: re.Match[str]) -> str:
    """A letter written as an entity, as itself; any other entity may be mark-up and stays."""
    meant = unescape(entity[0])
    return meant if meant.isalnum() else entity[0]


def _bare(tag: str) -> str:
    """A tag without its attributes."""
    name = _tag_name.match(tag)
    return f"<{name[1]}>" if name else ""
