"""Who may let a report go outside, and when it is closed again. Nothing goes out by silence.

Everybody whose words are in it says yes to the very page that is shown later. One "no" ends it. Who leads has no more
say than anybody else. Where somebody whose words are in it cannot be asked (a conversation brought in from elsewhere,
an account that is gone) nobody else can say yes for them: it stays inside, with quotes or without.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

DAYS = 90  # outside, where nobody said otherwise
MOST_DAYS = 366
LONGEST = 300  # characters of "to whom, and what for"
STANCES = ("yes", "no", "back", "drop")
OVER = refusal("reports.over")


def may_make(*, words_gone: bool) -> Verdict:
    """Of what is left where the words were let go a report would show another conversation."""
    return refusal("dialogues.words-gone") if words_gone else ALLOWED


def may_ask(
    *, takes_part: bool, finished: bool, everybody_known: bool, asked_already: bool, words_gone: bool
) -> Verdict:
    """everybody_known: each whose words are in it is a person here who can be asked."""
    if words_gone:
        return may_make(words_gone=True)
    if not everybody_known:
        return refusal("reports.not-all-known")
    if not takes_part:
        return refusal("dialogues.not-taking-part")
    if not finished:
        return refusal("reports.not-finished")
    return refusal("reports.asked-already") if asked_already else ALLOWED


def is_their_turn(*, sees_dialogue: bool, others_said_yes: bool) -> bool:
    """Who no longer sees the dialogue is asked last: then everybody whose words they read has agreed that they go out.

    >>> is_their_turn(sees_dialogue=False, others_said_yes=False)
    False
    >>> is_their_turn(sees_dialogue=True, others_said_yes=False)
    True
    """
    return sees_dialogue or others_said_yes


def may_answer(*, is_asked: bool, state: str, over: bool) -> Verdict:
    """A mind may be changed until all said yes. over: its last day has gone."""
    if not is_asked:
        return refusal("reports.not-asked")
    return ALLOWED if state == "asked" and not over else OVER


def may_take_back(*, said_yes: bool, state: str) -> Verdict:
    """At any time, by each who said yes, without a reason."""
    if not said_yes:
        return refusal("reports.not-asked")
    return ALLOWED if state == "released" else OVER


def may_drop(*, is_asker: bool, state: str) -> Verdict:
    if not is_asker:
        return refusal("reports.not-yours")
    return ALLOWED if state in ("making", "asked") else OVER


def may_end_on(day: date, today: date) -> bool:
    """
    >>> today = date(2026, 11, 28)
    >>> [may_end_on(today + timedelta(days=n), today) for n in (0, 1, 366, 367)]
    [False, True, True, False]
    """
    return timedelta(days=1) <= day - today <= timedelta(days=MOST_DAYS)


def is_over(until: date, today: date) -> bool:
    """The last day counts in full."""
    return today > until


def still_stands(
    then: Collection[str], now: Collection[str], contested_then: Collection[str], contested_now: Collection[str]
) -> bool:
    """Whether a page still stands for what is there. then, now: a mark for each piece of words.

    What was added since does not matter: nobody said more than they knew. What was changed, hidden or taken back does,
    and so does evidence that somebody called wrong.

    >>> still_stands({"a"}, {"a", "b"}, (), ()), still_stands({"a", "b"}, {"a"}, (), ())
    (True, False)
    >>> still_stands({"a"}, {"a"}, {"e"}, {"e"}), still_stands({"a"}, {"a"}, (), {"e"})
    (True, False)
    """
    return set(then) <= set(now) and set(contested_now) <= set(contested_then)
