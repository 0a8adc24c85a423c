"""An own view has no words to look for. So: everything is read twice, only the answers differ, and no page does."""

from __future__ import annotations

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.journal.models import Entry
from iq4d.web.mirror.agreement import actions as agreement_actions
from iq4d.web.mirror.models import OwnView
from iq4d.web.mirror.own_view import actions as own_view_actions
from iq4d.web.urls import patterns
from web.dialogues.rooms import Held
from web.stage import Stage, addresses, routes, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
OTHERS = ("member", "elsewhere", "owner", "host", "guest-here")  # all who are near, and Carla
# what is new with every answer: tokens of forms, the nonce of a page, a draft's number, what a browser holds to its age
PASSING = re.compile(
    r'name="(csrfmiddlewaretoken|once)" value="[^"]*"|hx-headers="[^"]*"|(csrftoken|sessionid)=[^;]*|expires=[^;]*'
    r"|/draft/\d+/"
)


def read_by_others(
    stage: Stage, room: Held, only: tuple[str, ...] = (), senders: tuple[str, ...] = OTHERS
) -> dict[tuple[str, str, str], str]:
    """Every answer about this room, and about the installation, by route, method and role. senders: who posts, too."""
    found = {}
    for name, _view in routes(patterns(demo=False)):
        args, form = addresses(stage.here, room=room)[name]
        here = (args and args[0] == room.dialogue.key) or name in ("home", "circle", "dialogue_list", "validity")
        if not here or (only and name not in only):
            continue
        for role in OTHERS:
            for method in ("GET", "POST") if role in senders else ("GET",):
                cache.clear()
                answer = sent(stage.browser(role), method, reverse(name, args=args), form)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                told = body.decode("utf-8", "replace") + answer.get("Location", "")
                found[name, method, role] = PASSING.sub("", told)
    return found


@pytest.mark.parametrize("senders", [("host",), pytest.param(OTHERS, marks=pytest.mark.soak)], ids=["host", "all"])
@pytest.mark.parametrize("name", ["closed", pytest.param("shared", marks=pytest.mark.soak)])
def test_no_page_of_anybody_else_moves_with_what_somebody_chose(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str, senders: tuple[str, ...]
) -> None:
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)
    room: Held = getattr(stage.here, name)
    agreement_actions.count(now=now)
    before = read_by_others(stage, room, senders=senders)
    set_all(room, 0)
    agreement_actions.count(now=now)
    after = read_by_others(stage, room, senders=senders)
    assert [key for key, told in after.items() if told != before[key]] == []
    assert {key for key, _, _ in before} >= {"mirror", "own_view", "dialogue", "validity", "home"}
    assert not Entry.objects.filter(verb="mirror.viewed").exclude(data={}).exists()


def test_the_comparison_bites(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a page that forgets whose view it shows."""
    room = stage.here.shared
    monkeypatch.setattr(
        "iq4d.web.mirror.own_view.queries.mine", lambda person, talk: OwnView.objects.filter(dialogue=talk).first()
    )
    before = read_by_others(stage, room, ("own_view",))
    set_all(room, 0)
    after = read_by_others(stage, room, ("own_view",))
    assert {role for (_, method, role), told in after.items() if told != before["own_view", method, role]} >= {"host"}


def set_all(room: Held, step: int) -> None:
    steps = dict.fromkeys(("purpose", "depth", "diversity", "deeds"), step)
    at = OwnView.objects.get(dialogue=room.dialogue).at
    own_view_actions.set_own_view(
        person=room.by["participant"], dialogue=room.fresh(), steps=steps, may_test=True, now=at
    )
    cast.work()
