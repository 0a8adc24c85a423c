"""What the templates of a dialogue need."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from iq4d.methods import Both
from iq4d.web.dialogues.asked_step import Task
from iq4d.web.dialogues.models import Participant
from iq4d.web.dialogues.wording import role_name

register = template.Library()


@register.filter("rated")
def rated_as(number: int, task: Task) -> str:
    """How its owner rated contribution `number` so far."""
    rated = task.rated.get(number)
    return rated.value if rated else ""


@register.filter
def placed(number: int, task: Task) -> str:
    """Its place among the kept ones, empty for none."""
    rated = task.rated.get(number)
    return str(rated.place) if rated and rated.place else ""


@register.filter
def role_of(participant: Participant, language: str) -> str:
    return role_name(participant.role, language)


@register.filter
def said(words: Both) -> str:
    """Words of a method in the reader's language."""
    return words.say(get_language() or "en")


@register.filter
def in_language(told: dict[str, str]) -> str:
    """A sentence that was kept in each language, in the reader's."""
    return told.get(get_language() or "en") or told.get("en", "")
