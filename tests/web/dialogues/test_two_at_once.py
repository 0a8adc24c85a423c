"""Two people in the same moment: nothing is lost, nothing is doubled, whoever is first.

The suite runs on SQLite; the same tests hold on PostgreSQL (DATABASE_URL).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import tasks
from iq4d.web.dialogues.actions import people as coming
from iq4d.web.dialogues.actions import starting
from iq4d.web.dialogues.actions.moving import make_move
from iq4d.web.dialogues.actions.writing import take_back
from iq4d.web.dialogues.actions.writing import write as bring
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Participant, Standing
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.at_once import at_once
from web.dialogues.playing import open_step, started

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quiet")]
TIMES = 3  # each race is run this often


@pytest.fixture
def people() -> list[Person]:
    return [cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay")]


def ten_step(people: list[Person]) -> Dialogue:
    """Bob's case is told; Dee is in; one question of Eve's and one of Fay's is still to come."""
    ada, bob, dee, eve, fay = people
    talk = started(bob, Circle.objects.first() or cast.circle(*people), dee, eve, fay, facilitator=ada)
    put(talk, bob, "My case", "case", "case")
    for one, questions in ((dee, 2), (eve, 1), (fay, 1)):
        for n in range(questions):
            put(talk, one, f"{one.name} {n}", "question", "questions")
    return talk


def fresh(talk: Dialogue) -> Dialogue:
    return Dialogue.objects.select_related("circle", "standing").get(pk=talk.pk)


def put(talk: Dialogue, who: Person, words: str, kind: str, step: str) -> None:
    bring(person=who, dialogue=fresh(talk), kind=kind, step=step, source=words, now=timezone.now())


def posting(talk: Dialogue, who: Person, words: str, kind: str, step: str, **more: str) -> Callable[[], HttpResponse]:
    """Somebody presses "post it" in a browser of their own; its form has its own key, as every composer's."""
    browser = cast.signed_in(who)
    form = {"source": words, "kind": kind, "step": step, "about": "0", "once": secrets.token_hex(8), **more}
    return lambda: unlocked(lambda: browser.post(f"/dialogues/{talk.key}/write/", form))


def closing(talk: Dialogue, who: Person, step: str) -> Callable[[], HttpResponse]:
    browser = cast.signed_in(who)
    form = {"kind": "close", "step": step, "version": str(bare_state(fresh(talk).standing).step(step).version)}
    return lambda: unlocked(lambda: browser.post(f"/dialogues/{talk.key}/move/", form))


def unlocked(ask: Callable[[], HttpResponse]) -> HttpResponse:
    """SQLite in memory answers "locked" where a file waits its turn; the page of that is asked again (at_once)."""
    answer = ask()
    if answer.status_code == 503:
        raise OperationalError("database table is locked")
    return answer


def status(talk: Dialogue, step: str) -> str:
    return bare_state(fresh(talk).standing).step(step).status


def moved(talk: Dialogue, kind: str, step: str) -> int:
    entries = Entry.objects.filter(verb="dialogues.moved", subject=f"dialogue:{talk.pk}")
    return sum(one.data.get("move") == kind and one.data.get("step") == step for one in entries)


