"""Dialogues that go on from one another, and their mirrors in order."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

import cast
from iq4d.web.dialogues.models import Dialogue, Invite
from iq4d.web.mirror.over_time import queries as over_time
from web.dialogues.playing import page
from web.mirror.moments import finished, opened

pytestmark = pytest.mark.django_db


def follow(browser: Client, before: Dialogue, **more) -> Dialogue:
    answer = browser.post("/start/", {"sentence": "What came of it?", "follows": before.key, **more})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return Dialogue.objects.get(key=answer["Location"].split("/")[2])


def test_who_leads_goes_on_in_a_next_conversation_with_the_same_people(people, browsers, circle) -> None:
    before = finished(circle, people["Bob"], people["Dee"], people["Eve"])
    assert f"/start/?follows={before.key}" in page(browsers["Bob"], before)
    form = browsers["Bob"].get("/start/", {"follows": before.key}).content.decode()
    assert "How do we go on?</textarea>" in form
    assert "Dee, Eve" in form
    after = follow(browsers["Bob"], before, ask_again="1")
    assert (after.follows, after.circle) == (before, circle)
    assert set(Invite.objects.filter(dialogue=after).values_list("person__name", flat=True)) == {"Dee", "Eve"}
    assert "This conversation goes on from" in page(browsers["Bob"], after)


def test_who_does_not_lead_and_what_still_goes_on_are_refused(people, browsers, circle, talk) -> None:
    before = finished(circle, people["Bob"], people["Dee"])
    assert f"/start/?follows={before.key}" not in page(browsers["Dee"], before)
    for method in ("get", "post"):
        ask = getattr(browsers["Dee"], method)
        assert ask("/start/", {"sentence": "And now?", "follows": before.key}).status_code == 403
        assert getattr(browsers["Carla"], method)(
            "/start/", {"sentence": "And now?", "follows": before.key}
        ).status_code == 404  # fmt: skip
    assert browsers["Bob"].get("/start/", {"follows": talk.key}).status_code == 403
    for nonsense in ("nothing", "\x00", "💚", "9" * 5_000):
        assert browsers["Bob"].post("/start/", {"sentence": "And now?", "follows": nonsense}).status_code == 404
    assert not Dialogue.objects.exclude(follows=None).exists()


def test_a_next_conversation_stays_in_its_circle(people, browsers, circle) -> None:
    other = cast.circle(people["Bob"], name="Friday circle")
    after = follow(browsers["Bob"], finished(circle, people["Bob"], people["Dee"]), circle=other.key)
    assert after.circle == circle


def test_a_series_stands_in_order_with_a_point_for_each(people, browsers, circle) -> None:
    first = finished(circle, people["Bob"], people["Dee"], points=6)
    second = finished(circle, people["Bob"], people["Dee"], points=15, follows=first)
    third = finished(circle, people["Bob"], people["Dee"], points=16, follows=second)
    for one in (first, second, third):
        told = opened(browsers["Dee"], one, "series/")
        rows = re.findall(r'<th scope="row"><a href="/dialogues/([\w-]+)/mirror/"', told)
        assert rows == [first.key, second.key, third.key]
    assert "More is seen at the end" in told
    assert "over-time-line" not in told, "each is a thing of its own"
    assert "in its series" in opened(browsers["Dee"], third)
    assert "stands by itself" in opened(browsers["Dee"], finished(circle, people["Bob"]), "series/")


def test_what_one_does_not_see_is_not_in_the_series_and_holds_none_together(people, browsers, circle) -> None:
    first = finished(circle, people["Bob"], people["Dee"])
    hidden = finished(circle, people["Bob"], follows=first, room="closed", why="Only between us.")
    last = finished(circle, people["Bob"], people["Dee"], follows=hidden)
    assert [one.dialogue for one in over_time.series_of(people["Bob"], last)] == [first, hidden, last]
    assert [one.dialogue for one in over_time.series_of(people["Dee"], last)] == [last]
    assert hidden.key not in opened(browsers["Dee"], first, "series/")
    assert hidden.key not in page(browsers["Dee"], last)
    assert hidden.key in page(browsers["Bob"], last)


def test_a_series_that_lost_one_is_still_a_page(people, browsers, circle) -> None:
    first = finished(circle, people["Bob"])
    last = finished(circle, people["Bob"], follows=first)
    first.delete()
    last.refresh_from_db()
    assert last.follows is None
    assert "stands by itself" in opened(browsers["Bob"], last, "series/")


def test_a_long_series_is_as_many_queries_as_a_short_one(people, browsers, circle) -> None:
    counts, last = [], None
    for many in (2, 30):
        for _ in range(many):
            last = finished(circle, people["Bob"], people["Dee"], follows=last)
        with CaptureQueriesContext(connection) as asked:
            opened(browsers["Dee"], last, "series/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
