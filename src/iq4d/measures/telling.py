"""A scorecard as a person likes to read it in a terminal: words and quotes first, then the points and their grounds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from iq4d.conversation import Conversation
from iq4d.measures.measuring import untold
from iq4d.measures.score import DIMENSIONS, DimensionScore, Evidence, Score, Scorecard
from iq4d.measures.wording import (
    dimension_name,
    dimension_question,
    indicator,
    limits,
    rule_sentence,
    seen_short,
    seen_word,
)
from iq4d.speech import Text, decimal, plural, text

__all__ = ["Line", "clean", "head", "legend", "lines", "one_line", "points_of", "row"]

QUOTE = 160  # characters of a quote
PIECES = 3  # of evidence under an indicator
TITLE, DIMENSION, QUIET, PLAIN, ASK = "title", "dimension", "quiet", "plain", "ask"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: its words, its style ("title", "dimension", "quiet", "plain" or "ask"), how far it stands in."""

    words: str
    style: str = PLAIN
    indent: int = 0


def lines(card: Scorecard, conversation: Conversation, language: str) -> Iterator[Line]:
    """The whole scorecard, paragraph by paragraph."""
    said = {utterance.id: utterance.text for utterance in conversation}

    def say(sentence: Text) -> str:
        return sentence.say(language)

    yield Line(clean(conversation.title) or say(text("Conversation without a title")), TITLE)
    size = say(plural("{n} contribution", "{n} contributions", card.contributions))
    people = say(plural("{n} participant", "{n} participants", card.speakers))
    yield Line(", ".join([size, people] + ([clean(conversation.origin)] if conversation.origin else [])), QUIET)
    for note in card.notes:
        yield Line(say(note), QUIET)
    yield Line("")
    for dimension in card.dimensions:
        yield from _in_words(dimension, said, language)
        yield Line("")
    if card.promises:
        yield Line(say(text("Perhaps a promise? Sentences that sound like one; they do not count.")), QUIET)
        for piece in card.promises[:PIECES]:
            yield Line(_quote(piece, said), indent=2)
        yield Line("")
    yield Line(say(text("On what grounds")), TITLE)
    if card.footing == "words":
        yield Line(say(text("Too short for a number: words and quotes only.")))
    elif card.points is None:
        yield Line(say(text("No dimension could be assessed.")))
    else:
        yield Line(f"{points_of(card, language)}{_between(card.interval)}")
    for dimension in card.dimensions:
        yield from _in_numbers(dimension, language, wordless=card.footing == "words")
    yield Line("")
    yield Line(" ".join(say(limit) for limit in limits(card.language)), QUIET)


def _in_words(dimension: DimensionScore, said: dict[str, str], language: str) -> Iterator[Line]:
    name = dimension_name(dimension.dimension).say(language)
    question = dimension_question(dimension.dimension).say(language)
    yield Line(f"{name} · {question}  {seen_word(dimension.seen).say(language)}", DIMENSION)
    if dimension.seen == "unseen" and dimension.reason is not None:
        yield Line(dimension.reason.say(language), QUIET, 2)
    for piece in dimension.quotes:
        quote = _quote(piece, said)
        if quote:
            yield Line(f"{quote} ({rule_sentence(piece).say(language)})", indent=2)
    yield Line(f"→ {dimension.question.say(language)}", ASK, 2)


def _in_numbers(dimension: DimensionScore, language: str, *, wordless: bool) -> Iterator[Line]:
    name = dimension_name(dimension.dimension).say(language)
    if dimension.points is not None:
        of = text("{points} of 25", points=f"{dimension.points:.0f}").say(language)
        yield Line(f"{name}: {of}{_between(dimension.interval)}")
    elif dimension.seen == "unseen" or not wordless:
        reason = "" if dimension.reason is None else dimension.reason.say(language)
        yield Line(f"{name}: {text('not assessable').say(language)}. {reason}".rstrip())
    else:
        yield Line(name)
    untold = [score for score in dimension.scores if _is_untold(score, dimension)]
    for score in dimension.scores:
        if score in untold:
            continue
        if score.value is None and (score.reason == dimension.reason or (wordless and score.evidence)):
            yield Line(indicator(score.indicator).name.say(language), indent=2)  # why there is no number has been said
        else:
            yield Line(_indicator(score, language), indent=2)
        for piece in score.evidence[:PIECES]:
            where = f"#{clean(piece.utterance)} " if piece.utterance else ""
            words = ", ".join(clean(word) for word in piece.words)
            yield Line(f"{where}{rule_sentence(piece).say(language)}{': ' if words else ''}{words}", QUIET, 4)
    if untold:
        names = " · ".join(indicator(score.indicator).name.say(language) for score in untold)
        yield Line(text("Not written down here, so not counted: {names}.", names=names).say(language), QUIET, 2)


