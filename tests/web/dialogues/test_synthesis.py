"""A summary on top: it rests on what everybody can read, and says when that is no longer what it was.

Ada facilitates, Bob owns, Dee and Eve think along; Carla must see nothing.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import synthesis
from iq4d.web.dialogues.actions import moving, summing, writing
from iq4d.web.dialogues.declared import as_conversation
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft
from iq4d.web.dialogues.queries import WINDOW, room_for
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.dialogues.coming import fresh
from web.dialogues.playing import number_of, open_step, page, started, words_of, write
from web.dialogues.test_page_queries import MOST_OF_A_DIALOGUE, asked, filled

pytestmark = pytest.mark.django_db
People = dict[str, Person]
CHANGED = "has changed since"
GONE = "Something it rests on is no longer shown"


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


@pytest.fixture
def table(people: People, circle: Circle) -> Dialogue:
    """An open dialogue in which Dee and Eve said something."""
    ada, bob, dee, eve = people.values()
    talk = started(bob, circle, dee, eve, ada, method="open_dialogue")
    talk.participants.filter(person=ada).update(role="facilitator")
    for who, words in ((dee, "Dee saw a heron"), (eve, "Eve saw a stork"), (eve, "Eve asks nobody")):
        assert write(cast.signed_in(who), talk, words, "view").status_code == 302
    return fresh(talk)


def sums_up(who: Person, talk: Dialogue, words: str, *numbers: int, **more: object) -> HttpResponse:
    """As the page does."""
    form = {"source": words, "step": open_step(talk), "rests_on": list(numbers), **more}
    return cast.signed_in(who).post(f"/dialogues/{talk.key}/summary/", form)


def change(who: Person, talk: Dialogue, words: str, into: str) -> None:
    address = f"/dialogues/{talk.key}/c/{number_of(talk, words)}/change/"
    assert cast.signed_in(who).post(address, {"source": into}).status_code == 302


def take_back(who: Person, talk: Dialogue, words: str) -> None:
    cast.signed_in(who).post(f"/dialogues/{talk.key}/c/{number_of(talk, words)}/change/", {"take_back": "1"})


def hide(ada: Person, talk: Dialogue, words: str) -> None:
    row = talk.contributions.get(source=words)
    writing.set_hidden(
        person=ada, dialogue=fresh(talk), number=row.number, why="A name", hidden=not row.hidden, now=timezone.now()
    )


def on_top(who: Person, talk: Dialogue, where: str = "") -> str:
    """The summary as somebody's page has it; empty where there is none."""
    html = cast.signed_in(who).get(f"{talk.get_absolute_url()}{where}").content.decode()
    found = re.search(r'<section class="stack summary".*?</section>', html, re.S)
    return found.group() if found else ""


def look_again(who: Person, talk: Dialogue) -> HttpResponse:
    """Press "still right" as the page offers it."""
    html = on_top(who, talk)
    form = re.search(r'<form method="post" action="([^"]+still-right/)">(.*?)</form>', html, re.S)
    assert form is not None, words_of(html)
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form.group(2)):
        fields.setdefault(name, []).append(value)
    return cast.signed_in(who).post(form.group(1), fields)


@pytest.fixture
def summed(people: People, table: Dialogue) -> Dialogue:
    numbers = [number_of(table, words) for words in ("Dee saw a heron", "Eve saw a stork")]
    assert sums_up(people["Ada"], table, "Both saw birds", *numbers).status_code == 302
    return fresh(table)


def test_it_stands_on_top_with_what_it_rests_on(people: People, summed: Dialogue) -> None:
    for reader in people.values():
        html = on_top(reader, summed)
        told = words_of(html)
        assert "Both saw birds" in told
        assert "Rests on 2 contributions Dee saw a heron Dee Eve saw a stork Eve" in told
        assert f'href="#c-{number_of(summed, "Dee saw a heron")}"' in html
        assert CHANGED not in told
        assert GONE not in told
    carla = cast.signed_in(cast.person("Carla")).get(summed.get_absolute_url())
    assert carla.status_code == 404
    assert "birds" not in carla.content.decode()


