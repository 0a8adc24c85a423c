"""The mirror of a running dialogue follows what is said, and shows nothing that not everybody sees."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions.moving import make_move
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.facilitation.actions import say
from iq4d.web.journal.models import Delivery, Entry
from iq4d.web.mirror.listeners import LISTENER, hold_up
from iq4d.web.mirror.models import Mirror
from web.dialogues.playing import number_of, page, started, words_of, write
from web.mirror.live import CASE, close, close_all, fresh, in_reactions, mirror, poll, tag

pytestmark = pytest.mark.django_db


def test_an_empty_dialogue_shows_no_mirror(browsers, ten_step):
    html = page(browsers["Bob"], ten_step)
    assert "mirror" not in words_of(html).lower()
    assert "Nothing to see yet" in mirror(browsers["Bob"], ten_step)
    cast.work()
    assert not Mirror.objects.exists()
    write(browsers["Bob"], ten_step, CASE, "case")
    assert "is being made" in page(browsers["Bob"], ten_step)
    cast.work()
    assert "See this conversation in the mirror" in page(browsers["Bob"], ten_step)


def test_the_mirror_follows_what_is_said_changed_and_taken_back(browsers, talk):
    in_reactions(browsers, talk)
    known = tag(mirror(browsers["Bob"], talk))
    assert poll(browsers["Bob"], talk, known).status_code == 304
    write(browsers["Dee"], talk, "Why do you want to tell it now, because of what happened in March?", "question")
    cast.work()
    answer = poll(browsers["Bob"], talk, known)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "in March" in html
    assert tag(html) == answer_tag(browsers["Bob"], talk) != known
    n = number_of(talk, "Why do you want to tell it now, because of what happened in March?")
    browsers["Dee"].post(
        f"/dialogues/{talk.key}/c/{n}/change/", {"source": "Why now, because of what happened in May?"}
    )
    cast.work()
    assert "in May" in mirror(browsers["Bob"], talk)
    browsers["Dee"].post(f"/dialogues/{talk.key}/c/{n}/change/", {"take_back": "1", "source": ""})
    assert "in May" not in mirror(browsers["Bob"], talk), "at once, before anything is computed"
    cast.work()
    assert "in May" not in str(Mirror.objects.get().scorecard)


def answer_tag(browser: Client, dialogue: Dialogue) -> str:
    return tag(mirror(browser, dialogue))


def test_nothing_new_costs_four_queries_at_most(browsers, talk):
    in_reactions(browsers, talk)
    known = tag(mirror(browsers["Dee"], talk))
    with CaptureQueriesContext(connection) as asked:
        assert poll(browsers["Dee"], talk, known).status_code == 304
    assert len(asked) <= 4, [one["sql"][:90] for one in asked]
    assert tag(mirror(browsers["Bob"], talk)) != known, "a page with somebody's own buttons is theirs"
    assert poll(browsers["Carla"], talk, known).status_code == 404
    assert poll(browsers["Carla"], talk, "").status_code == 404
    assert browsers["Dee"].get(f"/dialogues/{talk.key}/mirror/", headers={"If-None-Match": known}).status_code == 200


def test_a_busy_dialogue_is_measured_once_for_all_that_was_said(people, browsers, talk):
    in_reactions(browsers, talk)
    for n in range(30):
        write(browsers["Dee"], talk, f"I think that is so because of number {n}.", "view")
    waiting = Delivery.objects.filter(listener=LISTENER, done_at=None)
    assert waiting.count() == 30
    first = waiting.order_by("pk").first()
    computed = Mirror.objects.get().computed_at
    hold_up(first.entry)
    assert Mirror.objects.get().computed_at > computed
    assert Mirror.objects.get().scorecard["contributions"] == 31
    assert list(waiting) == [first], "the others are done with it; the first is for the worker to sign off"
    computed = Mirror.objects.get().computed_at
    cast.work()
    write(browsers["Dee"], talk, "One more, because it came later.", "view")
    assert waiting.count() == 1, "what comes later is told again"
    cast.work()
    assert Mirror.objects.get().computed_at > computed


def test_a_reminder_or_a_longer_step_measures_nothing(people, browsers, ten_step):
    write(browsers["Bob"], ten_step, CASE, "case")
    cast.work()
    computed = Mirror.objects.get().computed_at
    version = bare_state(fresh(ten_step).standing).step("questions").version
    make_move(
        person=people["Ada"], dialogue=fresh(ten_step), kind="extend", step="questions", version=version, days=1,
        now=timezone.now(),
    )  # fmt: skip
    cast.work()
    assert Entry.objects.filter(verb="dialogues.moved", data__move="extend").exists()
    assert Mirror.objects.get().computed_at == computed


def test_the_page_asks_by_itself_only_while_the_dialogue_runs(people, browsers, talk, circle):
    in_reactions(browsers, talk)
    assert 'hx-trigger="every 1s"' in mirror(browsers["Bob"], talk)
    assert 'id="mirror-glance" data-live' in page(browsers["Bob"], talk)
    over = cast.dialogue(circle, cast.long_talk(12), people["Ada"])
    cast.work()
    assert "hx-trigger" not in mirror(browsers["Bob"], over)
    assert "mirror/ask/" not in mirror(browsers["Bob"], over)
    assert "data-live" not in page(browsers["Bob"], over)


# What nobody else sees


def test_nothing_private_is_measured_or_shown(people, browsers, ten_step):
    write(browsers["Bob"], ten_step, CASE, "case")
    dee = ten_step.participants.get(person=people["Dee"])
    say(
        person=people["Ada"],
        dialogue=fresh(ten_step),
        to=dee.number,
        source="Why so quiet? aardvark",
        now=timezone.now(),
    )
    write(browsers["Dee"], ten_step, "Why do you fear it, because of the baboon?", "question")
    browsers["Eve"].post(
        f"/dialogues/{ten_step.key}/draft/",
        {"source": "What then, because of the camel?", "kind": "question", "step": "questions", "about": 0},
    )
    write(browsers["Eve"], ten_step, "Why would the dromedary mind, because of you?", "note")
    private = ("aardvark", "baboon", "camel", "dromedary")
    cast.work()
    assert_nowhere(browsers, ten_step, private)
    assert "I avoid a talk" in mirror(browsers["Dee"], ten_step), "control: what all see is quoted"
    close(people["Ada"], ten_step, "questions")
    cast.work()
    assert "baboon" in mirror(browsers["Bob"], ten_step), "control: shown now, so measured now"
    assert_nowhere(browsers, ten_step, ("aardvark", "camel", "dromedary"))
    n = number_of(ten_step, "Why do you fear it, because of the baboon?")
    browsers["Ada"].post(f"/dialogues/{ten_step.key}/c/{n}/hide/", {"why": "A name"})
    for name in ("Ada", "Bob", "Dee"):
        assert "baboon" not in mirror(browsers[name], ten_step), "at once, before anything is computed"
    cast.work()
    assert_nowhere(browsers, ten_step, private)


def assert_nowhere(browsers: dict[str, Client], dialogue: Dialogue, words: tuple[str, ...]) -> None:
    kept = str(list(Mirror.objects.values("scorecard", "seen")))
    for word in words:
        assert word not in kept, word
    indicators = [one["indicator"] for d in Mirror.objects.get().scorecard["dimensions"] for one in d["scores"]]
    for name in ("Ada", "Bob", "Dee", "Eve"):
        html = mirror(browsers[name], dialogue)
        for indicator in indicators:
            html += browsers[name].get(f"/dialogues/{dialogue.key}/mirror/{indicator}/").content.decode()
        assert not [word for word in words if word in html], name


def test_a_remark_on_what_was_hidden_later_keeps_its_words_to_itself(people, browsers, ten_step):
    write(browsers["Bob"], ten_step, CASE, "case")
    cast.work()
    evidence = re.findall(r'name="evidence" value="(\w+:1)"', mirror(browsers["Dee"], ten_step))
    for one in set(evidence):
        browsers["Dee"].post(f"/dialogues/{ten_step.key}/mirror/remark/", {"evidence": one, "stance": "wrong"})
    cast.work()
    assert "fear the row" in mirror(browsers["Dee"], ten_step), "control"
    browsers["Ada"].post(f"/dialogues/{ten_step.key}/c/1/hide/", {"why": "A name"})
    assert "fear the row" not in mirror(browsers["Dee"], ten_step)
    cast.work()
    assert "fear the row" not in mirror(browsers["Dee"], ten_step)


@pytest.mark.parametrize("seen", ["me", "buddy"])
def test_a_deed_for_few_is_not_on_the_mirror(people, browsers, talk, seen):
    in_reactions(browsers, talk)
    close_all(people["Bob"], talk, "harvest")
    buddy = talk.participants.get(person=people["Bob"]).number
    form = {
        "step": "harvest", "takeaway": "", "judge": "", "deed": "I talk to the elephant on Monday",
        "due": "2026-11-30", "if_then": "If she sits down, I begin", "seen": seen, "buddy": buddy,
    }  # fmt: skip
    answer = browsers["Dee"].post(f"/dialogues/{talk.key}/harvest/", form)
    assert answer.status_code == 302, words_of(answer.content.decode())[:500]
    cast.work()
    assert talk.contributions.filter(source__contains="elephant").exists()
    for name in ("Bob", "Dee", "Eve"):
        assert "elephant" not in mirror(browsers[name], talk)
    assert "elephant" not in str(Mirror.objects.get().scorecard)


def test_the_mirror_of_a_closed_room_is_for_who_takes_part(people, browsers, circle, quiet):
    ada, bob, dee = (people[name] for name in ("Ada", "Bob", "Dee"))
    dialogue = started(bob, circle, dee, cast.person("Fay"), cast.person("Gus"), facilitator=ada)
    Dialogue.objects.filter(pk=dialogue.pk).update(room="closed")
    write(browsers["Bob"], dialogue, CASE, "case")
    cast.work()
    indicator = Mirror.objects.get().scorecard["dimensions"][0]["scores"][0]["indicator"]
    for name, code in (("Dee", 200), ("Bob", 200), ("Eve", 404), ("Carla", 404)):
        for at in ("mirror/", f"mirror/{indicator}/"):
            assert browsers[name].get(f"/dialogues/{dialogue.key}/{at}").status_code == code, (name, at)
    assert browsers["Eve"].post(f"/dialogues/{dialogue.key}/mirror/ask/", {"dimension": "depth"}).status_code == 404
