"""Fit the heads anew from the public data and our own, and write their coefficients and cards (`make train`).

    python tools/train.py SHARED

SHARED holds `data/`. Needs scikit-learn (requirements/train.txt); nothing of it is needed to measure. The same data
gives the same files to the byte. Three families: types of contribution in the puzzle (fitted and asked on the puzzle),
what colleagues do (fitted on public data and on the part of `gold/` for developing), and goals (`train_goals.py`).
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gold
import numpy as np
from reference import ROOT

from iq4d.measures.heads import PLACES, grams_of

HEADS = ROOT / "src/iq4d/measures/heads"
STRENGTH = 2.0  # of the fit against its penalty, on the puzzle alone
LEAST = 0.05  # smaller coefficients are left out
FOLDS = 5
LANGUAGES = ("nl", "en")

Row = dict[str, str]

LABELS: dict[str, Callable[[Row], bool]] = {
    "puzzle_none": lambda row: row["type"] == "None",
    "puzzle_probing": lambda row: row["type"] == "Probing",
    "puzzle_npd": lambda row: row["type"] == "NPD",
}


@dataclass(frozen=True)
class Aim:
    """A head for talk among colleagues. coded: yes by the guide of `gold/`. elsewhere: yes in the public set `file`."""

    name: str
    what: str
    coded: Callable[[Row], bool]
    elsewhere: Callable[[Row], bool]
    file: str = "delidata_utterances.csv"
    weight: float = 1.0  # of a row of the public set


OPEN = ("open", "why", "clarify", "assume")
LOOKS_BACK = ("Reflection", "Learning", "Perspective", "Difficulty")
AIMS = (
    Aim(
        "off",
        "has nothing to do with what the conversation is for: a greeting, the weather, the tool",
        lambda row: row["off"] == "1",
        lambda row: row["type"] == "None",
    ),
    Aim(
        "reason",
        "reasons: gives a ground, a consequence, an inference",
        lambda row: row["reason"] == "1",
        lambda row: row["target"] == "Reasoning",
    ),
    Aim(
        "probe",
        "asks or invites others to think or tell on about the matter",
        lambda row: row["probe"] == "1",
        lambda row: row["type"] == "Probing",
    ),
    Aim(
        "open",
        "asks an open question, one after a reason, a meaning or what is taken for granted",
        lambda row: row["question"] in OPEN,
        lambda row: row["type"] == "Probing",
    ),
    Aim(
        "reflect",
        "looks at one's own part, feeling, assumption or learning",
        lambda row: row["reflect"] == "1",
        lambda row: row["y"] in LOOKS_BACK,
        "cered_en.csv",
        0.25,
    ),
)
# How heads for colleagues are fitted; chosen by cross-validation by conversation in the part for developing.
AMONG = 0.2  # of the fit against its penalty
OURS = 10.0  # what a contribution of ours weighs against one of the public set
ALIKE = 10.0  # what it weighs that the same contribution in Dutch and in English gets the same sum
PARTS = 7  # of the cross-validation by conversation
SEEDS = (0, 1, 2)

PUZZLE = {
    "data": "DeliData 1.0, the development part (60 % of 500 groups), coded by the authors of the set",
    "licence": "CC BY 4.0",
    "attribution": "Georgi Karadzhov, Tom Stafford and Andreas Vlachos: DeliData, a dataset for deliberation in "
    "multi-party problem solving (2023)",
}
DIARIES = {
    "data": "CEReD, reflective diaries of student teachers, machine-translated to English, coded by its authors",
    "licence": "Apache-2.0",
    "attribution": "Michal Štefánik and Jan Nehyba: CEReD, Czech and English Reflective Dataset (2021)",
}
SOURCES = {"delidata_utterances.csv": PUZZLE, "cered_en.csv": DIARIES}
OWN = {
    "and": "IQ4D Dutch-English conversations (gold/), the part for developing, first reading, in both languages",
    "and its licence": "CC BY 4.0",
    "and its attribution": "the IQ4D founders",
}
LIMITS = [
    "What is meant without being said is missed; a long contribution is likelier to be called a yes.",
    "Our own conversations are invented, and were coded by one kind of language model.",
    "In Dutch it sees function words, the lexicon and marks, and no content words.",
]


def rows(path: Path) -> list[Row]:
    """The contributions of DeliData, by group and in order."""
    return sorted(table(path), key=lambda row: (row["group_id"], int(row["turn"])))


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


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


@dataclass(frozen=True)
class Lesson:
    """Contributions to learn from. elsewhere: talk of another kind, with a bias of its own that is not shipped."""

    columns: Any
    labels: Any
    weight: float = 1.0
    elsewhere: bool = False


def fit(lessons: Sequence[Lesson], strength: float = STRENGTH, alike: Any = None) -> tuple[float, Any]:
    """(bias, weights) of a logistic head, weights rounded as they are shipped.

    alike: rows of which the sum should be 0, because they are the difference of what says the same. Each is told to be
    a yes and a no, which costs least where the head is in doubt between them.
    """
    from scipy.sparse import csr_matrix, hstack, vstack
    from sklearn.linear_model import LogisticRegression

    blocks, labels, weight = [], [], []

    def learn(columns: Any, of: Any, each: float, bias: tuple[float, float]) -> None:
        n = columns.shape[0]
        blocks.append(hstack([columns, csr_matrix(np.tile(bias, (n, 1)))]))
        labels.append(of)
        weight.append(np.full(n, each))

    for lesson in lessons:
        learn(lesson.columns, lesson.labels, lesson.weight, (1.0, float(lesson.elsewhere)))
    if alike is not None:
        for of in (True, False):
            learn(alike, np.full(alike.shape[0], of), ALIKE, (0.0, 0.0))
    model = LogisticRegression(C=strength, solver="liblinear", random_state=0, fit_intercept=False)
    model.fit(vstack(blocks, format="csr"), np.concatenate(labels), sample_weight=np.concatenate(weight))
    weights = np.round(model.coef_[0][:PLACES], 2)
    weights[np.abs(weights) < LEAST] = 0.0
    return round(float(model.coef_[0][PLACES]), 2), weights


def across(columns: Any, labels: dict[str, Any], groups: Sequence[str]) -> dict[str, Any]:
    """For each head of the puzzle its sums over contributions of groups it was not fitted on."""
    found = {name: np.zeros(len(groups)) for name in labels}
    for train, test in by_group(columns, groups):
        for name, of in labels.items():
            bias, weights = fit([Lesson(columns[train], of[train])])
            found[name][test] = bias + columns[test] @ weights
    return found


def by_group(columns: Any, groups: Sequence[str]) -> Iterator[tuple[Any, Any]]:
    from sklearn.model_selection import GroupKFold

    yield from GroupKFold(FOLDS).split(columns, None, groups)


def by_conversation(of: Sequence[str], seed: int) -> Iterator[tuple[Any, Any]]:
    names = np.array(sorted(set(of)))
    np.random.default_rng(seed).shuffle(names)
    part = {name: n % PARTS for n, name in enumerate(names)}
    at = np.array([part[name] for name in of])
    for n in range(PARTS):
        yield np.flatnonzero(at != n), np.flatnonzero(at == n)


@dataclass(frozen=True)
class Talks:
    """A part of `gold/`: columns by language, the first reading's codes, and of which conversation each is."""

    columns: dict[str, Any]
    codes: list[Row]
    of: list[str]

    @property
    def apart(self) -> Any:
        return self.columns["nl"] - self.columns["en"]

    def lessons(self, labels: Any, some: Any) -> list[Lesson]:
        return [Lesson(self.columns[language][some], labels[some], OURS) for language in LANGUAGES]


