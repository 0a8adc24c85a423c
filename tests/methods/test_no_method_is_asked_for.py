"""The engine never asks which method runs, only what the phase says (a rule of the house, with its control)."""

import ast

import pytest

from house.project import ROOT, SOURCE, files, words
from iq4d.methods import catalog

KEYS = {key for key, _ in catalog()}
CATALOG = SOURCE / "methods" / "catalog"
DECIDING = (ast.Compare, ast.MatchValue, ast.Dict)


def asks_for(source: str) -> set[str]:
    """The keys of methods or phases-of-a-method that this module compares with, matches on or looks up by."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, DECIDING):
            parts = node.keys if isinstance(node, ast.Dict) else list(ast.walk(node))
            found |= {part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return found & KEYS


def test_no_module_asks_which_method_runs():
    modules = [path for path in files(".py") if path.is_relative_to(SOURCE) and not path.is_relative_to(CATALOG)]
    assert len(modules) > 50
    asking = {path.relative_to(ROOT).as_posix(): asks_for(words(path)) for path in modules}
    assert {name: found for name, found in asking.items() if found} == {}


def test_the_library_names_no_method_at_all():
    for path in (SOURCE / "methods").glob("*.py"):
        code = ast.parse(words(path))
        named = {node.value for node in ast.walk(code) if isinstance(node, ast.Constant) and node.value in KEYS}
        assert named == set(), path.name


@pytest.mark.parametrize(
    "source",
    [
        "if method.key == 'ten_step': ...",
        "if key in ('three_way', 'other'): ...",
        "match method.key:\n    case 'review': ...",
        "LENGTH = {'open_dialogue': 3}",
    ],
)
def test_asking_would_be_seen(source):
    assert asks_for(source)
