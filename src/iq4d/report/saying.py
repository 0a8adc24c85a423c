"""What the templates of a report can say and draw, in one language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from iq4d.measures import wording
from iq4d.measures.score import POINTS
from iq4d.pictures import ring, shapes, strip
from iq4d.report import course, dates, questions
from iq4d.report.course import Course
from iq4d.report.questions import Questions
from iq4d.report.replies import Replies
from iq4d.report.report import Report
from iq4d.report.sight import Sight
from iq4d.report.sources import Quote
from iq4d.speech import Text, decimal, plural, text

__all__ = ["Saying"]

DOING = {
    course.ASKING: text("asking"),
    course.REASONING: text("thinking it through"),
    course.DECIDING: text("saying what they will do"),
    course.MIXED: text("a bit of everything"),
}
OUTCOME = {
    questions.INTO: text("somebody goes into it"),
    questions.ANSWERED: text("somebody speaks next, without going into it"),
    questions.WAITING: text("nobody has taken it up yet"),
}
DEED = {
    "done": text("done"),
    "partly": text("partly done"),
    "not": text("not done"),
    "why": text("not done, and told why"),
    "running": text("still running"),
    None: text("nothing told about it yet"),
}


class Saying:
    """spoken: the language of the conversation; where it is another than the reader's, its words are marked as such."""

    def __init__(self, language: str, spoken: str | None = None) -> None:
        self.language = language
        self.spoken = Markup("") if spoken in (None, "other", language) else Markup(' lang="{}"').format(spoken)

    def words(self) -> dict[str, Any]:
        """By the name under which a template calls it."""
        return {
            "language": self.language,
            "spoken": self.spoken,
            "text": lambda one, **params: text(one, **params).say(self.language),
            "plural": lambda one, many, n, **params: plural(one, many, n, **params).say(self.language),
            "say": self.say,
            "decimal": lambda value, digits=2: decimal(value, self.language, digits),
            "day": lambda at: self.say(dates.day(at)),
            "span": lambda began, ended: self.say(dates.span(began, ended)),
            "places": self.places,
            "ends": self.ends,
            "facts": self.facts,
            "doing": self.doing,
            "outcome": lambda name: self.say(OUTCOME[name]),
            "deed_outcome": lambda name: self.say(DEED[name]),
            "shape": self.shape,
            "bar": self.bar,
            "course_picture": self.course,
            "questions_picture": self.questions,
            "sight_picture": self.sight,
            "replies_picture": self.replies,
            "wording": wording,
            "POINTS": POINTS,
        }

    def say(self, sentence: Text | None) -> str:
        return "" if sentence is None else sentence.say(self.language)

    def places(self, first: int, last: int) -> str:
        return str(first) if first == last else f"{first}–{last}"

    def doing(self, name: str, told: Course) -> str:
        """What people do; where nobody said it themselves, what sounds like a promise is perhaps one."""
        return self.say(text("perhaps a promise") if name == course.DECIDING and not told.told else DOING[name])

    def facts(self, quote: Quote) -> list[str]:
        """Whose words, when, and what they show."""
        told = [quote.who, quote.at and dates.day(quote.at), quote.why]
        return [self.say(one) for one in told if one]

    def ends(self, length: int, report: Report) -> Markup:
        """What stands under the left and the right end of a strip."""
        first, last = "1", str(length)
        if report.began and report.ended and report.began.date() != report.ended.date():
            began, ended = map(self.say, dates.ends(report.began, report.ended))
            first, last = f"1 · {began}", f"{length} · {ended}"
        return Markup('<p class="strip-ends"><span>{}</span><span>{}</span></p>').format(first, last)

    def shape(self, dimension: str, seen: str, place: str) -> Markup:
        name, word = self.say(wording.dimension_name(dimension)), self.say(wording.seen_word(seen))
        asks = self.say(wording.dimension_question(dimension))
        drawn = shapes.shape(dimension, seen, title=f"{name}: {word}", description=asks, uid=f"{place}-{dimension}")
        return Markup(drawn)  # noqa: S704 - drawn and escaped by us

    def bar(self, points: float, interval: tuple[float, float] | None, out_of: int, dimension: str = "") -> Markup:
        low, high = interval or (None, None)
        words = text("{points} of {out_of}", points=round(points), out_of=out_of)
        uid = f"bar-{dimension or 'sum'}"
        drawn = shapes.interval_bar(points, low, high, out_of, title=self.say(words), uid=uid, dimension=dimension)
        return Markup(drawn)  # noqa: S704 - drawn and escaped by us

    def course(self, told: Course) -> Markup:
        rows = [
            strip.Row(strip.marks(told.of[name], told.length), hue="deeds" if name == course.DECIDING else "depth")
            for name in course.DOINGS
        ]
        breaks = [(one.first - 1) / told.length for one in told.stretches[1:]]
        words = text("Asking, thinking it through and deciding, contribution by contribution.")
        return self._strip(rows, text("How the conversation went"), words, "course", breaks)

    def questions(self, told: Questions, length: int) -> Markup:
        rows = [
            strip.Row(strip.marks([place for place, outcome in told.places if outcome == name], length), hue=hue)
            for name, hue in zip(questions.OUTCOMES, ("depth", "depth", ""), strict=True)
        ]
        words = text("Where questions were asked, by what came of them.")
        return self._strip(rows, text("Questions against answers"), words, "questions")

    def sight(self, told: Sight) -> Markup:
        most = max((value for _, value in told.points), default=1.0) or 1.0
        heights = [(place, value / most) for place, value in told.points if value > 0]
        missing = tuple(((one.first - 1) / told.length, one.last / told.length) for one in told.lost)
        row = strip.Row(strip.columns(heights, told.length), missing, "purpose")
        words = text(
            "How much of the words of the purpose comes back, contribution by contribution; outlined where none do."
        )
        return self._strip([row], text("Where the purpose was in sight"), words, "sight")

    def replies(self, told: Replies) -> Markup:
        words = text("A line goes from who answers to who is answered; it is thicker where that is often.")
        if not told.told:
            words = text("A line goes from who speaks to who spoke before; it is thicker where that is often.")
        drawn = ring.ring(
            _short([self.say(name) for name in told.people]),
            told.counts,
            title=self.say(text("Who answers whom") if told.told else text("Who spoke after whom")),
            description=self.say(words),
            uid="replies",
        )
        return Markup(drawn)  # noqa: S704 - drawn and escaped by us

    def _strip(self, rows: list[strip.Row], title: Text, words: Text, uid: str, breaks: Sequence[float] = ()) -> Markup:
        drawn = strip.strip(rows, title=self.say(title), description=self.say(words), uid=uid, breaks=breaks)
        return Markup(drawn)  # noqa: S704 - drawn and escaped by us


def _short(names: list[str]) -> list[str]:
    """The first word of each name where that tells them apart, so that a picture need not cut it off.

    >>> _short(["Fatima El Amrani", "Bob Jansen", "Bob de Wit", "Participant 3", "Participant 4"])
    ['Fatima', 'Bob Jansen', 'Bob de Wit', 'Participant 3', 'Participant 4']
    """
    firsts = [name.split()[0] if name.split() else name for name in names]
    return [first if firsts.count(first) == 1 else name for first, name in zip(firsts, names, strict=True)]
