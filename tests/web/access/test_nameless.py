"""Where a step names nobody, no surface tells who wrote what: the same whoever of two wrote it, for everybody else.

Two worlds that differ in one thing: who of Dee and Eve wrote which of two contributions. Every address is opened by
everybody else in both; a word of difference would be a way to find out.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.declared import as_conversation
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.queries import Room
from iq4d.web.notices.letter import letter_for
from iq4d.web.notices.models import Notice
from iq4d.web.people.models import Person
from iq4d.web.ui.surfaces import surface_of
from iq4d.web.urls import patterns
from methods.every_feature import more
from web.dialogues.any_method import held, only
from web.dialogues.playing import number_of, write
from web.stage import routes

pytestmark = pytest.mark.django_db
ONE = "We always begin too late, because nobody dares to wait until everybody is quiet"
OTHER = "I think we stop too soon, for example last week when two people still wanted to ask"
READERS = ("Ada", "Bob", "Gil")  # who leads, who asks, and a reader of the circle
BEFORE = 700
AROUND = {"home", "circle", "circle_people", "circle_mirror", "dialogue_list", "own_period", "methods"}
NOT_READ = {"report_pdf", "account_logout", "mail_stop"}  # the report as paper: its words are those of the report


@dataclass
class World:
    """What everybody but the two authors read, by reader and address."""

    read: dict[tuple[str, str], str]


def people() -> dict[str, Person]:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay", "Gil")}


def talk_with(everybody: dict[str, Person], circle: Circle, first: str, second: str, *, named: bool) -> Dialogue:
    """`first` wrote ONE and `second` OTHER; both changed it once, and the first is hidden by who leads."""
    method = only(more(), "marks")
    if named:
        method = replace(method, phases=tuple(replace(phase, authors="shown") for phase in method.phases))
    at_table = [everybody[name] for name in ("Dee", "Eve", "Fay")]
    talk = held(method, everybody["Bob"], circle, *at_table, facilitator=everybody["Ada"])
    Contribution.objects.create(  # so that the numbers that come are in no date and no count
        dialogue=talk, participant=talk.participants.get(number=1), number=BEFORE, top=BEFORE, kind="note", at=cast.NOW,
        step="marks", source="To myself", markup="markdown", text="To myself", html="<p>To myself</p>",
    )  # fmt: skip
    for who, words in ((first, ONE), (second, OTHER)):
        write(cast.signed_in(everybody[who]), talk, f"{words}, so", "view", "marks")
        number = number_of(talk, f"{words}, so")
        address = f"/dialogues/{talk.key}/c/{number}/change/"
        cast.signed_in(everybody[who]).post(address, {"source": words})
    return talk


def addresses(talk: Dialogue, circle: Circle, numbers: tuple[int, int], *, all_of_them: bool) -> list[str]:
    """Everything that opens with a dialogue’s key and a number, and what stands around it."""
    if not all_of_them:
        return [f"/dialogues/{talk.key}/"]
    of_numbers = [[talk.key, n] for n in (*numbers, 2, 3)]  # Dee and Eve are the second and the third
    found = []
    for name, view in routes(patterns(demo=False)):
        kind = getattr(surface_of(name, view), "kind", "")
        if name in NOT_READ or kind not in ("page", "file"):
            continue
        around = [[], [circle.key]] if name in AROUND else []
        for args in (*around, [talk.key], *of_numbers, [talk.key, "grounds"]):
            try:
                found.append(reverse(name, args=args))
            except NoReverseMatch:
                continue
    extra = [f"/dialogues/{talk.key}/?reply={n}" for n in numbers] + [f"/dialogues/{talk.key}/summary/?sought=Dee"]
    return [*found, *extra]


def same(words: str, talk: Dialogue, numbers: tuple[int, int]) -> str:
    """Without what differs by chance: keys, tokens, times, and which two numbers they got."""
    words = words.replace(talk.key, "KEY")
    words = words.replace(talk.circle.key, "CIRCLE") if talk.circle else words
    words = re.sub(r"seen=[0-9a-f]{16}", "seen", words)  # before the numbers: one may well stand in a hash
    words = re.sub(r"(If-None-Match.{0,30}?)[0-9a-f]{20}", r"\1", words)  # of the page with the link below
    for n, number in enumerate(numbers):
        words = re.sub(rf"(?<![\d.]){number}(?!\d)", f"N{n}", words)
    words = re.sub(r'(name="(csrfmiddlewaretoken|once)" value=")[^"]*', r"\1", words)
    words = re.sub(r"/join/[^/\"<\s]+", "/join/", words)
    words = re.sub(r'<path fill="#000" d="[^"]*"', "", words)  # the drawing of that link
    words = re.sub(r"(X-CSRFToken[^A-Za-z0-9]+)[A-Za-z0-9]+", r"\1", words)
    return re.sub(r"\d\d?:\d\d(:\d\d(\.\d+)?)?", "TIME", words)


def lived(everybody: dict[str, Person], circle: Circle, first: str, second: str, *, named: bool, whole: bool) -> World:
    """Begun anew until the two stand in the same order, for their numbers are by chance where nobody is named."""
    for _try in range(40):
        with transaction.atomic():
            talk = talk_with(everybody, circle, first, second, named=named)
            numbers = (number_of(talk, ONE), number_of(talk, OTHER))
            world = _crawled(everybody, circle, talk, numbers, whole) if numbers[0] < numbers[1] else None
            transaction.set_rollback(True)
        if world is not None:
            return world
    raise AssertionError("forty times in the other order")


def _crawled(
    everybody: dict[str, Person], circle: Circle, talk: Dialogue, numbers: tuple[int, int], whole: bool
) -> World:
    browsers: dict[str, Client] = {name: cast.signed_in(everybody[name]) for name in (*READERS, "Fay")}
    read: dict[tuple[str, str], str] = {}

    def look(when: str) -> None:
        cast.work()
        for name in READERS:
            for address in addresses(talk, circle, numbers, all_of_them=whole):
                answer = browsers[name].get(address)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                told = f"{answer.status_code} {answer.get('Location', '')} {body.decode('utf-8', 'replace')}"
                read[name, f"{when} {same(address, talk, numbers)}"] = same(told, talk, numbers)
            person = Person.objects.get(pk=everybody[name].pk)
            letter = letter_for(person, Notice.objects.filter(person=person), timezone.now())
            read[name, f"{when} mail"] = same(repr(letter), talk, numbers)

    look("while it runs")
    browsers["Ada"].post(f"/dialogues/{talk.key}/c/{numbers[0]}/hide/", {"why": "Too sharp"})
    for name in ("Bob", "Fay"):
        browsers[name].post(f"/dialogues/{talk.key}/gesture/", {"step": "marks", "kind": "pass"})
    look("when it is over")
    fresh = Dialogue.objects.select_related("standing").get(pk=talk.pk)
    read["the measure", "conversation"] = same(repr(as_conversation(fresh)), talk, numbers)
    return World(read)


def differences(*, named: bool = False, whole: bool = False) -> set[tuple[str, str]]:
    everybody = people()
    circle = cast.circle(*everybody.values())
    worlds = [lived(everybody, circle, *two, named=named, whole=whole) for two in (("Dee", "Eve"), ("Eve", "Dee"))]
    assert worlds[0].read.keys() == worlds[1].read.keys()
    return {place for place, words in worlds[0].read.items() if worlds[1].read[place] != words}


def test_no_surface_is_another_one_when_somebody_else_wrote_it(quiet: None) -> None:
    found = differences(whole=True)
    assert not found, sorted(found)


def test_the_crawl_reads_the_words_and_sees_a_name(quiet: None) -> None:
    """Control: the same two worlds where names are shown."""
    found = differences(named=True)
    told = {address for _reader, address in found}
    assert "while it runs /dialogues/KEY/" in told
    assert "while it runs mail" in told
    assert ("the measure", "conversation") in found


def test_it_is_decided_in_one_place(quiet: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: that one answer forgotten, and pages and mails tell."""
    forgotten: Callable[[Room, str, bool], bool] = lambda room, step, signed: False  # noqa: E731
    monkeypatch.setattr(Room, "hides_name", forgotten)
    told = {address for _reader, address in differences()}
    assert {"while it runs /dialogues/KEY/", "while it runs mail"} <= told
