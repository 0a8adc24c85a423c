"""From the rows of an export to one conversation: every reader ends here, so that all keep the same promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import MappingProxyType

from iq4d.conversation import Conversation, Speaker, Utterance
from iq4d.errors import UnreadableExport
from iq4d.readers.markup import own_words
from iq4d.readers.protocol import Reading
from iq4d.readers.text import TITLE, clean, name, one_line, shortened
from iq4d.speech import Text, text

__all__ = ["Row", "settle"]

_EARLIEST = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Row:
    """One contribution as the export has it. `where`: how a report names its place; empty: by its id."""

    id: str
    speaker: str
    source: str
    markup: str
    at: datetime | None = None
    reply_to: str | None = None
    where: Text | str = ""


def settle(
    reading: Reading,
    *,
    id: str,
    where: Text | str,
    title: str,
    rows: Iterable[Row],
    names: Mapping[str, str],
    aliases: Mapping[str, Iterable[str]] = MappingProxyType({}),
    others: Iterable[Speaker] = (),
    language: str | None = None,
    expected: int | None = None,
    origin: str = "",
) -> Conversation | None:
    """A conversation of `rows`, or None where nothing is left of it; what is left out goes to `reading`.

    Empty and overlong contributions go, of two with one id the second; a reply to something that is not here
    stands by itself, and so does the earliest post of a circle of replies. In order of time; at the same
    moment the order of the file, but never a reply before what it answers. names: speaker id to the name as
    the export has it; aliases: speaker id to every other name of theirs. others: whom the export names besides;
    who speaks here is taken out of them. All names are cleaned here, and mail addresses taken out.

    Raises UnreadableExport where the export passes `reading.limits.utterances`.
    """
    kept: dict[str, Utterance] = {}
    places: dict[str, Text | str] = {}
    for row in rows:
        place = row.where or row.id
        if row.id in kept:
            reading.skip(place, text("Another with this id came before it."))
        elif not row.source.strip():
            reading.skip(place, text("It is empty."))
        elif len(row.source) > reading.limits.text:
            reading.skip(place, text("It is longer than {most} characters.", most=reading.limits.text))
        else:
            words, source = own_words(row.source, row.markup), clean(row.source)
            places[row.id] = place
            kept[row.id] = Utterance(row.id, row.speaker, words, row.at, row.reply_to, source, row.markup)
    reading.utterances += len(kept)
    if reading.utterances > reading.limits.utterances:
        raise UnreadableExport(
            text("This export holds more than {most} contributions.", most=reading.limits.utterances), where=where
        )
    if not kept:
        reading.skip(where, text("Nothing in it is left to read."))
        return None
    _mend(kept, places, reading)
    utterances = _in_order(list(kept.values()))
    speakers = dict.fromkeys(utterance.speaker for utterance in utterances)
    everybody = [*(Speaker(id, names.get(id, ""), tuple(aliases.get(id, ()))) for id in speakers), *others]
    known = {person.id: _cleaned(person) for person in reversed(everybody)}
    title = one_line(title)
    if len(title) > TITLE:
        reading.skip(where, text("The end of its title: we keep {most} characters.", most=TITLE))
    return Conversation(
        id=id,
        title=shortened(title or one_line(utterances[0].text)[:60] or str(where)),
        utterances=tuple(utterances),
        speakers=tuple(known.pop(speaker) for speaker in speakers),
        others=tuple(reversed(known.values())),
        language=language,
        expected=expected,
        origin=shortened(one_line(origin)),
    )


def _cleaned(person: Speaker) -> Speaker:
    shown = name(person.name)
    aliases = dict.fromkeys(map(name, person.aliases))
    return Speaker(person.id, shown, tuple(alias for alias in aliases if alias not in {"", shown}))


def _mend(kept: dict[str, Utterance], places: Mapping[str, Text | str], reading: Reading) -> None:
    """Take away replies to what is not here, and break every circle of replies at its earliest post."""
    order = {id: (kept[id].at or _EARLIEST, n) for n, id in enumerate(kept)}
    settled: set[str] = set()
    for first in list(kept):
        path: dict[str, None] = {}
        here: str | None = first
        while here is not None and here not in settled:
            if here in path:
                circle = list(path)[list(path).index(here) :]
                earliest = min(circle, key=order.__getitem__)
                reading.skip(
                    places[earliest], text("Its reply link: the replies ran in a circle, which is broken here.")
                )
                kept[earliest] = replace(kept[earliest], reply_to=None)
                break
            path[here] = None
            answered = kept[here].reply_to
            if answered is not None and answered not in kept:
                reading.skip(places[here], text("Its reply link: what it answers is not here."))
                kept[here] = replace(kept[here], reply_to=None)
                answered = None
            here = answered
        settled.update(path)


def _in_order(utterances: list[Utterance]) -> list[Utterance]:
    moments: dict[str, datetime] = {}
    last = _EARLIEST
    for utterance in utterances:  # without a time: with the one before it in the file
        moments[utterance.id] = last = utterance.at or last
    ordered: list[Utterance] = []
    placed: set[str] = set()
    waiting: dict[str, list[Utterance]] = {}
    for utterance in sorted(utterances, key=lambda utterance: moments[utterance.id]):
        answered = utterance.reply_to
        if answered is not None and answered not in placed and moments[answered] == moments[utterance.id]:
            waiting.setdefault(answered, []).append(utterance)
            continue
        ready = [utterance]
        while ready:
            next_one = ready.pop()
            ordered.append(next_one)
            placed.add(next_one.id)
            ready.extend(reversed(waiting.pop(next_one.id, [])))
    return ordered
