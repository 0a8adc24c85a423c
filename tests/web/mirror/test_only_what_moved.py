"""A mirror is measured again when something moved that it is made of, once for all that moved, and not otherwise."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions.people import come_in
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.mirror import actions
from iq4d.web.mirror.models import Mirror
from web.deeds.promising import promise
from web.dialogues.playing import number_of, page, write
from web.mirror.live import close_all, fresh, in_reactions

pytestmark = pytest.mark.django_db
WORDS = "Why do you want to tell it now, because of what happened in March?"


@pytest.fixture
def moved(browsers, talk) -> Dialogue:
    """Bob's talk with its mirror made, and a mark on the card that goes when it is measured again."""
    in_reactions(browsers, talk)
    write(browsers["Dee"], talk, WORDS, "question")
    cast.work()
    mark()
    return talk


def mark() -> None:
    mirror = Mirror.objects.get()
    mirror.scorecard["mark"] = "not measured since"
    mirror.save()


def measured() -> bool:
    """Whether it was, since the mark was made; makes another."""
    was = "mark" not in Mirror.objects.get().scorecard
    mark()
    return was


def test_what_changes_nothing_measures_nothing(people, browsers, moved) -> None:
    n = number_of(moved, WORDS)
    browsers["Dee"].post(f"/dialogues/{moved.key}/c/{n}/change/", {"source": WORDS})
    come_in(person=cast.person("Fay"), dialogue=fresh(moved), invite=None, now=timezone.now())
    write(browsers["Dee"], moved, "To myself: she asked about the zebra.", "note")
    before = Mirror.objects.get().computed_at
    cast.work()
    actions.compute(dialogue=fresh(moved), now=timezone.now())
    mirror = Mirror.objects.get()
    assert mirror.computed_at > before
    assert not mirror.under_way, "it was looked at, and is of now"


@pytest.mark.parametrize("what", ["said", "changed", "taken back", "not right", "the purpose"])
def test_what_changes_something_does(people, browsers, moved, what: str) -> None:
    at, n = f"/dialogues/{moved.key}/", number_of(moved, WORDS)
    piece = next(p["id"] for d in Mirror.objects.get().scorecard["dimensions"] for s in d["scores"]
                 for p in s["evidence"])  # fmt: skip
    acts = {
        "said": lambda: write(browsers["Bob"], moved, "Because she leaves in May.", "view"),
        "changed": lambda: browsers["Dee"].post(f"{at}c/{n}/change/", {"source": "Why now, because of May?"}),
        "taken back": lambda: browsers["Dee"].post(f"{at}c/{n}/change/", {"take_back": "1", "source": ""}),
        "not right": lambda: browsers["Dee"].post(f"{at}mirror/remark/", {"evidence": piece, "stance": "wrong"}),
        "the purpose": lambda: browsers["Bob"].post(f"{at}sharpen/", {"title": "How?", "why": "To keep peace"}),
    }
    cast.work()
    assert not measured(), "control"
    assert acts[what]().status_code == 302
    cast.work()
    assert measured()
    cast.work()
    assert not measured(), "once"


def test_a_deed_that_came_due_changes_the_picture_and_the_hour_alone_does_not(people, moved) -> None:
    close_all(people["Bob"], moved, "harvest")
    promise(people["Dee"], fresh(moved), "I talk to her", due=(cast.NOW + timedelta(days=7)).date())
    cast.work()
    mark()
    actions.compute(dialogue=fresh(moved), now=timezone.now() + timedelta(days=5))
    assert not measured()
    actions.compute(dialogue=fresh(moved), now=timezone.now() + timedelta(days=9))
    assert measured()


def test_looking_measures_nothing(people, browsers, moved) -> None:
    for name in ("Bob", "Dee", "Eve"):
        page(browsers[name], moved)
        assert browsers[name].get(f"/dialogues/{moved.key}/mirror/").status_code == 200
    assert browsers["Carla"].get(f"/dialogues/{moved.key}/mirror/").status_code == 404
    cast.work()
    assert not measured()


def test_much_takes_as_many_queries_as_little(db: None) -> None:
    ada = cast.person("Ada")
    circle = cast.circle(ada)
    counts = {}
    for size in (20, 400):
        made = cast.dialogue(circle, cast.long_talk(size), ada)
        cast.work()
        for what in ("unchanged", "changed"):
            if what == "changed":
                Dialogue.objects.filter(pk=made.pk).update(title=f"Of {size}")
            dialogue = Dialogue.objects.select_related("standing").get(pk=made.pk)
            with CaptureQueriesContext(connection) as asked:
                actions.compute(dialogue=dialogue, now=timezone.now())
            counts[size, what] = len(asked)
    assert counts[20, "unchanged"] == counts[400, "unchanged"] <= 4, counts
    # the eleventh asks whether the words were let go while this was measuring
    assert counts[20, "changed"] == counts[400, "changed"] <= 11, counts