def talks(split: str) -> Talks:
    told = [talk for talk in gold.conversations() if talk.split == split]
    said = {x: [(talk.id, str(turn["who"]), str(turn[x])) for talk in told for turn in talk.turns] for x in LANGUAGES}
    columns = {language: read_as_heads_do(said[language], language) for language in LANGUAGES}
    codes = [row for talk in told for row in talk.codes["first"]]
    return Talks(columns, codes, [id_ for id_, _, _ in said["nl"]])


def unseen(aim: Aim, ours: Talks, public: Lesson, seed: int) -> dict[str, Any]:
    """By language the sums over contributions of conversations that the head was not fitted on."""
    labels = np.array([aim.coded(row) for row in ours.codes])
    found = {language: np.zeros(len(labels)) for language in LANGUAGES}
    for train, test in by_conversation(ours.of, seed):
        bias, weights = fit([public, *ours.lessons(labels, train)], AMONG, ours.apart[train])
        for language, columns in ours.columns.items():
            found[language][test] = bias + columns[test] @ weights
    return found


def figures(sums: Any, labels: Any) -> dict[str, float]:
    """said: how many it says yes to; share: how many are coded yes."""
    from validity import auc

    says = sums > 0
    return {
        "auc": round(auc(sums.tolist(), labels.astype(float).tolist()), 3),
        "sensitivity": round(float(says[labels].mean()), 3),
        "specificity": round(float((~says[~labels]).mean()), 3),
        "kappa": round(gold.kappa(_yes(says), _yes(labels)), 3),
        "said": round(float(says.mean()), 3),
        "share": round(float(labels.mean()), 3),
        "n": len(labels),
    }


