"""The JSON Schema of a method file, made from the lists that the reader itself goes by.

It says what a file may hold, field by field, so that an editor can help; whether it can work, `checking` looks at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from iq4d.methods import method as declared
from iq4d.methods.kinds import KINDS, ROLES
from iq4d.methods.reading import MOST, MOST_MODULES, MOST_THEMES
from iq4d.methods.table import LONGEST

__all__ = ["schema"]

NAME = {"type": "string", "pattern": "^[a-z0-9_]{1,40}$"}
WORDS = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "\\S"}


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12, of a method as TOML gives it."""
    people = {"least": _number(1, MOST), "most": _number(1, MOST)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A method of IQ4D",
        "description": "A structured conversation: phases, what they ask and allow, and the courses through them.",
        **_table(
            {
                "key": NAME,
                "version": _number(1, MOST),
                "name": _ref("said"),
                "summary": _ref("said"),
                "source": WORDS,
                "licence": _one(declared.LICENCES),
                "people": _table(people, ("least",)),
                "roles": _some(tuple(ROLES)),
                "steering": _one(declared.STEERINGS),
                "phases": {"type": "array", "minItems": 1, "items": _ref("phase")},
                "courses": _table({key: _ref("course") for key in declared.COURSES}, declared.COURSES),
            },
            more={
                "results": _names(),
                "short_form_of": {"type": "string", "pattern": "^[a-z0-9_]{0,40}$"},
                "course": _one(declared.COURSES),
                "room": _one(declared.ROOMS),
                "kept": _one(declared.KEEPINGS),
                "hats": _some(declared.HATS),
                "repeats": _one(declared.REPEATS),
                "guide": _ref("said"),
                "good_for": _ref("said"),
                "purposes": _some(declared.PURPOSES),
                "trust": _one(declared.TRUSTS),
                "dimensions": _some(declared.DIMENSIONS),
            },
        ),
        "$defs": {
            "said": _table({"en": WORDS, "nl": WORDS}),
            "course": _table({"blocks": {"type": "array", "minItems": 1, "items": _ref("block")}}),
            "block": _table({"mode": _one(declared.MODES), "phases": _names()}, more={"turns": _one(declared.TURNS)}),
            "phase": _phase(),
            "module": _table(
                {"key": NAME, "name": _ref("said"), "prompt": _ref("said"), "kinds": _some(tuple(KINDS))},
                more={"starter": _ref("said")},
            ),
        },
    }


def _phase() -> dict[str, Any]:
    plain = {"type": "string", "pattern": "^[a-z0-9_]{0,40}$"}
    return _table(
        {
            "key": NAME,
            "name": _ref("said"),
            "prompt": _ref("said"),
            "minutes": _number(1, 60),
            "allowed": _table({}, more={role: _some(tuple(KINDS)) for role in ROLES}),
            "live": _number(1, 240),
            "apart": _number(1, 30),
            "exit": _some(declared.EXITS),
        },
        more={
            "owner_prompt": _ref("said"),
            "meanwhile": _ref("said"),
            "starter": _ref("said"),
            "guide": _ref("said"),
            "visibility": _one(declared.VISIBILITIES),
            "reveal": _one(declared.REVEALS),
            "at_least": _number(0, 20),
            "at_most": _number(1, 100),
            "quorum": _number(1, MOST),
            "owner": _one(declared.OWNER_MODES),
            "output": plain,
            "uses": _names(),
            "optional": {"type": "boolean"},
            "rounds": _one(declared.ROUNDS),
            "deal": _table({"rule": _one(declared.DEALS), "of": NAME}, more={"each": _number(1, 20)}),
            "questions": _some(declared.MANNERS),
            "statements": _one(declared.STATEMENTS),
            "themes": {"type": "array", "maxItems": MOST_THEMES, "items": _ref("said")},
            "modules": {"type": "array", "maxItems": MOST_MODULES, "items": _ref("module")},
            "chooses": _one(declared.CHOICES),
            "authors": _one(declared.AUTHORS),
            "scale": _table({"low": _ref("said"), "high": _ref("said")}),
            "photo": {"type": "boolean"},
            "consent": {"type": "boolean"},
            "along": {"type": "boolean"},
            "period": _one(declared.PERIODS),
        },
    )


def _table(
    needed: dict[str, Any], required: Sequence[str] | None = None, more: dict[str, Any] | None = None
) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "object", "properties": {**needed, **(more or {})}, "additionalProperties": False}
    wanted = list(needed) if required is None else list(required)
    return made | ({"required": wanted} if wanted else {})


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def _number(least: int, most: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": least, "maximum": most}


def _one(allowed: Sequence[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(allowed)}


def _some(allowed: Sequence[str]) -> dict[str, Any]:
    return {"type": "array", "uniqueItems": True, "items": _one(allowed)}


def _names() -> dict[str, Any]:
    return {"type": "array", "uniqueItems": True, "items": {"type": "string"}}
