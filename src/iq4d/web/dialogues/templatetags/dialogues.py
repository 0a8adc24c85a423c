"""What the templates of a dialogue need."""

from __future__ import annotations

from django import template

from iq4d.web.dialogues.desk import Task
from iq4d.web.dialogues.models import Participant
from iq4d.web.dialogues.wording import role_name

register = template.Library()


@register.filter
def rated(number: int, task: Task) -> str:
    """How its owner rated contribution `number` so far."""
    made = task.made.get(("rate", number))
    return made.value if made else ""


@register.filter
def placed(number: int, task: Task) -> str:
    """Its place among the kept ones, empty for none."""
    made = task.made.get(("rate", number))
    return str(made.place) if made and made.place else ""


@register.filter
def role_of(participant: Participant, language: str) -> str:
    return role_name(participant.role, language)
