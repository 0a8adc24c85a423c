"""What somebody did and learned in a time, for themselves alone. Everything starts from the person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Coalesce

from iq4d.web.deeds import queries as deeds
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.harvests.models import Bycatch, Harvest, Learning
from iq4d.web.harvests.rules import UNDO, Period, bounds
from iq4d.web.people.models import Person

SHOWN = 20  # of each section at once
PER_PAGE = 50  # where all of one section stands
PER_PAGE_CAUGHT = 25
ROOMS = 200  # dialogues in which is looked at what others learned from somebody, the newest


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a time. key: by which it is chosen, empty for what is somebody else's.

    before: the wording a question had; outcome, story: what came of a deed; whose: from whose view a takeaway came;
    name, participant: who said it, where that is somebody else.
    """

    key: str
    words: str
    at: datetime
    dialogue: Dialogue | None = None
    number: int = 0
    before: str = ""
    outcome: str = ""
    story: str = ""
    whose: str = ""
    intended: bool | None = None
    name: str = ""
    participant: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """The first of one kind, and whether there is more."""

    key: str
    items: list[Item]
    more: bool


# What a person brought into dialogues they still take part in


def own_words(person: Person) -> QuerySet[Contribution]:
    """What this person said and did not take back, wherever they take part and the dialogue is theirs to read."""
    return Contribution.objects.filter(
        participant__person=person,
        participant__removed_at=None,
        removed_at=None,
        dialogue__in=Dialogue.objects.seen_by(person),
    ).select_related("dialogue")


def _between(field: str, person: Person, period: Period) -> Q:
    begin, end = bounds(period, person.clock)
    return Q(**{f"{field}__gte": begin, f"{field}__lt": end})


def questions(person: Person, period: Period) -> QuerySet[Any]:
    asked = own_words(person).filter(_between("at", person, period), kind="question")
    return asked.order_by("-at", "-pk")


def own_cores(person: Person) -> QuerySet[Any]:
    """Wordings of the question behind one's own question, each with the one before it."""
    mine = Contribution.objects.filter(
        dialogue=OuterRef("dialogue"), participant=OuterRef("participant"), to=OuterRef("participant"),
        number__lt=OuterRef("number"), removed_at=None,
    )  # fmt: skip
    worded = mine.filter(kind="core").order_by("-number").values("text")[:1]
    # whose question it is from the start gave it its title; in a round of somebody else's it began with their case
    opening = mine.filter(kind__in=("case", "question")).exclude(participant__role="owner").order_by("number")
    first = Coalesce(Subquery(opening.values("text")[:1]), F("dialogue__title"), output_field=TextField())
    cores = own_words(person).filter(kind="core", to=F("participant"))
    return cores.annotate(before=Coalesce(Subquery(worded), first, output_field=TextField()))


def reframings(person: Person, period: Period) -> QuerySet[Any]:
    return own_cores(person).filter(_between("at", person, period)).order_by("-at", "-pk")


def deeds_of(person: Person, period: Period) -> QuerySet[Any]:
    """Promised in this time, or told in it what came of them."""
    told = _between("contribution__at", person, period) | _between("told_at", person, period)
    return deeds.of(person).filter(told).order_by("-contribution__at", "-pk")


def takeaways(person: Person, period: Period) -> QuerySet[Any]:
    taken = own_words(person).filter(_between("at", person, period), kind="takeaway")
    return taken.select_related("takeaway__whose").order_by("-at", "-pk")


def caught(person: Person, period: Period) -> QuerySet[Any]:
    return Bycatch.objects.standing().filter(_between("at", person, period), person=person).order_by("-at", "-pk")


def thanks(person: Person, period: Period, now: datetime) -> QuerySet[Any]:
    """What others took along from this person's view, as far as they see it. Two queries before its own, or one."""
    mine = Participant.objects.filter(person=person, removed_at=None).exclude(way="")
    told = Contribution.objects.filter(
        _between("at", person, period), kind="takeaway", takeaway__whose__in=mine, removed_at=None
    ).exclude(participant__person=person)
    here = Dialogue.objects.seen_by(person).filter(Exists(told.filter(dialogue=OuterRef("pk"))))
    rooms = list(here.select_related("standing").order_by("-pk")[:ROOMS])
    if not rooms:
        return told.none()
    seen = deeds.seen_in(person, rooms, now)
    return told.filter(seen).select_related("dialogue", "participant").order_by("-at", "-pk")


# As a page shows it


def _said(row: Contribution, **more: Any) -> Item:
    assert row.at is not None
    return Item(f"c{row.pk}", row.text, row.at, row.dialogue, row.number, **more)


def _reframed(row: Any) -> Item:
    return _said(row, before=row.before)


def _deed(row: Any) -> Item:
    story = row.story.text if row.story and row.story.removed_at is None else ""
    return _said(row.contribution, outcome=row.outcome, story=story)


