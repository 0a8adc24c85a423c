"""What the reports put on the mirror page: the ways to the report, its PDF, and letting it go outside."""

from __future__ import annotations

from typing import Any

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person


def after_mirror(person: Person, dialogue: Dialogue) -> dict[str, Any] | None:
    """Nothing while nothing was said. No query."""
    return {"dialogue": dialogue} if dialogue.contribution_count else None
