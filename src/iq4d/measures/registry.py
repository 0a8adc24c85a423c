"""All indicators, in the order in which people read them."""

from __future__ import annotations

from iq4d.measures import deeds, depth, diversity, purpose
from iq4d.measures.indicator import Indicator

__all__ = ["MEASURES"]

MEASURES: tuple[Indicator, ...] = (
    Indicator("explicit", "P1", "purpose", purpose.explicit, own_scale=True),
    Indicator("on_task", "P3", "purpose", purpose.on_task, own_scale=True, quoted=False),
    Indicator("focus", "P4", "purpose", purpose.focus, beyond_chance=True, even=True),
    Indicator("uptake", "D4", "depth", depth.uptake, beyond_chance=True),
    Indicator("grounds", "D5", "depth", depth.grounds),
    Indicator("spread", "V1", "diversity", diversity.spread),
    Indicator("heard", "V2", "diversity", diversity.heard, own_scale=True),
    Indicator("commitments", "A1", "deeds", deeds.commitments, own_scale=True),
    Indicator("follow_through", "A4", "deeds", deeds.follow_through, own_scale=True),
)
