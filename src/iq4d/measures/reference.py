"""The published reference sample: figures that say what is little and what is much of an indicator."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from iq4d.speech import Text, text

__all__ = ["Channel", "Reference", "about", "channels_of", "compared", "mean_seen", "reference"]


WIDE = 0.8  # a channel whose conversations lie further apart tells a reader nothing


@dataclass(frozen=True, slots=True)
class Channel:
    """How one indicator stands in the conversations of one channel: background for a reader, never a scale.

    low, middle, high: the tenth, fiftieth and ninetieth percentile of its n conversations, on the scale that people
    see (0-1). raw: the same three before they were held against the common sample. source: where they come from.
    """

    name: str
    source: str
    n: int
    low: float
    middle: float
    high: float
    raw: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Reference:
    """The raw figures of one indicator that become 0 and 1, and over how many conversations.

    high: the ninetieth percentile of the sample. low: the tenth, or 0 where the figure is corrected for chance.
    slope: by how much the figure grows with the scarcity of what was said, 1 / sqrt(amount), in the sample; at: the
    scarcity at which nothing is added or taken off. Both 0 where the figure is not corrected for it. channels: how it
    stands in each medium of the sample.
    """

    low: float
    high: float
    n: int
    slope: float = 0.0
    at: float = 0.0
    channels: tuple[Channel, ...] = ()

    def place(self, raw: float, amount: int) -> float:
        """Where a raw figure of a conversation of `amount` content words stands: 0 at `low` or below, 1 at `high`."""
        zero, width = self.scale(amount)
        return min(1.0, max(0.0, (raw - zero) / width))

    def scale(self, amount: int) -> tuple[float, float]:
        """(zero, width): the raw figure that is 0 in such a conversation, and how much more is 1.

        Without what merely saying more brings; outside the range of the sample that is held at its edge.
        """
        if not self.slope:
            return self.low, self.high - self.low
        least, most = about()["amount"]
        scarce: float = min(most, max(least, amount)) ** -0.5
        return self.low + self.slope * (scarce - self.at), self.high - self.low

    def channel(self, name: str) -> Channel:
        """How it stands in one channel ("group chat"). Raises KeyError for one that the sample does not have."""
        return {one.name: one for one in self.channels}[name]


@lru_cache(maxsize=1)
def about() -> dict[str, Any]:
    """The whole file: which sample, how made, when, and its limits. Made by tools/reference.py."""
    data: dict[str, Any] = json.loads((files("iq4d.measures") / "reference.json").read_text("utf-8"))
    return data


@lru_cache(maxsize=64)
def reference(indicator: str) -> Reference:
    """The reference of one indicator; KeyError where the sample tells nothing of it.

    One on a scale of its own goes from 0 to 1, and has channels as any other.

    >>> reference("grounds").channel("group chat").source
    'DeliData'
    """
    figures = about()["indicators"][indicator]
    low, high = figures["low"], figures["high"]
    channels = tuple(_channel(name, told, low, high) for name, told in figures["media"].items())
    return Reference(low, high, figures["n"], figures.get("slope", 0.0), figures.get("at", 0.0), channels)


def channels_of(indicator: str) -> tuple[Channel, ...]:
    """How an indicator stands in each channel of the sample; none where the sample tells nothing of it."""
    return reference(indicator).channels if indicator in about()["indicators"] else ()


def _channel(medium: str, told: dict[str, float], low: float, high: float) -> Channel:
    name, _, source = medium.rstrip(")").partition(" (")
    raw = (told["q10"], told["q50"], told["q90"])
    placed = [min(1.0, max(0.0, (figure - low) / (high - low))) for figure in raw]
    return Channel(name, source, int(told["n"]), placed[0], placed[1], placed[2], raw)


def mean_seen(head: str) -> float | None:
    """The share of contributions in which a head sees what it looks for, in the sample; None where it is not told."""
    told: dict[str, Any] | None = about().get("heads", {}).get(head)
    return None if told is None else float(told["mean"])


def compared(indicator: str) -> tuple[Text, ...]:
    """One sentence per channel: where an indicator usually stands there. None where the sample tells nothing of it, or
    where it stands everywhere between 0 and 1."""
    return tuple(_said(one) for one in channels_of(indicator) if one.high - one.low <= WIDE)


def _said(one: Channel) -> Text:
    channel = _CHANNELS[one.name]
    if one.low == one.high:
        return text("{channel}: nearly all conversations at {middle}.", channel=channel, middle=one.middle)
    return text(
        "{channel}: 8 of 10 conversations between {low} and {high}, the middle one at {middle}.",
        channel=channel,
        low=one.low,
        high=one.high,
        middle=one.middle,
    )


_CHANNELS = {
    "group chat": text("group chat"),
    "question and answer": text("questions and answers on a website"),
    "forum": text("forum"),
}
