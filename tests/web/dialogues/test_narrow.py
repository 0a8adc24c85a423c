"""What not everybody sees: replies to it are as narrow, nothing counts it, nobody else can answer it."""

from __future__ import annotations

import pytest

import cast
from iq4d.web.dialogues.actions.writing import set_hidden, take_back
from iq4d.web.dialogues.actions.writing import write as bring
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.ui.verdicts import Refused
from web.dialogues.playing import as_seen, open_step, page, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve")}


@pytest.fixture
def talk(people) -> Dialogue:
    ada, bob, dee, eve = people.values()
    made = started(bob, cast.circle(ada, bob, dee, eve), ada, dee, eve, method="open_dialogue")
    made.participants.filter(person=ada).update(role="facilitator")
    return made


def bring_narrow(people, talk) -> int:
    """Bob tells Dee alone, as a later app would keep it."""
    made = bring(
        person=people["Bob"], dialogue=talk, kind="question", step=open_step(talk), source="Between us?", now=cast.NOW
    )
    dee = talk.participants.get(person=people["Dee"])
    Contribution.objects.filter(pk=made.pk).update(is_narrow=True, only_to=dee)
    return made.number


def test_who_starts_without_a_circle_comes_back_to_it(people) -> None:
    alone = started(people["Bob"], None, people["Dee"], method="open_dialogue")
    assert page(cast.signed_in(people["Bob"]), alone)
    assert page(cast.signed_in(people["Dee"]), alone)
    assert cast.signed_in(people["Eve"]).get(alone.get_absolute_url()).status_code == 404


def test_a_story_under_it_is_for_the_same_two_and_counts_for_nobody(people, talk) -> None:
    number = bring_narrow(people, talk)
    talk.refresh_from_db()
    before = talk.contribution_count
    step = open_step(talk)
    bring(person=people["Bob"], dialogue=talk, kind="story", step=step, source="Mine", about=number, now=cast.NOW)
    bring(person=people["Dee"], dialogue=talk, kind="story", step=step, source="Hers", about=number, now=cast.NOW)
    talk.refresh_from_db()
    assert talk.contribution_count == before
    for name, sees in (("Bob", True), ("Dee", True), ("Eve", False), ("Ada", False)):
        seen = as_seen(people[name], talk)
        assert all((words in seen) is sees for words in ("Between us?", "Mine", "Hers")), name


def test_who_does_not_see_it_cannot_answer_it(people, talk) -> None:
    number = bring_narrow(people, talk)
    with pytest.raises(Refused):
        bring(
            person=people["Eve"],
            dialogue=talk,
            kind="story",
            step=open_step(talk),
            source="What?",
            about=number,
            now=cast.NOW,
        )
    assert "What?" not in as_seen(people["Bob"], talk)


def test_its_empty_place_shows_to_nobody(people, talk) -> None:
    number = bring_narrow(people, talk)
    step = open_step(talk)
    bring(person=people["Dee"], dialogue=talk, kind="story", step=step, source="Hers", about=number, now=cast.NOW)
    take_back(person=people["Bob"], dialogue=talk, number=number, now=cast.NOW)
    assert "Taken back" not in page(cast.signed_in(people["Eve"]), talk)


def test_a_reply_names_only_whom_its_reader_sees(people, talk) -> None:
    """Dee answered; what she answered is hidden or taken back, so its place and its author are nobody's business."""
    dee, eve, bob, ada = (people[name] for name in ("Dee", "Eve", "Bob", "Ada"))

    def bring_one(person, words: str, about: int | None = None) -> int:
        step = open_step(talk)
        made = bring(person=person, dialogue=talk, kind="view", step=step, source=words, about=about, now=cast.NOW)
        return made.number

    top = bring_one(bob, "On top")
    first = bring_one(eve, "First", top)
    for name, answered in (("hidden", bring_one(dee, "Hidden", first)), ("back", bring_one(dee, "Back", first))):
        bring_one(eve, f"Answer to {name}", answered)
        told = page(cast.signed_in(bob), talk)
        assert f'to <a href="#c-{answered}">Dee</a>' in told, "control"
        if name == "hidden":
            set_hidden(person=ada, dialogue=talk, number=answered, why="A name", hidden=True, now=cast.NOW)
        else:
            take_back(person=dee, dialogue=talk, number=answered, now=cast.NOW)
        told = page(cast.signed_in(bob), talk)
        assert f"Answer to {name}" in told
        assert f'c-{answered}">Dee' not in told
        assert f'c/{answered}/">Dee' not in told
