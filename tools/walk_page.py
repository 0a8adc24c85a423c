"""What the parts of docs/walk.md share: the conversation with all that was found in it, and how figures are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

import numpy as np

from iq4d.conversation import Conversation
from iq4d.measures import measure
from iq4d.measures.indicator import Finding
from iq4d.measures.registry import MEASURES
from iq4d.measures.score import Score, Scorecard
from iq4d.measures.transcript import Transcript, transcribe

__all__ = ["ROOT", "Case", "figure", "full", "paragraph", "same", "table", "weighed"]

ROOT = Path(__file__).resolve().parent.parent
CLOSE = 1e-9  # what is worked out here and what the product finds may differ by so much, for rounding


@dataclass(frozen=True)
class Case:
    """The conversation, its transcript, its scorecard, and what each indicator found."""

    conversation: Conversation
    transcript: Transcript
    card: Scorecard
    findings: dict[str, Finding]

    @staticmethod
    def of(conversation: Conversation) -> Case:
        script = transcribe(conversation)
        found = {one.key: one.find(script, ()) for one in MEASURES}
        return Case(conversation, script, measure(conversation), found)

    @property
    def letters(self) -> str:
        """By number of the speaker a letter, in the order in which they come in."""
        return ascii_uppercase

    def letter(self, speaker: str) -> str:
        everyone = list(dict.fromkeys(utterance.speaker for utterance in self.transcript.order))
        return self.letters[everyone.index(speaker)]

    def score(self, key: str) -> Score:
        return next(score for one in self.card.dimensions for score in one.scores if score.indicator == key)

    def stands_for(self, turn: int) -> str:
        """The ids of a turn's contributions, as code."""
        return " ".join(f"`{piece.utterance}`" for piece in self.transcript.turns[turn].pieces)


def same(worked_out: float | Sequence[float], found: float | Sequence[float], what: str) -> None:
    """Raises ValueError where what this page works out is not what the product finds."""
    if not np.allclose(worked_out, found, rtol=0, atol=CLOSE):
        raise ValueError(f"{what}: the page works out {worked_out}, the product finds {found}")


def paragraph(words: str) -> str:
    """A paragraph on one line: what changes then shows by paragraph."""
    return " ".join(words.split())


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table and the empty line after it; figures stand to the right."""
    kept = [[_cell(cell) for cell in row] for row in rows]
    right = [bool(kept) and all(_is_figure(row[n]) for row in kept) for n in range(len(head))]
    yield f"| {' | '.join(head)} |"
    yield f"|{'|'.join('--:' if one else '---' for one in right)}|"
    for row in kept:
        yield f"| {' | '.join(row)} |"
    yield ""


def _cell(cell: object) -> str:
    return figure(cell) if isinstance(cell, float) else str(cell).replace("|", "\\|")


def _is_figure(cell: str) -> bool:
    return not cell.strip("–−0123456789. ")


def figure(value: float, digits: int = 4) -> str:
    """A figure with a real minus, and no minus before 0."""
    text = f"{value:.{digits}f}"
    if not float(text):
        text = text.lstrip("-")
    return text.replace("-", "−")


def full(value: float) -> str:
    """A figure in ten digits, to go on with."""
    return figure(value, 10)


def weighed(words: Iterable[tuple[str, float]], digits: int = 4) -> str:
    """Words with their weights, the heaviest first."""
    ordered = sorted(words, key=lambda one: (-one[1], one[0]))
    return ", ".join(f"*{word}* {figure(weight, digits)}" for word, weight in ordered) or "–"
