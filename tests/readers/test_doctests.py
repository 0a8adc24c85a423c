"""What the docstrings of the readers show is so."""

import doctest
import importlib
import pkgutil

import pytest

from iq4d import readers

MODULES = ["iq4d.readers", *(f"iq4d.readers.{module.name}" for module in pkgutil.iter_modules(readers.__path__))]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
