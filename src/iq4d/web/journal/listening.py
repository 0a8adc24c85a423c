"""Who listens to which events. Later apps learn of earlier ones only here: the journal is the way up."""

from __future__ import annotations

from collections.abc import Callable

from iq4d.web.journal.models import Entry

Listener = Callable[[Entry], None]
_listeners: dict[str, Listener] = {}
_verbs: dict[str, list[str]] = {}


def listens_to(*verbs: str) -> Callable[[Listener], Listener]:
    """Call this function, in background work, for every entry with one of these verbs.

    It is told at least once: a listener finds the same state whether told once or twice.
    """

    def register(listener: Listener) -> Listener:
        name = f"{listener.__module__}.{listener.__qualname__}"
        _listeners[name] = listener
        for verb in verbs:
            _verbs.setdefault(verb, []).append(name)
        return listener

    return register


def listeners_to(verb: str) -> list[str]:
    return _verbs.get(verb, [])


def listener(name: str) -> Listener | None:
    """The listener of this name; None after an update took it away."""
    return _listeners.get(name)
