"""A query of which the SQL was made once gives what the plain queryset gives, for other values, too."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext

import cast
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.people.models import Person
from iq4d.web.ui import prepared
from iq4d.web.ui.prepared import Prepared

pytestmark = pytest.mark.django_db
NAMES = ["Ada", "Bob", "Ülkü 🌷", "O'Neill %s %(x)s", "Zoë\\"]


@pytest.fixture
def everybody() -> list[Person]:
    """Five people, of whom the first three are in a circle."""
    people = [Person.objects.create_user(f"p{n}@example.org", name=name) for n, name in enumerate(NAMES)]
    cast.circle(*people[:3])
    return people


def both(build: Callable[..., QuerySet[Any, Any]], *values: Any) -> list[Any]:
    """Asked twice, the second time with the SQL of the first; both hold what the plain queryset holds."""
    ready: Prepared[Any] = Prepared(build)
    plain = list(build(*values))
    assert ready(*values) == plain
    assert ready(*values) == plain
    return plain


def test_rows_by_number(everybody: list[Person]) -> None:
    ready: Prepared[Person] = Prepared(lambda pk: Person.objects.filter(pk=pk))
    for one in everybody:
        found = ready.first(one.pk)
        assert found == one
        assert found is not None
        assert (found.name, found.email, found.created_at) == (one.name, one.email, one.created_at)
        assert not found._state.adding
    assert ready.first(10**8) is None
    assert ready(10**8) == []


@pytest.mark.parametrize("name", [*NAMES, "", "\x1a0\x1a", "'; DROP TABLE people_person; --"])
def test_rows_by_text(everybody: list[Person], name: str) -> None:
    assert len(both(lambda said: Person.objects.filter(name=said), name)) == (name in NAMES)


def test_related_rows_come_along_in_one_query(everybody: list[Person]) -> None:
    ready: Prepared[Membership] = Prepared(
        lambda pk: Membership.objects.filter(person=pk).select_related("circle", "person")
    )
    ready(everybody[0].pk)
    with CaptureQueriesContext(connection) as asked:
        (found,) = ready(everybody[1].pk)
        assert found.person.name == "Bob"
        assert found.circle == Circle.objects.get()
    assert len(asked) == 2  # and the one this test asks


def test_values_flat_and_wide(everybody: list[Person]) -> None:
    pk = everybody[2].pk
    assert both(lambda pk: Person.objects.filter(pk=pk).values_list("name", flat=True), pk) == ["Ülkü 🌷"]
    both(lambda pk: Person.objects.filter(pk=pk).values_list("pk", "name", "created_at", "is_active"), pk)
    both(lambda pk: Membership.objects.filter(person=pk).values_list("circle__name", "person__name"), pk)


def test_union_annotation_and_subquery(everybody: list[Person]) -> None:
    one, other = everybody[0].pk, everybody[3].pk
    both(
        lambda a, b: (
            Person.objects.filter(pk=a)
            .order_by()
            .values_list(Value("a"), "name")
            .union(Person.objects.filter(pk=b).order_by().values_list(Value("b"), "name"), all=True)
        ),
        one,
        other,
    )
    there = Membership.objects.filter(person=OuterRef("pk"))
    found = both(lambda a: Person.objects.filter(pk__gte=a).annotate(member=Exists(there)).order_by("pk"), one)
    assert [person.member for person in found] == [True, True, True, False, False]
    both(lambda said: Person.objects.annotate(low=Lower("name")).filter(low=said).values_list("low", "name"), "ada")


SHAPES = {
    "one": lambda people: Q(pk=people[0].pk),
    "a row": lambda people: Q(memberships__person=people[1]),
    "not": lambda people: ~Q(name="Ada"),
    "either": lambda people: Q(name="Ada") | Q(name="Bob"),
    "either, of others": lambda people: Q(name="Ülkü 🌷") | Q(name="nobody"),
    "nested": lambda people: Q(pk__gt=people[0].pk) & ~(Q(name="Bob") | Q(name="Zoë\\")),
    "a list": lambda people: Q(pk__in=[one.pk for one in people[:3]]),
    "a longer list": lambda people: Q(pk__in=[one.pk for one in people]),
    "a set of texts": lambda people: Q(name__in={"Ada", "Bob"}),
    "an empty list": lambda people: Q(pk__in=[]),
    "an empty list beside another": lambda people: Q(pk__in=[]) | Q(name="Bob"),
    "an empty list with another": lambda people: Q(pk__in=[]) & Q(name="Bob"),
    "not in an empty list": lambda people: ~Q(pk__in=[]) & Q(name="Bob"),
    "nothing": lambda people: Q(),
    "true": lambda people: Q(is_active=True),
    "false": lambda people: Q(is_active=False),
    "none": lambda people: Q(email=None),
    "is none": lambda people: Q(email__isnull=True),
    "of a relation": lambda people: Q(memberships__isnull=False),
}


def test_one_query_for_all_shapes(everybody: list[Person]) -> None:
    """Asked in two orders, so that a shape that is taken for another would show."""
    ready: Prepared[str] = Prepared(
        lambda where: Person.objects.filter(where).order_by("pk").values_list("name", flat=True)
    )
    for _ in range(2):
        for told, shape in [*SHAPES.items(), *reversed(SHAPES.items())]:
            where = shape(everybody)
            plain = list(Person.objects.filter(where).order_by("pk").values_list("name", flat=True))
            assert ready(where) == plain, told


def test_of_more_shapes_than_are_remembered(everybody: list[Person], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prepared, "SHAPES", 3)
    ready: Prepared[Person] = Prepared(lambda where: Person.objects.filter(where))
    for many in (1, 2, 3, 4, 5, 1, 2, 3, 4, 5):
        assert len(ready(Q(pk__in=[one.pk for one in everybody[:many]]))) == many


@pytest.mark.parametrize(
    "build",
    [
        lambda pk: Person.objects.all(),  # does not use it
        lambda pk: Person.objects.filter(pk=pk + 1),  # makes another of it
        lambda pk: Person.objects.all()[:pk],  # a limit is no parameter
        lambda pk: Person.objects.filter(name__contains=pk),  # puts other text around it
    ],
)
def test_a_value_that_gets_lost_is_refused(build: Callable[..., QuerySet[Person]]) -> None:
    with pytest.raises(ValueError, match=r"values \[0\] do not stand in the SQL"):
        Prepared(build)(1)


@pytest.mark.parametrize("value", [1.5, b"x", cast.NOW, {"a": 1}, object(), [1, "a"], [True], [[1]], [None]])
def test_a_value_of_another_kind_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="takes numbers, texts"):
        Prepared(lambda one: Person.objects.filter(pk=one))(value)


def test_it_is_one_query_each_time(everybody: list[Person]) -> None:
    ready: Prepared[Person] = Prepared(lambda pk: Person.objects.filter(pk=pk))
    with CaptureQueriesContext(connection) as asked:
        ready(1)
        ready(2)
    assert len(asked) == 2


@pytest.mark.django_db(transaction=True)
def test_threads_do_not_meet(everybody: list[Person]) -> None:
    """Each has its own connection, and its own SQL to put values in."""
    ready: Prepared[Person] = Prepared(lambda pk: Person.objects.filter(pk=pk))

    def ask(pk: int) -> bool:
        try:
            return all((found := ready.first(pk)) is not None and found.pk == pk for _ in range(200))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, [one.pk for one in everybody]))


@pytest.mark.django_db(transaction=True)
def test_it_goes_with_its_connection(everybody: list[Person]) -> None:
    """A server that ends its idle threads and starts others would keep every connection they had."""
    ready: Prepared[Person] = Prepared(lambda pk: Person.objects.filter(pk=pk))
    held: list[weakref.ref[Any]] = []

    def ask() -> None:
        assert ready.first(everybody[0].pk) is not None
        held.append(weakref.ref(connections["default"]))
        connections.close_all()

    for _ in range(3):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    gc.collect()
    assert len(held) == 3
    assert [one() for one in held] == [None] * 3
