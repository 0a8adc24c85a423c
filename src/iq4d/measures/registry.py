"""All indicators, in the order in which people read them."""

from __future__ import annotations

from iq4d.measures.deeds.commitments import COMMITMENTS
from iq4d.measures.deeds.follow_through import FOLLOW_THROUGH
from iq4d.measures.depth.grounds import GROUNDS
from iq4d.measures.depth.uptake import UPTAKE
from iq4d.measures.diversity.heard import HEARD
from iq4d.measures.diversity.spread import SPREAD
from iq4d.measures.indicator import Indicator
from iq4d.measures.purpose.explicit import EXPLICIT
from iq4d.measures.purpose.focus import FOCUS
from iq4d.measures.purpose.on_task import ON_TASK

__all__ = ["MEASURES", "indicator"]

MEASURES: tuple[Indicator, ...] = (
    EXPLICIT,
    ON_TASK,
    FOCUS,
    UPTAKE,
    GROUNDS,
    SPREAD,
    HEARD,
    COMMITMENTS,
    FOLLOW_THROUGH,
)
_BY_KEY = {indicator.key: indicator for indicator in MEASURES}


def indicator(key: str) -> Indicator:
    """An indicator by its key. Raises KeyError for another."""
    return _BY_KEY[key]
