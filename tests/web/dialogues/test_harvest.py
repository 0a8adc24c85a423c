"""The harvest: what was chosen stays chosen, and words that did not arrive are shown to nobody they were not for."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft
from iq4d.web.people.models import Person
from web.dialogues.playing import as_seen, number_of, open_step, page, started, write
from web.dialogues.test_words_are_kept import act

pytestmark = pytest.mark.django_db
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


@pytest.fixture
def talk(people: People, circle: Circle) -> Dialogue:
    """An open dialogue of Bob, Dee and Eve, at its harvest."""
    made = started(people["Bob"], circle, people["Dee"], people["Eve"], method="open_dialogue")
    Dialogue.objects.filter(pk=made.pk).update(done_when="We know it")
    act(people["Bob"], made, "close", "reactions")
    assert open_step(made) == "harvest"
    return made


def number(talk: Dialogue, person: Person) -> int:
    return talk.participants.get(person=person).number


def whole(talk: Dialogue, people: People) -> dict[str, str]:
    eve, bob = number(talk, people["Eve"]), number(talk, people["Bob"])
    return {
        "step": "harvest", "judge": "partly", "takeaway": "T zebra", "whose": str(bob), "intended": "no",
        "deed": "D zebra", "due": cast.LATER, "if_then": "I zebra", "obstacle": "O zebra", "first_step": "F zebra",
        "buddy": str(eve), "seen": "me",
    }  # fmt: skip


def send(browser: Client, talk: Dialogue, form: dict[str, str]):
    return browser.post(f"/dialogues/{talk.key}/harvest/", form)


def filled_in(html: str) -> dict[str, str]:
    """What the harvest form would send as it stands."""
    form = re.search(r'<form class="form harvest".*?</form>', html, re.DOTALL)
    assert form, "there is a harvest form"
    told = form.group()
    found = dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>([^<]*)</textarea>', told))
    for name, options in re.findall(r'<select[^>]*name="(\w+)"[^>]*>(.*?)</select>', told):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        assert len(chosen) <= 1
        found[name] = chosen[0] if chosen else re.findall(r'value="([^"]*)"', options)[0]
    for tag in re.findall(r"<input[^>]*>", told):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and value and ('type="radio"' not in tag or "checked" in tag):
            found[name.group(1)] = value.group(1)
    return found


def test_what_was_chosen_is_still_chosen_where_a_field_is_not_right(people: People, talk: Dialogue) -> None:
    dee, form = cast.signed_in(people["Dee"]), whole(talk, people)
    answer = send(dee, talk, form | {"due": "the day after tomorrow"})
    assert answer.status_code == 200
    html = answer.content.decode()
    again = filled_in(html)
    assert {name: again[name] for name in form} == form | {"due": "the day after tomorrow"}
    assert '<details class="sharper" open>' in html
    assert send(dee, talk, again | {"due": form["due"]}).status_code == 302
    deed = Contribution.objects.get(kind="deed")
    assert deed.is_narrow
    assert deed.only_to is None
    assert "D zebra" not in as_seen(people["Eve"], talk)


def test_an_empty_form_is_folded_and_chooses_nothing(people: People, talk: Dialogue) -> None:
    html = page(cast.signed_in(people["Dee"]), talk)
    assert '<details class="sharper">' in html
    shown = filled_in(html)
    assert shown["seen"] == "all"
    assert not any(shown[name] for name in ("whose", "intended", "buddy", "deed", "takeaway", "due"))


def test_how_it_is_to_be_done_without_what_is_not_lost(people: People, talk: Dialogue) -> None:
    answer = send(cast.signed_in(people["Dee"]), talk, {"step": "harvest", "if_then": "If zebra, then I wait"})
    assert answer.status_code == 200
    assert filled_in(answer.content.decode())["if_then"] == "If zebra, then I wait"
    assert not Contribution.objects.filter(participant__person=people["Dee"]).exists()


def test_a_refused_harvest_comes_back_field_by_field_and_as_narrow_as_it_was(people: People, talk: Dialogue) -> None:
    """The conversation pauses while Dee presses; later the same form is there, as she left it."""
    dee, form = cast.signed_in(people["Dee"]), whole(talk, people)
    talk.participants.filter(person=people["Bob"]).update(role="facilitator")
    act(people["Bob"], talk, "pause")
    answer = send(dee, talk, form | {"process": "P zebra"})
    assert answer.status_code == 409
    assert "Post it in" not in answer.content.decode()
    assert {one.kind: one.source for one in Draft.objects.all()} == {
        "takeaway": "T zebra", "deed": "D zebra", "process": "P zebra",
    }  # fmt: skip
    assert all(f"{letter} zebra" in page(dee, talk) for letter in "TDPIOF"), "still there while it is paused"
    act(people["Bob"], talk, "resume")
    html = page(dee, talk)
    assert "Post it in" not in html
    again = filled_in(html)
    assert {name: again[name] for name in form if name != "judge"} == {n: v for n, v in form.items() if n != "judge"}
    assert send(dee, talk, again | {"deed": "D quagga"}).status_code == 302
    assert Draft.objects.get().source == "P zebra", "what was changed a little is in; how it went is not asked here"
    assert Contribution.objects.get(kind="deed").is_narrow
    assert Deed.objects.get().first_step == "F zebra"
    assert all("D " not in words for words in as_seen(people["Eve"], talk))


def test_what_is_not_sent_along_stays(people: People, talk: Dialogue) -> None:
    dee = cast.signed_in(people["Dee"])
    talk.participants.filter(person=people["Bob"]).update(role="facilitator")
    act(people["Bob"], talk, "pause")
    send(dee, talk, whole(talk, people))
    act(people["Bob"], talk, "resume")
    assert send(dee, talk, filled_in(page(dee, talk)) | {"deed": "", "if_then": "", "obstacle": "", "first_step": ""})
    assert Draft.objects.get().source == "D zebra"


def test_a_deed_that_came_too_late_is_only_to_copy(people: People, talk: Dialogue) -> None:
    act(people["Bob"], talk, "close", "harvest")
    dee = cast.signed_in(people["Dee"])
    assert send(dee, talk, whole(talk, people)).status_code == 409
    html = page(dee, talk)
    assert "D zebra" in html
    assert "F zebra" in html
    assert "Post it in" not in html
    assert 'class="form harvest"' not in html


# Other words that did not arrive.


def kept(talk: Dialogue, person: Person, words: str, **place) -> None:
    me = talk.participants.get(person=person)
    place = {"step": "opening", "kind": "view", "about": 0} | place
    writing.save_draft(participant=me, source=words, now=timezone.now(), why="It was over.", **place)


def posts(html: str) -> list[dict[str, str]]:
    """The forms that post kept words with one press."""
    forms = [one for one in re.findall(r"<form.*?</form>", html, re.DOTALL) if "Post it in" in one]
    return [dict(re.findall(r'name="(\w+)" value="([^"]*)"', one)) for one in forms]


@pytest.fixture
def running(people: People, circle: Circle) -> Dialogue:
    made = started(people["Bob"], circle, people["Dee"], people["Eve"], method="open_dialogue")
    write(cast.signed_in(people["Eve"]), made, "What Eve sees", "view", "reactions")
    write(cast.signed_in(people["Eve"]), made, "What Eve tells Dee", "view", "reactions")
    to = made.participants.get(person=people["Dee"])
    Contribution.objects.filter(source="What Eve tells Dee").update(is_narrow=True, only_to=to)
    return made


def test_words_that_everybody_was_to_see_are_posted_with_one_press_and_once(people: People, running: Dialogue) -> None:
    dee = cast.signed_in(people["Dee"])
    kept(running, people["Dee"], "A zebra")
    [form] = posts(page(dee, running))
    for _twice in range(2):
        assert dee.post(f"/dialogues/{running.key}/write/", form).status_code == 302
    assert Contribution.objects.filter(source="A zebra").count() == 1
    assert not Draft.objects.exists()


def test_a_reply_stays_a_reply(people: People, running: Dialogue) -> None:
    dee = cast.signed_in(people["Dee"])
    number = number_of(running, "What Eve sees")
    kept(running, people["Dee"], "A zebra to it", about=number)
    [form] = posts(page(dee, running))
    assert dee.post(f"/dialogues/{running.key}/write/", form).status_code == 302
    assert Contribution.objects.get(source="A zebra to it").answers == number


@pytest.mark.parametrize("kind", ["deed", "note"])
def test_what_was_for_few_is_not_posted_with_one_press(people: People, running: Dialogue, kind: str) -> None:
    kept(running, people["Dee"], "A zebra of my own", kind=kind)
    html = page(cast.signed_in(people["Dee"]), running)
    assert "A zebra of my own" in html
    assert not posts(html)


def test_neither_is_a_reply_to_what_few_see_or_to_what_is_gone(people: People, running: Dialogue) -> None:
    dee = cast.signed_in(people["Dee"])
    kept(running, people["Dee"], "To you alone, zebra", about=number_of(running, "What Eve tells Dee"))
    kept(running, people["Dee"], "To nobody, zebra", about=999)
    html = page(dee, running)
    assert "To you alone, zebra" in html
    assert "To nobody, zebra" in html
    assert not posts(html)


def test_what_was_not_shown_yet_is_not_posted_where_all_see_it(people: People, circle: Circle) -> None:
    """Written into a step that is private till it is over; it is asked again in one that is, and not in another."""
    ada, bob, dee, eve, fay = people.values()
    talk = started(bob, circle, dee, eve, fay, facilitator=ada)
    kept(talk, bob, "A zebra for later", step="questions", kind="question")
    html = page(cast.signed_in(bob), talk)
    assert "A zebra for later" in html
    assert not posts(html), "his case is open to all at once"
    write(cast.signed_in(bob), talk, "My case", "case")
    kept(talk, dee, "A zebra for the end", step="cores", kind="core")
    assert [form["source"] for form in posts(page(cast.signed_in(dee), talk))] == ["A zebra for the end"], "control"
