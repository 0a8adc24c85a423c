"""Every private thing carries a word of its own; everybody opens every address; no word reaches who may not read it."""

from __future__ import annotations

import pytest
from django.core import mail
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.circles import queries
from iq4d.web.circles.actions import remove
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.urls import patterns
from web.stage import ROLES, Place, Stage, addresses, routes, sent

MEMBERS = {"steward", "facilitator", "member"}
# Who may read which thing, by the roles of the stage; what is not listed is for the members of the circle.
READ_BY = {
    "circle-name": MEMBERS | {"invited", "anonymous"},  # who holds the link of an invitation reads what it is to
    "invited": {"steward", "facilitator", "invited"},  # their own address
    "file": {"steward"},
    "found": {"steward"},
    "skipped": {"steward"},
    "opening": set(),
    "id": set(),
    "photo": MEMBERS,
}


def words_in(response: HttpResponse, words: dict[str, str]) -> set[str]:
    """The things of which a word stands in this answer: body, title, headers and cookies."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    seen = body.decode("utf-8", "replace") + repr(dict(response.items())) + response.cookies.output()
    return {thing for thing, word in words.items() if word.casefold() in seen.casefold()}


def read_by_everybody(stage: Stage, at: Place, roles: tuple[str, ...] = ROLES) -> dict[str, set[str]]:
    """By role every thing read, over all addresses, by GET and by POST."""
    read: dict[str, set[str]] = {role: set() for role in roles}
    for name, _view in routes(patterns(demo=False)):
        args, form = addresses(at)[name]
        address = reverse(name, args=args)
        for role in roles:
            for method in ("GET", "POST"):
                browser = stage.browser(role)
                answers = [sent(browser, method, address, form)]
                if answers[0].status_code == 302:
                    answers.append(sent(browser, "GET", answers[0]["Location"], {}))
                for answer in answers:
                    read[role] |= words_in(answer, at.words)
    return read


@pytest.mark.django_db
def test_no_word_reaches_who_may_not_read_it(quiet: None) -> None:
    stage = Stage()
    read = read_by_everybody(stage, stage.here)
    for role, things in read.items():
        leaked = {thing for thing in things if role not in READ_BY.get(thing, MEMBERS)}
        assert not leaked, f"{role} read {sorted(leaked)}"
    for thing in stage.here.words:  # and the crawl sees: who may read a thing finds it somewhere
        for role in READ_BY.get(thing, MEMBERS):
            assert thing in read[role], f"{role} never met {thing}"
    assert len(stage.here.words) >= 20


@pytest.mark.django_db
def test_the_crawl_bites(quiet: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: one query that forgets the person, and Carla reads Ada's circle."""
    stage = Stage()
    monkeypatch.setattr(queries, "circle_for", lambda person, key: Circle.objects.filter(key=key).first())
    read = read_by_everybody(stage, stage.here, roles=("elsewhere",))["elsewhere"]
    assert {"circle-name", "about", "title", "why"} <= read


@pytest.mark.django_db
def test_a_right_removed_is_gone_at_the_next_request(quiet: None) -> None:
    stage = Stage()
    bob = stage.browser("member")
    pages = ("circle", "circle_people", "dialogue", "mirror", "grounds", "contribution", "photo")
    opened = [reverse(name, args=addresses(stage.here)[name][0]) for name in pages]
    for address in opened:
        answer = bob.get(address)
        assert answer.status_code in (200, 302)
        assert "private" in answer["Cache-Control"], f"{address} could be kept by a proxy"
    place = Membership.objects.get(circle=stage.here.circle, person=stage.people["Bob"])
    remove(person=stage.people["Ada"], membership=place, now=timezone.now())
    for address in opened:
        assert bob.get(address).status_code == 404
    assert not words_in(bob.get("/"), stage.here.words)


@pytest.mark.django_db
def test_mail_goes_to_the_invited_alone_and_quotes_nothing() -> None:
    stage = Stage()
    marked = stage.here.words
    (to_fay,) = [one for one in mail.outbox if marked["circle-name"] in one.subject]
    assert to_fay.to == [f"{marked['invited'].lower()}@example.org"]
    assert to_fay.cc == to_fay.bcc == []
    whole = to_fay.message().as_string()
    assert {thing for thing, word in marked.items() if word in whole} == {"circle-name"}


@pytest.mark.django_db
def test_an_invitation_names_its_circle_to_nobody_else(quiet: None) -> None:
    """Carla, signed in as herself, got hold of Fay's link."""
    stage = Stage()
    at = reverse("invitation", args=[stage.here.token])
    assert "circle-name" in words_in(stage.browser("invited").get(at), stage.here.words)
    answer = stage.browser("elsewhere").get(at)
    assert answer.status_code == 200
    assert not words_in(answer, stage.here.words)
    assert cast.PASSWORD not in answer.content.decode()
    assert stage.people["Ada"].name not in answer.content.decode()