def test_what_it_rests_on_links_back_and_the_rest_does_not(people: People, summed: Dialogue) -> None:
    html = page(cast.signed_in(people["Bob"]), summed)
    cards = dict(re.findall(r'<article class="contribution[^>]*id="c-(\d+)"(.*?)</article>', html, re.S))
    marked = {int(n) for n, card in cards.items() if f'href="{summed.get_absolute_url()}#summary"' in card}
    assert marked == {number_of(summed, "Dee saw a heron"), number_of(summed, "Eve saw a stork")}


def test_only_what_everybody_sees_can_be_ticked(people: People, circle: Circle) -> None:
    """What is private, narrow, hidden or taken back is not in the list; a number posted all the same falls out."""
    ada, bob, dee, eve = people.values()
    talk = started(bob, circle, dee, eve, cast.person("Fay"), method="ten_step", facilitator=ada)
    moving.make_move(person=ada, dialogue=talk, kind="steer", how="light", now=timezone.now())
    write(cast.signed_in(bob), talk, "The case itself", "case")
    write(cast.signed_in(dee), talk, "A private question?", "question", "questions")
    for n, (kind, more) in enumerate(
        [("note", {}), ("view", {"hidden": True}), ("view", {"is_narrow": True}), ("view", {"removed_at": cast.NOW})]
    ):
        Contribution.objects.create(
            dialogue=talk, participant=talk.participants.get(person=ada), number=90 + n, top=90 + n, step="case",
            kind=kind, at=cast.NOW, source=f"secret{n}", markup="markdown", text=f"secret{n}", html=f"<p>secret{n}</p>",
            **more,
        )  # fmt: skip
    listed = cast.signed_in(ada).get(f"/dialogues/{talk.key}/summary/").content.decode()
    assert "The case itself" in listed
    assert "secret" not in listed
    assert "A private question?" not in listed
    every = list(talk.contributions.values_list("number", flat=True))
    made = summing.sum_up(
        person=ada, dialogue=fresh(talk), step="questions", source="So far", now=timezone.now(), rests_on=every,
        outside=True,
    )  # fmt: skip
    assert fresh(talk).summaries[str(made.number)]["on"] == [number_of(talk, "The case itself")]


def test_a_changed_one_is_told_and_confirming_clears_it(people: People, summed: Dialogue) -> None:
    ada, bob, dee, eve = people.values()
    change(dee, summed, "Dee saw a heron", "Dee saw a crane")
    for reader in people.values():
        told = words_of(on_top(reader, summed))
        assert f"One of the contributions it rests on {CHANGED}: Dee saw a crane Dee" in told
    assert "Still right" in on_top(ada, summed), "its author"
    assert "Still right" in on_top(bob, summed), "who leads"
    assert "Still right" not in on_top(dee, summed)
    assert look_again(bob, summed).status_code == 302
    for reader in people.values():
        assert CHANGED not in words_of(on_top(reader, summed))
    entry = Entry.objects.get(verb="dialogues.looked-again")
    assert (entry.actor, entry.data) == (bob, {"number": number_of(summed, "Both saw birds")})
    change(eve, summed, "Eve saw a stork", "Eve saw a swan")
    assert CHANGED in words_of(on_top(eve, summed)), "and again"


def test_what_changes_while_somebody_looks_is_told_next(people: People, summed: Dialogue) -> None:
    """Bob has the page before him when Eve changes her words: he has not seen those."""
    bob, dee, eve = people["Bob"], people["Dee"], people["Eve"]
    change(dee, summed, "Dee saw a heron", "Dee saw a crane")
    number, read = number_of(summed, "Both saw birds"), timezone.now()
    change(eve, summed, "Eve saw a stork", "Eve saw a swan")
    address = f"/dialogues/{summed.key}/c/{number}/still-right/"
    cast.signed_in(bob).post(address, {"read_at": read.isoformat()})
    told = words_of(on_top(bob, summed)).split("Rests on")[0]
    assert "Eve saw a swan" in told
    assert "Dee saw a crane" not in told


