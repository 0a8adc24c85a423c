"""A state as plain data and back. The method is kept by key, version and fingerprint; its text is kept beside it.

Unknown keys are passed over, so that an older version reads what a newer one kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date, datetime, time
from functools import cache
from typing import Any

from iq4d.methods.catalog import catalog
from iq4d.methods.clock import Calendar
from iq4d.methods.method import Method
from iq4d.methods.mistakes import MethodGone
from iq4d.methods.state import Entry, Made, Move, Person, State, Step
from iq4d.methods.writing import fingerprint

__all__ = ["from_json", "to_json"]

MOMENTS = {"at", "opened_at", "closes_at", "closed_at", "revealed_at", "offered_at", "paused_at", "meeting", "began_at"}


def to_json(state: State) -> dict[str, Any]:
    """Plain data that survives JSON; what is left to its default is left out."""
    calendar = state.calendar
    return {
        "method": {"key": state.method.key, "version": state.method.version, "content": fingerprint(state.method)},
        "course": state.course,
        "steering": state.steering,
        "calendar": {
            "zone": calendar.zone,
            "weekdays": sorted(calendar.weekdays),
            "holidays": sorted(day.isoformat() for day in calendar.holidays),
            "closing": calendar.closing.isoformat(),
        },
        "began_at": state.began_at.isoformat(),
        "people": [_plain(person) for person in state.people],
        "steps": [_plain(step) for step in state.steps],
        "entries": [_plain(entry) for entry in state.entries],
        "made": [{**_plain(one.move), "made_at": one.at.isoformat()} for one in state.made],
        "lengths": dict(state.lengths),
        "meeting": state.meeting and state.meeting.isoformat(),
        "paused_at": state.paused_at and state.paused_at.isoformat(),
        "nth": state.nth,
    }


def from_json(data: Mapping[str, Any], methods: Iterable[Method] | None = None) -> State:
    """The state again, with the very method it began with. Raises MethodGone where none of `methods` is that one
    (the shipped ones by default): content decides, not the name.
    """
    wanted = data["method"]
    known = tuple(catalog().values() if methods is None else methods)
    found = next((method for method in known if fingerprint(method) == wanted["content"]), None)
    if found is None:
        raise MethodGone(wanted["key"], wanted["version"], wanted["content"])
    calendar = data["calendar"]
    return State(
        method=found,
        course=data["course"],
        steering=data["steering"],
        calendar=Calendar(
            calendar["zone"],
            frozenset(calendar["weekdays"]),
            frozenset(map(date.fromisoformat, calendar["holidays"])),
            time.fromisoformat(calendar["closing"]),
        ),
        began_at=datetime.fromisoformat(data["began_at"]),
        people=tuple(_made(Person, row) for row in data["people"]),
        steps=tuple(_made(Step, row) for row in data["steps"]),
        entries=tuple(_made(Entry, row) for row in data["entries"]),
        made=tuple(Made(_made(Move, row), datetime.fromisoformat(row["made_at"])) for row in data["made"]),
        lengths=tuple(sorted(data["lengths"].items())),
        meeting=datetime.fromisoformat(data["meeting"]) if data["meeting"] else None,
        paused_at=datetime.fromisoformat(data["paused_at"]) if data["paused_at"] else None,
        nth=data.get("nth", 0),
    )


def _plain(value: Any) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for field in fields(value):
        one = getattr(value, field.name)
        if one not in (field.default, frozenset()):
            rows[field.name] = one.isoformat() if isinstance(one, datetime) else _listed(one)
    return rows


def _listed(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(day.isoformat() for day in value)
    return [_listed(one) for one in value] if isinstance(value, tuple) else value


@cache
def _names(kind: type) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


def _made(kind: Any, row: Mapping[str, Any]) -> Any:
    names = _names(kind)
    known: dict[str, Any] = {}
    for name, value in row.items():
        if name not in names:
            continue
        if name in MOMENTS:
            known[name] = datetime.fromisoformat(value)
        elif name == "free":
            known[name] = frozenset(map(date.fromisoformat, value))
        elif name == "dealt":
            known[name] = tuple((person, tuple(cards)) for person, cards in value)
        else:
            known[name] = tuple(value) if isinstance(value, list) else value
    return kind(**known)
