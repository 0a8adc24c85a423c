"""docs/walk.md: the indicators that count words and cues, turn by turn."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import zip_longest

import numpy as np
from walk_page import Case, figure, full, paragraph, same, table, weighed

from iq4d.measures.columns import Ints
from iq4d.measures.depth import grounds as grounds_module
from iq4d.measures.depth import uptake as uptake_module
from iq4d.measures.diversity import heard as heard_module
from iq4d.measures.diversity import spread as spread_module
from iq4d.measures.hits import Hit
from iq4d.measures.indicator import Finding
from iq4d.measures.languages import sentence_ends, sentences, straight
from iq4d.measures.overlap import Sets, overlap, weights
from iq4d.measures.purpose import explicit as explicit_module
from iq4d.measures.purpose import focus as focus_module
from iq4d.measures.transcript import RUN_ON

__all__ = ["explicit", "focus", "grounds", "heard", "spread", "uptake"]


def explicit(case: Case, finding: Finding) -> Iterator[str]:
    script = case.transcript
    assert script.opening is not None
    places = [("the title", script.conversation.title)]
    places += [(f"`{one.id}`", one.text) for one in script.order[: explicit_module.OPENING]]
    rows: list[list[object]] = []
    found: set[str] = set()
    for n, (name, said) in enumerate(places):
        kinds = explicit_module.KINDS if n < 2 else explicit_module.LATER_KINDS
        stated = {part: rule for part, rule, _ in explicit_module._stated(said, kinds, script)}
        found.update(stated)
        cells = [
            "not looked for" if part not in dict(kinds) else f"`{stated[part]}`" if part in stated else "no"
            for part in explicit_module.PARTS
        ]
        rows.append([name, len(sentences(straight(said))[: explicit_module.OPENING_SENTENCES]), *cells])
    yield from table(["place", "sentences", "question or goal", "why, for whom", "when it is done"], rows)
    worth = [f"{explicit_module.PARTS[part]} for {part}" for part in explicit_module.PARTS if part in found]
    same(sum(explicit_module.PARTS[part] for part in found), finding.raw or 0.0, "explicit")
    yield paragraph(
        f"**Raw figure.** {' + '.join(worth) or 'None of the forms of words is there'}: {figure(finding.raw or 0.0)}."
    )
    yield ""


def focus(case: Case, finding: Finding) -> Iterator[str]:
    script, columns = case.transcript, case.transcript.columns
    stated = explicit_module.opening(script)
    terms = list(dict.fromkeys(script.telling(explicit_module.purpose_of(script, stated))))[: focus_module.TERMS]
    turns = [turn for turn in script.saying if turn.index in {unit for unit, _, _ in finding.units}]
    rows = [row for row in script.telling_rows.tolist() if int(columns.turn[row]) in {turn.index for turn in turns}]
    stem_of = {row: int(columns.stem[columns.word[row]]) for row in rows}
    weight = weights(np.array([stem_of[row] for row in rows], np.int64), len(columns.stems), len(turns))
    worth = {name: float(weight[n]) for n, name in enumerate(columns.stems)}
    uses: dict[int, dict[str, str]] = defaultdict(dict)  # of each turn, its telling stems, as it says them
    for row in rows:
        uses[int(columns.turn[row])][columns.stems[stem_of[row]]] = columns.words[int(columns.word[row])]
    aim = math.fsum(worth.get(name, 1.0) for name in terms)
    known = focus_module._decoys(str(script.language), len(terms))
    decoys = [[word for word, held in zip(known.words, row, strict=True) if held > 0] for row in known.holds.tolist()]

    def held_against(turn: int, words: list[str]) -> tuple[list[str], float, float, float]:
        both = [name for name in words if name in uses[turn]]
        shared = math.fsum(worth[name] for name in both)
        totals = math.fsum(worth[name] for name in uses[turn]), math.fsum(worth.get(name, 1.0) for name in words)
        told = overlap(np.array([shared]), np.array([totals[0]]), np.array([totals[1]]))
        return both, shared, min(totals), float(told[0])

    back = sorted({name for turn in turns for name in held_against(turn.index, terms)[0]})
    yield paragraph(
        f"The purpose is the title and {', '.join(f'`{one.id}`' for one in stated)}: {len(terms)} telling words (as "
        f"stems), of which {len(back)} come back later: {', '.join(f'*{name}*' for name in back)}. Weights are log(1 "
        f"+ N / n) with N = {len(turns)} turns; a word of the purpose that nobody repeats weighs 1. Together they "
        f"weigh {figure(aim)}. A decoy is made of {len(terms)} words of `languages/{script.language}/purposes.toml`."
    )
    yield ""
    table_rows, in_full = [], ""
    for turn, (_, over, _) in zip(turns, finding.units, strict=True):
        both, shared, most, told = held_against(turn.index, terms)
        against = [held_against(turn.index, decoy) for decoy in decoys]
        chance = math.fsum(one[3] for one in against) / len(against)
        same(told - chance, over, f"focus of turn {turn.index + 1}")
        words = weighed([(uses[turn.index][name], worth[name]) for name in both])
        hit = sorted({name for names, _, _, _ in against for name in names})
        chances = figure(chance) + (f" ({', '.join(f'*{name}*' for name in hit)})" if hit else "")
        table_rows.append([turn.index + 1, words, shared, most, told, chances, over])
        if both and (hit or not in_full) and "share a word" not in in_full:
            some = [figure(one[3]) for one in against if one[3]]
            by_chance = (
                f"Of the {len(decoys)} decoys {len(some)} share a word with it ({', '.join(some)}), the rest 0"
                if some
                else f"Of the {len(decoys)} decoys none shares anything with it"
            )
            in_full = (
                f"Turn {turn.index + 1} in full: log(1 + {full(shared)}) / log(1 + {full(most)}) = {full(told)}. "
                f"{by_chance}: their mean is {full(chance)}. The difference: {full(over)}."
            )
    head = ["turn", "shared with the purpose", "S", "T", "overlap", "decoys, mean (words)", "figure"]
    yield from table(head, table_rows)
    if in_full:
        yield paragraph(in_full)
        yield ""


def uptake(case: Case, finding: Finding) -> Iterator[str]:
    script, columns = case.transcript, case.transcript.columns
    turns = script.saying
    rank = np.full(len(script.turns), -1, np.int64)
    rank[[turn.index for turn in turns]] = np.arange(len(turns))
    content, every = uptake_module.sets_of(columns, script.content_rows, rank, len(turns))
    pairs = [n for n, turn in enumerate(turns) if turn.after is not None]
    this = np.array(pairs, np.int64)
    before = rank[[turns[n].after or 0 for n in pairs]]
    of, taken = uptake_module._decoys(np.array([turn.speaker for turn in turns], np.int64), this, before)
    rows, decoy_rows, in_full = [], [], ""
    for n, answered, (turn, over, _) in zip(pairs, before.tolist(), finding.units, strict=True):
        one, other = np.array([n]), np.array([answered])
        values = [float(kind.overlap(one, other)[0]) for kind in (content, every)]
        mine = taken[of == n]
        against = (content.overlap(np.full(len(mine), n), mine) + every.overlap(np.full(len(mine), n), mine)) / 2
        chance = math.fsum(against.tolist()) / max(1, len(mine))
        same(sum(values) / 2 - chance, over, f"uptake of turn {turn + 1}")
        words = weighed(_both(content, n, answered, columns.stems))
        everything = weighed(_both(every, n, answered, columns.words))
        rows.append([turn + 1, turns[answered].index + 1, words, values[0], everything, values[1], sum(values) / 2])
        listed = ", ".join(f"{turns[k].index + 1}: {figure(v)}" for k, v in zip(mine, against, strict=True))
        decoy_rows.append([turn + 1, sum(values) / 2, listed or "–", chance, over])
        if not in_full and words != "–":
            shared, least = (
                [float(kind.shared(one, other)[0]) for kind in (content, every)],
                [float(min(kind.totals[n], kind.totals[answered])) for kind in (content, every)],
            )
            in_full = (
                f"Turn {turn + 1} in full: words of content log(1 + {full(shared[0])}) / log(1 + {full(least[0])}) = "
                f"{full(values[0])}, all words log(1 + {full(shared[1])}) / log(1 + {full(least[1])}) = "
                f"{full(values[1])}; their mean {full(sum(values) / 2)}."
            )
    yield paragraph(
        f"{len(pairs)} of {len(turns)} turns follow somebody else's. Weights are log(1 + N / n) with N = "
        f"{len(turns)} turns, n of which hold the word (of content its stem, of all words its spelling)."
    )
    yield ""
    yield from table(["turn", "follows", "content shared", "overlap", "all words shared", "overlap", "mean"], rows)
    if in_full:
        yield paragraph(in_full)
        yield ""
    steps = sorted({k * len(turns) // (uptake_module.DECOYS + 1) for k in range(1, uptake_module.DECOYS + 1)})
    yield paragraph(
        f"The same against the decoys: the turns {', '.join(map(str, steps))} places further on (after the last "
        "comes the first), unless they stand next to it, are what it follows, or are its own speaker's:"
    )
    yield ""
    yield from table(["turn", "overlap", "decoys (turn: overlap)", "their mean", "figure"], decoy_rows)


def _both(sets: Sets, one: int, other: int, names: object) -> list[tuple[str, float]]:
    """The values that two texts hold, by name, with their weights."""
    assert isinstance(names, list)
    held = [set(_of(sets, text).tolist()) for text in (one, other)]
    return [(names[value], float(sets.weight[value])) for value in held[0] & held[1]]


def _of(sets: Sets, text: int) -> Ints:
    return sets.values[sets.starts[text] : sets.starts[text + 1]]


def grounds(case: Case, finding: Finding) -> Iterator[str]:
    script = case.transcript
    given = grounds_module._given(script, script.saying)
    counted = Counter((where, rule, carried) for held in given.values() for where, rule, carried in held)
    found = [hit for hit in script.hits if hit.kind == "grounds"]
    turn_of = {piece.index: turn for turn in script.saying for piece in turn.pieces}
    rows: list[list[object]] = []
    for hit, after in zip_longest(found, found[1:]):
        follows, carried = _after(case, hit, after)
        where, turn = script.pieces[hit.piece].utterance, turn_of.get(hit.piece)
        key = (where, hit.rule, carried)
        if counted[key]:
            counted[key] -= 1
            why = "yes" if follows >= grounds_module.AFTER_A_CUE else "yes: a link"
        elif turn is None:
            why = "no: its turn says nothing"
        elif follows < grounds_module.AFTER_A_CUE:
            why = f"no: fewer than {grounds_module.AFTER_A_CUE} words of content follow"
        else:
            why = "no: said before, or a habit"
        cue = "a link" if "://" in hit.words else f"*{hit.words.lower()}*"
        rows.append(["–" if turn is None else turn.index + 1, f"`{where}`", cue, f"`{hit.rule}`", follows, why])
    if +counted:
        raise ValueError(f"grounds: the page does not find {+counted}")
    yield "All cues, and whether they count:"
    yield ""
    yield from table(["turn", "contribution", "cue", "rule", "content after it", "counts"], rows)
    per_turn = []
    for n, over, _ in finding.units:
        g, w = len(given.get(n, ())), script.turns[n].content
        share = min(1.0, g / max(1.0, w / grounds_module.ONE_IN))
        same(share, over, f"grounds of turn {n + 1}")
        per_turn.append([n + 1, g, w, max(1.0, w / grounds_module.ONE_IN), over])
    yield from table(["turn", "grounds g", "content w", f"max(1, w / {grounds_module.ONE_IN})", "figure"], per_turn)


def _after(case: Case, hit: Hit, after: Hit | None) -> tuple[int, str]:
    """(how many words of content stand near after a cue, the words that carried it)."""
    columns = case.transcript.columns
    flat = columns.flat
    ends = [end for end in [*sentence_ends(flat), len(flat)] if end > hit.end]
    stop = min([*ends[:1], len(flat) if after is None else after.start, int(columns.runs_to[hit.piece])])
    stop = max(hit.end, stop)
    first, last = np.searchsorted(columns.at, [hit.end, stop]).tolist()
    near = [word for word in columns.word[first:last].tolist() if columns.number[word] > 0][: grounds_module.NEAR]
    content = sum(int(columns.stem[word]) >= 0 for word in near)
    return content, flat[hit.start : stop].replace(RUN_ON, " ").strip(" .!?…,;\n")[: grounds_module.LONGEST]


def spread(case: Case, finding: Finding) -> Iterator[str]:
    script = case.transcript
    runs = spread_module._runs(script, ())
    if isinstance(runs, int):  # declared positions
        return
    across, within = runs.alike()
    telling = Counter(script.columns.turn[script.telling_rows].tolist())
    length = np.bincount(runs.of, runs.count)
    rows = []
    for n, (turn, over, under) in enumerate(finding.units):
        same([across[n] / runs.shares[n], within[n] / runs.shares[n]], [over, under], f"spread of turn {turn + 1}")
        letter = case.letters[script.turns[turn].speaker]
        head = [turn + 1, letter, telling[turn], int(length[n])]
        rows.append([*head, *(figure(float(one), 5) for one in (across[n], within[n], over, under))])
    speakers = list(dict.fromkeys(case.letters[script.turns[turn].speaker] for turn, _, _ in finding.units))
    left = [letter for letter in case.letters[: script.voices] if letter not in speakers]
    quiet = f"; {' and '.join(left)} said too little for that" if left else ""
    yield paragraph(
        f"Compared are {', '.join(speakers)}, with {spread_module.TURNS_EACH} turns and {spread_module.WORDS_EACH} "
        f"telling words or more{quiet}. Of each telling word (its stem, with a space before and after) the runs of "
        f"{spread_module.GRAM} letters are listed. *Across* is the chance that a run of the turn and a run of "
        "another speaker are the same, the mean over the other speakers; *within* the same for the other turns of "
        f"its own speaker; both plus {spread_module.CALM}. The last two columns are these divided by how many turns "
        "the speaker has, so that speakers weigh the same."
    )
    yield ""
    yield from table(["turn", "who", "telling words", "runs", "across", "within", "A", "W"], rows)
    yield from _runs_in_full(case, runs, finding, float(across[0]))


def _runs_in_full(case: Case, runs: spread_module._Runs, finding: Finding, across: float) -> Iterator[str]:
    """How often the runs of the first turn meet those of others."""
    own = {int(run): float(count) for of, run, count in zip(runs.of, runs.run, runs.count, strict=True) if of == 0}
    order = list(dict.fromkeys(runs.who.tolist()))
    letters = {
        n: case.letters[case.transcript.turns[int(runs.turns[runs.who.tolist().index(n)])].speaker] for n in order
    }
    told, chances = [], []
    for speaker in order:
        if speaker == int(runs.who[0]):
            continue
        same_runs = sum(count * float(runs.profile[speaker, run]) for run, count in own.items())
        many = float(runs.profile[speaker].sum())
        chances.append(same_runs / many / sum(own.values()))
        told.append(
            f"{figure(same_runs, 0)} of {figure(sum(own.values()), 0)} × {figure(many, 0)} pairs with "
            f"{letters[speaker]}"
        )
    same(sum(chances) / len(chances) + spread_module.CALM, across, "spread across")
    turn = finding.units[0][0] + 1
    yield paragraph(
        f"Turn {turn} in full: the same are {', '.join(told)}; the mean of {' and '.join(map(full, chances))}, plus "
        f"{spread_module.CALM}, is {full(across)}."
    )
    yield ""


def heard(case: Case, finding: Finding) -> Iterator[str]:
    script = case.transcript
    words: Counter[int] = Counter()
    each = np.bincount(script.columns.piece[script.spoken_rows], minlength=len(script.pieces)).tolist()
    for turn in script.turns:
        for piece in turn.pieces:
            words[turn.speaker] += each[piece.index]
    total = words.total()
    rows = [
        [case.letters[who], many, many / total, -many / total * math.log(many / total)] for who, many in words.items()
    ]
    entropy = math.fsum(row[3] for row in rows if isinstance(row[3], float))
    yield from table(["who", "different words of content, by contribution", "p", "−p ln p"], rows)
    even = entropy / math.log(script.voices)
    scaled = even / heard_module.EVEN_ENOUGH
    same(min(1.0, scaled), finding.raw or 0.0, "heard")
    yield paragraph(
        f"**Raw figure.** H = {full(entropy)}; ln {script.voices} = {full(math.log(script.voices))}; E = {full(even)}; "
        f"E / {heard_module.EVEN_ENOUGH} = {full(scaled)}, at most 1: {full(finding.raw or 0.0)}."
    )
    yield ""
