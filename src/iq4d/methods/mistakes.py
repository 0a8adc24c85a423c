"""What can be wrong with a method, or with starting one: each says where, and what is allowed instead."""

from __future__ import annotations

from collections.abc import Iterable

from iq4d.errors import IQ4DError
from iq4d.speech import Text, text

__all__ = ["BrokenMethod", "CannotBegin", "MethodGone"]


class BrokenMethod(IQ4DError):
    """A method file that cannot work. Names the file, the phase (or course, or "") and the rule; `allowed` values."""

    def __init__(self, what: Text, *, file: str, phase: str = "", rule: str, allowed: Iterable[object] = ()) -> None:
        self.file, self.phase, self.rule = file, phase, rule
        self.allowed = tuple(str(value) for value in allowed)
        todo = text("Allowed here: {allowed}.", allowed=", ".join(self.allowed)) if self.allowed else None
        super().__init__(what, where=" › ".join(part for part in (file, phase, rule) if part), todo=todo)


class CannotBegin(IQ4DError):
    """These people cannot start with this method."""


class MethodGone(IQ4DError):
    """The method with which a dialogue began is not among those given."""

    def __init__(self, key: str, version: int, fingerprint: str) -> None:
        super().__init__(
            text("The method with which this dialogue began is not here."),
            where=f"{key} {version} ({fingerprint})",
            todo=text("Give its file, as it was kept when the dialogue began."),
        )