def test_what_changed_while_it_was_being_written_is_told(people: People, table: Dialogue) -> None:
    read = timezone.now()
    number = number_of(table, "Dee saw a heron")
    change(people["Dee"], table, "Dee saw a heron", "Dee saw a crane")
    sums_up(people["Ada"], table, "A heron", number, read_at=read.isoformat())
    assert CHANGED in words_of(on_top(people["Ada"], table))
    later = (timezone.now() + timedelta(days=9)).isoformat()
    sums_up(people["Ada"], table, "A crane", number, read_at=later)
    assert fresh(table).summaries[str(number_of(table, "A crane"))]["read"] < later, "nobody reads in the future"


def test_taken_back_is_told_by_name_only_to_who_sees_it_and_undone_without_a_trace(
    people: People, summed: Dialogue
) -> None:
    ada, bob, dee, eve = people.values()
    number = number_of(summed, "Dee saw a heron")
    take_back(dee, summed, "Dee saw a heron")
    for reader in (ada, bob, eve):
        told = words_of(on_top(reader, summed))
        assert GONE in told
        assert "heron" not in told
        assert "Dee" not in told
    assert "taken back" in words_of(on_top(dee, summed))
    cast.signed_in(dee).post(f"/dialogues/{summed.key}/c/{number}/back/")
    for reader in people.values():
        told = words_of(on_top(reader, summed))
        assert GONE not in told
        assert "Dee saw a heron" in told


def test_a_hidden_one_says_only_that_something_is_gone(people: People, summed: Dialogue) -> None:
    ada, bob, dee, eve = people.values()
    hide(ada, summed, "Eve saw a stork")
    for reader in (bob, dee):
        told = words_of(on_top(reader, summed))
        assert GONE in told
        assert "stork" not in told
        assert "hidden" not in told
        assert "Rests on 1 contribution " in told
    for reader in (ada, eve):
        assert "hidden by the facilitator" in words_of(on_top(reader, summed))
    assert look_again(ada, summed).status_code == 302
    assert GONE not in words_of(on_top(bob, summed))
    hide(ada, summed, "Eve saw a stork")
    assert "Eve saw a stork" in words_of(on_top(bob, summed)), "shown again"
    hide(ada, summed, "Eve saw a stork")
    assert GONE in words_of(on_top(bob, summed)), "that it was settled once says nothing of the next time"


def test_newer_ones_are_told_quietly(people: People, summed: Dialogue) -> None:
    assert "newer" not in words_of(on_top(people["Bob"], summed))
    for words in ("And I saw a frog", "It was green"):
        write(cast.signed_in(people["Dee"]), summed, words, "view")
    told = words_of(on_top(people["Bob"], summed))
    assert "2 newer contributions" in told
    assert CHANGED not in told


def test_its_author_writes_it_anew_and_what_it_said_stays(people: People, summed: Dialogue) -> None:
    ada, dee = people["Ada"], people["Dee"]
    number = number_of(summed, "Both saw birds")
    change(dee, summed, "Dee saw a heron", "Dee saw a frog")
    address = f"/dialogues/{summed.key}/c/{number}/summary/"
    assert address in on_top(ada, summed)
    form = cast.signed_in(ada).get(address).content.decode()
    assert ">Both saw birds</textarea>" in form
    assert form.count("checked") == 2
    assert cast.signed_in(dee).get(address).status_code == 404
    only = number_of(summed, "Eve saw a stork")
    cast.signed_in(ada).post(address, {"source": "Eve saw a bird", "rests_on": [only]})
    told = words_of(on_top(dee, summed))
    assert "Eve saw a bird" in told
    assert CHANGED not in told
    assert "Rests on 1 contribution Eve saw a stork" in told
    history = cast.signed_in(dee).get(f"/dialogues/{summed.key}/c/{number}/history/").content.decode()
    assert "Both saw birds" in history