def lost_nothing(talk: Dialogue, words: list[str]) -> None:
    """Each of these is a contribution once, or a draft of its author with the reason."""
    for one in words:
        there = Contribution.objects.filter(dialogue=talk, source=one).count()
        kept = Draft.objects.filter(dialogue=talk, source=one).exclude(why="").count()
        assert there + kept == 1, f"{one}: {there} times there, {kept} times kept"
    numbers = list(Contribution.objects.filter(dialogue=talk).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("writes_first", [True, False])
def test_the_last_contribution_and_the_closing_of_its_step(people: list[Person], writes_first: bool) -> None:
    ada, _bob, _dee, eve, fay = people
    for _time in range(TIMES):
        talk = ten_step(people)
        put(talk, eve, "Eve 1", "question", "questions")
        acts = [posting(talk, fay, "The very last", "question", "questions"), closing(talk, ada, "questions")]
        at_once(*(acts if writes_first else reversed(acts)))
        lost_nothing(talk, ["The very last"])
        assert status(talk, "questions") == "closed"
        assert moved(talk, "close", "questions") == 1
        assert open_step(talk) == "rate"


def test_two_last_contributions(people: list[Person]) -> None:
    _ada, _bob, _dee, eve, fay = people
    for _time in range(TIMES):
        talk = ten_step(people)
        at_once(
            posting(talk, eve, "Eve's last", "question", "questions"),
            posting(talk, fay, "Fay's last", "question", "questions"),
        )
        lost_nothing(talk, ["Eve's last", "Fay's last"])
        assert talk.contributions.filter(step="questions").count() == 6, "both were in time"
        assert moved(talk, "close", "questions") == 1
        assert moved(talk, "open", "rate") == 1
        assert fresh(talk).contribution_count == 7


def test_the_same_form_twice(people: list[Person]) -> None:
    _ada, bob, dee, *_ = people
    talk = started(bob, cast.circle(*people), dee, method="open_dialogue")
    one = posting(talk, dee, "A double click", "view", "reactions", once="one-form")
    two = posting(talk, dee, "A double click", "view", "reactions", once="one-form")
    answers = at_once(one, two, one)
    assert [answer.status_code for answer in answers] == [302] * 3
    assert len({answer["Location"] for answer in answers}) == 1
    assert talk.contributions.filter(source="A double click").count() == 1
    assert Entry.objects.filter(verb="dialogues.contributed", data__number=2).count() == 1


def test_two_who_lead_close_it_at_once(people: list[Person]) -> None:
    ada, bob, dee, *_ = people
    talk = started(bob, cast.circle(*people), dee, ada, method="open_dialogue")
    talk.participants.filter(person=ada).update(role="facilitator")
    at_once(closing(talk, bob, "reactions"), closing(talk, ada, "reactions"), closing(talk, bob, "reactions"))
    assert moved(talk, "close", "reactions") == 1
    assert open_step(talk) == "harvest"


def test_the_last_step_is_taken_once_and_a_story_at_that_moment_is_in(people: list[Person]) -> None:
    _ada, bob, dee, *_ = people
    talk = started(bob, cast.circle(*people), dee, method="open_dialogue")
    for step in ("reactions", "harvest"):
        version = bare_state(fresh(talk).standing).step(step).version
        make_move(person=bob, dialogue=fresh(talk), kind="close", step=step, version=version, now=timezone.now())
    at_once(
        closing(talk, bob, "outcome"),
        posting(talk, dee, "It worked", "story", "outcome"),
        closing(talk, bob, "outcome"),
    )
    lost_nothing(talk, ["It worked"])
    assert fresh(talk).state == "finished"
    assert Entry.objects.filter(verb="dialogues.finished").count() == 1
    assert fresh(talk).contribution_count == talk.contributions.count()


def test_coming_in_and_beginning(people: list[Person]) -> None:
    """Who comes in at that moment takes part, whichever was first."""
    _ada, bob, dee, eve, fay = people
    circle = cast.circle(*people)
    for _time in range(TIMES):
        talk = starting.start(
            person=bob, sentence="How?", circle=circle, method="ten_step", now=timezone.now(), language="en"
        )
        for one in (dee, eve):
            coming.come_in(person=one, dialogue=talk, invite=None, now=timezone.now())
        late, again = cast.signed_in(fay), cast.signed_in(fay)
        owner = cast.signed_in(bob)
        join = f"/dialogues/{talk.key}/come-in/"
        Dialogue.objects.filter(pk=talk.pk).update(room="open")
        at_once(
            lambda late=late, join=join: unlocked(lambda: late.post(join)),
            lambda owner=owner, talk=talk: unlocked(lambda: owner.post(f"/dialogues/{talk.key}/begin/")),
            lambda again=again, join=join: unlocked(lambda: again.post(join)),
        )
        here = Participant.objects.filter(dialogue=talk)
        assert here.filter(person=fay).count() == 1
        assert sorted(here.values_list("number", flat=True)) == [1, 2, 3, 4]
        assert Standing.objects.filter(dialogue=talk).count() == 1
        assert fresh(talk).state == "running"
        assert fresh(talk).participant_count == 4
        put(talk, bob, "My case", "case", "case")
        for one in (dee, eve, fay):
            for n in (1, 2):
                put(talk, one, f"{one.name} {n}", "question", "questions")
        assert status(talk, "questions") == "closed", "the last who came in was waited for"


def test_taking_back_and_replying(people: list[Person]) -> None:
    _ada, bob, dee, eve, _fay = people
    for _time in range(TIMES):
        talk = started(bob, Circle.objects.first() or cast.circle(*people), dee, eve, method="open_dialogue")
        put(talk, dee, "I doubt it", "view", "reactions")
        number = talk.contributions.get(source="I doubt it").number
        gone = cast.signed_in(dee)
        change = f"/dialogues/{talk.key}/c/{number}/change/"
        at_once(
            posting(talk, eve, "Why do you?", "question", "reactions", about=str(number)),
            lambda gone=gone, change=change: unlocked(lambda: gone.post(change, {"take_back": "1"})),
        )
        lost_nothing(talk, ["Why do you?"])
        assert talk.contributions.get(number=number).removed_at is not None
        shown = talk.contributions.filter(removed_at=None).count()
        assert fresh(talk).contribution_count == shown


def test_the_clock_and_the_last_contribution(people: list[Person]) -> None:
    _ada, _bob, _dee, eve, fay = people
    for _time in range(TIMES):
        talk = ten_step(people)
        put(talk, eve, "Eve 1", "question", "questions")
        state = bare_state(fresh(talk).standing)
        closes = state.step("questions").closes_at
        assert closes is not None
        at_once(posting(talk, fay, "Just in time", "question", "questions"), lambda closes=closes: tasks.clock(closes))
        lost_nothing(talk, ["Just in time"])
        assert moved(talk, "close", "questions") == 1


def test_writing_leaving_coming_and_agreeing_do_not_lock_each_other_out(people: list[Person]) -> None:
    """Each locks the dialogue first: on PostgreSQL another order would end in a deadlock."""
    _ada, bob, dee, eve, fay = people
    circle = cast.circle(*people)
    for n in range(TIMES):
        talk = started(bob, circle, dee, eve, method="open_dialogue")
        leaving = talk.participants.get(person=eve).number
        browser = cast.signed_in(bob)
        terms = {"learning": "mix", "confidence": f"Nothing leaves {n}", "keep_months": "3", "steering": "light"}
        at_once(
            posting(talk, dee, "A view", "view", "reactions"),
            lambda talk=talk, leaving=leaving: letting_go(eve, talk, leaving),
            lambda talk=talk: coming.come_in(person=fay, dialogue=fresh(talk), invite=None, now=timezone.now()),
            lambda talk=talk, terms=terms, b=browser: unlocked(
                lambda: b.post(f"/dialogues/{talk.key}/agreement/", terms)
            ),
        )
        lost_nothing(talk, ["A view"])
        assert fresh(talk).participant_count == 3
        assert fresh(talk).confidence == f"Nothing leaves {n}"
        assert bare_state(fresh(talk).standing).steering == "light"
        assert fresh(talk).contribution_count == talk.contributions.count()


def letting_go(person: Person, talk: Dialogue, number: int) -> None:
    coming.let_go(person=person, dialogue=fresh(talk), number=number, now=timezone.now())


def test_two_take_back_the_same(people: list[Person]) -> None:
    _ada, bob, dee, *_ = people
    talk = started(bob, cast.circle(*people), dee, method="open_dialogue")
    put(talk, dee, "I doubt it", "view", "reactions")

    def back() -> str:
        try:
            take_back(person=dee, dialogue=fresh(talk), number=2, now=timezone.now())
        except Refused as why:
            return why.verdict.code
        return "gone"

    assert sorted(at_once(back, back)) == ["dialogues.not-yours", "gone"]
    assert Entry.objects.filter(verb="dialogues.taken-back").count() == 1


def test_a_browser_of_nobody_is_asked_to_sign_in_in_the_middle_of_it(people: list[Person]) -> None:
    """Control of the harness: without a session nothing arrives."""
    talk = started(people[1], cast.circle(*people), people[2], method="open_dialogue")
    answer = Client().post(f"/dialogues/{talk.key}/write/", {"source": "x", "kind": "view", "step": "reactions"})
    assert answer.status_code == 302
    assert talk.contributions.count() == 1
