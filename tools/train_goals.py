"""Fit the heads on goals: is what somebody will do specific, measurable, attainable? Called by `train.py`.

The public set holds goals of people in a programme for their health. How far the heads hold for promises in talk is
told in their cards, on our own set (`gold/`, column `sharp`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import gold
import numpy as np
import train

from iq4d.measures.languages import cues, sentences, straight

FILE = "smartspan_goals.csv"
STRENGTH = 10.0  # of the fit against its penalty; chosen by cross-validation by note
LETTERS = {"specific": "s", "measurable": "m"}  # in our own set
WHAT = {
    "specific": "a goal that says what exactly",
    "measurable": "a goal of which one can see whether it was reached: how much, how often",
    "attainable": "a goal of which somebody says how sure they are of reaching it",
}
CARD = {
    "data": "SMARTSpan goals, the development part, coded by the authors of the set",
    "licence": "MIT",
    "attribution": "the authors of SMARTMiner (2025)",
}
LIMITS = [
    "Fitted on goals about food, medicine and movement, noted by health coaches, in English.",
    "Attainable is coded there nearly always and only where the note tells how sure somebody is (a figure, a share).",
    "Our own promises are nearly all specific and measurable: what is told of them rests on few that are not.",
]


def goals(path: Path) -> tuple[Any, dict[str, Any], list[str]]:
    """(columns, codes by label, the note of each); each goal is read alone."""
    rows = train.table(path)
    columns = train.read_as_heads_do([(str(n), "", row["goal"]) for n, row in enumerate(rows)], "en")
    labels = {name: np.array([row[name] == "1" for row in rows]) for name in WHAT}
    return columns, labels, [row["note_id"] for row in rows]


def texts(path: Path) -> list[str]:
    return [row["goal"] for row in train.table(path)]


def fit(columns: Any, labels: Any) -> tuple[float, Any]:
    """(bias, weights). Yes and no weigh the same in all, because nearly every goal is a yes."""
    lessons = [
        train.Lesson(columns[labels == of], labels[labels == of], len(labels) / (2 * int((labels == of).sum())))
        for of in (True, False)
    ]
    return train.fit(lessons, STRENGTH)


def across(columns: Any, labels: Any, notes: Sequence[str], seed: int = 0) -> Any:
    """Sums over goals of notes that the head was not fitted on."""
    found = np.zeros(len(labels))
    for some, rest in train.by_conversation(notes, seed):
        bias, weights = fit(columns[some], labels[some])
        found[rest] = bias + columns[rest] @ weights
    return found


def promises(split: str) -> tuple[dict[str, Any], list[str]]:
    """(columns by language, letters) of the promises of our own set: sentences with a cue, else all that is said."""
    said: dict[str, list[tuple[str, str, str]]] = {language: [] for language in train.LANGUAGES}
    letters = []
    for talk in gold.conversations():
        if talk.split != split:
            continue
        for turn, codes in zip(talk.turns, talk.codes["first"], strict=True):
            if codes["promise"] == "1":
                letters.append(codes["sharp"])
                for language, told in said.items():
                    told.append((str(len(letters)), "", _promised(str(turn[language]), language)))
    return {language: train.read_as_heads_do(told, language) for language, told in said.items()}, letters


def _promised(text: str, language: str) -> str:
    promise = cues(language, "promise")
    return " ".join(one for one in sentences(straight(text)) if promise.first(one)) or text


def main(data: Path) -> None:
    columns, labels, notes = goals(data / FILE)
    ours, kept = promises("develop"), promises("test")
    for name, of in labels.items():
        bias, weights = fit(columns, of)
        shown: dict[str, Any] = {"across groups": train.figures(across(columns, of, notes), of)}
        for where, (read, letters) in (("among colleagues", ours), ("kept for testing", kept)):
            if name in LETTERS:
                sums = {language: bias + read[language] @ weights for language in train.LANGUAGES}
                shown[where] = train.both(sums, np.array([LETTERS[name] in one for one in letters]))
        card = {"what": WHAT[name], **CARD, "limits": LIMITS, "of": train.fingerprint(data / FILE)}
        train.write(name, bias, weights, {**card, **shown})
