"""Somebody asks on: the learnings come on the table of a closed room, and nothing of them is read before that."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions import moving, people, starting
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.dialogues.standing import bare_state, methods_with_period
from iq4d.web.harvests.models import Harvest
from iq4d.web.people.models import Person
from web.deeds.promising import fresh
from web.harvests.years import recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
WORDS = ("Waiting helps.", "Silence is not refusal 🌱", "Nobody minds a question.")
PERIODS = {"month": "2026-11", "quarter": "2026-Q4", "year": "2026"}


@pytest.fixture(params=PERIODS)
def period(request: pytest.FixtureRequest) -> str:
    if not methods_with_period(request.param):
        pytest.skip(f"no method of the catalog looks back on a {request.param}")
    return str(request.param)


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


def harvested(phone: Client, period: str) -> Harvest:
    """Three learnings of that time, something said of the first."""
    first = phone.post(reverse("harvest_choose"), {"of": PERIODS[period], "own": WORDS[0]})["Location"]
    harvest = Harvest.objects.get()
    for words in WORDS[1:]:
        phone.post(reverse("harvest_choose"), {"of": PERIODS[period], "own": words, "into": harvest.pk})
    phone.post(first, {"words": WORDS[0], "intended": "no", "used_where": "On Monday"})
    return harvest


def asked(phone: Client, harvest: Harvest, **more: str) -> Dialogue:
    method = methods_with_period(harvest.period)[0].key
    form = {"sentence": "What did I learn?", "method": method, "once": "x", **more}
    places = {phone.post(reverse("harvest_ask", args=[harvest.pk]), form)["Location"] for _n in range(2)}
    (made,) = Dialogue.objects.all()
    assert places <= {f"{made.get_absolute_url()}people/", made.get_absolute_url()}
    return made


def begun(made: Dialogue, ada: Person, *others: Person) -> Dialogue:
    for one in others:
        people.come_in(person=one, dialogue=made, invite=None, now=timezone.now())
    if fresh_state(made) == "gathering":
        starting.begin_now(person=ada, dialogue=made, now=timezone.now())
    cast.work()
    cast.work()
    return fresh(made)


def laid_down(made: Dialogue, ada: Person) -> None:
    """Ada leaves it at that, where the step does not end by itself."""
    first = bare_state(made.standing).steps[0]
    if first.is_open:
        moving.make_move(
            person=ada, dialogue=made, kind="close", step=first.id, version=first.version, now=timezone.now()
        )


def fresh_state(made: Dialogue) -> str:
    return Dialogue.objects.get(pk=made.pk).state


def on_table(made: Dialogue) -> list[str]:
    return list(made.contributions.order_by("number").values_list("source", flat=True))


def test_three_learnings_come_on_the_table_once_it_begins(ada: Person, period: str) -> None:
    phone, bob = cast.signed_in(ada), cast.person("Bob")
    harvest = harvested(phone, period)
    page = phone.get(reverse("harvest_ask", args=[harvest.pk])).content.decode()
    assert "Who asks on?" in page
    made = begun(asked(phone, harvest, circle=""), ada, bob)
    assert made.room == "closed"
    assert on_table(made) == [f"{WORDS[0]}\n\nUsed where: On Monday", *WORDS[1:]]
    one = Contribution.objects.get(dialogue=made, number=1)
    assert one.participant.person == ada
    assert one.kind == "takeaway"
    assert one.takeaway.intended is False
    assert len(recorded("harvests.laid")) == 1
    cast.work()
    assert len(on_table(made)) == 3, "told twice is once"
    kept = phone.get(harvest.get_absolute_url()).content.decode()
    assert made.get_absolute_url() in kept
    assert phone.get(reverse("harvest_ask", args=[harvest.pk]))["Location"] == made.get_absolute_url()


def test_who_is_asked_reads_the_learnings_and_nobody_else(ada: Person, period: str) -> None:
    """Bob asks on; Dee is of the same circle and is not in it. What Ada says of her harvest later stays hers."""
    bob, dee = cast.person("Bob"), cast.person("Dee")
    circle = cast.circle(ada, bob, dee)
    phone = cast.signed_in(ada)
    harvest = harvested(phone, period)
    made = begun(asked(phone, harvest, circle=circle.key), ada, bob)
    assert made.circle == circle
    laid_down(made, ada)
    read = cast.signed_in(bob).get(made.get_absolute_url()).content.decode()
    assert all(words in read for words in WORDS)
    assert cast.signed_in(dee).get(made.get_absolute_url()).status_code == 404
    assert cast.signed_in(bob).get(harvest.get_absolute_url()).status_code == 404
    last = harvest.learnings.order_by("pk").last()
    phone.post(last.get_absolute_url(), {"words": "Only mine, later"})
    assert "Only mine, later" not in cast.signed_in(bob).get(made.get_absolute_url()).content.decode()


def test_who_left_before_it_began_keeps_it_alone(ada: Person, period: str) -> None:
    """Ada takes part no longer when others make it begin: nothing of hers comes on the table."""
    phone = cast.signed_in(ada)
    made = asked(phone, harvested(phone, period), circle="")
    if fresh_state(made) != "gathering":
        pytest.skip("it begins with its owner alone")
    bob, dee = cast.person("Bob"), cast.person("Dee")
    for one in (bob, dee):
        people.come_in(person=one, dialogue=made, invite=None, now=timezone.now())
    Participant.objects.filter(dialogue=made, person=ada).update(removed_at=timezone.now())
    Participant.objects.filter(dialogue=made, person=dee).update(role="owner")
    Dialogue.objects.filter(pk=made.pk).update(created_by=dee)
    starting.begin_now(person=dee, dialogue=made, now=timezone.now())
    cast.work()
    assert on_table(fresh(made)) == []
    assert Harvest.objects.get().learnings.count() == 3


@pytest.mark.parametrize("method", ["ten_step", "nothing"])
def test_only_a_way_of_looking_back_on_such_a_time(ada: Person, period: str, method: str) -> None:
    phone = cast.signed_in(ada)
    harvest = harvested(phone, period)
    answer = phone.post(reverse("harvest_ask", args=[harvest.pk]), {"sentence": "Well?", "method": method})
    assert answer.status_code == 200
    assert not Dialogue.objects.exists()


def test_where_nothing_is_left_nobody_is_asked(ada: Person, period: str) -> None:
    phone = cast.signed_in(ada)
    harvest = harvested(phone, period)
    for one in harvest.learnings.all():
        phone.post(reverse("learning_away", args=[harvest.pk, one.pk]))
    method = methods_with_period(period)[0].key
    form = {"sentence": "What did I learn?", "method": method}
    page = phone.post(reverse("harvest_ask", args=[harvest.pk]), form).content.decode()
    assert "There is nothing in this harvest yet." in page
    assert not Dialogue.objects.exists()