def test_who_leads_writes_the_next_and_the_earlier_ones_stay_to_be_read(people: People, summed: Dialogue) -> None:
    bob = people["Bob"]
    change(people["Dee"], summed, "Dee saw a heron", "Dee saw a frog")
    of = number_of(summed, "Both saw birds")
    assert f"summary/?of={of}" in on_top(bob, summed)
    form = cast.signed_in(bob).get(f"/dialogues/{summed.key}/summary/?of={of}").content.decode()
    assert ">Both saw birds</textarea>" in form
    assert sums_up(bob, summed, "One bird and a frog", number_of(summed, "Eve saw a stork")).status_code == 302
    told = words_of(on_top(people["Eve"], summed))
    assert told.startswith("In short One bird and a frog summed up by Bob")
    assert "1 earlier summary Both saw birds Ada" in told
    assert CHANGED not in told, "that is of the one before"


def test_looking_for_a_contribution_loses_nothing(people: People, table: Dialogue) -> None:
    dee, stork = number_of(table, "Dee saw a heron"), number_of(table, "Eve saw a stork")
    form = {"source": "Half a summary", "rests_on": [dee], "sought": "STORK", "look": "1", "step": open_step(table)}
    html = cast.signed_in(people["Ada"]).post(f"/dialogues/{table.key}/summary/", form).content.decode()
    assert ">Half a summary</textarea>" in html
    assert f'value="{dee}" checked' in html
    assert f'value="{stork}"' in html
    assert "Eve asks nobody" not in html
    by_name = cast.signed_in(people["Ada"]).post(f"/dialogues/{table.key}/summary/", form | {"sought": "eve"})
    assert "Eve asks nobody" in by_name.content.decode()
    assert not table.contributions.filter(kind="synthesis").exists()


def test_three_hundred_are_chosen_from_in_pages(people: People, table: Dialogue) -> None:
    filled(table, 300)
    browser, address = cast.signed_in(people["Ada"]), f"/dialogues/{table.key}/summary/"
    assert asked(browser, address) <= MOST_OF_A_DIALOGUE
    seen: list[str] = []
    for n in range(1, 20):
        html = browser.post(address, {"source": "So", "look": str(n), "rests_on": "7"}).content.decode()
        ticked, others = html.split('id="sought"')
        assert 'value="7" checked' in ticked
        seen += re.findall(r'name="rests_on" value="(\d+)"', others)
        if "Further on" not in html:
            break
    shown = set(table.contributions.values_list("number", flat=True))
    assert (len(seen), set(map(int, seen))) == (len(shown) - 1, shown - {7})


def test_a_long_dialogue_tells_it_on_its_first_page_and_marks_on_each(people: People, table: Dialogue) -> None:
    filled(table, 2 * WINDOW)
    last = table.contributions.order_by("number").last()
    assert last is not None
    sums_up(people["Ada"], table, "A lot of words", number_of(table, "Dee saw a heron"), last.number)
    first = on_top(people["Bob"], table)
    assert "Rests on 2 contributions" in words_of(first)
    assert f'href="{table.get_absolute_url()}c/{last.number}/"' in first, "across pages"
    browser = cast.signed_in(people["Bob"])
    others = "".join(browser.get(f"{table.get_absolute_url()}?page={n}").content.decode() for n in (2, 3))
    assert 'class="stack summary"' not in others
    assert others.count(f'href="{table.get_absolute_url()}#summary"') == 1


def test_it_costs_a_page_that_has_all_no_query_and_a_long_one_one(people: People, table: Dialogue) -> None:
    browser = cast.signed_in(people["Bob"])
    for number, most in ((0, 0), (2 * WINDOW, 1)):
        if number:
            filled(table, number)
            Dialogue.objects.filter(pk=table.pk).update(summaries={})
            table.contributions.filter(kind="synthesis").delete()
        before = asked(browser, table.get_absolute_url())
        sums_up(people["Ada"], fresh(table), "In all", number_of(table, "Dee saw a heron"))
        assert asked(browser, table.get_absolute_url()) <= before + most


