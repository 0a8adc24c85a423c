"""Fit the heads anew from the public data and write their coefficients and cards (`make train`).

    python tools/train.py SHARED

SHARED holds `data/`. Needs scikit-learn (requirements/train.txt); nothing of it is needed to measure. The same data
gives the same rounded figures.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from reference import ROOT

from iq4d.measures.heads import PLACES, grams_of

HEADS = ROOT / "src/iq4d/measures/heads"
STRENGTH = 2.0  # of the fit against its penalty; chosen with the invariance between Dutch and English in view
LEAST = 0.05  # smaller coefficients are left out
FOLDS = 5
LABELS: dict[str, Callable[[dict[str, str]], bool]] = {
    "off": lambda row: row["type"] == "None",
    "probe": lambda row: row["type"] == "Probing",
    "deliberate": lambda row: row["type"] == "NPD",
    "reason": lambda row: row["target"] == "Reasoning",
}
WHAT = {
    "off": "has nothing to do with the task: a greeting, a joke, the tool",
    "probe": "makes others think or talk on without bringing anything new itself (probing)",
    "deliberate": "brings an argument, an answer, agreement or disagreement (non-probing deliberation)",
    "reason": "reasons: gives a ground, a consequence, an inference",
}
CARD = {
    "data": "DeliData 1.0, the development part (60 % of 500 groups), coded by the authors of the set",
    "licence": "CC BY 4.0",
    "attribution": "Georgi Karadzhov, Tom Stafford and Andreas Vlachos: DeliData, a dataset for deliberation in "
    "multi-party problem solving (2023)",
    "limits": [
        "Fitted on strangers who solve one card puzzle in a chat of some seven minutes, in English.",
        "What is meant without being said is missed; a long contribution is likelier to be called reasoning.",
        "In Dutch it sees function words, the lexicon and marks, and no content words.",
    ],
}


def rows(path: Path) -> list[dict[str, str]]:
    """The contributions of DeliData, by group and in order."""
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    return sorted(found, key=lambda row: (row["group_id"], int(row["turn"])))


def read_as_heads_do(said: Sequence[tuple[str, str, str]], language: str) -> Any:
    """(conversation, speaker, text) of each contribution, as heads read it: a sparse matrix, a row for each."""
    from scipy.sparse import csr_matrix

    places: dict[str, list[int]] = defaultdict(list)
    for n, (conversation, _, _) in enumerate(said):
        places[conversation].append(n)
    values, of, columns = [], [], []
    for here in places.values():
        speakers = {who: n for n, who in enumerate(dict.fromkeys(said[n][1] for n in here))}
        names = frozenset(who.lower() for who in speakers)
        grams = grams_of([said[n][2] for n in here], [speakers[said[n][1]] for n in here], language, names)
        values.append(grams.value)
        of.append(np.array(here)[grams.of])
        columns.append(grams.place)
    joined = np.concatenate(values), (np.concatenate(of), np.concatenate(columns))
    made = csr_matrix(joined, shape=(len(said), PLACES))
    made.sum_duplicates()
    return made


def fit(columns: Any, labels: Any) -> tuple[float, Any]:
    """(bias, weights) of a logistic head, rounded as it is shipped."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=0).fit(columns, labels)
    weights = np.round(model.coef_[0], 2)
    weights[np.abs(weights) < LEAST] = 0.0
    return round(float(model.intercept_[0]), 2), weights


def across(columns: Any, labels: dict[str, Any], groups: Sequence[str]) -> dict[str, Any]:
    """For each head its sums over contributions of groups it was not fitted on."""
    from sklearn.model_selection import GroupKFold

    found = {name: np.zeros(len(groups)) for name in labels}
    for train, test in GroupKFold(FOLDS).split(columns, None, groups):
        for name, of in labels.items():
            bias, weights = fit(columns[train], of[train])
            found[name][test] = bias + columns[test] @ weights
    return found


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def main() -> None:
    from validity import auc

    data = Path(sys.argv[1]) / "data" / "delidata_utterances.csv"
    told = rows(data)
    columns = read_as_heads_do([(r["group_id"], r["speaker"], r["text"]) for r in told], "en")
    labels = {name: np.array([of(row) for row in told]) for name, of in LABELS.items()}
    unseen = across(columns, labels, [row["group_id"] for row in told])
    for name, of in labels.items():
        bias, weights = fit(columns, of)
        says = unseen[name] > 0
        figures = {
            "auc": round(auc(unseen[name].tolist(), of.astype(float).tolist()), 3),
            "sensitivity": round(float(says[of].mean()), 3),
            "specificity": round(float((~says[~of]).mean()), 3),
            "share": round(float(of.mean()), 3),
            "n": len(of),
        }
        card = {
            "head": name,
            "what": WHAT[name],
            **CARD,
            "of": fingerprint(data),
            "across groups": figures,
        }
        kept = {str(place): float(weights[place]) for place in np.flatnonzero(weights)}
        text = json.dumps({"card": card, "bias": bias, "weights": kept}, ensure_ascii=False, separators=(",", ":"))
        text = (
            text.replace('"card":{', '\n"card":{')
            .replace('"weights":{', '\n"weights":{')
            .replace(',"bias"', ',\n"bias"')
        )
        (HEADS / f"{name}.json").write_text(f"{text}\n", "utf-8")
        print(name, len(kept), "coefficients", figures)


if __name__ == "__main__":
    main()
