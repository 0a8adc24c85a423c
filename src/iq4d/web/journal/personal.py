"""Erase and export are a registry (SECURITY rule 12).

Every model says of each text field what it holds and what happens to it when its person leaves. Each app keeps
its own declarations in `personal.py`; a test fails on a text field that nobody declared.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model

HOLDS = ("words", "identity", "setting", "nothing")
ON_ERASE = ("erased", "emptied", "kept", "with its owner")


@dataclass(frozen=True, slots=True)
class Held:
    """holds: a person's "words", their "identity", a "setting", or "nothing" personal. on_erase: what happens then.

    "erased": the row goes; "emptied": the field is emptied; "kept": stays, and why; "with its owner": goes with the
    object it belongs to.
    """

    holds: str
    on_erase: str
    why: str = ""


REGISTRY: dict[tuple[str, str], Held] = {}


def declare(model: type[Model] | str, **fields: Held) -> None:
    """Declare the text fields of a model, given as the class or as "app_label.ModelName" for a third party's."""
    label = model if isinstance(model, str) else model._meta.label
    for field, held in fields.items():
        assert held.holds in HOLDS, held.holds
        assert held.on_erase in ON_ERASE, held.on_erase
        assert held.on_erase != "kept" or held.holds == "nothing" or held.why, f"{label}.{field}: kept needs a reason"
        REGISTRY[label, field] = held


def nothing(model: type[Model] | str, *fields: str) -> None:
    """These fields hold nothing personal."""
    declare(model, **{field: Held("nothing", "kept") for field in fields})


def _own() -> None:
    from iq4d.web.journal.models import Delivery, Entry, Once, Turn

    nothing(Entry, "verb", "subject", "data")
    nothing(Delivery, "listener")
    nothing(Once, "key", "result")
    nothing(Turn, "name", "slot")


_own()