def _taken(row: Any) -> Item:
    known = getattr(row, "takeaway", None)
    whose = known.whose.name if known and known.whose else ""
    return _said(row, whose=whose, intended=known.intended if known else None)


def _caught(row: Bycatch) -> Item:
    return Item(f"b{row.pk}", row.words, row.at, whose=row.from_whom, intended=False)


def _thanked(row: Contribution) -> Item:
    assert row.at is not None
    who = row.participant
    return Item("", row.text, row.at, row.dialogue, row.number, name=who.name, participant=who.number)


Rows = Callable[[Person, Period, datetime], QuerySet[Any]]
SECTIONS: dict[str, tuple[Rows, Callable[[Any], Item]]] = {
    "questions": (lambda person, period, now: questions(person, period), _said),
    "reframings": (lambda person, period, now: reframings(person, period), _reframed),
    "deeds": (lambda person, period, now: deeds_of(person, period), _deed),
    "takeaways": (lambda person, period, now: takeaways(person, period), _taken),
    "bycatches": (lambda person, period, now: caught(person, period), _caught),
    "thanks": (thanks, _thanked),
}


def looked_back(person: Person, period: Period, now: datetime) -> list[Section]:
    """The first of all that this person did and learned in that time. Eight queries at most, whatever the size."""
    found = []
    for key, (rows, shown) in SECTIONS.items():
        items = [shown(row) for row in rows(person, period, now)[: SHOWN + 1]]
        found.append(Section(key, items[:SHOWN], len(items) > SHOWN))
    return found


def rows_of(section: str, person: Person, period: Period, now: datetime) -> QuerySet[Any]:
    return SECTIONS[section][0](person, period, now)


def items_of(section: str, rows: Iterable[Any]) -> list[Item]:
    return [SECTIONS[section][1](row) for row in rows]


# What was chosen


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something of one's own to begin a learning with. source: as of models.SOURCES."""

    item: Item
    source: str
    contribution: Contribution | None = None
    bycatch: Bycatch | None = None


CHOOSABLE = ("question", "core", "deed", "takeaway")


def chosen_by(person: Person, keys: Iterable[str]) -> list[Chosen]:
    """What these keys stand for, as far as it is this person's own; in their order, each once. At most four queries."""
    wanted = list(dict.fromkeys(key for key in keys if key[1:].isascii() and key[1:].isdigit() and len(key) < 20))
    said = [int(key[1:]) for key in wanted if key[0] == "c"]
    found: dict[str, Chosen] = {}
    if said:
        rows = own_words(person).filter(pk__in=said, kind__in=CHOOSABLE).select_related("takeaway__whose")
        told = {deed.contribution_id: deed for deed in deeds.of(person).filter(contribution__in=said)}
        for row in rows:
            item = _deed(told[row.pk]) if row.pk in told else _taken(row)
            found[item.key] = Chosen(item, row.kind, contribution=row)
    got = [int(key[1:]) for key in wanted if key[0] == "b"]
    if got:
        for caught_one in Bycatch.objects.standing().filter(person=person, pk__in=got):
            item = _caught(caught_one)
            found[item.key] = Chosen(item, "bycatch", bycatch=caught_one)
    return [found[key] for key in wanted if key in found]


# By-catches and harvests


def bycatches_of(person: Person, now: datetime) -> QuerySet[Bycatch]:
    """The newest first, with those that can still be brought back."""
    there = Q(removed_at=None) | Q(removed_at__gte=now - UNDO)
    return Bycatch.objects.filter(there, person=person).order_by("-at", "-pk")


def bycatch_of(person: Person, pk: int) -> Bycatch | None:
    return Bycatch.objects.filter(person=person, pk=pk).first()


def harvests_of(person: Person, period: Period) -> QuerySet[Harvest]:
    """Those of one time, the newest first, without their PDFs."""
    mine = Harvest.objects.filter(person=person, period=period.kind, first=period.first)
    return mine.defer("pdf").order_by("-made_at", "-pk")


def harvest_of(person: Person, pk: int) -> Harvest | None:
    return Harvest.objects.filter(person=person, pk=pk).defer("pdf").first()


def learnings_of(harvest: Harvest, now: datetime) -> list[Learning]:
    """In the order in which they were chosen, with those that can still be brought back. One query."""
    there = Q(removed_at=None) | Q(removed_at__gte=now - UNDO)
    return list(harvest.learnings.filter(there).order_by("pk"))


def talk_about(person: Person, harvest: Harvest) -> Dialogue | None:
    """The conversation in which somebody asks about it, as long as this person sees it. One query, or none."""
    if harvest.dialogue_id is None:
        return None
    return Dialogue.objects.seen_by(person).filter(pk=harvest.dialogue_id).first()
