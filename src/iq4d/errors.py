"""What went wrong, where, and what to do about it."""

from __future__ import annotations

from iq4d.speech import Text, text

__all__ = [
    "AddressInUse", "CannotStart", "GaveUp", "IQ4DError", "TooMuch", "UnknownFormat", "UnreadableExport",
]  # fmt: skip


class IQ4DError(Exception):
    """An error a person can act on.

    what: the sentence that says what happened. where: file, entry or line: a name from the source, or a place in
    words. todo: what to do next. `str()` gives one English line; `say(language)` the same in that language.
    """

    def __init__(self, what: Text, *, where: Text | str = "", todo: Text | None = None) -> None:
        self.what, self.where, self.todo = what, where, todo
        super().__init__(what, where, todo)

    def say(self, language: str) -> str:
        where = self.where.say(language) if isinstance(self.where, Text) else self.where
        parts = [f"{where}: " if where else "", self.what.say(language)]
        if self.todo is not None:
            parts += [" ", self.todo.say(language)]
        return "".join(parts)

    def __str__(self) -> str:
        return self.say("en")


class UnreadableExport(IQ4DError):
    """The file is of a kind we know, but broken, too large or hostile: nothing of it was used."""


class UnknownFormat(UnreadableExport):
    """No reader recognises the file. `known`: what is read here, to stand after "We read"."""

    def __init__(self, where: str, known: Text) -> None:
        super().__init__(text("We cannot read this file."), where=where, todo=text("We read {known}.", known=known))


class TooMuch(UnreadableExport):
    """Reading ran out of memory or depth in a way no limit foresaw."""

    def __init__(self, where: Text | str = "") -> None:
        super().__init__(
            text("This file is too large or too deep to read here."),
            where=where,
            todo=text("Export a smaller part and try that."),
        )


class GaveUp(UnreadableExport):
    """Reading it ended the process that read it, more than once."""

    def __init__(self, where: str = "") -> None:
        super().__init__(
            text("Reading this file was broken off three times."),
            where=where,
            todo=text("Export a smaller part and try that."),
        )


class CannotStart(IQ4DError):
    """The settings do not allow serving; `problem` says which and why, in English."""

    def __init__(self, problem: object) -> None:
        super().__init__(text("IQ4D cannot start with these settings: {problem}", problem=str(problem)))


class AddressInUse(IQ4DError):
    """Another program serves there, or the address is not this machine's."""

    def __init__(self, where: str) -> None:
        super().__init__(
            text("This address is in use, or cannot be used here."),
            where=where,
            todo=text("Stop what runs there, or choose another with --port."),
        )
