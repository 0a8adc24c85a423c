"""The patterns of a language, as its `rules.toml` has them, ready to be tried at one place in a text.

A pattern holds where it is tried and nowhere else, so that what it costs is bounded by how many places are tried. A
space in one stands for one to four (with a question mark: or none); `~n` for up to n words in between.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["FOLDER", "OURS", "Rules", "about", "rules"]

FOLDER = files("iq4d.hints.languages")
OURS = tuple(sorted(entry.name for entry in FOLDER.iterdir() if (entry / "rules.toml").is_file()))

_SPACE = re.compile(" (\\??)")
_BETWEEN = re.compile(r"~(\d)")


@dataclass(frozen=True, slots=True)
class Rules:
    """The patterns of one language, by name (see the head of `en/rules.toml`)."""

    patterns: dict[str, re.Pattern[str]]

    def at(self, name: str, words: str, place: int, end: int) -> re.Match[str] | None:
        """The match of the patterns `name` that begins at `place`."""
        return self.patterns[name].match(words, place, end)

    def within(self, name: str, words: str, start: int, end: int) -> re.Match[str] | None:
        """The first match of the patterns `name` in this stretch."""
        return self.patterns[name].search(words, start, end)


@lru_cache(maxsize=8)
def about(language: str) -> dict[str, Any]:
    """`rules.toml` of a language: its function words, and by name its patterns."""
    return tomllib.loads((FOLDER / language / "rules.toml").read_text("utf-8"))


@lru_cache(maxsize=8)
def rules(language: str) -> Rules:
    """The rules of "en" or "nl"."""
    told = about(language)
    groups: dict[str, str] = told["groups"]
    return Rules({name: _compiled(patterns, groups) for name, patterns in told["patterns"].items()})


def _gap(space: re.Match[str]) -> str:
    return " {0,4}" if space[1] else " {1,4}"


def _compiled(patterns: list[str], groups: dict[str, str]) -> re.Pattern[str]:
    """One pattern for all of them. `<name>` in one stands for the group of words of that name."""
    whole = "|".join(pattern.rstrip(" ") for pattern in patterns)
    for name, words in groups.items():
        whole = whole.replace(f"<{name}>", f"(?:{'|'.join(words.split())})")
    whole = _BETWEEN.sub(lambda found: rf"(?:[\w'-]+ ){{0,{found[1]}}}", whole)
    return re.compile(rf"(?<![\w'])(?:{_SPACE.sub(_gap, whole)})(?!\w)")
