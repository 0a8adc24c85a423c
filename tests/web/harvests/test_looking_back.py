"""A year of one's own: what Ada did and learned in it, by her own clock, for nobody but her."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import cast
from iq4d.web.circles.models import Membership
from iq4d.web.deeds.actions import tell, tell_story
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.models import Contribution, Participant, Takeaway
from iq4d.web.harvests import queries, rules
from iq4d.web.harvests.actions import catching
from iq4d.web.harvests.models import Bycatch
from iq4d.web.people.actions import merge
from iq4d.web.people.models import Person
from web.deeds.promising import fresh
from web.dialogues.playing import started
from web.dialogues.rooms import guest
from web.harvests.years import IN_YEAR, a_talk, looked, moved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
MOST = 12


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


@pytest.fixture
def bob() -> Person:
    return cast.person("Bob")


def test_all_of_it_stands_there(ada: Person, bob: Person) -> None:
    talk = a_talk(ada, bob)
    deed = Deed.objects.get()
    tell(person=ada, deed=deed, outcome="partly", now=IN_YEAR)
    tell_story(person=ada, deed=deed, story="Eight seconds, and it worked.", now=IN_YEAR)
    catching.catch(person=ada, words="Silence is not refusal.", from_whom="at the coffee machine", now=IN_YEAR)
    page = looked(cast.signed_in(ada))
    for words in (
        talk.title, "Waiting helps.", "I wait ten seconds.", "Eight seconds, and it worked.", "partly done",
        "Silence is not refusal.", "at the coffee machine", "Ada asks without pushing.", "from Bob",
    ):  # fmt: skip
        assert words in page, words
    assert "Your harvest: 2026" in page
    assert 'value=""' not in page.partition("What others learned")[2], "the words of others are not to choose"


def test_only_mine(ada: Person, bob: Person) -> None:
    """Bob reads what is his; of Ada nothing but her name, where he took something from her."""
    a_talk(ada, bob)
    catching.catch(person=ada, words="Silence is not refusal.", now=IN_YEAR)
    page = looked(cast.signed_in(bob))
    assert "Ada asks without pushing." in page
    assert "from Ada" in page
    assert "Waiting helps." in page, "it came from his view, and he sees it in their conversation"
    for words in ("I wait ten seconds.", "Silence is not refusal."):
        assert words not in page
    carla = looked(cast.signed_in(cast.person("Carla")))
    assert not cast.named_in(carla, "Ada", "Bob", "Waiting", "Silence")


def test_how_a_question_changed(ada: Person, bob: Person) -> None:
    """First the title, then each wording beside the one before it; what a peer sees behind it is not Ada's question."""
    dee, eve = cast.person("Dee"), cast.person("Eve")
    talk = started(ada, cast.circle(ada, bob, dee, eve), bob, dee, eve, method="ten_step")
    one = Participant.objects.get(dialogue=talk, person=ada)
    two = Participant.objects.get(dialogue=talk, person=bob)
    for number, who, words in (
        (91, one, "What am I afraid of?"),
        (92, two, "Is it the boss?"),
        (93, one, "Who helps me?"),
    ):
        Contribution.objects.create(
            dialogue=talk, participant=who, number=number, top=number, kind="core", step="core", to=one, at=IN_YEAR,
            source=words, text=words, html=words, markup="markdown",
        )  # fmt: skip
    found = list(queries.reframings(ada, rules.named("2026")))
    assert [(row.before, row.text) for row in found] == [
        ("What am I afraid of?", "Who helps me?"),
        ("How do I tell it?", "What am I afraid of?"),
    ]
    assert not queries.reframings(bob, rules.named("2026")).exists()
    assert "What am I afraid of? → Who helps me?" in looked(cast.signed_in(ada))


def test_in_a_round_it_changed_from_ones_own_case(ada: Person, bob: Person) -> None:
    """Where everybody has a turn, Bob's question began with his case in it, not with Ada's title."""
    talk = started(ada, cast.circle(ada, bob), bob, method="open_dialogue")
    two = Participant.objects.get(dialogue=talk, person=bob)
    for number, kind, words in ((91, "case", "My team is silent."), (92, "core", "Do I leave room?")):
        Contribution.objects.create(
            dialogue=talk, participant=two, number=number, top=number, kind=kind, step="x", to=two, at=IN_YEAR,
            source=words, text=words, html=words, markup="markdown",
        )  # fmt: skip
    (row,) = queries.reframings(bob, rules.named("2026"))
    assert (row.before, row.text) == ("My team is silent.", "Do I leave room?")


