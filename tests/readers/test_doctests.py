"""What the docstrings of the readers show is so."""

import doctest
import importlib
import pkgutil

import pytest

from iq4d import readers

MODULES = ["iq4d.readers", *(module.name for module in pkgutil.walk_packages(readers.__path__, "iq4d.readers."))]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
