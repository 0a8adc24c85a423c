"""What the indicators have been held against: prints each figure with its n and 80% interval, in Markdown rows.

    python tools/validity.py SHARED

SHARED holds `data/`. Spearman's rho with intervals from 1,000 bootstrap samples; the unit is the group (DeliData), the
contribution (AUC) or the pair (uptake). The figures stand in docs/decisions/0002.
"""

from __future__ import annotations

import csv
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from reference import ROOT, delidata

from iq4d.conversation import Conversation, Utterance, conversation
from iq4d.measures import measure
from iq4d.measures.columns import Columns, cut, different
from iq4d.measures.depth.uptake import sets_of
from iq4d.measures.languages import lexicon, straight
from iq4d.measures.registry import MEASURES
from iq4d.measures.transcript import transcribe

assert ROOT  # makes the package importable
SAMPLES = 1000


def ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    n = 0
    while n < len(order):
        m = n
        while m + 1 < len(order) and values[order[m + 1]] == values[order[n]]:
            m += 1
        for k in order[n : m + 1]:
            out[k] = (n + m) / 2
        n = m + 1
    return out


def correlation(a: Sequence[float], b: Sequence[float]) -> float:
    mean_a, mean_b = sum(a) / len(a), sum(b) / len(b)
    over = sum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True))
    under = (sum((x - mean_a) ** 2 for x in a) * sum((y - mean_b) ** 2 for y in b)) ** 0.5
    return over / under if under else 0.0


def spearman(a: Sequence[float], b: Sequence[float]) -> float:
    return correlation(ranks(a), ranks(b))


def auc(scores: Sequence[float], labels: Sequence[float]) -> float:
    ordered = ranks(scores)
    positive = sum(labels)
    total = sum(rank + 1 for rank, label in zip(ordered, labels, strict=True) if label)
    return (total - positive * (positive + 1) / 2) / (positive * (len(labels) - positive))


def told(
    what: str, figure: Callable[[Sequence[float], Sequence[float]], float], pairs: list[tuple[float, float]]
) -> None:
    chance = random.Random(4)
    draws = sorted(
        figure(*zip(*chance.choices(pairs, k=len(pairs)), strict=True))
        for _ in range(SAMPLES if len(pairs) < 2000 else 100)
    )
    low, high = draws[len(draws) // 10], draws[-1 - len(draws) // 10]
    print(f"| {what} | {len(pairs)} | {figure(*zip(*pairs, strict=True)):.2f} [{low:.2f}, {high:.2f}] |")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def groups(data: Path) -> None:
    gain = {row["group_id"]: float(row["gain"]) for row in rows(data / "delidata_outcomes.csv")}
    raws: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for talk in delidata(data / "delidata_utterances.csv"):
        card, transcript = measure(talk), transcribe(talk)
        if card.footing == "words" or talk.id not in gain:
            continue
        for indicator in MEASURES:
            if (raw := indicator.find(transcript, ()).raw) is not None:
                raws[indicator.key].append((talk.id, raw))
        for dimension in card.dimensions:
            if dimension.points is not None:
                raws[dimension.dimension].append((talk.id, dimension.points))
        if card.points is not None:
            raws["IQ"].append((talk.id, card.points))
        raws["messages"].append((talk.id, len(talk)))
        raws["words"].append((talk.id, sum(len(u.text.split()) for u in talk)))
    size, length = dict(raws["messages"]), dict(raws["words"])
    for key, values in raws.items():
        told(f"{key} with gain", spearman, [(raw, gain[group]) for group, raw in values])
    for key, values in raws.items():
        if key not in ("messages", "words"):
            told(f"{key} with number of messages", spearman, [(raw, size[group]) for group, raw in values])
            told(f"{key} with number of words", spearman, [(raw, length[group]) for group, raw in values])
    told("off-task share with focus", spearman, _off_task(data, dict(raws["focus"])))


def _off_task(data: Path, focus: dict[str, float]) -> list[tuple[float, float]]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows(data / "delidata_utterances.csv"):
        counts[row["group_id"]][0] += row["type"] == "None"
        counts[row["group_id"]][1] += 1
    return [(counts[group][0] / counts[group][1], raw) for group, raw in focus.items()]


def reliability(data: Path) -> None:
    halves: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for talk in delidata(data / "delidata_utterances.csv"):
        if len(talk) < 20:
            continue
        parts = [_only(talk, talk.utterances[n::2]) for n in (0, 1)]
        found = [{i.key: i.find(transcribe(part), ()).raw for i in MEASURES} for part in parts]
        for key in ("focus", "grounds", "spread"):
            if found[0][key] is not None and found[1][key] is not None:
                halves[key].append((found[0][key], found[1][key]))
    for key, pairs in halves.items():
        told(f"{key}: odd against even contributions (Spearman-Brown not applied)", spearman, pairs)


def _only(talk: Conversation, utterances: tuple[Utterance, ...]) -> Conversation:
    return replace(talk, utterances=utterances)


def grounds(data: Path) -> None:
    find = next(i.find for i in MEASURES if i.key == "grounds")
    cued, lengths, matched = [], [], []
    filler = [("Ada", "Turn the vowel card over."), ("Bob", "Numbers matter here."), ("Cas", "Consonants stay closed.")]
    for row in rows(data / "delidata_utterances.csv"):
        if row["type"] == "None":
            continue
        found = find(transcribe(conversation([*filler, ("Dot", row["text"])], language="en")), ())
        score = next((piece.value for piece in found.evidence if piece.utterance == "4"), 0.0)
        label = float(row["target"] == "Reasoning")
        cued.append((score, label))
        words = len(row["text"].split())
        lengths.append((float(words), label))
        if 8 <= words <= 14:
            matched.append((score, label))
    told("grounds against Reasoning, AUC", auc, cued)
    told("the number of words alone against Reasoning, AUC", auc, lengths)
    told("grounds against Reasoning, 8-14 words only, AUC", auc, matched)


def uptake_of_pairs(data: Path) -> list[tuple[float, float, float]]:
    """(uptake, human rating, the reply's words) of each coded pair of a student's and a teacher's words."""
    coded = [row for row in rows(data / "uptake.csv") if row["uptake_zscore"]]
    texts = [straight(text) for row in coded for text in (row["teacher_text"], row["student_text"])]
    every, known = np.arange(len(texts)), lexicon("en")
    columns = Columns.of(cut(texts, known), every, every, known, ())
    content = np.flatnonzero(columns.stem[columns.word] >= 0)
    content = content[different(columns.turn[content], columns.stem[columns.word[content]], len(columns.stems))]
    value = sum(one.overlap(every[::2], every[1::2]) for one in sets_of(columns, content, every, len(texts))) / 2
    return [
        (shared, float(row["uptake_zscore"]), float(len(row["teacher_text"].split())))
        for shared, row in zip(value.tolist(), coded, strict=True)
    ]


def pairs(data: Path) -> None:
    coded = uptake_of_pairs(data)
    told("uptake of single pairs with human rating", spearman, [(uptake, human) for uptake, human, _ in coded])
    told(
        "number of the teacher's words with the same rating", spearman, [(length, human) for _, human, length in coded]
    )


def main() -> None:
    data = Path(sys.argv[1]) / "data"
    print("| what | n | figure [80% interval] |\n|---|---|---|")
    pairs(data)
    grounds(data)
    reliability(data)
    groups(data)


if __name__ == "__main__":
    main()
