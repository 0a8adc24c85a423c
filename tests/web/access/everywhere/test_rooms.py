"""Every private thing of a running dialogue carries a word of its own; no surface brings it to who may not read it.

Before the questions are shown, and after; by page, by form and as htmx asks.
"""

from __future__ import annotations

import re

import pytest
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from iq4d.web.dialogues import rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.gesturing import gesture
from iq4d.web.dialogues.actions.moving import make_move
from iq4d.web.dialogues.views import starting
from iq4d.web.urls import patterns
from web.access.canaries import words_in
from web.access.everywhere.asking import Asking
from web.dialogues.rooms import HERE, Held, reveal
from web.stage import ROLES, Stage, addresses, routes

pytestmark = [pytest.mark.django_db, pytest.mark.urls("web.demo_urls"), pytest.mark.usefixtures("quiet")]

# Who may read which thing before the reveal; what is not listed is for who takes part in the room.
AUTHOR, GUEST, OUTSIDER = {"participant"}, {"guest-here"}, {"outsider-here"}
OF_THE_CIRCLE = {"steward", "facilitator", "member", "participant", "owner", "host"}
CLOSED = {
    "question": AUTHOR,
    "question-old": set(),  # changed while only its author saw it: that wording is gone
    "second-question": AUTHOR,
    "taken-back": AUTHOR,
    "note": AUTHOR,
    "note-to-it": AUTHOR,
    "draft": AUTHOR,
    "refused": AUTHOR,
    "guest-question": GUEST,
    "guest-question-2": GUEST,
    "outsider-question": OUTSIDER,
    "outsider-question-2": OUTSIDER,
    "hidden": GUEST | {"host"},
    "hidden-why": GUEST | {"host"},
    "narrow": AUTHOR | GUEST,
    "invite-mail": AUTHOR | {"owner", "host"},
    "invite-question": AUTHOR | {"owner", "host"},
    "member-name": OF_THE_CIRCLE,  # somebody of the circle who is not in the room
}
ASKED = ("question", "question-2")
SHOWN = ("question", "second-question", *(f"{who}-{what}" for who in ("guest", "outsider") for what in ASKED))
READERS = HERE | OF_THE_CIRCLE
OPEN = {
    "note": AUTHOR,
    "draft": AUTHOR,
    "narrow": AUTHOR,
    "invite-mail": {"owner"},
    "invite-question": {"owner"},
    "member-name": OF_THE_CIRCLE,
}
OPEN |= dict.fromkeys(("title", "answer", "reply"), READERS)
BY_NUMBER = {"contribution", "history", "change", "back", "hide"}
ASKED_WITHOUT_A_ROOM = re.compile("account_|join$|kept$|set_language|demo")  # join: by its link, below
PAGE, FORM, HTMX = ("GET", {}), ("POST", {}), ("GET", {"HTTP_HX_REQUEST": "true"})
NEAR = (*sorted(HERE), "member", "elsewhere")


def ways_to(stage: Stage, room: Held, name: str) -> list[tuple[str, str, dict[str, str]]]:
    """(address, method, headers) in which a route can bring something of this room."""
    args, _form = addresses(stage.here, room=room)[name]
    if name in BY_NUMBER:
        numbers = range(1, room.dialogue.contributions.count() + 1)
        return [(reverse(name, args=[args[0], n]), *PAGE) for n in numbers]
    ways = (PAGE, FORM, HTMX) if args and args[0] == room.dialogue.key else (PAGE,)
    return [(reverse(name, args=args), *way) for way in ways]


def read_in(
    asking: Asking, which: str, roles: tuple[str, ...] = ROLES, only: str = "", *, far: bool = False
) -> dict[str, set[str]]:
    """By role every thing read of the room, "closed" or "shared", over all addresses. only: a route, for the controls.

    far: who is nowhere near asks by form and by script, too; that they get no answer at all is the table's.
    """
    read: dict[str, set[str]] = {role: set() for role in roles}
    stage = asking.stage
    room: Held = getattr(stage.here, which)
    for name, _view in routes(patterns(demo=False)):
        if ASKED_WITHOUT_A_ROOM.match(name) or only not in ("", name):
            continue
        args = addresses(stage.here, room=room)[name][0]
        if roles == NEAR and args and args[0] != room.dialogue.key:
            continue  # asked once is enough
        form = addresses(stage.here, room=room)[name][1]
        for address, method, more in ways_to(stage, room, name):
            plainly = name not in BY_NUMBER and (far or (method, more) == PAGE)
            for role in [role for role in roles if plainly or role in NEAR]:
                answer = asking.ask(role, method, address, form, **more)
                read[role] |= answer.of(which)
                if role in HERE:
                    read[role].update(*(page.of(which) for page in asking.led_on(role, answer)))
    return read


def leaks(read: dict[str, set[str]], readers: dict[str, set[str]], everybody: set[str]) -> list[str]:
    return [
        f"{role} read {thing}"
        for role, things in read.items()
        for thing in sorted(things)
        if role not in readers.get(thing, everybody)
    ]


