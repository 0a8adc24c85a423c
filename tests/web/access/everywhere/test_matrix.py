"""Who gets in where: the table in matrix.toml, asked cell by cell. What one may not see is not there."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from django.urls import reverse

from iq4d.web.circles import queries
from iq4d.web.circles.models import Circle
from iq4d.web.urls import patterns
from web.access.everywhere.asking import Answer, Asking
from web.dialogues.rooms import Held
from web.stage import ROLES, Place, Stage, addresses, routes

TABLE = tomllib.loads((Path(__file__).parent / "matrix.toml").read_text("utf-8"))
Told = int | str
WAYS = {"sign-in": "account_login", "claim": "claim"}
Row = dict[str, list[Told]]  # by method, an answer per role

pytestmark = [pytest.mark.django_db, pytest.mark.urls("web.demo_urls"), pytest.mark.usefixtures("quiet")]


def whole(row: Row) -> Row:
    """With an answer for everybody: outside the rooms who takes part is a plain member, a guest or from elsewhere."""
    member, guest, elsewhere = (ROLES.index(role) for role in ("member", "guest", "elsewhere"))
    as_around = [*[member] * 3, guest, elsewhere]
    return {
        how: answers if len(answers) == len(ROLES) else [*answers, *(answers[at] for at in as_around)]
        for how, answers in row.items()
    }


def rows() -> dict[str, Row]:
    """The table written out: for each route and method an answer per role."""
    assert tuple(TABLE["roles"]) == ROLES
    assert (ROLES[0], ROLES[7], *ROLES[-2:]) == ("anonymous", "guest", "guest-here", "outsider-here")
    out: dict[str, Row] = {}
    for name, methods in TABLE["open"].items():
        out[name] = {method: [answer] * len(ROLES) for method, answer in methods.items()}
    for name, methods in TABLE["own"].items():
        row = {how: [stranger, *[person] * 6, guest] for how, (stranger, person, guest) in methods.items()}
        out[name] = whole(row)
    return (
        out
        | in_room("closed")
        | {name: whole(row) for part in ("things", "links") for name, row in TABLE[part].items()}
    )


def in_room(room: str) -> dict[str, Row]:
    """The rows about a running dialogue: "closed" or "shared" (an open one)."""
    return {name: whole(row) for name, row in TABLE[room].items()}


def told(answer: Answer) -> Told:
    """The status, or "sign-in" and "claim" for the ways to those pages."""
    to = answer.location
    return next((named for named, page in WAYS.items() if to.startswith(reverse(page))), answer.status)


def deviations(
    asking: Asking, at: Place, expected: dict[str, Row], ways: dict[str, dict[str, str]], room: Held | None = None
) -> tuple[list[str], int]:
    """Every cell that is not as the table says, and how many were asked. room: which of the place's dialogues."""
    wrong, asked = [], 0
    for name, row in expected.items():
        args, form = addresses(at, room=room)[name]
        for method, answers in row.items():
            for role, should in zip(ROLES, answers, strict=True):
                for way, more in ways.items():
                    got = told(asking.ask(role, method, reverse(name, args=args), form, **more))
                    asked += 1
                    by_script = should == "sign-in" and method == "POST" and "HTTP_HX_REQUEST" in more
                    due = 401 if by_script else should  # a script goes to no page
                    if got != due:
                        wrong.append(f"{method} {name} by {role} ({way}): {got} instead of {due}")
    return wrong, asked


def test_the_table_knows_every_route() -> None:
    assert set(rows()) == {name for name, _view in routes(patterns(demo=True))}
    assert all(set(row) == {"GET", "POST"} for row in rows().values())


def test_everybody_gets_what_the_table_says(asking: Asking) -> None:
    outside = {name: row for name, row in rows().items() if name not in TABLE["closed"] or name in TABLE["things"]}
    wrong, asked = deviations(asking, asking.stage.here, outside, {"a page": {}})
    assert not wrong, "\n".join(wrong)
    assert asked == len(outside) * 2 * len(ROLES)


