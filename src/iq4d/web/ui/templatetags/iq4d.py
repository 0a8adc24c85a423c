"""What templates need and Django has not."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from iq4d.pictures import shapes
from iq4d.web.ui.markup import kept_safe

register = template.Library()
TINTS = 6  # .avatar--1 to .avatar--6


@register.simple_tag
def once() -> SafeString:
    """The hidden key by which a form makes one thing, however often it is sent."""
    return format_html('<input type="hidden" name="once" value="{}">', secrets.token_urlsafe(16))


@register.simple_tag
def drawn(dimension: str) -> SafeString:
    """The whole shape of a dimension, beside words that say the same: put it where a screen reader passes it by."""
    return kept_safe(shapes.shape(dimension, "a lot", title=dimension, description="", uid=f"drawn-{dimension}"))


@register.simple_tag
def called(name: str, number: int) -> str:
    """What a participant is called: their name, or a pseudonym from their number."""
    return name or _("Participant %(n)s") % {"n": number}


@register.filter
def initial(name: str) -> str:
    """The letter that stands for somebody without a photo."""
    letters = [character for character in name if character.isalnum()]
    return letters[0].upper() if letters else "?"


@register.filter
def tint(number: int) -> int:
    return int(number or 0) % TINTS + 1


@register.filter
def rendered(html: str) -> SafeString:
    """HTML that was sanitised when it was written (ui/markup.py)."""
    return kept_safe(html)


@register.filter
def minutes(words: int) -> int:
    """How long reading takes, at 200 words a minute, rounded up."""
    return max(1, -(-int(words) // 200))


@register.filter
def lookup(mapping: dict[Any, Any], key: Any) -> Any:
    return mapping.get(key)


@register.filter
def iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
