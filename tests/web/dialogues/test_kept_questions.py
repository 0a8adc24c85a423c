"""What the owner keeps: the warm questions together with their answers, and the cores that they recognise.

Bob owns, Dee, Eve and Fay think along, Ada facilitates. Nobody but Bob ever reads what left him cold.
"""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import cores, queries
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.people.models import Person
from web.dialogues.coming import fresh
from web.dialogues.playing import number_of, open_step, page, started, words_of, write
from web.dialogues.test_gestures import to_be_rated
from web.dialogues.test_lineage import told
from web.dialogues.test_words_are_kept import act

pytestmark = pytest.mark.django_db
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


def rates(bob: Person, talk: Dialogue, step: str, **values: str) -> None:
    """values: by the words, "warm" or "warm 1" with a place."""
    form = {"step": step}
    for words, value in values.items():
        number = number_of(talk, words)
        form[f"rate-{number}"] = value.split()[0]
        if " " in value:
            form[f"place-{number}"] = value.split()[1]
    assert cast.signed_in(bob).post(f"/dialogues/{talk.key}/rate/", form).status_code == 302


@pytest.fixture
def kept(people: People, circle: Circle) -> Dialogue:
    """Bob keeps Fay's first question and then Dee's; he has answered Fay's."""
    talk = to_be_rated(people, circle)
    every = {
        "Dee 1?": "warm 2", "Dee 2?": "cold", "Eve 1?": "lukewarm", "Eve 2?": "cold", "Fay 1?": "warm 1",
        "Fay 2?": "cold",
    }  # fmt: skip
    rates(people["Bob"], talk, "rate", **every)
    assert open_step(talk) == "answers"
    write(cast.signed_in(people["Bob"]), talk, "I looked away", "answer", about=number_of(talk, "Fay 1?"))
    return fresh(talk)


def cores_told(people: People, talk: Dialogue) -> None:
    """Each says what is behind it; nobody sees it before all have."""
    bob = people["Bob"]
    act(bob, talk, "close", "answers")
    act(bob, talk, "close", "deeper")
    for name in ("Dee", "Eve"):
        write(cast.signed_in(people[name]), talk, f"Core of {name}", "core")
        assert f"Core of {name}" not in page(cast.signed_in(bob), talk)
    write(cast.signed_in(people["Fay"]), talk, "Core of Fay", "core")
    assert open_step(talk) == "new_question"


def kept_on(who: Person, talk: Dialogue) -> str:
    html = page(cast.signed_in(who), talk)
    found = re.search(r'<details class="lineage kept-questions">.*?</details>', html, re.S)
    return words_of(found.group()) if found else ""


def test_they_stand_together_in_the_owners_order_with_what_was_answered(people: People, kept: Dialogue) -> None:
    for reader in people.values():
        assert kept_on(reader, kept) == (
            "The questions that are kept 1 of 2 answered Fay 1? Fay Bob: I looked away Dee 1? Dee not answered yet"
        )
    carla = cast.signed_in(cast.person("Carla")).get(kept.get_absolute_url())
    assert carla.status_code == 404


def test_before_the_step_is_over_only_the_owner_has_them(people: People, circle: Circle) -> None:
    talk = to_be_rated(people, circle)
    rates(people["Bob"], talk, "rate", **{"Dee 1?": "warm"})
    if open_step(talk) != "rate":  # one rating is enough to be in: the step is opened once more
        act(people["Ada"], talk, "reopen", "rate")
    assert open_step(talk) == "rate"
    assert "Dee 1?" in kept_on(people["Bob"], talk)
    for name in ("Ada", "Dee", "Eve"):
        assert kept_on(people[name], talk) == ""


def test_nobody_else_reads_what_is_lukewarm_or_cold(people: People, kept: Dialogue) -> None:
    for name in ("Ada", "Dee", "Eve", "Fay"):
        seen = words_of(page(cast.signed_in(people[name]), kept))
        assert "lukewarm" not in seen
        assert not cast.named_in(seen, "cold")
        room = queries.room_for(people[name], fresh(kept), timezone.now())
        assert {one.value for one in room.ratings} == {"warm"}


def test_the_line_says_when_in_which_step_and_after_which_question(people: People, kept: Dialogue) -> None:
    cores_told(people, kept)
    write(cast.signed_in(people["Bob"]), kept, "Whom do I spare?", "core")
    for reader in people.values():
        (line, questions) = told_all(reader, kept)
        assert (
            "From the first question to this one: 2 wordings How do I tell it? after a question of Fay: Fay 1?" in line
        )
        assert "Whom do I spare? Your new question, " in line
        assert "Core of Dee Dee Core of Eve Eve Core of Fay Fay" in line
        assert questions.startswith("The questions that are kept")
    link = page(cast.signed_in(people["Eve"]), kept)
    assert f'href="/dialogues/{kept.key}/c/{number_of(kept, "Core of Dee")}/"' in link


def told_all(who: Person, talk: Dialogue) -> list[str]:
    html = page(cast.signed_in(who), talk)
    return [words_of(one) for one in re.findall(r'<details class="lineage.*?</details>', html, re.S)]


