"""Every private thing carries a word of its own; everybody opens every address; no word reaches who may not read it."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.circles import queries
from iq4d.web.circles.actions import remove
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.urls import patterns
from web.access.canaries import words_in
from web.access.everywhere.asking import Asking
from web.stage import AROUND, Stage, addresses, routes

pytestmark = [pytest.mark.django_db, pytest.mark.urls("web.demo_urls")]
MEMBERS = {"steward", "facilitator", "member", "participant", "owner", "host"}
CRAWL = (*AROUND, "participant", "guest-here", "outsider-here")
# Who may read which thing, by the roles of the stage; what is not listed is for the members of the circle.
READ_BY = {
    # who holds the link of an invitation reads what it is to; who takes part in a room of it, where that stands
    "circle-name": MEMBERS | {"invited", "anonymous", "guest-here", "outsider-here"},
    "invited": {"steward", "facilitator", "invited"},  # their own address
    "file": {"steward"},
    "found": {"steward"},
    "skipped": {"steward"},
    "opening": set(),
    "id": set(),
    "photo": MEMBERS,
    # what somebody caught and harvested: nobody else, also not in their own circle
    **{thing: {"steward"} for thing in ("bycatch", "caught-from", "words", "from_whom", "used_where", "shows")},
}


def read_by_everybody(asking: Asking, roles: tuple[str, ...], only: str = "") -> dict[str, set[str]]:
    """By role every thing of the place read, over all addresses, by GET and by POST. only: a route, for the control."""
    read: dict[str, set[str]] = {role: set() for role in roles}
    for name, _view in routes(patterns(demo=False)):
        if only not in ("", name):
            continue
        args, form = addresses(asking.stage.here)[name]
        address = reverse(name, args=args)
        for role in roles:
            for method in ("GET", "POST"):
                answer = asking.ask(role, method, address, form)
                for page in (answer, *asking.led_on(role, answer)):
                    read[role] |= page.of("here")
    return read


def test_no_word_reaches_who_may_not_read_it(quiet: None, asking: Asking) -> None:
    read, words = read_by_everybody(asking, CRAWL), asking.stage.here.words
    for role, things in read.items():
        leaked = {thing for thing in things if role not in READ_BY.get(thing, MEMBERS)}
        assert not leaked, f"{role} read {sorted(leaked)}"
    for thing in words:  # and the crawl sees: who may read a thing finds it somewhere
        for role in READ_BY.get(thing, MEMBERS) & set(CRAWL):
            assert thing in read[role], f"{role} never met {thing}"
    assert len(words) >= 20


def test_the_crawl_bites(quiet: None, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: one query that forgets the person, and Carla reads Ada's circle."""
    monkeypatch.setattr(queries, "circle_for", lambda person, key: Circle.objects.filter(key=key).first())
    read = read_by_everybody(Asking(stage), ("elsewhere",), only="circle")["elsewhere"]
    assert {"circle-name", "about"} <= read


def test_a_right_removed_is_gone_at_the_next_request(quiet: None, stage: Stage) -> None:
    bob = stage.browser("member")
    pages = (
        "circle", "circle_people", "circle_mirror", "dialogue", "mirror", "mirror_over_time", "series", "grounds",
        "contribution", "photo",
    )  # fmt: skip
    opened = [reverse(name, args=addresses(stage.here)[name][0]) for name in pages]
    for address in opened:
        answer = bob.get(address)
        assert answer.status_code in (200, 302)
        assert "private" in answer["Cache-Control"], f"{address} could be kept by a proxy"
    place = Membership.objects.get(circle=stage.here.circle, person=stage.people["Bob"])
    remove(person=stage.people["Ada"], membership=place, now=timezone.now())
    for address in opened:
        assert bob.get(address).status_code == 404
    assert words_in(bob.get("/"), stage.here.words) == {"member-name"}, "nothing but his own name"


def test_mail_goes_to_the_invited_alone_and_quotes_nothing(stage: Stage) -> None:
    marked = stage.here.words
    (to_fay,) = [one for one in stage.mails if marked["circle-name"] in one.subject]
    assert to_fay.to == [f"{marked['invited'].lower()}@example.org"]
    assert to_fay.cc == to_fay.bcc == []
    whole = to_fay.message().as_string()
    assert {thing for thing, word in marked.items() if word in whole} == {"circle-name"}


def test_an_invitation_names_its_circle_to_nobody_else(quiet: None, stage: Stage) -> None:
    """Carla, signed in as herself, got hold of Fay's link."""
    at = reverse("invitation", args=[stage.here.token])
    assert "circle-name" in words_in(stage.browser("invited").get(at), stage.here.words)
    answer = stage.browser("elsewhere").get(at)
    assert answer.status_code == 200
    assert not words_in(answer, stage.here.words)
    assert cast.PASSWORD not in answer.content.decode()
    assert not cast.named_in(answer.content.decode(), stage.people["Ada"].name)
