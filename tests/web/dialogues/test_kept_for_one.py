"""The round of what really worked: answers for Ada alone, of which she keeps some. What each of the others can know."""

from __future__ import annotations

import pytest

import cast
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from web.dialogues.playing import as_seen, number_of, open_step, page, started, words_of, write
from web.dialogues.test_words_are_kept import act

pytestmark = pytest.mark.django_db
People = dict[str, Person]
TO_ALL = "The others only see which ones you keep: the warm ones, in your order."
TO_ITS_AUTHOR = "Only who wrote it sees later that you keep it."


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve")}


@pytest.fixture
def answered(people: People) -> Dialogue:
    """Ada asked how the course went; Bob, Dee and Eve told her alone."""
    ada, *others = people.values()
    made = started(ada, cast.circle(*people.values()), *others, method="success_case")
    write(cast.signed_in(ada), made, "Fewer complaints, by ringing back", "view")
    for one in others:
        write(cast.signed_in(one), made, f"{one.name} used it at the counter", "case")
    assert open_step(made) == "choice"
    return made


def test_who_chooses_reads_what_the_others_will_know_of_it(people: People, answered: Dialogue) -> None:
    told = words_of(page(cast.signed_in(people["Ada"]), answered))
    assert "Bob used it at the counter" in told
    assert TO_ITS_AUTHOR in told
    assert TO_ALL not in told, "they read none of it"


def test_where_all_read_what_is_rated_they_are_told_what_is_kept(people: People) -> None:
    ada, *others = people.values()
    made = started(ada, cast.circle(*people.values()), *others)
    write(cast.signed_in(ada), made, "My case", "case")
    for one in others:
        for n in (1, 2):
            write(cast.signed_in(one), made, f"{one.name} {n}?", "question")
    told = words_of(page(cast.signed_in(ada), made))
    assert TO_ALL in told
    assert TO_ITS_AUTHOR not in told


def test_it_is_as_the_sentence_says(people: People, answered: Dialogue) -> None:
    ada = cast.signed_in(people["Ada"])
    kept = number_of(answered, "Bob used it at the counter")
    let_be = number_of(answered, "Dee used it at the counter")
    form = {"step": "choice", f"rate-{kept}": "warm", f"rate-{let_be}": "cold"}
    assert ada.post(f"/dialogues/{answered.key}/rate/", form).status_code == 302
    write(ada, answered, "Eve goes and asks Bob", "view")
    before = words_of(page(cast.signed_in(people["Bob"]), answered))
    act(people["Ada"], answered, "close", "choice")
    assert open_step(answered) == "interviews"
    for name in ("Bob", "Dee", "Eve"):
        own = f"{name} used it at the counter"
        assert [words for words in as_seen(people[name], answered) if "counter" in words] == [own]
        told = words_of(page(cast.signed_in(people[name]), answered))
        assert ("kept" in told.split()) is (name == "Bob"), name
        assert "cold" not in told
    assert "kept" not in before.split(), "while she chooses nobody knows"
