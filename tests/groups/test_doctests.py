"""What the docstrings of the groups and of cells show is so."""

import doctest
import importlib
import pkgutil

import pytest

from iq4d import groups

MODULES = ["iq4d.cells", *(module.name for module in pkgutil.walk_packages(groups.__path__, "iq4d.groups."))]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
