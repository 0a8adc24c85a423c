"""Versions of the measure: which one measures now, and what each changed and why."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

__all__ = ["FILE", "MEASURE", "Change", "Version", "since", "versions"]

FILE = Path(__file__).with_name("changes.toml")


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a version looks at otherwise. what, why: a sentence each, by language ("en", "nl").

    touches: the dimensions whose points it can move. added, removed: keys of indicators.
    """

    touches: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    what: Mapping[str, str]
    why: Mapping[str, str]

    def say(self, language: str) -> tuple[str, str]:
        """What changed, and why."""
        code = language.split("-")[0]
        return self.what.get(code, self.what["en"]), self.why.get(code, self.why["en"])


@dataclass(frozen=True, slots=True)
class Version:
    """fingerprint: of all that this version rests on, "" for one whose files are gone (see `fingerprint.py`)."""

    number: int
    date: date
    changes: tuple[Change, ...]
    fingerprint: str


@lru_cache(maxsize=1)
def versions() -> tuple[Version, ...]:
    """All versions, the first one first."""
    return tuple(_version(told) for told in tomllib.loads(FILE.read_text("utf-8"))["versions"])


def _version(told: Mapping[str, Any]) -> Version:
    changes = tuple(
        Change(
            touches=tuple(one["touches"]),
            added=tuple(one.get("added", ())),
            removed=tuple(one.get("removed", ())),
            what={code: one["what"][code] for code in ("en", "nl")},
            why={code: one["why"][code] for code in ("en", "nl")},
        )
        for one in told["changes"]
    )
    return Version(told["number"], told["date"], changes, told.get("fingerprint", ""))


MEASURE: int = versions()[-1].number  # the version that measures


def since(measure: int, until: int, dimensions: Collection[str]) -> list[Change]:
    """What the versions after `measure`, up to `until`, changed in these dimensions.

    >>> since(1, 1, {"depth"})
    []
    >>> len(since(0, 1, {"depth"}))
    1
    """
    changes = [change for version in versions() if measure < version.number <= until for change in version.changes]
    return [change for change in changes if set(change.touches) & set(dimensions)]
