"""What all drawings share: the colours of paper, and an SVG element that says what it shows."""

from __future__ import annotations

import re
from html import escape

__all__ = ["EDGE", "HUES", "INK", "INK_SOFT", "PAPER", "SOFT_HUES", "SUNKEN", "escaped", "number", "picture"]

# The colours of paper, for where no style sheet reaches; tests/pictures/test_shapes.py holds them to the tokens.
HUES = {"purpose": "#8a5a00", "depth": "#2c5a93", "diversity": "#87396f", "deeds": "#43681c"}
SOFT_HUES = {"purpose": "#f7ebcf", "depth": "#e1eaf5", "diversity": "#f5e4ef", "deeds": "#e7efd7"}
PAPER, SUNKEN, INK, INK_SOFT, EDGE = "#faf6ef", "#f1eadf", "#2a2521", "#62574d", "#8b7d6f"


def picture(classes: str, box: str, title: str, description: str, uid: str, drawing: str) -> str:
    """An SVG element that a screen reader reads as one picture: its title, and its description where there is one.

    uid: unique in the page. Raises ValueError for one that cannot be an id.
    """
    if not re.fullmatch(r"[A-Za-z][\w-]*", uid, re.ASCII):
        raise ValueError(f"{uid!r} cannot be an id")
    told_by = f"{uid}-title {uid}-desc" if description else f"{uid}-title"
    desc = f'<desc id="{uid}-desc">{escaped(description)}</desc>' if description else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{classes}" {box} role="img" aria-labelledby="{told_by}">'
        f'<title id="{uid}-title">{escaped(title)}</title>{desc}{drawing}</svg>'
    )


def escaped(text: str) -> str:
    """`text` as XML character data; control characters, which XML does not know, left out."""
    return escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", text))


def number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
