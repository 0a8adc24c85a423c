"""How good the groups are, and how fast: `make bench-groups` (DATA=DIR for other instances of the same form).

    python tools/bench_groups.py DIR [--seconds 10] [--only A,B,C,D]

A: the maximally diverse grouping problem (MDGPLib), distance to the best value known. B: people with attributes, the
share of what chance leaves that is gained, where the bound tells what can be had. C: rules, how long they take to keep.
D: social golfers. Seconds are of one core (process time), without compiling. Exit 1 where a floor is missed.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np

from iq4d.groups import Apart, Holds, MaximallyDiverseGrouping, compose_rounds
from iq4d.groups.search.compiled import COMPILES
from iq4d.groups.search.pairwise import search

SCALE = 1_000  # MDGPLib gives three decimals at most
NEVER = 10**12  # steps: the seconds end it


@dataclass(frozen=True)
class Gate:
    """name, the figure, its unit, floor and goal. `more`: more is better."""

    name: str
    figure: float
    unit: str
    floor: float | None
    goal: float | None
    more: bool = False

    @property
    def missed(self) -> bool:
        return self.floor is not None and (self.figure < self.floor if self.more else self.figure > self.floor)

    def __str__(self) -> str:
        reached = self.goal is not None and (self.figure >= self.goal if self.more else self.figure <= self.goal)
        word = (
            "MISSED" if self.missed else "goal reached" if reached else "floor holds" if self.floor is not None else ""
        )
        asked = "".join(
            f"  {word} {one:g}" for word, one in (("floor", self.floor), ("goal", self.goal)) if one is not None
        )
        return f"  => {self.name}: {self.figure:.4g} {self.unit}{asked}  {word}"


# A: MDGPLib. n: (floor, goal) of the mean signed gap in percent; Geo by itself.
GAPS = {120: (0.1, 0.02), 240: (0.3, 0.15), 480: (0.2, 0.05)}


def instance(path: Path) -> tuple[np.ndarray, np.ndarray, bool]:
    """(float64[n, n] distances, int32[G] sizes, whether all sizes are equal and given). The form: mdgp/README.md."""
    tokens = path.read_text(encoding="ascii").split()
    n, n_groups = int(tokens[0]), int(tokens[1])
    bounds = np.array(tokens[3 : 3 + 2 * n_groups], dtype=np.int32).reshape(n_groups, 2)
    triples = np.array(tokens[3 + 2 * n_groups :][: 3 * n * (n - 1) // 2], dtype=np.float64).reshape(-1, 3)
    d = np.zeros((n, n))
    i, j = triples[:, 0].astype(int), triples[:, 1].astype(int)
    d[i, j] = d[j, i] = triples[:, 2]
    fixed = bool((bounds == bounds[0, 0]).all())
    return d, bounds[:, 0], fixed


def library(folder: Path, seconds: float) -> Iterator[Gate]:
    files = sorted(folder.glob("*_n*.txt")) if folder.is_dir() else []
    known = folder / "best_known.csv"
    if not files or not known.is_file():
        print(f"A. Skipped: there are no MDGPLib instances with their best_known.csv in {folder}.")
        return
    with known.open(encoding="utf-8") as file:
        best = {row["instance"]: float(row["best"]) for row in csv.DictReader(file)}
    print(f"A. MDGPLib, {seconds:g} s of one core for each instance, sizes equal")
    search(np.ones((6, 6), dtype=np.int32), np.full(2, 3), np.ones(2, dtype=np.int64), max_iter=100)  # compiles
    gaps: dict[object, list[float]] = defaultdict(list)
    for path in files:
        d, sizes, fixed = instance(path)
        if path.stem not in best or not fixed:
            print(f"  {path.stem:22} left out: {'sizes are free' if not fixed else 'no best value is known'}")
            continue
        began = time.process_time()
        found = search(
            np.rint(d * SCALE).astype(np.int32),
            sizes,
            np.ones(len(sizes), dtype=np.int64),
            max_iter=NEVER,
            time_limit=seconds,
            seed=1,
            clock=time.process_time,
        )
        took = time.process_time() - began
        reached = sum(d[np.ix_(*[found.labels == g] * 2)].sum() / 2 for g in range(len(sizes)))
        gap = 100 * (best[path.stem] - reached) / best[path.stem]
        gaps[len(d)].append(gap)
        if path.stem.startswith("Geo"):
            gaps["Geo"].append(gap)
        rate = 1e9 * took / max(found.steps, 1)
        print(
            f"  {path.stem:22} {took:5.1f} s  {found.steps / 1e6:7.0f} M steps  {rate:5.2f} ns  gap {gap:8.4f} %",
            flush=True,
        )
    for n, (floor, goal) in GAPS.items():
        if gaps[n]:
            yield Gate(f"mean gap, n = {n}", mean(gaps[n]), "%", floor, goal)
    if gaps["Geo"]:
        yield Gate("mean gap, Geo", mean(gaps["Geo"]), "%", None, 0)


# B: attributes.
def people(n: int, seed: int = 0, skewed: bool = False) -> dict[str, list[object]]:
    """Six attributes of 6, 4, 5, 8, 5 and 3 kinds, the second partly a copy of the first."""
    random = np.random.default_rng(seed)
    columns = []
    for kinds in (6, 4, 5, 8, 5, 3):
        weight = 1 / np.arange(1, kinds + 1) if skewed else np.ones(kinds)
        columns.append(random.choice(kinds, size=n, p=weight / weight.sum()))
    columns[1] = np.where(random.random(n) < 0.5, columns[0] % 4, columns[1])
    return {f"a{k}": column.tolist() for k, column in enumerate(columns)}


def tables(seconds: float) -> Iterator[Gate]:
    print("B. Six attributes: share gained of what lies between chance and the bound. Seconds: all but compiling")
    for n, size, limit, floor, goal in (
        (1_000, 8, 2.0, 1.0, 1.0),
        (10_000, 8, seconds, 0.995, 0.999),
        (100_000, 8, seconds, 0.97, 0.985),
        (100_000, 25, seconds, None, None),
    ):
        model, took = timed(people(n), group_size=size, max_iter=NEVER, time_limit=limit)
        told(f"n = {n:,}, groups of {size}", model, took)
        yield Gate(f"share closed, n = {n:,}, groups of {size}", model.closed_, "", floor, goal, more=True)
        yield Gate(f"time, n = {n:,}, groups of {size}", took, "s", None, limit)
    for name, pool in (
        ("sizes differ", people(10_003)),
        ("skewed", people(10_000, skewed=True)),
        ("a fifth not known", unknown(people(10_000))),
        ("ages, a fifth not known", unknown(people(10_000) | ages(10_000))),
        ("ages, languages", people(10_000) | ages(10_000) | languages(10_000)),
    ):
        short, took = timed(pool, group_size=8, max_iter=NEVER, time_limit=seconds / 5)
        told(name, short, took)
        if not short.optimal_:  # the bound may be out of reach
            longer, took = timed(pool, group_size=8, max_iter=NEVER, time_limit=seconds)
            told(f"{name}, longer", longer, took)
            print(f"  gap to the longer run: {100 * (longer.closed_ - short.closed_):.4f} % of the room", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Gate("memory at most", peak, "MiB", 1024, None)


def ages(n: int) -> dict[str, list[object]]:
    return {"age": np.random.default_rng(3).integers(18, 70, n).astype(float).tolist()}


def languages(n: int) -> dict[str, list[object]]:
    speaks = np.random.default_rng(4).random((n, 5)) < (0.9, 0.6, 0.3, 0.2, 0.1)
    return {"languages": [{name for name, one in zip("abcde", row, strict=True) if one} for row in speaks]}


def unknown(pool: dict[str, list[object]]) -> dict[str, list[object]]:
    """A fifth of everything left out."""
    random = np.random.default_rng(5)
    return {
        name: [None if out else value for value, out in zip(values, random.random(len(values)) < 0.2, strict=True)]
        for name, values in pool.items()
    }


def timed(pool: dict[str, list[object]], **asked: object) -> tuple[MaximallyDiverseGrouping, float]:
    from iq4d.groups import Attribute

    scales = {"age": Attribute("numeric"), "languages": Attribute("multi", wish="similar")}
    attributes = {name: scale for name, scale in scales.items() if name in pool}
    for n in (9, 900):  # both ways to search are compiled
        some = {name: values[:n] for name, values in pool.items()}
        MaximallyDiverseGrouping(group_size=3, attributes=attributes, max_iter=10).fit(some)
    began = time.process_time()
    model = MaximallyDiverseGrouping(attributes=attributes, **asked).fit(pool)  # type: ignore[arg-type]
    return model, time.process_time() - began


def told(name: str, model: MaximallyDiverseGrouping, took: float) -> None:
    proved = "  proved optimal" if model.optimal_ else ""
    print(
        f"  {name:44} {took:5.1f} s  {model.n_iter_ / 1e6:6.1f} M steps  {100 * model.closed_:8.4f} %{proved}",
        flush=True,
    )


# C: rules.
def ruled() -> Iterator[Gate]:
    print("C. Rules: one facilitator a group, two who stay together, pairs kept apart")
    for n in (60, 240, 1_000, 5_000):
        pool = people(n, seed=2)
        n_groups = n // 6
        rules = [
            Holds("facilitator", frozenset(range(n_groups)), 1, 1),
            *(Apart((k, k + 1)) for k in range(n_groups, n_groups + n // 4, 2)),
        ]
        together = [(k, n - 1 - k) for k in range(n_groups // 3)]
        model, took = timed(pool, n_groups=n_groups, rules=rules, must_link=together, max_iter=200 * n)
        told(f"n = {n:,}, {len(rules) + len(together)} rules", model, took)
        kept = all(rule.broken(model.labels_.tolist(), n_groups) == 0 for rule in model.rules_)
        yield Gate(f"rules kept, n = {n:,}", float(kept), "", 1, None, more=True)


# D: the social golfer problem (CSPLib 010).
def golfers() -> Iterator[Gate]:
    print("D. Golfers who meet nobody twice (groups, size, rounds)")
    for groups, size, rounds, most, known in ((5, 3, 7, 0, 0), (7, 3, 9, 0, 0), (8, 4, 9, 0, 0), (8, 4, 10, None, 0)):
        compose_rounds(np.full(2, 2), 2, max_iter=100)
        began = time.process_time()
        found = compose_rounds(np.full(groups, size), rounds, max_iter=20_000_000, seed=0)
        took = time.process_time() - began
        meetings = rounds * groups * size * (size - 1) // 2
        print(f"  {groups}-{size}-{rounds}: {found.repeats} of {meetings} meetings repeated, {took:.1f} s")
        yield Gate(f"repeated meetings, {groups}-{size}-{rounds}", found.repeats, "", most, known)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=Path)
    arguments.add_argument("--seconds", type=float, default=10.0)
    arguments.add_argument("--only", default="A,B,C,D", type=lambda letters: re.split(r"[,\s]+", letters.upper()))
    asked = arguments.parse_args()
    if not COMPILES:
        print("numba is not installed: nothing of this would be worth timing.")
        return 2
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    suites = {
        "A": lambda: library(asked.data, asked.seconds),
        "B": lambda: tables(asked.seconds),
        "C": ruled,
        "D": golfers,
    }
    gates = []
    for letter in asked.only:
        for gate in suites[letter]():
            gates.append(gate)
            print(gate, flush=True)
    return int(any(gate.missed for gate in gates))


if __name__ == "__main__":
    sys.exit(main())