def test_who_may_not_sum_up_is_not_offered_it(people: People, table: Dialogue) -> None:
    address = f"/dialogues/{table.key}/summary/"
    for name in ("Ada", "Bob"):
        assert address in page(cast.signed_in(people[name]), table), name
        assert cast.signed_in(people[name]).get(address).status_code == 200
    for who in (people["Dee"], cast.person("Carla")):
        assert cast.signed_in(who).get(address).status_code == 404
    assert address not in page(cast.signed_in(people["Dee"]), table)
    assert sums_up(people["Dee"], table, "Dee sums up all the same").status_code == 409
    assert write(cast.signed_in(people["Dee"]), table, "And as words", "synthesis").status_code == 409
    assert set(Draft.objects.values_list("source", flat=True)) == {"Dee sums up all the same", "And as words"}
    number = number_of(table, "Eve saw a stork")
    with pytest.raises(Refused):
        summing.still_right(person=people["Bob"], dialogue=fresh(table), number=number, now=timezone.now())


def test_a_step_that_closed_meanwhile_keeps_words_and_ticks(people: People, table: Dialogue) -> None:
    number = number_of(table, "Dee saw a heron")
    answer = cast.signed_in(people["Ada"]).post(
        f"/dialogues/{table.key}/summary/", {"source": "Too late", "step": "opening", "rests_on": [number]}
    )
    assert answer.status_code == 409
    draft = Draft.objects.get(source="Too late")
    assert (draft.kind, draft.more) == ("synthesis", {"rests_on": str(number)})
    again = cast.signed_in(people["Ada"]).get(f"/dialogues/{table.key}/summary/").content.decode()
    assert ">Too late</textarea>" in again
    assert f'value="{number}" checked' in again
    assert sums_up(people["Ada"], table, "Too late", number).status_code == 302
    assert not Draft.objects.filter(source="Too late").exists()


def test_a_double_click_makes_one(people: People, table: Dialogue) -> None:
    for _press in (1, 2):
        sums_up(people["Ada"], table, "Once", once="the-same-key")
    assert table.contributions.filter(kind="synthesis").count() == 1


def test_without_ticks_it_stands_there_without_a_line(people: People, table: Dialogue) -> None:
    sums_up(people["Ada"], table, "In short: birds")
    told = words_of(on_top(people["Dee"], table))
    assert "In short: birds" in told
    assert "ests on" not in told


def test_a_hidden_or_taken_back_summary_makes_place_for_the_one_before(people: People, summed: Dialogue) -> None:
    ada, bob = people["Ada"], people["Bob"]
    sums_up(bob, summed, "Bob sums up")
    assert "Bob sums up" in on_top(ada, summed)
    hide(ada, summed, "Bob sums up")
    assert "Bob sums up" not in words_of(on_top(ada, summed))
    assert "Both saw birds" in words_of(on_top(bob, summed))
    take_back(ada, summed, "Both saw birds")
    assert on_top(people["Eve"], summed) == ""
    assert "in the summary" not in page(cast.signed_in(people["Eve"]), summed)


def test_what_is_declared_goes_on_and_the_row_holds_no_words(people: People, summed: Dialogue) -> None:
    told = as_conversation(summed)
    number = str(number_of(summed, "Both saw birds"))
    assert (number, "synthesis") in told.declared.kinds
    assert "bird" not in str(summed.summaries), "the row holds no words"


def test_a_reader_sees_it_and_changes_nothing(people: People, summed: Dialogue, client: Client) -> None:
    summed.participants.filter(person=people["Eve"]).update(removed_at=cast.NOW)
    assert "Both saw birds" in words_of(on_top(people["Eve"], summed))
    number = number_of(summed, "Both saw birds")
    address = f"/dialogues/{summed.key}/c/{number}/still-right/"
    assert cast.signed_in(people["Eve"]).post(address).status_code == 404
    room = room_for(people["Eve"], summed, timezone.now())
    assert synthesis.places(room) == []
