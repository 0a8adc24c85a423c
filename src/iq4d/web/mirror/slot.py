"""What the mirror puts on the dialogue page: the four shapes, and the way to it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.mirror import queries
from iq4d.web.mirror.wording import Speaking
from iq4d.web.people.models import Person


def head(person: Person, dialogue: Dialogue) -> dict[str, Any]:
    _, scorecard = queries.mirror_of(dialogue)
    if scorecard is None:
        return {"dialogue": dialogue}
    speaking = Speaking(scorecard, get_language() or "en", {})
    shapes = [speaking.shape(score.dimension, score.seen, "head") for score in scorecard.dimensions]
    return {"dialogue": dialogue, "shapes": shapes}
