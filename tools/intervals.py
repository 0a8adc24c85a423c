"""How often an 80 % interval holds what it should: printed by size of conversation, in Markdown rows.

    python tools/intervals.py SHARED [--times N]

SHARED holds `data/`. The groups of DeliData are sorted by how much they reason and cut into six; each sixth is taken
for one endless conversation, of which stretches of three contributions (longer ones of one group hang together more
than in one conversation) are drawn in another order each time, said by three people. What is true of it is what all its
stretches in one conversation tell ("very long"), or what conversations of that size tell on average ("mean of such"):
the first also holds what a figure shifts by merely going on longer. A conversation without an interval counts as sure
to half of the least width; IQ is held against IQ where as many dimensions could be assessed.
tests/measures/test_uncertainty.py does the same with our own conversations.
"""

from __future__ import annotations

import argparse
import csv
import random
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import fmean, pstdev

from reference import FEWEST, TASK, delidata

from iq4d.conversation import Conversation, Declared, Purpose, Speaker, Utterance
from iq4d.measures import DIMENSIONS, Scorecard, measure
from iq4d.measures.registry import MEASURES

PARTS, STRETCH, SIZES = 6, 3, (12, 20, 25, 60)
WHO = ("Ada", "Bob", "Cas")

Figure = tuple[float, tuple[float, float] | None, float]  # value, interval, least width
Read = Callable[[Scorecard], Figure | None]


def parts(data: Path) -> list[list[Conversation]]:
    """The groups, from little to much reasoning."""
    reasons: dict[str, list[bool]] = defaultdict(list)
    with (data / "delidata_utterances.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            reasons[row["group_id"]].append(row["target"] == "Reasoning")
    groups = [one for one in delidata(data / "delidata_utterances.csv") if len(one) >= FEWEST]
    groups.sort(key=lambda one: (fmean(reasons[one.id]), one.id))
    size = len(groups) // PARTS
    return [groups[n * size : (n + 1) * size] for n in range(PARTS)]


def drawn(groups: list[Conversation], size: int | None, chance: random.Random, purpose: Purpose = TASK) -> Conversation:
    """A conversation of `size` contributions out of these groups; of all they said where that is None."""
    stretches: list[list[tuple[str, str]]] = []
    for group in groups:
        number = {speaker: n for n, speaker in enumerate(dict.fromkeys(u.speaker for u in group))}
        said = [(WHO[number[u.speaker] % len(WHO)], u.text) for u in group]
        first = chance.randrange(STRETCH)
        cuts = [0, *range(first or STRETCH, len(said), STRETCH), len(said)]
        stretches += [said[a:b] for a, b in pairwise(cuts) if b > a]
    chance.shuffle(stretches)
    flat = [one for stretch in stretches for one in stretch][:size]
    utterances = tuple(Utterance(str(n), who, words) for n, (who, words) in enumerate(flat, 1))
    language, declared = groups[0].language, Declared(purpose=purpose)
    return Conversation("", "", utterances, tuple(map(Speaker, WHO)), language=language, declared=declared)


def figures() -> Iterator[tuple[str, Read]]:
    """All that has an interval."""

    def of_dimension(name: str) -> Read:
        def read(card: Scorecard) -> Figure | None:
            points = card[name].points
            return None if points is None else (points, card[name].interval, 1.0)

        return read

    def of_indicator(key: str, dimension: str) -> Read:
        def read(card: Scorecard) -> Figure | None:
            score = next(one for one in card[dimension].scores if one.indicator == key)
            return None if score.value is None else (score.value, score.interval, 0.01)

        return read

    yield "IQ", lambda card: None if card.points is None else (card.points, card.interval, 1.0)
    for name in DIMENSIONS:
        yield name, of_dimension(name)
    for one in MEASURES:
        yield one.key, of_indicator(one.key, one.dimension)


def holds(figure: Figure, truth: float) -> bool:
    value, interval, least = figure
    low, high = interval or (value - least / 2, value + least / 2)
    return low <= truth <= high


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("shared", type=Path)
    arguments.add_argument("--times", type=int, default=60, help="conversations of each part and size")
    options = arguments.parse_args()
    chance = random.Random(7)
    groups = parts(options.shared / "data")
    truths = [measure(drawn(part, None, chance)) for part in groups]
    print("| contributions | what | n | holds very long | holds mean of such | interval / spread of such |")
    print("|---|---|---|---|---|---|")
    for size in SIZES:
        cards = [[measure(drawn(part, size, chance)) for _ in range(options.times)] for part in groups]
        for name, read in figures():
            long, mean, widths, spreads = [], [], [], []
            for part, truth in zip(cards, truths, strict=True):
                like = [card for card in part if name != "IQ" or card.out_of == truth.out_of]
                told, whole = [one for card in like if (one := read(card)) is not None], read(truth)
                if not told or whole is None:
                    continue
                middle = fmean(value for value, _, _ in told)
                long += [holds(one, whole[0]) for one in told]
                mean += [holds(one, middle) for one in told]
                widths += [high - low for _, interval, _ in told for low, high in [interval or (0.0, 0.0)]]
                spreads.append(pstdev(value for value, _, _ in told))
            if long:
                ratio = fmean(widths) / (2 * 1.2816 * fmean(spreads)) if fmean(spreads) else 0.0
                row = f"{size} | {name} | {len(long)} | {fmean(long):.2f} | {fmean(mean):.2f} | {ratio:.2f}"
                print(f"| {row} |", flush=True)


if __name__ == "__main__":
    main()
