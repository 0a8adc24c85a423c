"""The answer of a rule: allowed, or refused with a code whose sentence stands in one catalogue.

Plain Python, so that every app's rules.py can use it without Django.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from iq4d.speech import Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """Truthy when allowed. A refusal carries its code (a key of `ui.refusals.SENTENCES`) and parameters.

    said: the sentence itself, where a library that speaks for itself refused (iq4d.methods).
    """

    allowed: bool
    code: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    said: Text | None = None

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Verdict(True)


def refusal(code: str, **params: Any) -> Verdict:
    return Verdict(False, code, params)


class Refused(Exception):
    """An act that a rule refused. The page says why in a full sentence; the person's words are kept."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(verdict.code)


def require(verdict: Verdict) -> None:
    """Go on when allowed, raise Refused otherwise."""
    if not verdict:
        raise Refused(verdict)
