"""Rules that cannot hold together, as an error a person can act on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iq4d.errors import IQ4DError
from iq4d.groups.rules import Rule

if TYPE_CHECKING:
    from iq4d.groups.feasibility.feasible import Conflict, Unknown

__all__ = ["NoPlanFound", "RulesConflict"]


class RulesConflict(IQ4DError):
    """No plan keeps these rules. conflict: which, why, and the smallest change that would help."""

    def __init__(self, conflict: Conflict, names: Sequence[str]) -> None:
        self.conflict = conflict
        super().__init__(conflict.told(names))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The smallest set found; without any one of them the others can hold."""
        return self.conflict.rules


class NoPlanFound(IQ4DError):
    """It was not found out in the time given whether a plan keeps the rules."""

    def __init__(self, unknown: Unknown) -> None:
        super().__init__(unknown.told())