@pytest.mark.parametrize("name", ["closed", "shared"])
def test_in_a_running_room_everybody_gets_what_the_table_says(asking: Asking, name: str) -> None:
    here = asking.stage.here
    wrong, asked = deviations(asking, here, in_room(name), {"a page": {}}, getattr(here, name))
    assert not wrong, "\n".join(wrong)
    assert asked == len(in_room(name)) * 2 * len(ROLES)
    assert TABLE["closed"].keys() == TABLE["shared"].keys(), "a route of a dialogue has an answer in both rooms"


def test_what_is_not_there_and_a_room_one_has_no_part_in_give_one_answer(asking: Asking) -> None:
    """The closed room, as its own circle meets it; and the rooms of another circle."""
    stage = asking.stage
    never = addresses(stage.here, gone=True, room=stage.here.closed)
    rooms = {
        "a closed room": (stage.here, stage.here.closed, ("steward", "member")),
        "another circle's closed room": (
            stage.there,
            stage.there.closed,
            ("elsewhere", "owner", "guest-here", "outsider-here"),
        ),
        "another circle's open room": (
            stage.there,
            stage.there.shared,
            ("steward", "participant", "guest-here", "outsider-here"),
        ),
    }
    for name in TABLE["closed"]:
        for method in ("GET", "POST"):
            absent: dict[str, Told] = {}
            for what, (at, room, roles) in rooms.items():
                args, form = addresses(at, room=room)[name]
                for role in roles:
                    if role not in absent:
                        nowhere, said = never[name]
                        absent[role] = told(asking.ask(role, method, reverse(name, args=nowhere), said))
                    got = told(asking.ask(role, method, reverse(name, args=args), form))
                    assert got == absent[role], f"{what}: {method} {name} by {role}: {got}"
                    assert got in (404, 405, "claim"), f"{what}: {method} {name} by {role}: {got}"


@pytest.mark.soak
def test_no_other_way_of_asking_gets_further(asking: Asking) -> None:
    """htmx, HEAD and the rest of the verbs, as JSON and with a foreign Accept."""
    stage = asking.stage
    ways = {"htmx": {"HTTP_HX_REQUEST": "true"}, "json": {"HTTP_ACCEPT": "application/json"}}
    outside = {name: row for name, row in rows().items() if name not in TABLE["closed"] or name in TABLE["things"]}
    wrong, asked = deviations(asking, stage.here, outside, ways)
    from_carla, more = deviations(asking, stage.there, turned_round(rows()), {"a page": {}})
    wrong, asked = wrong + from_carla, asked + more
    tables = [
        (stage.here, outside, None), (stage.there, turned_round(rows()), None),
        (stage.here, in_room("closed"), stage.here.closed), (stage.here, in_room("shared"), stage.here.shared),
    ]  # fmt: skip
    for at, table, room in tables:
        for name, row in table.items():
            args, _form = addresses(at, room=room)[name]
            for method in ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"):
                for role, as_page in zip(ROLES, row["GET"], strict=True):
                    got = told(asking.ask(role, method, reverse(name, args=args), {}))
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
    order = [stranger, *[elsewhere] * 3, steward, elsewhere, elsewhere, guest, *[elsewhere] * 3, guest, elsewhere]
    in_rooms = {*TABLE["closed"]} - {*TABLE["things"]}
    return {
        name: {method: [answers[at] for at in order] for method, answers in row.items()}
        for name, row in table.items()
        if name != "member_remove" and name not in in_rooms
    }


def test_the_table_bites(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a query that forgets the person shows up as a deviation."""
    monkeypatch.setattr(queries, "circle_for", lambda person, key: Circle.objects.filter(key=key).first())
    wrong, _asked = deviations(Asking(stage), stage.here, {"circle": rows()["circle"]}, {"a page": {}})
    assert wrong == [
        f"{method} circle by {role} (a page): 200 instead of 404"
        for method in ("GET", "POST")
        for role in ("elsewhere", "former", "invited", "outsider-here")
    ]  # guests are asked for an account first
