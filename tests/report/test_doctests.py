"""What the docstrings of the report and of the pictures show is so."""

import doctest
import importlib
import pkgutil

import pytest

from iq4d import pictures, report

MODULES = [
    f"{package.__name__}.{module.name}"
    for package in (report, pictures)
    for module in pkgutil.iter_modules(package.__path__)
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
