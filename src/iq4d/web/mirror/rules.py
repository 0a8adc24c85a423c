"""Who may say what of the mirror: everybody who sees it. Who sets a view of their own beside it: who took part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from statistics import median

from iq4d.web.ui.verdicts import ALLOWED, Verdict, refusal

STANCES = ("wrong", "promise", "")


def may_remark(*, on_mirror: bool, stance: str, is_promise: bool) -> Verdict:
    """is_promise: the piece is a sentence that may be one; only such a piece can be confirmed."""
    fits = stance in STANCES and (is_promise or stance != "promise")
    return ALLOWED if on_mirror and fits else refusal("mirror.not-there")


# The own view: five steps for each dimension. Not a line from 0 to 10: nobody tells a 6 from a 7 of depth, a line of
# which somebody moved nothing still says "the middle", and without script it shows no value. `None`: "I cannot tell".
STEPS = 5
MIDDLES = ("little", "some", "a lot")  # what a group hears of its own views: the words in which the measure speaks
LITTLE_UNTIL, A_LOT_FROM = 1.5, 2.5  # the median step, where "some" begins and ends
LEAST_PEOPLE = 3  # own views before anything is shown of them together
LEAST_TO_DIFFER = 4  # before it is told whether they lie apart: of three, one's own and "not apart" can tell the others
WAIT = timedelta(days=3)  # for the others, once the dialogue is over and the first own view is there
# The page on how well measure and people agree on this installation shows nothing below these.
LEAST_DIALOGUES = 10
LEAST_PERSONS = 5  # different people over all those dialogues


def may_set_own_view(*, took_part: bool, state: str, said: int) -> Verdict:
    """took_part: as `queries` knows it. said: contributions that all see.

    Who reads along, or is only of the circle, has seen words and not been in the conversation: that is what the
    measure does already, and it is not asked of them. Of a conversation brought in, that leaves its speakers as far
    as an account is known to be theirs.
    """
    if not took_part:
        return refusal("dialogues.not-taking-part")
    return ALLOWED if said and state != "gathering" else refusal("mirror.nothing-said")


def is_own_view(steps: Iterable[int | None]) -> Verdict:
    """Each a step, or None for "I cannot tell"."""
    fits = all(step is None or 0 <= step < STEPS for step in steps)
    return ALLOWED if fits else refusal("mirror.no-such-step")


def bring_together(*, over: bool, views: int, taking_part: int, waited: timedelta) -> bool:
    """Whether own views are put together now: once, when no other is to be expected.

    over: the dialogue is finished; views: of how many people; waited: since it was over and the first was there.
    """
    return over and views >= LEAST_PEOPLE and (views >= taking_part or waited >= WAIT)


def together(steps: Sequence[int | None]) -> tuple[str, bool | None] | None:
    """What a group hears of its own views of one dimension: the middle, and whether they lie apart.

    steps: one of each person. None with fewer than LEAST_PEOPLE that could tell; the second is None with fewer than
    LEAST_TO_DIFFER. Apart: some see little and others a lot.

    Shown once, this leaves open for everybody, whatever they chose themselves, what any other chose: exactly so for
    3 to 6 people (test_own_view.py tries all). It needs three wide words, for from the median itself who chose the
    lowest step learns both others where it is the highest. It needs one showing, for the step from one picture to
    the next tells who came in between.

    >>> together([0, 4, 4]), together([2, None, 3]), together([0, 1, 3, 3])
    (('a lot', None), None, ('some', True))
    """
    told = sorted(step for step in steps if step is not None)
    if len(told) < LEAST_PEOPLE:
        return None
    middle = median(told)
    word = MIDDLES[0] if middle < LITTLE_UNTIL else MIDDLES[2] if middle > A_LOT_FROM else MIDDLES[1]
    apart = told[0] < LITTLE_UNTIL and told[-1] > A_LOT_FROM
    return word, apart if len(told) >= LEAST_TO_DIFFER else None
