"""How long each step takes: Ada says so before it begins and on the way, and reads when the last one ends."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.actions import moving, people, starting, timing
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.dialogues.pulse import pulse_now
from iq4d.web.dialogues.queries import room_for
from iq4d.web.dialogues.standing import bare_state, calendar_for
from iq4d.web.dialogues.timing import page as timing_page
from iq4d.web.journal.models import Delivery, Entry
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.dialogues.coming import fresh
from web.dialogues.playing import started, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW)


@pytest.fixture
def case(ada: Person, bob: Person) -> Dialogue:
    """Bob's question in ten steps with Dee and Eve; Ada facilitates."""
    dee, eve = cast.person("Dee"), cast.person("Eve")
    return started(bob, cast.circle(ada, bob, dee, eve), dee, eve, facilitator=ada)


def lengths_page(browser: Client, dialogue: Dialogue, status: int = 200) -> str:
    answer = browser.get(f"/dialogues/{dialogue.key}/lengths/")
    assert answer.status_code == status, answer.status_code
    return answer.content.decode()


def sends(browser: Client, dialogue: Dialogue, **lengths: object) -> str:
    """What the page says after these were sent."""
    form = {f"length-{phase}": str(length) for phase, length in lengths.items()}
    answer = browser.post(f"/dialogues/{dialogue.key}/lengths/", form, follow=True)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def kept(dialogue: Dialogue) -> dict[str, int]:
    return dict(bare_state(fresh(dialogue).standing).lengths)


def closes(dialogue: Dialogue, step: str = "case"):
    return bare_state(fresh(dialogue).standing).step(step).closes_at


def moved() -> list[dict[str, str]]:
    return list(Entry.objects.filter(verb="dialogues.moved").order_by("pk").values_list("data", flat=True))


def test_ada_gives_a_step_more_time_and_reads_where_she_is_when_the_last_one_ends(ada, case) -> None:
    ada.zone = "America/Paramaribo"
    ada.save()
    browser = cast.signed_in(ada)
    shown = lengths_page(browser, case)
    assert re.search(r'name="length-case" value="1"', shown), "as the method says"
    said = sends(browser, case, case=3, questions=2, tips="")
    assert "The lengths are kept." in said
    assert kept(case) == {"case": 3, "questions": 2}
    assert closes(case) == calendar_for(fresh(case)).deadline(cast.NOW, 3)
    last = timing_page(room_for(ada, fresh(case), cast.NOW))[1]
    there = last.astimezone(ada.clock)
    assert f"The last step ends on {there:%A} {there.day} {there:%B}, {there:%H:%M}, at the latest." in words_of(said)
    assert f"{there:%H:%M}" == "13:00", "five in the afternoon in Amsterdam"
    assert "Now open until Thursday 26 November, 13:00." in said


def test_it_is_one_move_in_the_journal_told_to_whom_an_extension_is(ada, case) -> None:
    version = bare_state(case.standing).step("case").version
    moving.make_move(person=ada, dialogue=case, kind="extend", step="case", version=version, days=1, now=cast.NOW)
    extended = Entry.objects.latest("pk")
    before = pulse_now(ada, case.key, 1, cast.NOW)
    sends(cast.signed_in(ada), case, case=4, questions=3)
    (entry,) = Entry.objects.filter(pk__gt=extended.pk)
    assert (entry.verb, entry.data, entry.actor) == ("dialogues.moved", {"move": "lengths"}, ada)
    listeners = [
        set(Delivery.objects.filter(entry=one).values_list("listener", flat=True)) for one in (entry, extended)
    ]
    assert listeners[0] == listeners[1] != set()
    assert before != pulse_now(ada, case.key, 1, cast.NOW), "open pages draw themselves anew"
    sends(cast.signed_in(ada), case, case=4, questions=3)
    assert Entry.objects.latest("pk") == entry, "the same twice is once"
    with pytest.raises(Refused):  # a button that was drawn before
        moving.make_move(person=ada, dialogue=case, kind="extend", step="case", version=version, days=1, now=cast.NOW)


def test_bob_who_takes_part_and_carla_do_not_get_there(ada, bob, case) -> None:
    carla = cast.person("Carla")
    cast.circle(carla, name="Elsewhere")
    for who, status in ((bob, 403), (cast.signed_in(carla), 404)):
        browser = who if isinstance(who, Client) else cast.signed_in(who)
        lengths_page(browser, case, status)
        answer = browser.post(f"/dialogues/{case.key}/lengths/", {"length-case": "9"})
        assert answer.status_code == status
        assert case.title not in answer.content.decode() or status == 403
    with pytest.raises(Refused):
        timing.change_lengths(person=bob, dialogue=case, lengths={"case": 9}, now=cast.NOW)
    assert kept(case) == {}
    way = f"/dialogues/{case.key}/lengths/"
    assert way in cast.signed_in(ada).get(f"/dialogues/{case.key}/plan/").content.decode()
    assert way in cast.signed_in(ada).get(f"/dialogues/{case.key}/console/").content.decode()
    assert way not in cast.signed_in(bob).get(f"/dialogues/{case.key}/plan/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"case": 2, "questions": 31}, "less than or equal to 30"),
        ({"case": 2, "questions": 0}, "greater than or equal to 1"),
        ({"case": 2, "questions": "soon"}, "whole number"),
        ({"case": 2, "nowhere": 3}, "Something has moved in the meantime."),
    ],
)
def test_what_is_refused_is_said_and_nothing_of_it_is_kept(ada, case, wrong, says) -> None:
    said = sends(cast.signed_in(ada), case, **wrong)
    assert says in words_of(said)
    assert 'name="length-case" value="2"' in said, "what was typed stays"
    assert kept(case) == {}
    assert moved() == [], "nothing happened"


