"""IQ4D: learning from each other on purpose, and a mirror of how that conversation went.

In a notebook the names of a day's work are here, each loaded when it is first used:

    from iq4d import measure, read, report, rows
    cards = [measure(conversation) for conversation in read("topic.json")]
    frame = pandas.DataFrame(rows(cards))
    html = report.page(report.report(conversation))
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from iq4d import report
    from iq4d.measures import measure
    from iq4d.measures.many import measure_many
    from iq4d.measures.rows import rows
    from iq4d.readers import read, read_many

__all__ = ["__version__", "measure", "measure_many", "read", "read_many", "report", "rows"]

__version__ = "0.1.0"

_HOMES = {
    "measure": "iq4d.measures",
    "measure_many": "iq4d.measures.many",
    "read": "iq4d.readers",
    "read_many": "iq4d.readers",
    "rows": "iq4d.measures.rows",
}


def __getattr__(name: str) -> Any:
    if name == "report":  # a library of its own, with one name for itself and for what it makes: the library it is
        return import_module("iq4d.report")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'iq4d' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
