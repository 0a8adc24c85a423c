"""Hints are a library of their own: they wake nothing up, and what their docstrings say is so."""

import doctest
import importlib
import os
import subprocess
import sys

import pytest

from house.project import SOURCE, load_tool

PROBE = "import sys, iq4d.hints; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def test_they_load_neither_the_web_nor_numpy():
    environment = os.environ | {"PYTHONPATH": str(SOURCE.parent)}
    told = subprocess.run([sys.executable, "-c", PROBE], env=environment, capture_output=True, text=True, check=True)
    loaded = set(told.stdout.split())
    assert "iq4d" in loaded
    assert loaded & {"django", "numpy", "snowballstemmer"} == set()


@pytest.mark.parametrize("module", ["iq4d.hints.languages.spoken", "iq4d.hints"])
def test_the_examples_are_true(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0


def test_an_interval_is_as_its_docstring_says():
    load_tool("hints")  # which lets its neighbour be found
    assert doctest.testmod(sys.modules["hints_page"]).failed == 0
    assert sys.modules["hints_page"].wilson(0, 0) == (0, 1)