def _is_untold(score: Score, dimension: DimensionScore) -> bool:
    """Whether it is of those that only some platforms and methods can tell, and this one cannot."""
    return indicator(score.indicator).extra and untold(score) and dimension.seen != "unseen"


def _indicator(score: Score, language: str) -> str:
    name = indicator(score.indicator).name.say(language)
    if score.value is None:
        return f"{name}: {score.reason.say(language) if score.reason else '–'}"
    base = plural("over {n}", "over {n}", score.base).say(language)
    span = "" if score.interval is None else "–".join(decimal(end, language) for end in score.interval)
    return f"{name}: {decimal(score.value, language)}{f' ({span})' if span else ''}, {base}"


def _between(interval: tuple[float, float] | None) -> str:
    return "" if interval is None else f" ({interval[0]:.0f}–{interval[1]:.0f})"


def _quote(piece: Evidence, said: dict[str, str]) -> str:
    """The contribution in short, around the words that carried it where they stand in it."""
    carried = one_line(piece.words[0]) if piece.words else ""
    words = one_line(said.get(piece.utterance, carried))
    at = words.lower().find(carried.lower()) if carried else -1
    if len(words) > QUOTE:
        start = max(0, at - QUOTE // 3) if at > QUOTE // 2 else 0
        start = words.rfind(" ", 0, start) + 1 if start else 0
        end = words.rfind(" ", start, start + QUOTE)
        end = end if end > start else start + QUOTE
        words = f"{'… ' if start else ''}{words[start:end]}{' …' if end < len(words) else ''}"
    return f"“{words}”" if words else ""


def points_of(card: Scorecard, language: str) -> str:
    """ "41 of 75", or a dash."""
    if card.points is None or card.out_of is None:
        return "–"
    return text("{points} of {out_of}", points=f"{card.points:.0f}", out_of=card.out_of).say(language)


_SHORT = {
    "contributions": (text("Contr."), text("contributions")),
    "participants": (text("Part."), text("participants")),
    "purpose": (text("Purp."), dimension_name("purpose")),
    "depth": (text("Dep."), dimension_name("depth")),
    "diversity": (text("Div."), dimension_name("diversity")),
    "deeds": (text("Deed"), dimension_name("deeds")),
}
_WIDTHS = (6, 6, *(6,) * len(DIMENSIONS))
_POINTS, _WITH_INTERVAL = 7, 15  # columns of points alone, and with their interval
_WIDE = 92  # columns from which on there is room for the interval
_LEAST_TITLE = 16


def head(width: int, language: str) -> str:
    """The head of the table of several conversations."""
    short = [word.say(language) for word, _ in _SHORT.values()]
    return _columns(text("No.").say(language), text("Conversation").say(language), short, _points_head(language), width)


def legend(language: str) -> str:
    """What the short heads stand for."""
    pairs = [(short.say(language), whole.say(language)) for short, whole in _SHORT.values()]
    return " · ".join(f"{short} {whole}" for short, whole in pairs if short != whole)


def row(number: int, card: Scorecard, title: str, width: int, language: str) -> str:
    """One conversation as a row of that table: its number in the list, its title, sizes, what is seen, points."""
    seen = [seen_short(dimension.seen).say(language) for dimension in card.dimensions]
    points = "–" if card.points is None else f"{card.points:.0f}/{card.out_of}"
    if width >= _WIDE:
        points += _between(card.interval)
    cells = [str(card.contributions), str(card.speakers), *seen]
    return _columns(str(number), one_line(title) or clean(card.conversation), cells, points, width)


def _points_head(language: str) -> str:
    return text("Points").say(language)


def _columns(number: str, title: str, cells: list[str], last: str, width: int) -> str:
    """A line of the table; the title gets the room that is left."""
    rest = _WITH_INTERVAL if width >= _WIDE else _POINTS
    room = max(_LEAST_TITLE, width - 4 - 1 - sum(size + 1 for size in _WIDTHS) - rest - 1)
    sizes = (4, room, *_WIDTHS)
    shown = [cut(cell, size) for cell, size in zip((number, title, *cells), sizes, strict=True)]
    padded = [cell + " " * (size - cells_of(cell)) for cell, size in zip(shown, sizes, strict=True)]
    return " ".join([*padded, last]).rstrip()


def cells_of(words: str) -> int:
    """How many columns of a terminal words take: wide characters take two, combining ones none."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def cut(words: str, size: int) -> str:
    """Words that fit in `size` columns."""
    if cells_of(words) <= size:
        return words
    while words and cells_of(words) > size - 1:
        words = words[:-1]
    return words.rstrip() + "…"


def one_line(words: str) -> str:
    return " ".join(clean(words).split())


def clean(words: str) -> str:
    """Words from elsewhere without control characters: they must not steer somebody's terminal."""
    return "".join(c for c in words if c in "\n\t " or unicodedata.category(c)[0] != "C" or c == "\u200d")
