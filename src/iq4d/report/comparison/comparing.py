"""Two sides held beside each other: the same people before and after, two media, two methods.

Each side is one conversation or several. Only what could be assessed on both sides, and in the same way, is held beside
each other; what a reader may conclude is said in words, with how sure that is (docs/decisions/0017). It is never said
that more is better, and nothing is said about a person.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from iq4d.conversation import Conversation
from iq4d.errors import IQ4DError
from iq4d.measures import DIMENSIONS
from iq4d.measures.telling import Line, one_line
from iq4d.report.comparison.compared import Compared, compared
from iq4d.report.comparison.held import Held, People, held, pairs, people
from iq4d.report.comparison.words import cautions, questions
from iq4d.speech import Text, text

__all__ = ["Comparison", "Side", "compare", "compare_held", "comparison_lines", "comparison_page"]


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side. letter: "A" or "B"; name: what people call it, "" where it has no name.

    conversations: how many; of those figures: how many have a number. contributions, speakers: over all of them.
    languages, places: of each how many conversations.
    """

    letter: str
    name: str
    conversations: int
    figures: int
    contributions: int
    speakers: int
    grey: int
    cut: int
    languages: tuple[tuple[str | None, int], ...]
    places: tuple[str, ...]
    middle_length: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides beside each other. cautions: what to mind before concluding anything; questions: two, for the group."""

    measure: int
    sides: tuple[Side, Side]
    people: People
    dimensions: tuple[Compared, ...]
    cautions: tuple[Text, ...]
    questions: tuple[Text, Text]

    def __getitem__(self, dimension: str) -> Compared:
        return self.dimensions[DIMENSIONS.index(dimension)]

    def to_json(self) -> dict[str, Any]:
        """Plain data: figures 0-1 as `value`, and in points of 25."""
        return {
            "version": VERSION,
            "measure": self.measure,
            "sides": [_side_to_json(side) for side in self.sides],
            "people": {
                "both": self.people.both,
                "only_a": self.people.first,
                "only_b": self.people.second,
                "untold": self.people.untold,
            },
            "dimensions": [one.to_json() for one in self.dimensions],
            "cautions": [one.to_json() for one in self.cautions],
            "questions": [one.to_json() for one in self.questions],
        }


def comparison_page(comparison: Comparison, language: str = "en") -> str:
    """The comparison as one HTML document in "en" or "nl", without script."""
    from iq4d.report.comparison.shown import page  # templates are read only by who wants a page

    return page(comparison, language)


def comparison_lines(comparison: Comparison, language: str) -> Iterator[Line]:
    """The comparison paragraph by paragraph, for a terminal."""
    from iq4d.report.comparison.shown import lines

    return lines(comparison, language)


VERSION = 1  # of the form of `to_json`


def compare(
    before: Iterable[Conversation],
    after: Iterable[Conversation],
    *,
    names: tuple[str, str] | None = None,
    now: datetime | None = None,
) -> Comparison:
    """The comparison of two sides, each of one conversation or several; they are only read, one at a time.

    names: what the sides are called; without them a side of one conversation by its title. now: as `measure` takes it.
    Raises ValueError for a side without a conversation.

    >>> from iq4d.conversation import conversation
    >>> one = conversation([("Ada", "Shall we plant a hedge?"), ("Bob", "Yes.")])
    >>> compare([one], [one])["depth"].sentence.say("en")
    'Cannot be compared: both sides are too short for a number.'
    """
    return compare_held([held(one, now=now) for one in before], [held(one, now=now) for one in after], names)


def compare_held(before: Sequence[Held], after: Sequence[Held], names: tuple[str, str] | None = None) -> Comparison:
    """The same of what was kept of conversations measured before.

    Raises IQ4DError where not all were measured by one version of the measure: a difference would be of the measure.
    """
    if not before or not after:
        raise ValueError("a side without a conversation cannot be compared")
    versions = {one.card.measure for one in (*before, *after)}
    if len(versions) > 1:
        raise IQ4DError(
            text("These conversations were measured by different versions of the measure."),
            where=", ".join(map(str, sorted(versions))),
            todo=text("Measure all of them anew and compare again."),
        )
    partners = pairs(list(before), list(after))
    ordered = (list(before), list(partners or after))
    sides = (_side("A", ordered[0], names and names[0]), _side("B", ordered[1], names and names[1]))
    who = people(before, after)
    dimensions = tuple(compared(name, *ordered, paired=partners is not None) for name in DIMENSIONS)
    same = {one.words for one in before} & {one.words for one in after}
    return Comparison(
        measure=versions.pop(),
        sides=sides,
        people=who,
        dimensions=dimensions,
        cautions=cautions(
            sides, who, len(same), paired=any(one.difference and one.difference.paired for one in dimensions)
        ),
        questions=questions(dimensions),
    )


def _side(letter: str, conversations: list[Held], name: str | None) -> Side:
    cards = [one.card for one in conversations]
    lengths = sorted(card.contributions for card in cards)
    return Side(
        letter=letter,
        name=one_line(name) if name is not None else conversations[0].title if len(conversations) == 1 else "",
        conversations=len(cards),
        figures=sum(card.footing != "words" for card in cards),
        contributions=sum(lengths),
        speakers=sum(card.speakers for card in cards),
        grey=sum(card.footing == "grey" for card in cards),
        cut=sum(card.expected not in (None, card.contributions) for card in cards),
        languages=tuple(Counter(card.language for card in cards).most_common()),
        places=tuple(sorted({one.place for one in conversations if one.place})),
        middle_length=lengths[len(lengths) // 2],
    )


def _side_to_json(side: Side) -> dict[str, Any]:
    return {
        "side": side.letter,
        "name": side.name,
        "conversations": side.conversations,
        "with_figures": side.figures,
        "contributions": side.contributions,
        "speakers": side.speakers,
        "languages": {language or "": n for language, n in side.languages},
    }
