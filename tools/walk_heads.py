"""docs/walk.md: the indicators that ask a trained head, with the sums that a head makes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from inspect import getclosurevars, isfunction

import numpy as np
from walk_page import Case, figure, full, paragraph, same, table, weighed

from iq4d.measures.heads import SURE, Does, Grams, Head, doing, head
from iq4d.measures.heads.grams import BARE, BESIDE, BITS
from iq4d.measures.indicator import Finding
from iq4d.measures.shares import Share, shrunk

__all__ = ["corrected", "how", "on_task", "reasoning", "reflection"]

SHOWN = 3  # words that spoke most

HOW = f"""
from hashlib import blake2b

def code(word):  # the word in lower case, as it is read
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")

A, B, C = 0xD6E8FEB86659FD93, 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F
word = lambda a: (code(a) * A) % 2**64 >> {64 - BITS}
pair = lambda a, b: ((code(a) * B + code(b) * C) * A) % 2**64 >> {64 - BITS}
beside = lambda a: (code(a) * C * A) % 2**64 >> {64 - BITS}
"""


def on_task(case: Case, finding: Finding) -> Iterator[str]:
    yield from _asked(case, finding, "off", least=True)


def reasoning(case: Case, finding: Finding) -> Iterator[str]:
    yield from _asked(case, finding, "reason", unless="a habit")


def reflection(case: Case, finding: Finding) -> Iterator[str]:
    yield from _asked(case, finding, "reflect", unless="without a signal word")


def _asked(case: Case, finding: Finding, name: str, *, least: bool = False, unless: str = "") -> Iterator[str]:
    """What the head says of every turn, and of two of them how it comes to that."""
    yes = {turn: over for turn, over, _ in finding.units}
    does = [one for one in doing(case.transcript, name, least=least) if one.turn.index in yes]
    spoke = "spoke most against it" if least else "spoke most for it"
    rows = []
    for one in does:
        says = "yes" if yes[one.turn.index] else "no" if one.chance < SURE else f"no: {unless}"
        words = weighed(_loudest(case, name, one, least=least))
        rows.append([one.turn.index + 1, f"`{one.utterance}`", words, one.chance, says])
    yield paragraph(f"The head is `{name}` ({head(name).card['what']}). The words that {spoke} and what they weigh:")
    yield ""
    yield from table(["turn", "contribution", spoke, "chance", "yes?"], rows)
    for one in _two(case, does):
        yield from _sum(case, name, one)


def how() -> Iterator[str]:
    """How a head reads: the same for all of them."""
    yield paragraph(
        "**How a head reads.** A function word (`stopwords.txt`, `common.txt`) is read as it stands; a word of "
        "content as `<topic>` where somebody else here uses it too (by stem), else `<content>`; a name as `<name>`, "
        "what holds a digit as `<number>`, another single letter as `<letter>`; a question mark is a word. Of a run "
        f"of more than {BARE} function words the rest is not read. Before the first word stands `<`, after the last "
        "`>`. Each word, each pair of neighbours, and *beside* them each different word of content as it is said "
        f"and each cue as `§kind.rule`, falls on one of {2**BITS:,} places; what a place weighs stands in "
        "`src/iq4d/measures/heads/NAME.json` under `weights`, and 0 where it is not there. With n words read, the "
        f"sum of the weights is divided by √(2n + 1){'' if BESIDE == 1 else f' (those beside times {BESIDE})'}, the "
        f"bias is added, and the chance is 1 / (1 + e^−sum); from {SURE} on the head says yes. The place of a word:"
    )
    yield ""
    yield f"```python{HOW}```"
    yield ""


def _grams(case: Case) -> tuple[Grams, dict[str, int]]:
    """What the product made for all heads, and at which place each contribution stands in it."""
    return case.transcript.held["grams"], {piece.utterance: piece.index for piece in case.transcript.pieces}


def _loudest(case: Case, name: str, one: Does, *, least: bool) -> list[tuple[str, float]]:
    """The words of a contribution that spoke most, each with what it weighs and half of its pairs."""
    grams, place = _grams(case)
    columns, n = case.transcript.columns, place[one.utterance]
    a, b = int(grams.starts[n]), int(grams.starts[n + 1])
    said = head(name).of(grams).spoke()[a:b] * (-1 if least else 1)
    words = columns.word[grams.rows[a:b]]
    best: dict[str, float] = {}
    for word, weight in zip(words.tolist(), said.tolist(), strict=True):
        if weight > 0 and columns.number[word] > 0 and not columns.named[word]:
            best[columns.words[word]] = max(weight, best.get(columns.words[word], 0.0))
    loud = sorted(best.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
    return [(word, -weight if least else weight) for word, weight in loud]


def _two(case: Case, does: Sequence[Does]) -> list[Does]:
    """Two turns to work out: the shortest yes and the shortest no; the two shortest where all say the same."""
    grams, place = _grams(case)
    sizes = np.diff(grams.starts)
    short = sorted(does, key=lambda one: (int(sizes[place[one.utterance]]), one.turn.index))
    yes, no = ([one for one in short if (one.chance >= SURE) == says] for says in (True, False))
    return [yes[0], no[0]] if yes and no else short[:2]


def _sum(case: Case, name: str, one: Does) -> Iterator[str]:
    grams, place = _grams(case)
    of, n = head(name), place[one.utterance]
    size = int(grams.starts[n + 1] - grams.starts[n])
    words, pairs = int(grams.starts[-1]), int(grams.starts[-1]) + grams.contributions
    mine = np.flatnonzero(grams.of == n)
    kinds = {
        "words": mine[mine < words],
        "pairs": mine[(mine >= words) & (mine < words + pairs)],
        "beside": mine[mine >= words + pairs],
    }
    share, sums, lines = 1 / math.sqrt(2 * size + 1), {}, []
    for kind, which in kinds.items():
        places = sorted((int(grams.place[k]), float(of.weights[grams.place[k]])) for k in which)
        sums[kind] = round(math.fsum(weight for _, weight in places), 6)
        heavy = ", ".join(f"{at}: {figure(weight, 2)}" for at, weight in places if weight)
        lines.append(f"- {len(which)} {kind}: {heavy or 'none with a weight'}; together {figure(sums[kind], 2)}")
    total = (sums["words"] + sums["pairs"] + BESIDE * sums["beside"]) * share
    chance = 1 / (1 + math.exp(-(of.bias + total)))
    same(chance, one.chance, f"{name} of {one.utterance}")
    yield f"Turn {one.turn.index + 1}, `{one.utterance}`, in full (*place: weight*, by number of the place):"
    yield ""
    yield from lines
    beside = figure(sums["beside"], 2) if BESIDE == 1 else f"{BESIDE} × {figure(sums['beside'], 2)}"
    added = f"{figure(sums['words'], 2)} + {figure(sums['pairs'], 2)} + {beside}".replace("+ −", "− ")
    yield (
        f"- ({added}) / √{2 * size + 1} = {full(total)}; with the bias {figure(of.bias, 2)}: {full(of.bias + total)}; "
        f"chance 1 / (1 + e^{full(-of.bias - total)}) = {full(chance)}"
    )
    yield ""


def corrected(finding: Finding, over: float, under: float) -> Iterator[str]:
    """From the share that is seen to the share that is there."""
    assert finding.raw is not None
    of, times = _share(finding)
    if of is None:
        told = f"the sums over the turns are {full(over)} and {full(under)}; "
        if math.isclose(1 - over / under, finding.raw):
            told += f"1 − {full(over)} / {full(under)} = {full(finding.raw)}"
        else:
            told += f"by the formula above that makes {full(finding.raw)}"
        yield paragraph(f"**Raw figure.** {told[0].upper()}{told[1:]}.")
        return
    few = (over + of.m * of.mean) / (under + of.m)
    there = (few + of.specificity - 1) / (of.sensitivity + of.specificity - 1)
    held = min(1.0, max(0.0, there))
    told = f"**Raw figure.** The head says yes to {figure(over, 0)} of {figure(under, 0)} turns. "
    if of.m:
        told += (
            f"*Shrunk*: beside them come {of.m} pseudo-turns, of which {of.mean} are a yes, as is usual: "
            f"({figure(over, 0)} + {of.m} × {of.mean}) / ({figure(under, 0)} + {of.m}) = {full(few)}. "
        )
    told += (
        f"*Corrected*: the head finds {full(of.sensitivity)} of what is there (sensitivity) and leaves alone "
        f"{full(of.specificity)} of what is not (specificity), so ({full(few)} + {full(of.specificity)} − 1) / "
        f"({full(of.sensitivity)} + {full(of.specificity)} − 1) = {full(there)}"
    )
    told += f", held at {held:.0f}" if held != there else ""
    if of.rest:
        told += f"; meant is the rest: 1 − {full(held)} = {full(1 - held)}"
    last = 1 - held if of.rest else held
    if times != 1:
        told += f"; times {times:.0f}, at most 1: {full(finding.raw)}"
    same(min(1.0, last * times), finding.raw, "the corrected share")
    yield paragraph(told + ".")


def _share(finding: Finding) -> tuple[Share | None, float]:
    """How a finding goes from the share that is seen to the one that is there, and how many times that counts."""
    estimate, n = finding.estimate, len(finding.units)
    if isinstance(estimate, Share):
        return estimate, 1.0
    held = getclosurevars(estimate).nonlocals.values() if isfunction(estimate) else ()  # what it is made of
    ways = [one for one in held if isinstance(one, Share)]
    ways += [shrunk(0.0, 0, [one.card["across groups"]], rest=True) for one in held if isinstance(one, Head)]
    for of in ways:
        both = [(estimate(k, n), of(k, n)) for k in range(n + 1)]
        times = next((found / there for found, there in both if 0 < found < 1 and there), 1.0)
        if all(math.isclose(found, min(1.0, there * times), abs_tol=1e-9) for found, there in both):
            return of, times
    return None, 1.0
