"""The JSON Schema says of a file what the reader says of it, as far as a schema can."""

import json
import re
import tomllib

import pytest

from house.project import ROOT
from iq4d.methods import BrokenMethod, loads
from iq4d.methods.catalog import FOLDER
from iq4d.methods.schema import schema
from methods.every_feature import END, HEAD, MORE, MORE_HEAD, PHASES, written

FILES = sorted(FOLDER.glob("*.toml"))
TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}


def wrong(value, rule, whole, place="file"):
    """What the schema has against a value: the keywords that ours uses, each as draft 2020-12 means it."""
    if "$ref" in rule:
        rule = whole["$defs"][rule["$ref"].rsplit("/", 1)[1]]
    if "type" in rule and (not isinstance(value, TYPES[rule["type"]]) or (rule["type"] == "integer" and value is True)):
        return [f"{place}: not {rule['type']}"]
    found = []
    if "enum" in rule and value not in rule["enum"]:
        found.append(f"{place}: {value!r} is not one of them")
    if isinstance(value, str):
        long = not rule.get("minLength", 0) <= len(value) <= rule.get("maxLength", len(value))
        found += [f"{place}: length"] if long else []
        found += [f"{place}: pattern"] if not re.search(rule.get("pattern", ""), value) else []
    elif isinstance(value, int):
        found += [f"{place}: range"] if not rule.get("minimum", value) <= value <= rule.get("maximum", value) else []
    elif isinstance(value, list):
        few, many = rule.get("minItems", 0), rule.get("maxItems", len(value))
        found += [f"{place}: {len(value)} items"] if not few <= len(value) <= many else []
        found += (
            [f"{place}: twice"] if rule.get("uniqueItems") and len({str(one) for one in value}) < len(value) else []
        )
        for n, one in enumerate(value):
            found += wrong(one, rule.get("items", {}), whole, f"{place}[{n}]")
    elif isinstance(value, dict):
        known = rule.get("properties", {})
        found += [f"{place}: {key} is missing" for key in rule.get("required", ()) if key not in value]
        for key, one in value.items():
            if key in known:
                found += wrong(one, known[key], whole, f"{place}.{key}")
            elif rule.get("additionalProperties") is False:
                found.append(f"{place}: {key} is not known")
    return found


def against(text):
    return wrong(tomllib.loads(text), schema(), schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_method_that_comes_along_fits(path):
    assert against(path.read_text("utf-8")) == []


def test_a_method_with_every_field_fits():
    assert against(written("everything", PHASES, "", "ideas")) == []
    assert against(written("more", MORE, MORE_HEAD, "cases")) == []


GOOD = written("more", MORE, MORE_HEAD, "cases")
BROKEN = {
    "an unknown steering": ('steering = "light"', 'steering = "iron"'),
    "no version": ("version = 3\n", ""),
    "a word for a number": ("people.least = 2", 'people.least = "two"'),
    "a language missing": ('summary.nl = "Alleen voor de tests van het geheel."\n', ""),
    "an unknown kind": ('allowed.owner = ["vote"]', 'allowed.owner = ["cheer"]'),
    "an unknown field": ("photo = true", "film = true"),
    "a key with capitals": ('key = "more"', 'key = "More"'),
    "an exit twice": ('exit = ["time", "owner", "facilitator"]', 'exit = ["time", "time"]'),
    "too many minutes": ("minutes = 2", "minutes = 61"),
    "a truth as a number": ("along = true", "along = 1"),
    "an unknown way of dealing": ('rule = "farthest"', 'rule = "nearest"'),
    "an unknown hat": ('hats = ["questioner", "summariser"]', 'hats = ["clown"]'),
    "an end of the scale without words": ('nl = "helemaal" }', 'nl = "" }'),
    "no courses": ("[courses.live]", "[tracks.live]"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_the_reader_refuses_for_its_form_the_schema_refuses(what):
    before, after = BROKEN[what]
    assert before in GOOD
    text = GOOD.replace(before, after)
    with pytest.raises(BrokenMethod):
        loads(text, "broken.toml")
    assert against(text) != []


def test_the_shipped_schema_is_fresh():
    kept = json.loads((ROOT / "docs" / "method.schema.json").read_text("utf-8"))
    assert kept == schema(), ".venv/bin/iq4d methods schema > docs/method.schema.json"


def test_every_field_of_a_phase_is_tried_here():
    tried = {
        name
        for text in (*PHASES.values(), *MORE.values(), *END.values(), HEAD)
        for name in re.findall(r"^(\w+)", text, re.M)
    }
    known = set(schema()["$defs"]["phase"]["properties"])
    assert known - tried <= {
        "key",
        "name",
        "prompt",
        "minutes",
        "live",
        "apart",
        "owner_prompt",
        "meanwhile",
        "starter",
        "modules",  # tables of their own in the file
    }
