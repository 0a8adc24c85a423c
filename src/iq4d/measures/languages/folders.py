"""A language is a folder: its cues, its words without content, its function words, its stemmer."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["FOLDER", "OURS", "about", "cue_lists", "listed", "purposes"]

FOLDER = files("iq4d.measures.languages")
OURS = tuple(sorted(entry.name for entry in FOLDER.iterdir() if entry.is_dir() and (entry / "language.toml").is_file()))


def about(language: str) -> dict[str, Any]:
    """`language.toml`: its name, its stemmer, and what that stemmer would wrongly take together."""
    return _toml(language, "language")


def listed(language: str, name: str) -> frozenset[str]:
    """A list of words, such as "stopwords"; lines that begin with # say where it comes from."""
    lines = (FOLDER / language / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@lru_cache(maxsize=16)
def _toml(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / language / f"{name}.toml").read_text("utf-8"))


def cue_lists(language: str) -> dict[str, dict[str, list[str]]]:
    """`cues.toml`: by kind of cue and by rule, patterns."""
    return _toml(language, "cues")


def purposes(language: str) -> list[str]:
    """`purposes.toml`: purposes of other conversations, what chance is."""
    found: list[str] = _toml(language, "purposes")["purposes"]
    return found
