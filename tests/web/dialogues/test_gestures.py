"""What is brought without words: a rating, a verdict, the end; said twice, or of what went meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.gestured import verdicts
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Gesture
from iq4d.web.people.models import Person
from web.dialogues.playing import number_of, open_step, page, started, words_of, write
from web.dialogues.test_words_are_kept import act

pytestmark = pytest.mark.django_db
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


def to_be_rated(people: People, circle: Circle) -> Dialogue:
    ada, bob, *peers = people.values()
    made = started(bob, circle, *peers, facilitator=ada)
    write(cast.signed_in(bob), made, "My case", "case")
    for peer in peers:
        for n in (1, 2):
            write(cast.signed_in(peer), made, f"{peer.name} {n}?", "question", "questions")
    assert open_step(made) == "rate"
    return made


def test_a_question_taken_back_meanwhile_costs_the_owner_nothing_of_the_rating(people: People, circle: Circle) -> None:
    talk = to_be_rated(people, circle)
    numbers = {one.source: one.number for one in talk.contributions.exclude(kind="case")}
    gone = numbers["Dee 1?"]
    form = {f"rate-{number}": "warm" for number in numbers.values()} | {"step": "rate", f"place-{numbers['Fay 2?']}": 1}
    cast.signed_in(people["Dee"]).post(f"/dialogues/{talk.key}/c/{gone}/change/", {"take_back": "1"})
    answer = cast.signed_in(people["Bob"]).post(f"/dialogues/{talk.key}/rate/", form)
    assert answer.status_code == 302
    assert set(Gesture.objects.values_list("about", flat=True)) == set(numbers.values()) - {gone}
    assert open_step(talk) == "answers", "and the step went on"


def test_of_what_is_not_there_nothing_is_rated(people: People, circle: Circle) -> None:
    talk = to_be_rated(people, circle)
    bob = cast.signed_in(people["Bob"])
    assert bob.post(f"/dialogues/{talk.key}/rate/", {"step": "rate", "rate-999": "warm"}).status_code == 302
    assert not Gesture.objects.exists()
    assert open_step(talk) == "rate"
    assert "not there" in page(bob, talk)


def at_the_end(people: People, circle: Circle) -> Dialogue:
    """An open dialogue with everybody's verdict, its last step open."""
    bob, dee, eve = (people[name] for name in ("Bob", "Dee", "Eve"))
    made = started(bob, circle, dee, eve, method="open_dialogue")
    Dialogue.objects.filter(pk=made.pk).update(done_when="We know what to read")
    act(bob, made, "close", "reactions")
    for person, verdict in ((bob, "reached"), (dee, "not reached"), (eve, "partly")):
        form = {"step": "harvest", "takeaway": "This", "judge": verdict}
        assert cast.signed_in(person).post(f"/dialogues/{made.key}/harvest/", form).status_code == 302
    assert open_step(made) == "outcome"
    return made


END = {"step": "outcome", "outcome": "We read zebra", "stays_open": "When?", "review_on": cast.LATER}


def test_rounding_off_twice_is_once(people: People, circle: Circle) -> None:
    talk = at_the_end(people, circle)
    bob = cast.signed_in(people["Bob"])
    first = page(bob, talk)
    assert 'name="once"' in first.split('name="outcome"')[0].rpartition("<form")[2]
    for key in ("one", "one", "another tab", ""):
        answer = bob.post(f"/dialogues/{talk.key}/round-off/", END | {"once": key})
        assert answer.status_code == 302, key
    assert Contribution.objects.filter(kind="synthesis").count() == 1
    told = words_of(page(bob, talk))
    assert "We read zebra" in told
    assert "yes: 1, partly: 1, no: 1" in told
    assert verdicts(talk) == {"reached": 1, "partly": 1, "not_reached": 1}


def test_other_words_for_what_was_rounded_off_already_are_kept(people: People, circle: Circle) -> None:
    talk = at_the_end(people, circle)
    bob = cast.signed_in(people["Bob"])
    bob.post(f"/dialogues/{talk.key}/round-off/", END)
    answer = bob.post(f"/dialogues/{talk.key}/round-off/", END | {"outcome": "We read quagga", "stays_open": "Where?"})
    assert answer.status_code == 409
    told = page(bob, talk)
    assert all(words in told for words in ("We read quagga", "Where?"))
    assert set(Draft.objects.values_list("source", flat=True)) == {"We read quagga", "Where?"}
    talk.refresh_from_db()
    assert talk.stays_open == "When?"


def test_who_may_not_round_off_keeps_the_words(people: People, circle: Circle) -> None:
    talk = at_the_end(people, circle)
    dee = cast.signed_in(people["Dee"])
    for step in ("outcome", "nowhere"):
        form = END | {"step": step, "outcome": f"Dee says {step}"}
        assert dee.post(f"/dialogues/{talk.key}/round-off/", form).status_code == 409
        assert f"Dee says {step}" in page(dee, talk)
    assert open_step(talk) == "outcome"
    only_a_date = {"step": "nowhere", "review_on": cast.LATER}
    assert dee.post(f"/dialogues/{talk.key}/round-off/", only_a_date).status_code == 409


@pytest.mark.parametrize("kind", ["ques\x00tion", "no such kind", "pass", "k" * 500])
@pytest.mark.parametrize("step", ["questions", "quest\x00ions", "s" * 500])
def test_help_to_ask_takes_only_a_kind_and_a_step_that_can_be(
    people: People, circle: Circle, kind: str, step: str
) -> None:
    ada, bob, *peers = people.values()
    talk = started(bob, circle, *peers, facilitator=ada)
    write(cast.signed_in(bob), talk, "My case", "case")
    dee = cast.signed_in(people["Dee"])
    address = f"/dialogues/{talk.key}/write/guided/"
    shown = dee.get(address, {"step": step, "kind": kind})
    assert shown.status_code in (200, 400)
    assert f'name="kind" value="{kind}"' not in shown.content.decode()
    assert f'name="step" value="{step}"' not in shown.content.decode() or step == "questions"
    answer = dee.post(address, {"step": step, "kind": kind, "question": "What did zebra do?"})
    assert answer.status_code in (302, 400, 409)
    if answer.status_code == 302:
        assert Contribution.objects.get(participant__person=people["Dee"]).kind == "question"
    elif answer.status_code == 409:
        assert "What did zebra do?" in page(dee, talk)


def test_help_to_ask_still_asks(people: People, circle: Circle) -> None:
    """The control: what is right goes in as it was meant."""
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    dee = cast.signed_in(people["Dee"])
    address = f"/dialogues/{talk.key}/write/guided/"
    assert 'value="view"' in dee.get(address, {"step": "reactions", "kind": "view"}).content.decode()
    answer = dee.post(address, {"step": "reactions", "kind": "view", "mine": "It is mine"})
    assert answer.status_code == 302
    assert talk.contributions.get(participant__person=people["Dee"]).kind == "view"
    assert number_of(talk, talk.contributions.last().source)


def test_nobody_looks_back_before_it_is_over(people: People, circle: Circle) -> None:
    """A day that is past would be asked the next morning."""
    talk = at_the_end(people, circle)
    bob = cast.signed_in(people["Bob"])
    yesterday = (timezone.now() - timedelta(days=1)).date().isoformat()
    answer = bob.post(f"/dialogues/{talk.key}/round-off/", END | {"review_on": yesterday, "outcome": "We read zebra"})
    assert answer.status_code == 200
    told = answer.content.decode()
    assert "Choose a day that is still to come" in told
    assert "We read zebra" in told, "what was written stands there still"
    assert open_step(talk) == "outcome"
