"""One's own words of a conversation as plain text, to keep where one likes. Nobody else's word is in it."""

from __future__ import annotations

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from iq4d.web.dialogues.models import Contribution
from iq4d.web.dialogues.queries import ORDER, Room


def own_words(room: Room, language: str) -> str:
    """In reading order, under the steps; what did not arrive comes last."""
    state, parts, under = room.state, [room.dialogue.title], ""
    names = {step.id: state.phase(step).name.say(language) for step in state.steps} if state else {}
    mine = Contribution.objects.filter(dialogue=room.dialogue, participant=room.me, removed_at=None)
    for row in mine.order_by(*ORDER):
        if row.step != under:
            under = row.step
            parts.append(f"## {names.get(under, under)}")
        when = f"{localtime(row.at):%Y-%m-%d %H:%M}\n" if row.at else ""
        parts.append(f"{when}{row.source.strip()}")
    drafts = [draft.source.strip() for draft in room.drafts if draft.source.strip()]
    if drafts:
        parts += ["## {}".format(_("Drafts")), *drafts]
    return "\n\n".join(parts) + "\n"
