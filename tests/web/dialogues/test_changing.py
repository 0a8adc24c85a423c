"""Other words in the place of one's own: what others read of the change, and what stays with its author."""

from __future__ import annotations

import html
from functools import partial

import pytest
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import starting, writing
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Version
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.dialogues.playing import number_of, page, started, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


def change(person: Person, dialogue: Dialogue, before: str, after: str) -> int:
    number = number_of(dialogue, before)
    answer = cast.signed_in(person).post(f"/dialogues/{dialogue.key}/c/{number}/change/", {"source": after})
    assert answer.status_code == 302
    return number


def history(person: Person, dialogue: Dialogue, number: int) -> str:
    return cast.signed_in(person).get(f"/dialogues/{dialogue.key}/c/{number}/history/").content.decode()


def test_what_was_erased_while_only_its_author_saw_it_is_read_by_nobody_later(people: People, circle: Circle) -> None:
    talk = started(people["Bob"], circle, people["Dee"], people["Eve"], people["Fay"], facilitator=people["Ada"])
    write(cast.signed_in(people["Bob"]), talk, "My case", "case")
    for name in ("Dee", "Eve", "Fay"):
        write(cast.signed_in(people[name]), talk, f"{name} asks about zebra", "question", "questions")
    number = change(people["Dee"], talk, "Dee asks about zebra", "What did you see?")
    assert not Version.objects.exists()
    for name in ("Dee", "Eve", "Fay"):
        write(cast.signed_in(people[name]), talk, f"One more of {name}", "question", "questions")
    assert "What did you see?" in page(cast.signed_in(people["Eve"]), talk), "they are shown now"
    assert all("Dee asks about zebra" not in history(one, talk, number) for one in people.values())
    assert "/history/" not in page(cast.signed_in(people["Eve"]), talk), "to her it was never changed"
    again = change(people["Dee"], talk, "What did you see?", "What did you hear?")
    assert "What did you see?" in history(people["Eve"], talk, again), "control: what others read is kept"
    assert "/history/" in page(cast.signed_in(people["Eve"]), talk)


def test_what_only_its_owner_reads_keeps_what_the_owner_read(people: People, circle: Circle) -> None:
    """A note is one's own; what is said to the owner was read by the owner."""
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    dee = cast.signed_in(people["Dee"])
    write(dee, talk, "A note about zebra", "note", "reactions")
    change(people["Dee"], talk, "A note about zebra", "A note")
    assert not Version.objects.exists()
    write(dee, talk, "I see zebra", "view", "reactions")
    Contribution.objects.filter(source="I see zebra").update(is_narrow=True)
    change(people["Dee"], talk, "I see zebra", "I see it")
    assert not Version.objects.exists(), "only she sees it"
    bob = talk.participants.get(person=people["Bob"])
    Contribution.objects.filter(source="I see it").update(only_to=bob)
    change(people["Dee"], talk, "I see it", "I saw it")
    assert Version.objects.get().source == "I see it", "control: Bob read that"


def another_method(person: Person, dialogue: Dialogue) -> None:
    fresh = Dialogue.objects.get(pk=dialogue.pk)
    chosen = starting.Plan(method="ten_step", course="apart", steering="", room=fresh.room)
    starting.plan(person=person, dialogue=fresh, plan=chosen, now=timezone.now())


def test_another_method_keeps_also_what_its_owner_had_taken_back(people: People, circle: Circle) -> None:
    talk = started(people["Bob"], circle, method="open_dialogue")
    bob = cast.signed_in(people["Bob"])
    for words in ("I want this", "I wanted this"):
        write(bob, talk, words, "view", "reactions")
    bob.post(f"/dialogues/{talk.key}/c/{number_of(talk, 'I wanted this')}/change/", {"take_back": "1"})
    another_method(people["Bob"], talk)
    assert set(Draft.objects.values_list("source", flat=True)) == {"I want this", "I wanted this"}
    told = page(bob, talk)
    assert all(words in told for words in ("I want this", "I wanted this"))


@pytest.mark.parametrize("begins", [True, False])
def test_other_words_for_what_went_a_moment_ago_come_back(
    people: People, circle: Circle, monkeypatch: pytest.MonkeyPatch, begins: bool
) -> None:
    """Bob keeps a change in one tab while in the other he chooses another method."""
    from iq4d.web.dialogues.views import writing as views

    talk = started(people["Bob"], circle, method="open_dialogue")
    bob = cast.signed_in(people["Bob"])
    write(bob, talk, "I want this", "view", "reactions")
    number = number_of(talk, "I want this")
    found = views._own_or_404

    def and_then_it_goes(*args: object) -> Contribution:
        row = found(*args)  # type: ignore[arg-type]
        another_method(people["Bob"], talk)
        if begins:
            starting.begin_now(person=people["Bob"], dialogue=talk, now=timezone.now())
        return row

    if begins:
        for name in ("Dee", "Eve", "Fay"):
            from iq4d.web.dialogues.actions import people as joining

            joining.come_in(person=people[name], dialogue=talk, invite=None, now=timezone.now())
    monkeypatch.setattr(views, "_own_or_404", and_then_it_goes)
    answer = bob.post(f"/dialogues/{talk.key}/c/{number}/change/", {"source": "Words about <zebra>"})
    assert answer.status_code == 403
    told = answer.content.decode()
    assert html.escape("Words about <zebra>") in told
    assert "This is no longer there: the conversation began anew in another way." in told


@pytest.mark.parametrize("act", ["change", "take_back", "bring_back"])
def test_where_people_gather_again_nothing_is_said_of_beginning(people: People, circle: Circle, act: str) -> None:
    """The page is from before; the contribution went with the course it stood in."""
    talk, now = started(people["Bob"], circle, method="open_dialogue"), timezone.now()
    write(cast.signed_in(people["Bob"]), talk, "I want this", "view", "reactions")
    row = Contribution.objects.select_related("dialogue").get(source="I want this")
    another_method(people["Bob"], talk)
    acts = {
        "change": partial(writing.edit, contribution=row, source="I wish this"),
        "take_back": partial(writing.take_back, dialogue=talk, number=row.number),
        "bring_back": partial(writing.bring_back, dialogue=talk, number=row.number),
    }
    with pytest.raises(Refused, match=r"^dialogues\.gone$"):
        acts[act](person=people["Bob"], now=now)
    with pytest.raises(Refused, match=r"^dialogues\.not-begun$"):
        writing.write(person=people["Bob"], dialogue=talk, kind="view", step="reactions", source="And this", now=now)


def test_what_is_written_before_it_has_begun_is_kept_with_a_sentence_that_fits(people: People, circle: Circle) -> None:
    talk = started(people["Bob"], circle, method="open_dialogue")
    another_method(people["Bob"], talk)
    answer = write(cast.signed_in(people["Bob"]), talk, "I want this", "view", "reactions")
    assert answer.status_code == 409
    assert "has not begun yet" in answer.content.decode()
    assert Draft.objects.get(source="I want this").why.startswith("This conversation has not begun yet")


def test_nothing_but_spaces_does_not_take_the_place_of_words(people: People, circle: Circle) -> None:
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    write(cast.signed_in(people["Dee"]), talk, "What did you see?", "question", "reactions")
    number = number_of(talk, "What did you see?")
    answer = cast.signed_in(people["Dee"]).post(f"/dialogues/{talk.key}/c/{number}/change/", {"source": " \n "})
    assert answer.status_code == 200
    assert "There are no words in it yet" in answer.content.decode()
    assert Contribution.objects.get(dialogue=talk, number=number).source == "What did you see?"
