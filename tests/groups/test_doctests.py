"""What the door, the guide and the docstrings of the groups and of cells show is so."""

import doctest
import importlib
import pkgutil
import re

import pytest

from house.project import ROOT, words
from iq4d import groups

MODULES = ["iq4d.cells", *(module.name for module in pkgutil.walk_packages(groups.__path__, "iq4d.groups."))]


def test_all_that_the_door_offers_is_behind_it():
    assert {name: getattr(groups, name).__name__ for name in groups.__all__} == {name: name for name in groups.__all__}
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        groups.Nothing  # noqa: B018


def test_the_example_in_the_guide_runs():
    (example,) = re.findall(r"```python\n(.+?)```", words(ROOT / "docs" / "groups.md"), re.DOTALL)
    known = {"roles": ["nurse", "cook"] * 5, "ages": list(range(20, 30)), "names": [f"P{k}" for k in range(10)]}
    exec(example, known)
    assert known["model"].labels_.tolist().count(0) == 5


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
