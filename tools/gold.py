"""The Dutch-English set of our own (`gold/`): check the files, and print how far the two readings agree.

    python tools/gold.py          (make gold)

Exit code 1 where a file is not as gold/README.md says. Agreement is Cohen's kappa with its share of agreement, over all
contributions; of `question` over its values, of `uptake` with linear weights, of `sharp` letter by letter where both
saw a promise.
"""

from __future__ import annotations

import csv
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

GOLD = Path(__file__).resolve().parent.parent / "gold"
READINGS = ("first", "second")
YES_NO = ("off", "reason", "evidence", "counter", "probe", "tip", "restate", "reflect", "promise")
QUESTIONS = ("", "closed", "open", "why", "clarify", "assume")
COLUMNS = [
    "conversation", "turn", "off", "reason", "evidence", "counter", "question", "probe", "tip", "uptake", "restate",
    "reflect", "promise", "sharp",
]  # fmt: skip
ALLOWED = {**dict.fromkeys(YES_NO, ("0", "1")), "question": QUESTIONS, "uptake": ("0", "1", "2")}
LETTERS = "smtf"


@dataclass(frozen=True)
class Told:
    """A conversation of the set. codes: by reading, one row of codes a turn, in order."""

    id: str
    split: str
    title: dict[str, str]
    purpose: dict[str, str]
    turns: list[dict[str, str | int]]
    codes: dict[str, list[dict[str, str]]]


def conversations(gold: Path = GOLD) -> list[Told]:
    """All of them, in order of their ids. Raises ValueError with file, place and what is wrong."""
    return [_read(path, gold) for path in sorted((gold / "conversations").glob("*.toml"))]


def _read(path: Path, gold: Path) -> Told:
    data = tomllib.loads(path.read_text("utf-8"))
    for key in ("id", "split", "form", "title", "turn"):
        if key not in data:
            raise ValueError(f"{path.name}: {key} is missing")
    if data["split"] not in ("develop", "test"):
        raise ValueError(f"{path.name}: split is {data['split']!r}; develop or test")
    for n, turn in enumerate(data["turn"], 1):
        for key in ("who", "nl", "en"):
            if not str(turn.get(key, "")).strip():
                raise ValueError(f"{path.name}, turn {n}: {key} is empty")
        if not 0 < turn.get("reply_to", 1) < max(n, 2):
            raise ValueError(f"{path.name}, turn {n}: reply_to {turn['reply_to']} is no earlier turn")
    codes = {}
    for reading in READINGS:
        file = gold / "readings" / reading / f"{data['id']}.csv"
        codes[reading] = list(_codes(file, len(data["turn"])))
    return Told(data["id"], data["split"], data["title"], data.get("purpose", {}), data["turn"], codes)


def _codes(path: Path, turns: int) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or list(rows[0]) != COLUMNS:
        raise ValueError(f"{path.name}: its columns are not {', '.join(COLUMNS)}")
    if [row["turn"] for row in rows] != [str(n) for n in range(1, turns + 1)]:
        raise ValueError(f"{path.name}: not one row for each of {turns} turns, in order")
    for row in rows:
        for column, allowed in ALLOWED.items():
            if row[column] not in allowed:
                raise ValueError(f"{path.name}, turn {row['turn']}: {column} is {row[column]!r}; one of {allowed}")
        if row["sharp"] != "".join(letter for letter in LETTERS if letter in row["sharp"]):
            raise ValueError(f"{path.name}, turn {row['turn']}: sharp is {row['sharp']!r}; letters of {LETTERS}")
        if row["sharp"] and row["promise"] == "0":
            raise ValueError(f"{path.name}, turn {row['turn']}: sharp without a promise")
        yield row


def kappa(one: Sequence[str], other: Sequence[str], *, weighted: bool = False) -> float:
    """Cohen's kappa; `weighted`: linear, over values that are whole numbers. 1 where both say only one thing."""

    def far(a: str, b: str) -> float:
        return abs(int(a) - int(b)) if weighted else float(a != b)

    n = len(one)
    seen = sum(far(a, b) for a, b in zip(one, other, strict=True)) / n
    left, right = Counter(one), Counter(other)
    chance = sum(left[a] * right[b] * far(a, b) for a in left for b in right) / n**2
    return 1.0 if not chance else 1 - seen / chance


def agreement(told: list[Told]) -> list[tuple[str, int, int, float, float]]:
    """(code, n, how often the first reading said yes, share of agreement, kappa)."""
    rows = [(a, b) for talk in told for a, b in zip(talk.codes["first"], talk.codes["second"], strict=True)]
    found = []
    for code in (*YES_NO, "question", "uptake"):
        one, other = [a[code] for a, _ in rows], [b[code] for _, b in rows]
        same = sum(a == b for a, b in zip(one, other, strict=True)) / len(rows)
        yes = sum(a not in ("", "0") for a in one)
        found.append((code, len(rows), yes, same, kappa(one, other, weighted=code == "uptake")))
    both = [(a["sharp"], b["sharp"]) for a, b in rows if a["promise"] == b["promise"] == "1"]
    for letter in LETTERS:
        one, other = [str(int(letter in a)) for a, _ in both], [str(int(letter in b)) for _, b in both]
        same = sum(a == b for a, b in zip(one, other, strict=True)) / len(both)
        found.append((f"sharp: {letter}", len(both), one.count("1"), same, kappa(one, other)))
    return found


def main() -> int:
    try:
        told = conversations()
    except (OSError, ValueError) as problem:
        print(f"gold: {problem}", file=sys.stderr)
        return 1
    turns = sum(len(talk.turns) for talk in told)
    kept = sum(len(talk.turns) for talk in told if talk.split == "test")
    print(f"{len(told)} conversations, {turns} contributions, of which {kept} are for testing only\n")
    print("| code | n | yes | agree | kappa |\n|---|---|---|---|---|")
    for code, n, yes, same, figure in agreement(told):
        print(f"| {code} | {n} | {yes} | {same:.2f} | {figure:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
