"""A plan of groups as one HTML document that needs nothing from elsewhere: to read, to print, to send along."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import floor

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from iq4d import __version__
from iq4d.groups.account.account import Account, Counts, Member
from iq4d.groups.people.hours import HOURS, hour_name
from iq4d.speech import Text, decimal, plural, text

__all__ = ["CAUTIONS", "by_group", "page", "percent", "style_source", "unbroken"]

SHOWN = 8  # cautions, and groups in a limit; the other cautions are folded

LIMITS = {
    "pool": text("What this pool allows"),
    "common-ground": text("Common ground"),
    "ceiling": text("Alone, or two camps"),
}
CAUTIONS = {
    "unlike": text("too little in common"),
    "alone": text("somebody alone"),
    "camps": text("two camps"),
    "alike": text("all the same"),
    "met": text("met before"),
    "unknown": text("not known"),
}
_HOURS = {hour_name(hour, "en"): hour for hour in range(HOURS)}
WISHES = {"spread": text("spread"), "balance": text("balance"), "similar": text("similar")}


def page(
    plans: Sequence[Account],
    language: str = "en",
    *,
    title: str = "",
    rules: Sequence[Text] = (),
    hours: Collection[str] = (),
) -> str:
    """The whole document in "en" or "nl": one plan, or the rounds of one. What people wrote is escaped; no script.

    title: without it, how many people and groups there are. rules: what the plans keep to, in words. hours: attributes
    whose kinds are free hours, called as `hour_name` calls them in English.
    """
    return _Saying(language, frozenset(hours)).page(plans, title, rules)


def style_source() -> str:
    """The source expression that lets the style sheet of this page through a content security policy."""
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    return f"'sha256-{digest}'"


@dataclass(frozen=True)
class _Number:
    """One of the four. told: the sentence with it; means: what it tells and what it does not."""

    figure: str
    told: Text
    means: Text


class _Saying:
    """What the template can say, in one language."""

    def __init__(self, language: str, hours: frozenset[str]) -> None:
        self.language, self.hours = language, hours

    def page(self, plans: Sequence[Account], title: str, rules: Sequence[Text]) -> str:
        return (
            _templates()
            .get_template("groups.html")
            .render(
                language=self.language,
                style=_style(),
                version=__version__,
                plans=plans,
                title=title or self.say(_sizes(plans)),
                rules=rules,
                shown=SHOWN,
                say=self.say,
                text=lambda one, **params: self.say(text(one, **params)),
                plural=lambda one, many, n, **params: self.say(plural(one, many, n, **params)),
                decimal=lambda value, digits=2: decimal(value, self.language, digits),
                percent=percent,
                numbers=lambda plan: list(_numbers(plan)),
                by_group=by_group,
                brings=self.brings,
                counted=self.counted,
                limit_name=lambda kind: self.say(LIMITS[kind]),
                caution_name=lambda kind: self.say(CAUTIONS[kind]),
                wish_name=lambda wish: self.say(WISHES[wish]),
            )
        )

    def say(self, sentence: Text) -> str:
        return unbroken(sentence.say(self.language))

    def brings(self, member: Member) -> str:
        return ", ".join(f"{kind} ({attribute})" for attribute, kind in member.brings if attribute not in self.hours)

    def counted(self, counts: Counts, people: int) -> str:
        """How many there are of what; of free hours when all are free of whom it is known."""
        known = people - counts.unknown
        if counts.attribute in self.hours:
            said = [self.all_free(counts, known)] if known else []
        else:
            said = [f"{n}\u00a0×\u00a0{kind}" for kind, n in counts.kinds]
        if counts.unknown:
            said.append(self.say(text("{n} not known", n=counts.unknown)))
        return ", ".join(said)

    def all_free(self, counts: Counts, known: int) -> str:
        hours = sorted(_HOURS[kind] for kind, n in counts.kinds if n == known)
        spans: list[list[int]] = []
        for hour in hours:
            if spans and hour == spans[-1][1] and hour % 24:
                spans[-1][1] = hour + 1
            else:
                spans.append([hour, hour + 1])
        said = ", ".join(f"{hour_name(first, self.language)}–{(last - 1) % 24 + 1}:00" for first, last in spans)
        return f"{said} UTC" if said else self.say(text("no hour in which all are free"))


def by_group(plan: Account) -> dict[int, list[str]]:
    """{group: the kinds of its cautions, each once}."""
    found: dict[int, list[str]] = {}
    for one in plan.cautions:
        kinds = found.setdefault(one.group, [])
        if one.kind not in kinds:
            kinds.append(one.kind)
    return found


def unbroken(words: str) -> str:
    """The same with no line that begins with a per cent sign."""
    return words.replace(" %", "\u00a0%")


def percent(share: float | None) -> str:
    """A share in whole per cents, rounded down: 100 is said of nothing less.

    >>> percent(0.9999), percent(1), percent(None)
    ('99\\xa0%', '100\\xa0%', '–')
    """
    return "–" if share is None else unbroken(f"{floor(100 * share + 1e-9)} %".replace("-", "−"))


def _sizes(plans: Sequence[Account]) -> Text:
    people = plural("{n} person", "{n} people", plans[0].people)
    groups = plural("{n} group", "{n} groups", len(plans[0].groups))
    if len(plans) > 1:
        return text("{people} in {groups}, {rounds} rounds", people=people, groups=groups, rounds=len(plans))
    return text("{people} in {groups}", people=people, groups=groups)


def _numbers(plan: Account) -> Iterator[_Number]:
    """The four numbers, those that there are, beside the sentences of the account."""
    told = iter(plan.told)
    if plan.proved or plan.share is not None:
        means = text("0 % is a random plan, 100 % the most that these people and sizes can give.")
        yield _Number(percent(1 if plan.proved else plan.share), next(told), means)
    if plan.worst is not None:
        yield _Number(
            percent(plan.worst.share), next(told), text("A good mean can hide one group that is mixed badly.")
        )
    if plan.within is not None and plan.chance is not None:
        means = text("Near 100 % every group is a small copy of the whole.")
        yield _Number(percent(plan.within), next(told), means)
    yield _Number(str(len(plan.cautions)), next(told), text("What research and rules of thumb say to watch."))


@lru_cache(maxsize=1)
def _style() -> Markup:
    return Markup((files("iq4d.groups.account") / "groups.css").read_text("utf-8"))  # noqa: S704 - ours


@lru_cache(maxsize=1)
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("iq4d.groups.account"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
