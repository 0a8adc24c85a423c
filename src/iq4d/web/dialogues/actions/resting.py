"""What a summary rests on, written down: the only writer of `Dialogue.summaries`. Under the lock of a sitting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from iq4d.web.dialogues import composing, rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions.sitting import Sitting
from iq4d.web.dialogues.models import Contribution, Dialogue
from iq4d.web.dialogues.synthesis import KIND, Rests, rests_in
from iq4d.web.ui.verdicts import require

AT_MOST = 60  # contributions that one summary rests on


def grounds(sitting: Sitting, wanted: Iterable[int]) -> list[int]:
    """Of these the ones that everybody here sees now; a summary rests on no other summary."""
    rows = sitting.dialogue.contributions.filter(standings.public(sitting.state)).exclude(kind=KIND)
    found = rows.filter(number__in=list(wanted)[:AT_MOST]).values_list("number", flat=True)
    return sorted(found)


def rest(dialogue: Dialogue, number: int, rests: Rests) -> None:
    """Keep it beside those of the other summaries, as they are now: the row in hand may be older than the lock."""
    kept = _fresh(dialogue).summaries | {str(number): rests.as_json()}
    _keep(dialogue, kept)


def resting(dialogue: Dialogue, number: int) -> Rests:
    """What it rests on now."""
    return rests_in(_fresh(dialogue)).get(number, Rests())


def so_many(dialogue: Dialogue) -> int:
    return _fresh(dialogue).contribution_count


def no_longer_settled(dialogue: Dialogue, number: int) -> None:
    """It goes out of sight once more: that somebody found it no matter the time before says nothing now."""
    told = rests_in(_fresh(dialogue))
    again = {of: one for of, one in told.items() if number in one.gone}
    for of, one in again.items():
        rest(dialogue, of, one._replace(gone=tuple(n for n in one.gone if n != number)))


def keep_summary(contribution: Contribution, more: Mapping[str, Any], now: datetime) -> None:
    """more: rests_on (numbers that `grounds` gave), read_at (when its author had them before them). Raises Refused."""
    require(rules.may_sum_up(asked=not contribution.outside, role=contribution.participant.role))
    count = so_many(contribution.dialogue) + 1  # with this one
    rests = Rests(tuple(more.get("rests_on", ())), more.get("read_at") or now, count)
    rest(contribution.dialogue, contribution.number, rests)


def _fresh(dialogue: Dialogue) -> Dialogue:
    return Dialogue.objects.only("pk", "summaries", "contribution_count").get(pk=dialogue.pk)


def _keep(dialogue: Dialogue, summaries: dict[str, Any]) -> None:
    dialogue.summaries = summaries
    Dialogue.objects.filter(pk=dialogue.pk).update(summaries=summaries)


composing.keeps_more(KIND, keep_summary)
