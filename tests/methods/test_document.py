"""The page about the methods says what the catalog does, and the examples in the code are true."""

import doctest
import importlib
import pkgutil

import pytest

from house.project import ROOT
from iq4d import methods
from iq4d.methods import catalog, document

MODULES = [module.name for module in pkgutil.walk_packages(methods.__path__, "iq4d.methods.")]


def test_the_page_is_fresh():
    kept = (ROOT / "docs" / "methods.md").read_text("utf-8")
    assert kept == document.page(), "python -m iq4d.methods.document > docs/methods.md"


@pytest.mark.parametrize("key", sorted(key for key, _ in catalog()))
def test_every_method_is_on_the_page(key):
    assert f"## `{key}`" in document.page()


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_the_code_are_true(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0