def both(sums: dict[str, Any], labels: Any) -> dict[str, Any]:
    """The figures in either language, and how far they say the same."""
    alike = gold.kappa(*(_yes(sums[language] > 0) for language in LANGUAGES))
    return {**{x: figures(sums[x], labels) for x in LANGUAGES}, "kappa of nl and en": round(alike, 3)}


def _yes(says: Any) -> list[str]:
    return ["01"[int(one)] for one in says]


def of_colleagues(data: Path) -> None:
    """Heads for talk among colleagues: fitted on a public set and ours together.

    Where they say yes is chosen on ours, on conversations they were not fitted on: as often as is coded.
    """
    ours, kept = talks("develop"), talks("test")
    read: dict[str, tuple[list[Row], Any, list[str]]] = {}
    for aim in AIMS:
        if aim.file not in read:
            read[aim.file] = _public(data / aim.file)
        told, columns, groups = read[aim.file]
        public = Lesson(columns, np.array([aim.elsewhere(row) for row in told]), aim.weight, elsewhere=True)
        labels = np.array([aim.coded(row) for row in ours.codes])
        draws = [unseen(aim, ours, public, seed) for seed in SEEDS]
        together = np.concatenate([sums[language] for sums in draws for language in LANGUAGES])
        least = round(float(np.quantile(together, 1 - labels.mean())), 2)
        everything = ours.lessons(labels, np.arange(len(labels)))
        bias, weights = fit([public, *everything], AMONG, ours.apart)
        bias = round(bias - least, 2)
        away = np.zeros(len(told))
        for train, test in by_group(columns, groups):
            some = Lesson(columns[train], public.labels[train], aim.weight, elsewhere=True)
            part_bias, part = fit([some, *everything], AMONG, ours.apart)
            away[test] = part_bias - least + columns[test] @ part
        shown = {
            "across groups": figures(away, public.labels),
            "among colleagues": both({x: draws[0][x] - least for x in LANGUAGES}, labels),
            "kept for testing": both(
                {x: bias + kept.columns[x] @ weights for x in LANGUAGES},
                np.array([aim.coded(row) for row in kept.codes]),
            ),
        }
        card = {"what": aim.what, **SOURCES[aim.file], **OWN, "limits": LIMITS, "of": fingerprint(data / aim.file)}
        write(aim.name, bias, weights, {**card, **shown})


def _public(path: Path) -> tuple[list[Row], Any, list[str]]:
    """(rows, columns, groups) of a public set; each sentence of a diary is read alone."""
    if path.name == "delidata_utterances.csv":
        told = rows(path)
        said = [(row["group_id"], row["speaker"], row["text"]) for row in told]
    else:
        told = table(path)
        said = [(str(n), "", row["sentence"]) for n, row in enumerate(told)]
    groups = [row.get("group_id") or row["idx"] for row in told]
    return told, read_as_heads_do(said, "en"), groups


def of_the_puzzle(data: Path) -> None:
    """Types of contribution in the puzzle: what such heads can do where much was coded by people."""
    path = data / "delidata_utterances.csv"
    told, columns, groups = _public(path)
    labels = {name: np.array([of(row) for row in told]) for name, of in LABELS.items()}
    sums = across(columns, labels, groups)
    for name, of in labels.items():
        bias, weights = fit([Lesson(columns, of)])
        what = f"is of the type {name.removeprefix('puzzle_')} of DeliData; it serves the gate on types alone"
        limits = ["Fitted on strangers who solve one card puzzle in a chat of some seven minutes, in English."]
        card = {"what": what, **PUZZLE, "limits": limits, "of": fingerprint(path)}
        write(name, bias, weights, {**card, "across groups": figures(sums[name], of)})


def fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def write(name: str, bias: float, weights: Any, card: dict[str, Any]) -> None:
    """A head as it is shipped: its card, its bias and its weights on a line each."""
    kept = {str(place): float(weights[place]) for place in np.flatnonzero(weights)}
    parts = {"card": {"head": name, **card}, "bias": bias, "weights": kept}
    lines = (f'"{key}":{json.dumps(part, ensure_ascii=False, separators=(",", ":"))}' for key, part in parts.items())
    (HEADS / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "}\n", "utf-8")
    print(name, len(kept), "coefficients", {key: card[key] for key in card if isinstance(card[key], dict)}, flush=True)


def main() -> None:
    import train_goals  # which needs this module

    data = Path(sys.argv[1]) / "data"
    of_colleagues(data)
    of_the_puzzle(data)
    train_goals.main(data)


if __name__ == "__main__":
    main()
