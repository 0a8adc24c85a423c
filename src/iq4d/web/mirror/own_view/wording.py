"""Own views as a person reads them, in their language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iq4d.measures import wording
from iq4d.measures.score import POINTS
from iq4d.pictures.beside import Row, beside
from iq4d.web.mirror.own_view.queries import Beside, OfGroup
from iq4d.web.mirror.own_view.questions import question
from iq4d.web.ui.markup import kept_safe

STEPS = (
    ("0", gettext_lazy("hardly")),
    ("1", gettext_lazy("a little")),
    ("2", gettext_lazy("somewhat")),
    ("3", gettext_lazy("quite a lot")),
    ("4", gettext_lazy("very much")),
)
CANNOT_TELL = ("cannot tell", gettext_lazy("I cannot tell"))
# What the answers are about, so that "a lot" means the same to everybody.
ABOUT = {
    "purpose": gettext_lazy("Was it clear to you what this conversation was for, and did it stay in sight?"),
    "depth": gettext_lazy("Did you get to what is behind it?"),
    "diversity": gettext_lazy("Did different people and views take part, and was something done with them?"),
    "deeds": gettext_lazy("Will something really be done with it, or was it already?"),
}


def middle_word(word: str) -> str:
    """The people's middle; a dash where too few of them could tell."""
    return {"little": _("little"), "some": _("some"), "a lot": _("a lot")}.get(word, "–")


@dataclass(frozen=True, slots=True)
class Line:
    """One dimension in the table under the picture. points: "12 (9 to 15)", or a dash."""

    name: str
    seen: str
    points: str
    middle: str
    apart: str


def lines(group: OfGroup, language: str) -> list[Line]:
    return [
        Line(
            name=wording.dimension_name(one.dimension).say(language),
            seen=wording.seen_word(one.seen).say(language),
            points=_points(one),
            middle=middle_word(one.middle),
            apart=_apart(one.apart),
        )
        for one in group.rows
    ]


def _points(one: Beside) -> str:
    if one.points is None:
        return "–"
    if one.interval is None:
        return str(round(one.points))
    values = {"points": round(one.points), "low": round(one.interval[0]), "high": round(one.interval[1])}
    return _("%(points)s, between %(low)s and %(high)s") % values


def _apart(apart: bool | None) -> str:
    return "–" if apart is None else _("yes: some see little, others a lot") if apart else _("no")


def picture(group: OfGroup, language: str) -> SafeString:
    """The measure's points and the people's middle, one under the other on the same line of three words."""
    drawn = [
        Row(
            dimension=one.dimension,
            name=wording.dimension_name(one.dimension).say(language),
            points=one.points,
            interval=one.interval,
            third=("little", "some", "a lot").index(one.middle) if one.middle else None,
            aside=wording.seen_short(one.seen).say(language) if one.points is None else "",
        )
        for one in group.rows
    ]
    told = "; ".join(
        _("%(name)s: the measure %(seen)s, all of you %(middle)s")
        % {
            "name": wording.dimension_name(one.dimension).say(language),
            "seen": wording.seen_word(one.seen).say(language),
            "middle": middle_word(one.middle),
        }
        for one in group.rows
    )
    words = (middle_word("little"), middle_word("some"), middle_word("a lot"))
    names = (_("the measure"), _("all of you"))
    title = _("What the measure sees, and what you see")
    return kept_safe(
        beside(drawn, out_of=POINTS, words=words, names=names, title=title, description=told, uid="beside")
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the group, and which dimension it is about."""

    dimension: str
    name: str
    words: str


def questions(group: OfGroup, language: str, vary: int) -> list[Asked]:
    """At most two: where measure and people differ most, and where people differ among themselves."""
    found = []
    if (one := group.furthest) is not None:
        found.append((one.dimension, "people" if one.more > 0 else "measure"))
    if (one := group.divided) is not None:
        found.append((one.dimension, "apart"))
    return [
        Asked(key, wording.dimension_name(key).say(language), _(question(key, direction, vary)))
        for key, direction in found
    ]
