"""An act and its record belong together: written at once, told at least once, made once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.journal import listening
from iq4d.web.journal.actions import once, record
from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Delivery, Entry, Once
from iq4d.web.journal.tasks import ATTEMPTS, LEASE, deliver, tell_again, tidy
from web.at_once import at_once


class Told:
    """A listener that writes down what it was told, and can be made to fail."""

    def __init__(self) -> None:
        self.entries: list[int] = []
        self.fails = 0

    def __call__(self, entry: Entry) -> None:
        if self.fails:
            self.fails -= 1
            raise ConnectionError("the other side is away")
        self.entries.append(entry.pk)


@pytest.fixture
def told() -> Iterator[Told]:
    written = Told()

    def tests_listener(entry: Entry) -> None:
        written(entry)

    listens_to("tests.happened")(tests_listener)
    yield written
    (name,) = listening._verbs.pop("tests.happened")
    listening._listeners.pop(name)


def happen(circle: Circle) -> Entry:
    with transaction.atomic():
        return record("tests.happened", actor=None, subject=circle)


def run_waiting() -> None:
    """As the worker does, but a task may fail."""
    for waiting in DBTaskResult.objects.ready():
        waiting.claim("test")
        try:
            waiting.task.func(*waiting.args_kwargs["args"])
        except ConnectionError:
            DBTaskResult.objects.filter(pk=waiting.pk).update(status="FAILED")
        else:
            DBTaskResult.objects.filter(pk=waiting.pk).update(status="SUCCESSFUL")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    circle = cast.circle(cast.person("Ada"))
    with pytest.raises(RuntimeError, match="outside a transaction"):
        record("tests.happened", actor=None, subject=circle)
    with transaction.atomic():
        record("tests.happened", actor=None, subject=circle)  # control


@pytest.mark.django_db(transaction=True)
def test_entry_delivery_and_task_come_and_go_with_the_act(told: Told) -> None:
    circle = cast.circle(cast.person("Ada"))
    before = [model.objects.count() for model in (Entry, Delivery, DBTaskResult)]

    @transaction.atomic
    def fail_halfway() -> None:
        Circle.objects.filter(pk=circle.pk).update(name="never")
        record("tests.happened", actor=None, subject=circle)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert [model.objects.count() for model in (Entry, Delivery, DBTaskResult)] == before
    happen(circle)
    assert [model.objects.count() for model in (Entry, Delivery, DBTaskResult)] == [n + 1 for n in before]
    circle.refresh_from_db()
    assert circle.name == "Wednesday circle"


@pytest.mark.django_db
def test_a_listener_is_told_and_told_once_more_is_no_harm(told: Told) -> None:
    entry = happen(cast.circle(cast.person("Ada")))
    delivery = Delivery.objects.get(entry=entry)
    cast.work()
    assert told.entries == [entry.pk]
    deliver.func(delivery.pk)
    assert told.entries == [entry.pk], "done is done"
    deliver.func(10**7)  # a delivery that is gone


@pytest.mark.django_db
def test_what_failed_is_told_again_after_its_lease(told: Told) -> None:
    told.fails = 1
    entry = happen(cast.circle(cast.person("Ada")))
    run_waiting()
    assert told.entries == []
    now = timezone.now()
    tell_again(now)
    assert not DBTaskResult.objects.ready().exists(), "not yet: its lease runs"
    tell_again(now + LEASE + timedelta(minutes=1))
    run_waiting()
    assert told.entries == [entry.pk]
    assert Delivery.objects.get(entry=entry).attempts == 2
    tell_again(now + timedelta(days=1))
    assert not DBTaskResult.objects.ready().exists(), "done"


@pytest.mark.django_db
def test_a_worker_that_died_before_telling_costs_nothing(told: Told) -> None:
    entry = happen(cast.circle(cast.person("Ada")))
    DBTaskResult.objects.all().delete()  # the queue went with it
    tell_again(timezone.now())
    assert not DBTaskResult.objects.exists()
    tell_again(timezone.now() + LEASE + timedelta(seconds=1))
    cast.work()
    assert told.entries == [entry.pk]


@pytest.mark.django_db
def test_a_long_queue_is_not_made_longer_by_asking(told: Told) -> None:
    """The worker is behind: what waits in the queue is not put in it again each minute."""
    happen(cast.circle(cast.person("Ada")))
    DBTaskResult.objects.all().delete()
    late = timezone.now() + LEASE + timedelta(minutes=1)
    for minute in range(4):
        tell_again(late + timedelta(minutes=minute))
    assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db
def test_after_some_tries_it_is_left_alone(told: Told) -> None:
    told.fails = 1_000
    entry = happen(cast.circle(cast.person("Ada")))
    now = timezone.now()
    for hour in range(ATTEMPTS + 3):
        run_waiting()
        tell_again(now + timedelta(hours=hour + 1))
    assert Delivery.objects.get(entry=entry).attempts == ATTEMPTS


@pytest.mark.django_db
def test_a_listener_an_update_took_away_is_passed_over() -> None:
    entry = happen(cast.circle(cast.person("Ada")))
    delivery = Delivery.objects.create(entry=entry, listener="iq4d.web.gone.listeners.tell")
    deliver.func(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.done_at is not None


@pytest.mark.django_db
def test_a_double_click_makes_one() -> None:
    ada, made = cast.person("Ada"), []

    def make() -> str:
        made.append("one")
        return f"/made/{len(made)}/"

    assert [once(ada, "form-1", make) for _ in range(3)] == ["/made/1/"] * 3
    assert once(ada, "form-2", make) == "/made/2/"
    assert once(cast.person("Bob"), "form-1", make) == "/made/3/", "another person's form is another form"
    assert [once(ada, "", make), once(ada, "", make)] == ["/made/4/", "/made/5/"], "control: without a key each makes"
    assert once(ada, "x" * 500, make) == once(ada, "x" * 500, make)
    assert once(ada, "a\x00b", make), "a key no database keeps is no reason to fail"
    assert not any("\x00" in key for key in Once.objects.values_list("key", flat=True))


@pytest.mark.django_db
def test_what_could_not_be_made_can_be_tried_again() -> None:
    ada = cast.person("Ada")
    with pytest.raises(ZeroDivisionError):
        once(ada, "form", lambda: str(1 / 0))
    assert once(ada, "form", lambda: "/made/") == "/made/"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_make_one() -> None:
    ada, made = cast.person("Ada"), []

    def make() -> str:
        made.append("one")
        Circle.objects.create(name="one", created_at=cast.NOW)
        return f"/made/{len(made)}/"

    got = at_once(*[lambda: once(ada, "form", make)] * 4)
    assert len(set(got)) == 1
    assert len(got) == 4
    assert Circle.objects.count() == 1


@pytest.mark.django_db
def test_form_keys_are_forgotten_after_a_week() -> None:
    ada = cast.person("Ada")
    once(ada, "form", lambda: "/made/")
    tidy(timezone.now() + timedelta(days=6))
    assert Once.objects.count() == 1
    tidy(timezone.now() + timedelta(days=8))
    assert Once.objects.count() == 0
