"""A name put under what was brought without one: by its author alone, later, and for good."""

from __future__ import annotations

import pytest
from django.utils import timezone

import cast
from iq4d.methods import loads
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.declared import as_conversation
from iq4d.web.dialogues.models import Dialogue, Draft, Participant
from iq4d.web.dialogues.queries import room_for
from iq4d.web.people.models import Person
from methods.every_feature import more, written
from methods.test_cards import SCORED
from web.dialogues.any_method import held, only
from web.dialogues.playing import number_of, open_step, page, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]
WORDS = "We always begin too late"


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*(one for name, one in people.items() if name != "Carla"))


def fresh(talk: Dialogue) -> Dialogue:
    return Dialogue.objects.select_related("circle", "standing").get(pk=talk.pk)


def passes(who: Person, talk: Dialogue, step: str) -> None:
    cast.signed_in(who).post(f"/dialogues/{talk.key}/gesture/", {"step": step, "kind": "pass"})


@pytest.fixture
def talk(people: People, circle: Circle) -> Dialogue:
    """Dee wrote something, and the step is over."""
    made = held(only(more(), "marks"), people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    write(cast.signed_in(people["Dee"]), made, WORDS, "view", "marks")
    for name in ("Bob", "Eve"):
        passes(people[name], made, "marks")
    assert open_step(made) == "harvest"
    return fresh(made)


def card(who: Person, talk: Dialogue) -> str:
    html = page(cast.signed_in(who), talk)
    return html.split(f'id="c-{number_of(talk, WORDS)}"', 1)[1].split("</article>")[0]


def sign(who: Person, talk: Dialogue) -> int:
    return cast.signed_in(who).post(f"/dialogues/{talk.key}/c/{number_of(talk, WORDS)}/sign/").status_code


def test_its_author_is_asked_once_more_and_then_all_read_the_name(people: People, talk: Dialogue) -> None:
    assert "Put my name under it" in card(people["Dee"], talk)
    assert "Put my name under it" not in card(people["Eve"], talk)
    asked = (
        cast.signed_in(people["Dee"]).get(f"/dialogues/{talk.key}/c/{number_of(talk, WORDS)}/sign/").content.decode()
    )
    assert "This cannot be undone." in asked
    assert WORDS in asked
    assert not cast.named_in(card(people["Eve"], talk), "Dee"), "looking at the question is no answer to it"
    assert sign(people["Dee"], talk) == 302
    for reader in ("Ada", "Bob", "Eve"):
        assert cast.named_in(card(people[reader], talk), "Dee")
    assert "Put my name under it" not in card(people["Dee"], talk)


@pytest.mark.parametrize("name", ["Ada", "Bob", "Eve", "Carla"])
def test_nobody_else_can(people: People, talk: Dialogue, name: str) -> None:
    assert sign(people[name], talk) == 404
    assert not talk.contributions.get(source=WORDS).signed


def test_from_then_on_it_is_measured_and_found_by_name(people: People, talk: Dialogue) -> None:
    from iq4d.web.dialogues import synthesis

    number = str(number_of(talk, WORDS))
    assert number not in {one.id for one in as_conversation(fresh(talk)).utterances}
    sign(people["Dee"], talk)
    told = {one.id: one.speaker for one in as_conversation(fresh(talk)).utterances}
    assert told[number] == str(talk.participants.get(person=people["Dee"]).number)
    found = synthesis.choices(room_for(people["Ada"], fresh(talk), timezone.now()), "en", sought="Dee")
    assert [str(one.number) for _step, group in found.groups for one in group] == [number]


def test_while_it_runs_and_while_cards_go_round_it_waits(people: People, circle: Circle) -> None:
    scored = loads(written("scored", SCORED, "", "talk"), "scored")
    made = held(scored, people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
    write(cast.signed_in(people["Dee"]), made, WORDS, "view", "ideas")
    for step in ("ideas", "scores"):
        assert open_step(made) == step
        assert "Put my name under it" not in card(people["Dee"], made)
        sign(people["Dee"], made)
        assert not made.contributions.get(source=WORDS).signed
        for name in ("Bob", "Dee", "Eve"):
            if (step, name) != ("ideas", "Dee"):
                passes(people[name], made, step)
    assert open_step(made) == "countdown"
    assert sign(people["Dee"], made) == 302
    assert made.contributions.get(source=WORDS).signed


def test_who_comes_in_one_after_the_other_leaves_no_order_in_the_numbers(people: People, circle: Circle) -> None:
    scored = loads(written("scored", SCORED, "", "talk"), "scored")
    orders = set()
    for _n in range(12):
        made = held(scored, people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])
        for name in ("Bob", "Dee", "Eve"):
            write(cast.signed_in(people[name]), made, f"{name} dares", "view", "ideas")
        rows = made.contributions.filter(step="ideas").order_by("number")
        orders.add(tuple(rows.values_list("participant__name", flat=True)))
        assert made.contributions.count() == 3
    assert len(orders) > 1, "twelve times the same order by chance: once in 363 million"


def test_kept_words_are_not_offered_where_people_would_read_whose_they_are(people: People, talk: Dialogue) -> None:
    me = Participant.objects.get(dialogue=talk, person=people["Dee"])
    Draft.objects.create(
        participant=me,
        dialogue=talk,
        step="marks",
        kind="view",
        source="Too sharp for my name",
        why="Closed",
        at=cast.NOW,
    )
    html = page(cast.signed_in(people["Dee"]), talk)
    assert "Too sharp for my name" in html
    assert "Post it in" not in html