def test_what_is_not_seen_or_was_taken_back_is_not_there(ada: Person, bob: Person) -> None:
    """Thanks hidden, narrow or taken back; a room left; a circle left. Control: before that they stand there."""
    talk = a_talk(ada, bob)
    mine, browser = "Ada asks without pushing.", cast.signed_in(ada)
    assert mine in looked(browser)
    thanked = Contribution.objects.filter(source=mine)
    for hidden in ({"hidden": True}, {"is_narrow": True}, {"removed_at": IN_YEAR}):
        thanked.update(**hidden)
        assert mine not in looked(browser), hidden
        thanked.update(hidden=False, is_narrow=False, removed_at=None)
    writing.take_back(
        person=ada, dialogue=fresh(talk), number=Contribution.objects.get(source="Waiting helps.").number, now=IN_YEAR
    )
    assert "Waiting helps." not in looked(browser)
    Membership.objects.filter(person=ada).delete()
    Participant.objects.filter(person=ada).update(way="member")
    page = looked(browser)
    assert mine not in page
    assert "I wait ten seconds." not in page


def test_thanks_wait_until_they_are_shown(ada: Person, bob: Person) -> None:
    """What Bob wrote in a step that is not revealed yet is nobody's to read, and not to be counted either."""
    talk = started(ada, cast.circle(ada, bob), bob, cast.person("Dee"), cast.person("Eve"), method="ten_step")
    two, one = (Participant.objects.get(dialogue=talk, person=who) for who in (bob, ada))
    made = Contribution.objects.create(
        dialogue=talk, participant=two, number=91, top=91, kind="takeaway", step="questions", at=IN_YEAR,
        source="Not yet", text="Not yet", html="Not yet", markup="markdown",
    )  # fmt: skip
    Takeaway.objects.create(contribution=made, whose=one)
    browser = cast.signed_in(ada)
    assert "Not yet" not in looked(browser)
    everything = browser.get(reverse("own_period_all", args=["thanks"]), {"of": "2026"})
    assert "Not yet" not in everything.content.decode()


@pytest.mark.parametrize(
    ("zone", "in_2026"), [("Europe/Amsterdam", False), ("America/New_York", True), ("Pacific/Kiritimati", False)]
)
def test_the_year_turns_where_one_lives(ada: Person, zone: str, *, in_2026: bool) -> None:
    """Half past midnight in Amsterdam at New Year is still the old year in New York."""
    Person.objects.filter(pk=ada.pk).update(zone=zone)
    catching.catch(person=ada, words="Fireworks", now=datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    ada.refresh_from_db()
    for name in ("2026", "2026-Q4", "2026-12"):
        assert queries.caught(ada, rules.named(name)).exists() is in_2026
    for name in ("2027", "2027-Q1", "2027-01"):
        assert queries.caught(ada, rules.named(name)).exists() is not in_2026


def test_every_moment_is_in_one_month_quarter_and_year(ada: Person) -> None:
    """Neither twice nor never, also in the nights on which the clock is moved."""
    moments = [datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * n) for n in range(-4, 48 * 366)]
    for zone in ("Europe/Amsterdam", "America/St_Johns"):
        ada.zone = zone
        for kind, many in (("month", 12), ("quarter", 4)):
            one = rules.around(kind, datetime(2026, 1, 1).date())
            edges = []
            for _n in range(many):
                edges.append(rules.bounds(one, ada.clock))
                one = one.next
            year = rules.bounds(rules.named("2026"), ada.clock)
            assert edges[0][0] == year[0]
            assert edges[-1][1] == year[1]
            assert all(edge[1] == after[0] for edge, after in pairwise(edges))
            inside = [at for at in moments if year[0] <= at < year[1]]
            assert sum(begin <= at < end for at in inside for begin, end in edges) == len(inside)


@pytest.mark.parametrize(
    "asked",
    ["of=2026-13", "of=2026-Q5", "of=26", "of=3026", "of=1999", "of=2026-1", "period=week", "of=२०२६"],
)
def test_a_time_that_is_not_one_is_not_there(ada: Person, asked: str) -> None:
    assert cast.signed_in(ada).get(f"{reverse('own_period')}?{asked}").status_code == 404


