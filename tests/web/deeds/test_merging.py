"""Gil promised something as a guest, and turns out to be Bob, who takes part too: the deed is Bob's. Ada asks."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.deeds import queries
from iq4d.web.deeds.models import Deed
from iq4d.web.deeds.tasks import ask_how_it_went
from iq4d.web.dialogues.actions import writing
from iq4d.web.dialogues.actions.people import let_go
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.people.actions import merge
from iq4d.web.people.models import Person
from web.deeds.promising import at, at_harvest, over, promise, recorded
from web.dialogues.coming import guest
from web.dialogues.playing import as_seen, page
from web.notices.mailing import Clock

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
MORNING = at(DAY, 9, 0, "Europe/Amsterdam")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(cast.NOW)
    monkeypatch.setattr(timezone, "now", made)
    return made


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


@pytest.fixture
def bob() -> Person:
    return cast.person("Bob")


@pytest.fixture
def dee() -> Person:
    return cast.person("Dee")


@pytest.fixture
def gil() -> Person:
    return guest()


@pytest.fixture
def circle(ada: Person, bob: Person, dee: Person) -> Circle:
    return cast.circle(ada, bob, dee)


@pytest.fixture
def talk(ada: Person, bob: Person, dee: Person, gil: Person, circle: Circle) -> Dialogue:
    return at_harvest(ada, circle, bob, dee, gil)


def contribution_of(deed: Deed) -> Contribution:
    return Contribution.objects.select_related("participant").get(deed=deed)


@pytest.mark.parametrize("finished", [False, True])
def test_bob_is_asked_after_the_deed_and_tells_it(ada: Person, bob: Person, gil, talk, finished: bool) -> None:
    deed = promise(gil, talk, due=DAY)
    if finished:
        over(talk, ada)
    merge(gil, bob)
    ask_how_it_went(MORNING)
    assert len(recorded("deeds.due")) == 1
    assert [one.pk for one in queries.due_for(bob, MORNING)] == [deed.pk]
    browser = cast.signed_in(bob)
    assert browser.post(f"/deeds/{deed.pk}/tell/", {"outcome": "done"}).status_code == 302
    assert browser.post(f"/deeds/{deed.pk}/story/", {"story": "She laughed"}).status_code == 302
    story = Contribution.objects.get(kind="story")
    assert (story.source, story.participant.person) == ("She laughed", bob)
    assert "She laughed" in page(cast.signed_in(ada), talk)
    carla = cast.person("Carla")
    assert cast.signed_in(carla).get(f"/deeds/{deed.pk}/").status_code == 404
    assert as_seen(bob, talk).count("I talk to her") == 1


def test_a_deed_that_was_told_goes_along_with_its_story_and_other_words_do_not(bob: Person, gil, talk) -> None:
    deed = promise(gil, talk, takeaway="T zebra")
    there = cast.signed_in(gil)
    there.post(f"/deeds/{deed.pk}/tell/", {"outcome": "done"})
    there.post(f"/deeds/{deed.pk}/story/", {"story": "She laughed"})
    as_guest = talk.participants.get(person=gil)
    merge(gil, bob)
    for words, who in (("I talk to her", bob), ("She laughed", bob), ("T zebra", gil)):
        assert Contribution.objects.get(source=words).participant.person == who, words
    assert as_guest.contributions.count() == 1
    here = cast.signed_in(bob)
    number = Contribution.objects.get(source="She laughed").number
    changed = here.post(f"/dialogues/{talk.key}/c/{number}/change/", {"source": "She laughed aloud"})
    assert changed.status_code == 302


def test_a_deed_for_nobody_else_stays_so_and_bob_reads_it(ada: Person, bob: Person, gil, talk) -> None:
    deed = promise(gil, talk, "D zebra", seen="me", due=DAY)
    merge(gil, bob)
    assert "D zebra" in as_seen(bob, talk)
    assert "D zebra" not in as_seen(ada, talk)
    assert queries.own(bob, deed.pk) is not None
    assert contribution_of(deed).is_narrow


def test_whom_a_guest_was_to_ask_bob_asks(ada: Person, bob: Person, dee: Person, gil, talk) -> None:
    """Dee chose Gil to ask after what nobody else may see; he wrote her back."""
    deed = promise(dee, talk, "D zebra", due=DAY, buddy=gil, seen="buddy")
    about = {"step": "harvest", "about": deed.contribution.number, "now": cast.NOW}
    writing.write(person=gil, dialogue=talk, kind="story", source="Go, zebra", **about)
    writing.write(person=dee, dialogue=talk, kind="story", source="Gone, zebra", **about)
    merge(gil, bob)
    ask_how_it_went(MORNING)
    assert [one.pk for one in queries.asked_after_by(bob, MORNING)] == [deed.pk]
    assert [one.pk for one in queries.home_for(bob, MORNING).ask_after] == [deed.pk]
    for person, sees in ((bob, True), (dee, True), (ada, False)):
        seen = as_seen(person, talk)
        assert all((words in seen) is sees for words in ("D zebra", "Go, zebra", "Gone, zebra")), person.name


@pytest.mark.parametrize("promises", ["guest", "account"])
def test_nobody_asks_after_what_is_their_own(ada: Person, bob: Person, gil, talk, promises: str) -> None:
    """Bob and the guest he was chose each other."""
    one, other = (gil, bob) if promises == "guest" else (bob, gil)
    deed = promise(one, talk, "D zebra", due=DAY, buddy=other, seen="buddy")
    ask_how_it_went(MORNING)
    merge(gil, bob)
    deed.refresh_from_db()
    assert (deed.buddy, deed.buddy_asked_at) == (None, None)
    made = contribution_of(deed)
    assert (made.participant.person, made.is_narrow, made.only_to) == (bob, True, None)
    assert "D zebra" in as_seen(bob, talk)
    assert "D zebra" not in as_seen(ada, talk)
    assert queries.asked_after_by(bob, MORNING) == []
    assert [one.pk for one in queries.due_for(bob, MORNING)] == [deed.pk]


def test_whom_ada_let_go_gets_nothing_by_a_guest(ada: Person, bob: Person, dee: Person, gil, talk) -> None:
    deed = promise(gil, talk, due=DAY)
    hers = promise(dee, talk, "D zebra", due=DAY, buddy=gil, seen="buddy")
    number = talk.participants.get(person=bob).number
    let_go(person=ada, dialogue=talk, number=number, now=cast.NOW)
    merge(gil, bob)
    ask_how_it_went(MORNING)
    assert queries.own(bob, deed.pk) is None
    assert queries.asked_after_by(bob, MORNING) == []
    assert contribution_of(deed).participant.person == gil
    assert contribution_of(hers).only_to == talk.participants.get(person=gil)


def test_where_bob_took_no_part_his_place_is_the_guests_and_all_that_hangs_on_it(ada: Person, gil, circle) -> None:
    """Control: there was nothing to bring along."""
    talk, ina = at_harvest(ada, circle, gil), cast.person("Ina")
    deed = promise(gil, talk, due=DAY)
    merge(gil, ina)
    assert queries.own(ina, deed.pk) is not None


def test_both_promised_and_both_deeds_are_bobs(bob: Person, gil, talk) -> None:
    deeds = {promise(gil, talk, "D zebra", due=DAY).pk, promise(bob, talk, "D quagga", due=DAY).pk}
    merge(gil, bob)
    assert {one.pk for one in queries.due_for(bob, MORNING)} == deeds
