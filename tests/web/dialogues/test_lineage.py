"""A question from its first wording to the one behind it: of the owner, or of each whose turn it is.

Bob owns, Dee and Eve take part; Carla must see nothing.
"""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import cast
from iq4d.web.dialogues import cores, queries
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.models import Person
from web.dialogues.coming import fresh
from web.dialogues.playing import number_of, open_step, page, started, words_of, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Bob", "Dee", "Eve")}


@pytest.fixture
def table(people: People) -> Dialogue:
    """Three at the table, turns side by side; each told what keeps them busy."""
    talk = started(people["Bob"], cast.circle(*people.values()), people["Dee"], people["Eve"], method="three_way")
    for name in people:
        write(cast.signed_in(people[name]), talk, f"What keeps {name} busy", "case", turn(talk, people[name]))
    return fresh(talk)


def turn(talk: Dialogue, who: Person) -> str:
    number = str(talk.participants.get(person=who).number)
    return next(step.id for step in bare_state(fresh(talk).standing).steps if step.is_open and step.turn == number)


def rewords(talk: Dialogue, who: Person, words: str, step: str) -> None:
    """A question behind the question: nobody asks for it here, so it steps outside."""
    assert write(cast.signed_in(who), talk, words, "core", step, outside="1").status_code == 302


def told(html: str) -> list[str]:
    """What each line says when it is folded open."""
    return [words_of(line) for line in re.findall(r'<details class="lineage">.*?</details>', html, re.S)]


def test_each_turn_has_its_line_from_its_first_wording_to_the_core(people: People, table: Dialogue) -> None:
    _bob, dee, eve = people.values()
    rewords(table, dee, "How do I let go?", turn(table, dee))
    rewords(table, dee, "What am I afraid of?", turn(table, dee))
    rewords(table, eve, "Is Dee afraid to be seen?", turn(table, dee))
    for reader in people.values():
        of_bob, of_dee, of_eve = told(page(cast.signed_in(reader), table))
        assert of_bob.startswith("the question of Bob")
        assert "What keeps Bob busy" in of_bob
        assert of_dee.index("What keeps Dee busy") < of_dee.index("How do I let go?")
        assert of_dee.split("the question of Dee")[1].strip().startswith("What am I afraid of?"), "folded: the last"
        assert "Is Dee afraid to be seen? Eve" in of_dee, "beside it, with a name"
        assert "the question of Eve" in of_eve
        assert not cast.named_in(f"{of_eve} {of_bob}", "Dee")
    carla = cast.signed_in(cast.person("Carla")).get(table.get_absolute_url())
    assert carla.status_code == 404
    assert "What keeps" not in carla.content.decode()


def test_a_line_links_to_where_it_was_said(people: People, table: Dialogue) -> None:
    number = number_of(table, "What keeps Eve busy")
    html = page(cast.signed_in(people["Bob"]), table)
    assert f'<a href="/dialogues/{table.key}/c/{number}/">What keeps Eve busy</a>' in html


def test_who_has_not_begun_has_no_line_and_what_is_taken_back_is_in_none(people: People) -> None:
    bob, dee, eve = people.values()
    talk = started(bob, None, dee, eve, method="three_way")
    assert told(page(cast.signed_in(bob), talk)) == []
    write(cast.signed_in(dee), talk, "What keeps Dee busy", "case", turn(talk, dee))
    (only,) = told(page(cast.signed_in(bob), talk))
    assert "the question of Dee" in only
    change = f"/dialogues/{talk.key}/c/{number_of(talk, 'What keeps Dee busy')}/change/"
    cast.signed_in(dee).post(change, {"take_back": "1"})
    assert told(page(cast.signed_in(bob), talk)) == []


def test_a_long_one_says_the_same_on_each_page(people: People, table: Dialogue) -> None:
    """Where not all stands on one page, the lines are asked for: with one query, as before."""
    dee = people["Dee"]
    step = turn(table, dee)
    rewords(table, dee, "What am I afraid of?", step)
    before = told(page(cast.signed_in(people["Bob"]), table))
    peer = table.participants.get(person=people["Eve"])
    first = table.contributions.count() + 1
    Contribution.objects.bulk_create(
        Contribution(
            dialogue=table, participant=peer, number=n, section=2, top=n, step=step, kind="view", at=cast.NOW,
            source="x", markup="markdown", text="x", html="<p>x</p>",
        )
        for n in range(first, first + queries.WINDOW)
    )  # fmt: skip
    browser = cast.signed_in(people["Bob"])
    for n in (1, 2):
        html = browser.get(f"{table.get_absolute_url()}?page={n}").content.decode()
        assert told(html) == before
    room = queries.room_for(people["Bob"], fresh(table), timezone.now())
    with CaptureQueriesContext(
        connection,
    ) as asked:
        cores.lines(room, cores.said_in(room, None), "en")
    assert len(asked) == 1


def test_without_turns_it_is_the_owners_line_as_ever(people: People) -> None:
    """Control: a ten-step, from the title to the owner's own new question."""
    bob, dee, eve = people.values()
    talk = started(bob, None, dee, eve, cast.person("Fay"), method="ten_step")
    write(cast.signed_in(bob), talk, "My case", "case", "case")
    assert told(page(cast.signed_in(bob), talk)) == [], "one wording is no line"
    step = open_step(talk)
    owner, peer = (talk.participants.get(person=one) for one in (bob, dee))
    for n, (who, words) in enumerate(((peer, "Whom do you spare?"), (owner, "Whom do I spare?")), 2):
        Contribution.objects.create(
            dialogue=talk, participant=who, number=n, section=9, top=n, step="case", kind="core", at=cast.NOW,
            source=words, markup="markdown", text=words, html=f"<p>{words}</p>",
        )  # fmt: skip
    assert step
    html = page(cast.signed_in(dee), talk)
    (line,) = told(html)
    assert line.startswith("From the first question to this one: 2 wordings How do I tell it? Whom do I spare?")
    assert line.endswith("Whom do you spare? Dee")
    assert "The question behind the question" in html
    assert "the question of" not in line