def test_ways_to_other_times(ada: Person) -> None:
    browser = cast.signed_in(ada)
    page = looked(browser, "2025-Q4")
    assert "October to December 2025" in page
    for of in ("2025-12", "2025", "2025-Q3", "2026-Q1"):
        assert f"?of={of}" in page, of
    now = browser.get(reverse("own_period"), {"period": "year"}).content.decode()
    assert 'rel="next"' not in now, "nothing of a time that is still to come"


def test_an_empty_year_teaches(ada: Person) -> None:
    page = looked(cast.signed_in(ada), "2025")
    for teaches in ("The questions you ask", "Where you bring a question", "one line, comes here", "came from you"):
        assert teaches in page


def test_the_last_year_of_all_still_opens(ada: Person) -> None:
    """Control for the calendar: the earliest year has none before it."""
    page = looked(cast.signed_in(ada), "2000")
    assert 'rel="prev"' not in page


def filled(ada: Person, bob: Person, many: int) -> None:
    """So many of each kind in one dialogue, Bob's takeaways from Ada among them."""
    talk = a_talk(ada, bob)
    one, two = (Participant.objects.get(dialogue=talk, person=who) for who in (ada, bob))
    at = 1000
    kinds = [("question", one), ("core", one), ("takeaway", one), ("takeaway", two), ("deed", one)]
    for kind, who in kinds:
        Contribution.objects.bulk_create(
            Contribution(
                dialogue=talk, participant=who, number=at + n, top=at + n, kind=kind, step="reactions", to=one,
                at=IN_YEAR, source=f"{kind} {n}", text=f"{kind} {n}", html="", markup="markdown",
            )
            for n in range(many)
        )  # fmt: skip
        made = Contribution.objects.filter(dialogue=talk, number__gte=at, number__lt=at + many)
        if kind == "takeaway":
            Takeaway.objects.bulk_create(Takeaway(contribution=row, whose=two if who == one else one) for row in made)
        elif kind == "deed":
            Deed.objects.bulk_create(Deed(contribution=row, ask_on=IN_YEAR.date()) for row in made)
        at += many
    Bycatch.objects.bulk_create(Bycatch(person=ada, words=f"caught {n}", at=IN_YEAR) for n in range(many))


def asked(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as found:
        assert browser.get(address).status_code == 200
    return len(found)


def test_it_asks_as_often_for_ten_thousand_rows(ada: Person, bob: Person) -> None:
    told: dict[int, list[int]] = {}
    pages = [f"{reverse('own_period')}?of=2026", reverse("bycatches")]
    pages += [f"{reverse('own_period_all', args=[key])}?of=2026" for key in queries.SECTIONS]
    for many in (30, 2_000):
        Contribution.objects.all().delete()
        Bycatch.objects.all().delete()
        filled(ada, bob, many)
        browser = cast.signed_in(ada)
        told[many] = [asked(browser, page) for page in pages]
    assert told[30] == told[2_000], told
    assert max(told[2_000]) <= MOST, told
    page = looked(browser)
    assert page.count('type="checkbox"') == 5 * queries.SHOWN
    assert page.count("All of them") == 6
    last = browser.get(reverse("own_period_all", args=["bycatches"]), {"of": "2026", "page": "40"}).content.decode()
    assert "Page 40 of 40" in last
    assert browser.get(reverse("own_period_all", args=["bycatches"]), {"of": "2026", "page": "41"}).status_code == 404


def test_a_guest_has_a_harvest_too_and_takes_it_along(ada: Person) -> None:
    gus = guest("Gus")
    catching.catch(person=gus, words="As a guest", now=IN_YEAR)
    assert "As a guest" in looked(cast.signed_in(gus))
    merge(gus, ada)
    assert "As a guest" in looked(cast.signed_in(ada))
    assert not Bycatch.objects.filter(person=gus).exists()


def test_each_year_tells_its_own(ada: Person, bob: Person) -> None:
    a_talk(ada, bob)
    moved(Contribution.objects.get(source="Waiting helps."), IN_YEAR - timedelta(days=400))
    browser = cast.signed_in(ada)
    assert "Waiting helps." not in looked(browser)
    assert "Waiting helps." in looked(browser, "2025")
