"""Time zones by their IANA name, as people choose them."""

from __future__ import annotations

from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

OFTEN = (
    "Europe/Amsterdam",
    "Europe/Brussels",
    "Europe/London",
    "Europe/Istanbul",
    "Africa/Casablanca",
    "Africa/Johannesburg",
    "America/Curacao",
    "America/Paramaribo",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Jakarta",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
)
PLACES = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def all_zones() -> tuple[str, ...]:
    """Every zone that is named after a place, and UTC."""
    return (*sorted(zone for zone in available_timezones() if zone.split("/")[0] in PLACES and "/" in zone), "UTC")


def own_zone() -> str:
    """The zone of this installation."""
    return str(settings.TIME_ZONE)


def is_zone(name: str) -> bool:
    return name in all_zones() or name == own_zone()


def known_zone(name: str) -> None:
    """A validator. Raises ValidationError for a name that is no time zone."""
    if not is_zone(name):
        raise ValidationError(_("We do not know this time zone. Choose one from the list."))


def said(zone: str) -> str:
    """The place first, as it is looked for: Amsterdam (Europe)."""
    around, _slash, place = zone.replace("_", " ").partition("/")
    return f"{place} ({around})" if place else zone


def choices() -> list[tuple[Any, Any]]:
    """For a select: those often chosen first, then all of them."""
    often = dict.fromkeys((own_zone(), *OFTEN))
    rest = [zone for zone in all_zones() if zone not in often]
    return [
        (_("Often chosen"), [(zone, said(zone)) for zone in often]),
        (_("All others"), sorted(((zone, said(zone)) for zone in rest), key=lambda pair: pair[1])),
    ]
