"""What the mirror puts on the dialogue page: the four shapes, and the way to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from iq4d.web.dialogues.queries import Room
from iq4d.web.mirror import queries
from iq4d.web.mirror.over_time import queries as over_time
from iq4d.web.mirror.wording import shape


def head(room: Room) -> dict[str, Any] | None:
    """Nothing while nothing was said, nor once the words were let go."""
    dialogue = room.dialogue
    if not dialogue.contribution_count or dialogue.words_gone:
        return None
    language = get_language() or "en"
    seen = queries.seen_in(room)
    live = dialogue.held_here and dialogue.state == "running"
    return {
        "dialogue": dialogue,
        "shapes": [shape(key, level, language, "glance") for key, level in seen.items()],
        "live": live,
        "known": queries.known(room, language) if live and seen else "",
    }


def foot(room: Room) -> dict[str, Any] | None:
    """Under the last contribution; once it is over with an own view to set, for who takes part and did not yet."""
    dialogue = room.dialogue
    if not dialogue.contribution_count or dialogue.words_gone:
        return None
    asks = room.me is not None and dialogue.state == "finished" and room.along.own_view_at is None
    return {"key": dialogue.key, "asks_own_view": asks}


def over_time_foot(room: Room) -> dict[str, Any] | None:
    """What it goes on from, and once it is over how it moved. One query where it goes on from something."""
    dialogue = room.dialogue
    before = over_time.goes_on_from(room.person, dialogue) if dialogue.follows_id else None
    over = bool(dialogue.contribution_count) and dialogue.state == "finished" and not dialogue.words_gone
    return {"dialogue": dialogue, "before": before, "over": over} if before or over else None
