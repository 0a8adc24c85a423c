"""Named places on a page that later apps fill: earlier apps never import later ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Part:
    """What an app puts in a slot: a template, and its `data`."""

    template: str
    data: Any


@dataclass(slots=True)
class Slot:
    """A place on a page. Parts stand in the order in which the apps are installed.

    >>> greeting = Slot()
    >>> greeting.add("hello.html", lambda person: {"to": person})
    >>> [part.data for part in greeting.parts("Ada")]
    [{'to': 'Ada'}]
    """

    _fillers: list[tuple[str, Callable[..., Any]]] = field(default_factory=list)

    def add(self, template: str, fill: Callable[..., Any]) -> None:
        """`fill` takes what the page gives its slot (the person first) and returns the data, or None for no part."""
        self._fillers.append((template, fill))

    def parts(self, *given: Any) -> list[Part]:
        filled = ((template, fill(*given)) for template, fill in self._fillers)
        return [Part(template, data) for template, data in filled if data is not None]
