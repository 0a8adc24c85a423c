"""What the measures may know of deeds: only those that everybody in the dialogue sees."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from iq4d.conversation import DeclaredDeed, Story
from iq4d.web.deeds.models import Deed
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.models import Contribution, Dialogue


def deeds_and_stories(dialogue: Dialogue) -> dict[str, Any]:
    """Fields of `iq4d.conversation.Declared`. No deeds is a fact too, so the tuple may be empty."""
    standing = getattr(dialogue, "standing", None)
    state = standings.bare_state(standing) if standing else None
    shown = Contribution.objects.filter(standings.public(state), dialogue=dialogue)
    rows = Deed.objects.filter(contribution__in=shown).order_by("contribution__number")
    deeds = list(rows.select_related("contribution__participant", "buddy", "story"))
    told = set(shown.filter(pk__in=[deed.story_id for deed in deeds if deed.story_id]).values_list("pk", flat=True))
    return {
        "deeds": tuple(_declared(deed) for deed in deeds),
        "stories": tuple(
            Story(str(deed.pk), deed.story.text, str(deed.story.number))
            for deed in deeds
            if deed.story is not None and deed.story_id in told
        ),
    }


def _declared(deed: Deed) -> DeclaredDeed:
    made = deed.contribution
    return DeclaredDeed(
        id=str(deed.pk),
        speaker=str(made.participant.number),
        text=made.text,
        utterance=str(made.number),
        due=end_of(deed.due) if deed.due else None,
        if_then=deed.if_then,
        first_step=deed.first_step,
        obstacle=deed.obstacle,
        buddy=str(deed.buddy.number) if deed.buddy else None,
        outcome=deed.outcome or None,
        reason=deed.reason_words or deed.reason,
    )


def end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), UTC)
