"""Who may tell what came of a deed, and when somebody is asked."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

OUTCOMES = ("done", "partly", "not")
WITH_REASON = ("partly", "not")
REASONS = ("time", "chance", "blocked", "unwanted", "other")
SEEN = ("all", "buddy", "me")
WITHOUT_DATE = timedelta(days=14)  # a deed without a date is asked after then
MORNING = time(8)  # nobody is asked before it is day
FARTHEST = timedelta(days=731)
AGAIN = timedelta(days=7)  # "ask me again in a week"


def ask_on(*, due: date | None, made_on: date) -> date:
    """The day of its owner on which is asked how it went.

    >>> ask_on(due=None, made_on=date(2026, 11, 23)), ask_on(due=date(2026, 11, 1), made_on=date(2026, 11, 23))
    (datetime.date(2026, 12, 7), datetime.date(2026, 11, 23))
    """
    return made_on + WITHOUT_DATE if due is None else max(due, made_on)


def day_that_has_come(now: datetime, zone: ZoneInfo) -> date:
    """The last day of which it is morning already where somebody lives: what was to be asked then is asked.

    >>> from datetime import UTC
    >>> day_that_has_come(datetime(2026, 11, 23, 7, 1, tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
    datetime.date(2026, 11, 23)
    >>> day_that_has_come(datetime(2026, 11, 23, 6, 59, tzinfo=UTC), ZoneInfo("Europe/Amsterdam"))
    datetime.date(2026, 11, 22)
    """
    there = now.astimezone(zone)
    return there.date() if there.time() >= MORNING else there.date() - timedelta(days=1)


def may_tell(*, is_own: bool, removed: bool) -> Verdict:
    """Only one's own deed, as long as it stands. Telling it once more is changing one's mind, and fine."""
    if not is_own:
        return refusal("deeds.not-yours")
    return refusal("deeds.taken-back") if removed else ALLOWED


def outcome_is_one(outcome: str) -> Verdict:
    return ALLOWED if outcome in OUTCOMES else refusal("deeds.no-outcome")


def may_move(*, told: bool, day: date, today: date) -> Verdict:
    """Another date. today: where its owner lives."""
    if told:
        return refusal("deeds.told-already")
    if day <= today:
        return refusal("deeds.day-past")
    return refusal("deeds.day-far") if day > today + FARTHEST else ALLOWED


def may_tell_story(*, told: bool, has_story: bool) -> Verdict:
    """First whether it was done, then what came of it; one story, which can be changed where it stands."""
    if not told:
        return refusal("deeds.not-told")
    return refusal("deeds.story-there") if has_story else ALLOWED