def test_what_the_owner_recognised_is_known_to_all_once_the_step_is_over(people: People, kept: Dialogue) -> None:
    bob = people["Bob"]
    cores_told(people, kept)
    rates(bob, kept, "new_question", **{"Core of Eve": "warm", "Core of Dee": "cold", "Core of Fay": "lukewarm"})
    write(cast.signed_in(bob), kept, "Whom do I spare?", "core")
    assert open_step(kept) == "new_question"
    assert "Core of Eve Eve recognised" in told_all(bob, kept)[0]
    assert "recognised" not in told_all(people["Eve"], kept)[0]
    act(bob, kept, "close", "new_question")
    for reader in people.values():
        line = told_all(reader, kept)[0]
        assert "Core of Dee Dee Core of Eve Eve recognised Core of Fay Fay" in line
        assert not re.search(r"cold|lukewarm", line)
    assert kept_on(people["Dee"], kept).startswith("The questions that are kept 1 of 2"), "a core is no question"


def test_the_others_cores_stand_together_also_where_the_owner_words_nothing_anew(
    people: People, kept: Dialogue
) -> None:
    cores_told(people, kept)
    html = page(cast.signed_in(people["Dee"]), kept)
    line = told_all(people["Dee"], kept)[0]
    assert line.startswith("What the others see behind this question Core of Dee Dee")
    assert "wordings" not in line
    assert "The question behind the question</span>" not in html.split('id="now"')[0]


def test_where_nobody_rated_or_nobody_came_there_is_nothing_to_show(people: People, circle: Circle) -> None:
    talk = to_be_rated(people, circle)
    act(people["Ada"], talk, "close", "rate")
    assert open_step(talk) == "answers"
    for name in ("Bob", "Dee"):
        assert kept_on(people[name], talk) == ""
        assert told(page(cast.signed_in(people[name]), talk)) == []


def test_an_owner_who_was_replaced_keeps_their_wordings(people: People, kept: Dialogue) -> None:
    """What Bob wrote as the owner is a wording of the question; what Dee wrote as a peer stays beside it."""
    bob, dee, eve = people["Bob"], people["Dee"], people["Eve"]
    cores_told(people, kept)
    write(cast.signed_in(bob), kept, "Whom do I spare?", "core")
    kept.participants.filter(person=bob).update(role="peer")
    kept.participants.filter(person=dee).update(role="owner")
    for reader in (bob, dee, eve):
        line = told_all(reader, kept)[0]
        assert "2 wordings" in line
        assert line.index("Whom do I spare?") < line.index("Beside it")
        assert line.index("Core of Dee") > line.index("Beside it")


def test_a_hidden_or_taken_back_question_is_kept_no_longer(people: People, kept: Dialogue) -> None:
    Contribution.objects.filter(dialogue=kept, source="Fay 1?").update(hidden=True)
    assert kept_on(people["Eve"], kept) == "The questions that are kept 0 of 1 answered Dee 1? Dee not answered yet"
    assert "Fay 1?" not in kept_on(people["Ada"], kept)


def test_a_long_one_asks_once_and_says_the_same(people: People, kept: Dialogue) -> None:
    cores_told(people, kept)
    write(cast.signed_in(people["Bob"]), kept, "Whom do I spare?", "core")
    before = told_all(people["Eve"], kept)
    eve = kept.participants.get(person=people["Eve"])
    Contribution.objects.bulk_create(
        Contribution(
            dialogue=kept, participant=eve, number=n, section=2, top=n, step="questions", kind="view", at=cast.NOW,
            source="x", markup="markdown", text="x", html="<p>x</p>",
        )
        for n in range(100, 100 + queries.WINDOW)
    )  # fmt: skip
    assert told_all(people["Eve"], kept) == before


def test_who_comes_in_midway_reads_what_all_read(people: People, kept: Dialogue, circle: Circle) -> None:
    from iq4d.web.dialogues.actions.people import come_in

    gil = cast.person("Gil")
    circle.memberships.create(person=gil, role="member", joined_at=cast.NOW)
    come_in(person=gil, dialogue=fresh(kept), invite=None, now=timezone.now())
    assert kept_on(gil, kept) == kept_on(people["Dee"], kept)


def test_an_open_dialogue_tells_the_question_that_a_new_wording_answers(people: People, circle: Circle) -> None:
    bob, dee = people["Bob"], people["Dee"]
    talk = started(bob, circle, dee, method="open_dialogue")
    write(cast.signed_in(dee), talk, "Whom do you spare?", "question")
    write(cast.signed_in(bob), talk, "Why do I spare her?", "core", about=number_of(talk, "Whom do you spare?"))
    (line,) = told(page(cast.signed_in(dee), talk))
    assert "after a question of Dee: Whom do you spare? Why do I spare her?" in line


def test_what_was_brought_in_tells_the_line_its_platform_told(people: People, circle: Circle) -> None:
    bob = people["Bob"]
    brought = cast.dialogue(circle, cast.talk(("Dee", "How?"), ("Eve", "Whom do I spare?")), bob)
    assert told(page(cast.signed_in(bob), brought)) == []
    Dialogue.objects.filter(pk=brought.pk).update(
        declared={"core_versions": [{"number": 2, "text": "Whom do I spare?", "utterance": "2"}]}
    )
    (line,) = told(page(cast.signed_in(bob), brought))
    assert "How do we start? Whom do I spare?" in line
    room = queries.room_for(bob, Dialogue.objects.get(pk=brought.pk), timezone.now())
    assert cores.kept_questions(room, []) == []
