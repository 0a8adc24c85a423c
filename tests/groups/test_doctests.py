"""What the docstrings of the groups and of cells show is so."""

import doctest
import importlib
import pkgutil

import pytest

from iq4d import groups

MODULES = ["iq4d.cells", *(f"iq4d.groups.{module.name}" for module in pkgutil.iter_modules(groups.__path__))]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