def test_a_step_that_would_be_over_already_and_one_that_closed_meanwhile(ada, bob, case, monkeypatch) -> None:
    browser = cast.signed_in(ada)
    sends(browser, case, case=5)
    monkeypatch.setattr(timezone, "now", lambda: cast.NOW + timedelta(days=2))
    assert "The open step would be over already with this length." in sends(browser, case, case=1, questions=2)
    assert kept(case) == {"case": 5}
    version = bare_state(fresh(case).standing).step("case").version
    moving.make_move(
        person=ada, dialogue=case, kind="close", step="case", version=version, now=cast.NOW + timedelta(days=2)
    )
    said = sends(browser, case, case=6, questions=2)
    assert "Look again, and do it once more" in said
    assert 'name="length-questions" value="2"' in said
    assert 'name="length-case"' not in said, "it is over"
    assert kept(case) == {"case": 5}


def test_before_it_begins_and_then_it_begins_with_them(ada, bob, circle: Circle) -> None:
    made = starting.start(
        person=ada, sentence="What keeps us?", circle=circle, method="three_way", now=cast.NOW, language="en"
    )
    apart = starting.Plan(method="three_way", course="apart", steering="", room=made.room)
    starting.plan(person=ada, dialogue=made, plan=apart, now=cast.NOW)
    browser, dee = cast.signed_in(ada), cast.person("Dee")
    cast.circle(dee, name="Elsewhere")
    assert "If you began now, the last step would end on" in words_of(lengths_page(browser, made)), "people are missing"
    assert "The lengths are kept." in sends(browser, made, share=2, clarify=3)
    assert fresh(made).lengths == {"share": 2, "clarify": 3}
    assert "less than or equal to 30" in words_of(sends(browser, made, share=99, clarify=4))
    assert fresh(made).lengths == {"share": 2, "clarify": 3}
    lengths_page(cast.signed_in(dee), made, 404)
    people.come_in(person=bob, dialogue=made, invite=None, now=cast.NOW)
    lengths_page(cast.signed_in(bob), made, 403)
    with pytest.raises(Refused):
        timing.change_lengths(person=bob, dialogue=made, lengths={"share": 9}, now=cast.NOW)
    Membership.objects.create(circle=circle, person=dee, role="member", joined_at=cast.NOW)
    people.come_in(person=dee, dialogue=made, invite=None, now=cast.NOW)
    starting.begin_now(person=ada, dialogue=made, now=cast.NOW)
    state = bare_state(fresh(made).standing)
    shares = [step for step in state.steps if step.phase == "share" and step.is_open]
    assert [step.closes_at for step in shares] == [state.calendar.deadline(cast.NOW, 2)] * 3, "each turn takes so long"
    assert "The lengths are kept." in sends(browser, made, share=4)
    state = bare_state(fresh(made).standing)
    assert {step.closes_at for step in state.steps if step.is_open} == {state.calendar.deadline(cast.NOW, 4)}


def test_another_course_begins_with_its_own_lengths(ada, circle: Circle) -> None:
    made = starting.start(
        person=ada, sentence="What keeps us?", circle=circle, method="three_way", now=cast.NOW, language="en"
    )
    browser = cast.signed_in(ada)
    course = fresh(made).course
    sends(browser, made, share=2)
    plan = {"method": "three_way", "course": course, "steering": "", "room": "closed"}
    browser.post(f"/dialogues/{made.key}/plan/", plan)
    assert fresh(made).lengths == {"share": 2}, "the same plan leaves them"
    browser.post(f"/dialogues/{made.key}/plan/", plan | {"course": "live"})
    assert fresh(made).lengths == {}, "two days are not two minutes"
    assert "Minutes together; usually" in lengths_page(browser, made)


def test_what_is_over_has_no_lengths(ada, case) -> None:
    Dialogue.objects.filter(pk=case.pk).update(state="finished")
    said = lengths_page(cast.signed_in(ada), case, 403)
    assert "rounded off" in said


def test_without_a_meeting_no_end_is_promised_and_dutch_is_dutch(ada, circle) -> None:
    others = [cast.person("Dee"), cast.person("Eve")]
    made = started(ada, cast.circle(ada, *others, name="Three"), *others, course="hybrid")
    assert "a moment together is still to be planned" in lengths_page(cast.signed_in(ada), made)
    ada.language = "nl"
    ada.save()
    said = lengths_page(cast.signed_in(ada), made)
    assert "Hoe lang duurt elke stap?" in said
    assert "Werkdagen apart; meestal 1." in said
    assert "How long" not in said


def test_the_page_asks_little(ada, case, django_assert_max_num_queries) -> None:
    browser = cast.signed_in(ada)
    lengths_page(browser, case)
    with django_assert_max_num_queries(10):
        lengths_page(browser, case)
