"""The page about the measures says what the code does."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

from iq4d import measures
from iq4d.measures import document
from iq4d.measures.registry import MEASURES
from iq4d.measures.wording import limits

ROOT = Path(__file__).resolve().parents[2]
MODULES = [m.name for m in pkgutil.walk_packages(measures.__path__, "iq4d.measures.")] + ["iq4d.cli", "iq4d.speech"]


def test_the_page_is_fresh():
    kept = (ROOT / "docs" / "measures.md").read_text("utf-8")
    assert kept == document.page(), "python -m iq4d.measures.document > docs/measures.md"


@pytest.mark.parametrize("module", MODULES)
def test_examples_in_the_code_are_true(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0


@pytest.mark.parametrize("indicator", MEASURES, ids=lambda indicator: indicator.key)
def test_people_can_read_about_every_indicator_in_both_languages(indicator):
    said = (indicator.name, indicator.plain, indicator.formula, indicator.range, indicator.no_value, indicator.source)
    for sentence in (*said, *indicator.questions, *indicator.rules.values()):
        assert sentence.say("en")
        assert sentence.say("nl")
    assert len(str(indicator.plain)) < 125
    for sentence in (indicator.plain, indicator.formula, *indicator.questions):
        assert sentence.say("nl") != sentence.say("en")


def test_the_page_tells_which_head_serves_what():
    code = "".join(path.read_text("utf-8") for path in Path(measures.__path__[0]).rglob("*.py"))
    assert set(re.findall(r'doing\(transcript, "(\w+)"', code)) == set(document.SERVES) != set()


def test_the_limits_are_told():
    assert len(limits()) >= 3