def all_find(
    read: dict[str, set[str]], words: dict[str, str], readers: dict[str, set[str]], everybody: set[str]
) -> None:
    """The crawl sees: who may read a thing finds it somewhere."""
    missed = [
        f"{role} never met {thing}"
        for thing in words
        for role in readers.get(thing, everybody)
        if role in read and thing not in read[role]
    ]
    assert not missed, missed


def test_nothing_of_a_closed_room_reaches_who_may_not_read_it(asking: Asking) -> None:
    room = asking.stage.here.closed
    read = read_in(asking, "closed")
    assert not leaks(read, CLOSED, HERE)
    all_find(read, room.words, CLOSED, HERE)
    assert len(room.words) >= 24
    reveal(room)
    after = CLOSED | dict.fromkeys(SHOWN, HERE)
    read = read_in(Asking(asking.stage), "closed", NEAR)
    assert not leaks(read, after, HERE)
    all_find(read, room.words, after, HERE)


@pytest.mark.soak
@pytest.mark.parametrize(("name", "readers"), [("closed", CLOSED), ("shared", OPEN)])
def test_nor_does_it_by_form_or_script(asking: Asking, name: str, readers: dict[str, set[str]]) -> None:
    assert not leaks(read_in(asking, name, far=True), readers, HERE)


def test_an_open_room_is_for_its_circle_and_what_is_private_in_it_is_not(asking: Asking) -> None:
    read = read_in(asking, "shared")
    assert not leaks(read, OPEN, HERE)
    all_find(read, asking.stage.here.shared.words, OPEN, HERE)


def test_the_link_tells_what_is_asked_and_nothing_more(stage: Stage) -> None:
    room = stage.here.closed
    for role in ("anonymous", "elsewhere", "guest", "member"):
        answer = stage.browser(role).get(reverse("join", args=[room.token]))
        own = {"member-name"} if role == "member" else set()
        assert words_in(answer, room.words) <= {"title", "why", "token"} | own, role
    forged = room.token[:-1] + ("0" if room.token[-1] != "0" else "1")
    assert stage.browser("anonymous").get(reverse("join", args=[forged])).status_code == 404


def test_nobody_reads_how_cold_a_question_left_its_owner(stage: Stage) -> None:
    room = stage.here.closed
    reveal(room)
    numbers = [room.numbers["question"], room.numbers["second-question"], room.numbers["guest-question"]]
    values = dict(zip(numbers, ("cold", "lukewarm", "warm"), strict=True))
    owner, now = room.by["owner"], timezone.now()
    gesture(
        person=owner, dialogue=room.fresh(), kind="rate", step="rate", values=values, order={numbers[2]: 1}, now=now
    )
    told = re.compile(r"\b(cold|lukewarm)\b")
    pages = ("dialogue", "mirror", "grounds", "contribution", "history", "dialogue_people", "home", "circle")
    for role in ("participant", "guest-here", "outsider-here", "host", "member"):
        browser = stage.browser(role)
        for name in pages:
            args = addresses(stage.here, room=room)[name][0]
            html = browser.get(reverse(name, args=args), follow=True).content.decode()
            assert not told.search(re.sub(r"<[^>]+>", " ", html)), f"{role} at {name}"
    make_move(person=owner, dialogue=room.fresh(), kind="close", step="answers", version=1, now=now)
    html = stage.browser("participant").get(room.dialogue.get_absolute_url()).content.decode()
    assert not told.search(re.sub(r"<[^>]+>", " ", html))
    assert "kept" in html, "control: what is kept is told once the step is over"


def test_the_battery_bites(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a filter that forgets the viewer, and a query that forgets the person."""
    room = stage.here.closed
    with monkeypatch.context() as forgetful:
        forgetful.setattr(standings, "seen_by", lambda state, me, now, gone=False: Q(pk__gt=0))
        found = leaks(read_in(Asking(stage), "closed", ("participant",), only="dialogue"), CLOSED, HERE)
        assert {"participant read guest-question", "participant read hidden"} <= set(found)
    with monkeypatch.context() as forgetful:
        forgetful.setattr(rules, "may_see", lambda **facts: True)
        found = leaks(read_in(Asking(stage), "closed", ("member", "elsewhere"), only="dialogue"), CLOSED, HERE)
        assert {"member read title", "elsewhere read case"} <= set(found)
    with monkeypatch.context() as forgetful:
        everybody = room.dialogue.circle.memberships.values_list("person", "person__name")
        forgetful.setattr(starting, "_members", lambda room: [(str(pk), name) for pk, name in everybody])
        found = leaks(
            read_in(Asking(stage), "closed", ("guest-here", "outsider-here"), only="dialogue_people"), CLOSED, HERE
        )
        assert found == ["guest-here read member-name", "outsider-here read member-name"]
