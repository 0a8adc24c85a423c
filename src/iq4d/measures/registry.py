"""All indicators, in the order in which people read them."""

from __future__ import annotations

from iq4d.measures.deeds.commitments import COMMITMENTS
from iq4d.measures.deeds.follow_through import FOLLOW_THROUGH
from iq4d.measures.deeds.if_then import IF_THEN
from iq4d.measures.deeds.sharpness import SHARPNESS
from iq4d.measures.deeds.told_back import TOLD_BACK
from iq4d.measures.depth.asking import ASKING
from iq4d.measures.depth.grounds import GROUNDS
from iq4d.measures.depth.probing import PROBING
from iq4d.measures.depth.reasoning import REASONING
from iq4d.measures.depth.reflection import REFLECTION
from iq4d.measures.depth.reframing import REFRAMING
from iq4d.measures.depth.uptake import UPTAKE
from iq4d.measures.diversity.heard import HEARD
from iq4d.measures.diversity.restated import RESTATED
from iq4d.measures.diversity.roles import ROLES
from iq4d.measures.diversity.spread import SPREAD
from iq4d.measures.diversity.used import USED
from iq4d.measures.diversity.voices import VOICES
from iq4d.measures.indicator import Indicator
from iq4d.measures.purpose.explicit import EXPLICIT
from iq4d.measures.purpose.focus import FOCUS
from iq4d.measures.purpose.known import KNOWN
from iq4d.measures.purpose.on_task import ON_TASK
from iq4d.measures.purpose.reached import REACHED

__all__ = ["MEASURES", "indicator"]

MEASURES: tuple[Indicator, ...] = (
    EXPLICIT,
    KNOWN,
    ON_TASK,
    FOCUS,
    REACHED,
    REASONING,
    PROBING,
    ASKING,
    UPTAKE,
    GROUNDS,
    REFLECTION,
    REFRAMING,
    SPREAD,
    HEARD,
    VOICES,
    ROLES,
    RESTATED,
    USED,
    COMMITMENTS,
    SHARPNESS,
    IF_THEN,
    FOLLOW_THROUGH,
    TOLD_BACK,
)
_BY_KEY = {indicator.key: indicator for indicator in MEASURES}


def indicator(key: str) -> Indicator:
    """An indicator by its key. Raises KeyError for another."""
    return _BY_KEY[key]
