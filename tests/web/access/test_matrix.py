"""Who gets in where: the table in matrix.toml, asked cell by cell. What one may not see is not there."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.urls import reverse

from iq4d.web.circles import queries
from iq4d.web.circles.models import Circle
from iq4d.web.urls import patterns
from web.stage import ROLES, Place, Stage, addresses, routes, sent

TABLE = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text("utf-8"))
Answer = int | str
WAYS = {"sign-in": "account_login", "claim": "claim"}
Row = dict[str, list[Answer]]  # by method, an answer per role

pytestmark = [pytest.mark.django_db, pytest.mark.urls("web.demo_urls")]


@pytest.fixture
def stage(quiet: None) -> Stage:
    return Stage()


def rows() -> dict[str, Row]:
    """The table written out: for each route and method an answer per role."""
    assert tuple(TABLE["roles"]) == ROLES
    assert (ROLES[0], ROLES[-1]) == ("anonymous", "guest")
    known = len(ROLES) - 2
    out: dict[str, Row] = {}
    for name, methods in TABLE["open"].items():
        out[name] = {method: [answer] * len(ROLES) for method, answer in methods.items()}
    for name, methods in TABLE["own"].items():
        out[name] = {how: [stranger, *[person] * known, guest] for how, (stranger, person, guest) in methods.items()}
    return out | TABLE["things"] | TABLE["links"]


def answer(response: HttpResponse) -> Answer:
    """The status, or "sign-in" and "claim" for the ways to those pages."""
    to = response["Location"] if response.status_code == 302 else ""
    return next((named for named, page in WAYS.items() if to.startswith(reverse(page))), response.status_code)


def deviations(
    stage: Stage, at: Place, expected: dict[str, Row], ways: dict[str, dict[str, Any]]
) -> tuple[list[str], int]:
    """Every cell that is not as the table says, and how many were asked."""
    wrong, asked = [], 0
    for name, row in expected.items():
        args, form = addresses(at)[name]
        for method, answers in row.items():
            cache.clear()  # how often is not asked here
            for role, should in zip(ROLES, answers, strict=True):
                for way, more in ways.items():
                    got = answer(sent(stage.browser(role), method, reverse(name, args=args), form, **more))
                    asked += 1
                    if got != should:
                        wrong.append(f"{method} {name} by {role} ({way}): {got} instead of {should}")
    return wrong, asked


def test_the_table_knows_every_route() -> None:
    assert set(rows()) == {name for name, _view in routes(patterns(demo=True))}
    assert all(set(row) == {"GET", "POST"} for row in rows().values())


def test_everybody_gets_what_the_table_says(stage: Stage) -> None:
    wrong, asked = deviations(stage, stage.here, rows(), {"a page": {}})
    assert not wrong, "\n".join(wrong)
    assert asked == len(rows()) * 2 * len(ROLES)


def test_another_circles_things_are_as_absent_as_things_that_never_were(stage: Stage) -> None:
    """Seen from Ada's circle: Carla's things, and things nobody has, give one and the same answer."""
    theirs, never = addresses(stage.there), addresses(stage.there, gone=True)
    for name in TABLE["things"]:
        for method in ("GET", "POST"):
            for role in ("steward", "facilitator", "member", "former", "invited"):
                answers = [
                    answer(sent(stage.browser(role), method, reverse(name, args=args), form))
                    for args, form in (theirs[name], never[name])
                ]
                assert answers[0] == answers[1] in (404, 405), f"{method} {name} by {role}: {answers}"
    bob = stage.browser("member")
    assert sent(bob, "GET", reverse("invitation", args=["no-such-token"]), {}).status_code == 404


@pytest.mark.soak
def test_no_other_way_of_asking_gets_further(stage: Stage) -> None:
    """htmx, HEAD and the rest of the verbs, as JSON and with a foreign Accept."""
    ways = {"htmx": {"HTTP_HX_REQUEST": "true"}, "json": {"HTTP_ACCEPT": "application/json"}}
    wrong, asked = deviations(stage, stage.here, rows(), ways)
    from_carla, more = deviations(stage, stage.there, turned_round(rows()), {"a page": {}})
    wrong, asked = wrong + from_carla, asked + more
    for at, table in ((stage.here, rows()), (stage.there, turned_round(rows()))):
        for name, row in table.items():
            args, _form = addresses(at)[name]
            for method in ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"):
                for role, as_page in zip(ROLES, row["GET"], strict=True):
                    got = answer(sent(stage.browser(role), method, reverse(name, args=args), {}))
                    asked += 1
                    if as_page in (404, *WAYS) and got not in (as_page, 405):
                        wrong.append(f"{method} {name} by {role}: {got}, a page is {as_page}")
    assert not wrong, "\n".join(wrong)
    assert asked >= 5_000


def turned_round(table: dict[str, Row]) -> dict[str, Row]:
    """The same table for Carla's circle: she is its only steward, and everybody of Ada's is from elsewhere.

    Without the page on which somebody leaves: her place is the last steward's.
    """
    stranger, steward, elsewhere, guest = (ROLES.index(role) for role in ("anonymous", "steward", "elsewhere", "guest"))
    order = [stranger, elsewhere, elsewhere, elsewhere, steward, elsewhere, elsewhere, guest]
    return {
        name: {method: [answers[at] for at in order] for method, answers in row.items()}
        for name, row in table.items()
        if name != "member_remove"
    }


def test_the_table_bites(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a query that forgets the person shows up as a deviation."""
    monkeypatch.setattr(queries, "circle_for", lambda person, key: Circle.objects.filter(key=key).first())
    wrong, _asked = deviations(stage, stage.here, {"circle": rows()["circle"]}, {"a page": {}})
    assert wrong == [
        f"{method} circle by {role} (a page): 200 instead of 404"
        for method in ("GET", "POST")
        for role in ("elsewhere", "former", "invited")
    ]
