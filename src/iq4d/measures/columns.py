"""Contributions as columns of words: cut once, and everything after that is looked up and counted by number.

Weights of words are whole multiples of 2^-20 (`whole`), so that a sum of them is the same to the last digit in
whatever order they are added.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from iq4d.measures.languages.lexicon import Lexicon
from iq4d.measures.languages.words import lowered

__all__ = [
    "Bools",
    "Columns",
    "Cut",
    "Floats",
    "Ints",
    "called",
    "cut",
    "different",
    "first_seen",
    "spliced",
    "summed",
    "whole",
]

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Signs = npt.NDArray[np.uint8] | npt.NDArray[np.uint32]

DENSE = 1 << 22  # a table of so many places is looked up rather than sorted
ONE = float(1 << 20)


def whole(weights: Floats) -> Floats:
    """Weights rounded to multiples of 2^-20: their sums are exact in any order (below 2^33)."""
    rounded: Floats = np.rint(weights * ONE) / ONE
    return rounded


def first_seen(values: Ints, size: int) -> tuple[Ints, Ints]:
    """(where each different value stands for the first time, in order; which of those each value is).

    values: from 0 to below size. Without sorting where size allows it.
    """
    places = np.arange(len(values))
    if size <= DENSE:
        table = np.empty(size, np.int64)
        table[values[::-1]] = places[::-1]  # of several, the one set last stands: the first one
        first = table[values]
    else:
        _, firsts, inverse = np.unique(values, return_index=True, return_inverse=True)
        first = firsts[inverse]
    new = first == places
    return new.nonzero()[0], (new.cumsum() - 1)[first]


def different(rows: Ints, values: Ints, size: int) -> Ints:
    """The places at which a row meets a value for the first time. values: from 0 to below size; rows from 0."""
    if not len(rows):
        return np.empty(0, np.int64)
    return first_seen(rows * size + values, (int(rows.max()) + 1) * size)[0]


def summed(of: Ints, values: Floats, size: int) -> Floats:
    """(size,) the sum of the values that belong to each, added in order."""
    found: Floats = np.bincount(of, values, minlength=size).astype(np.float64, copy=False)
    return found


@dataclass(frozen=True, slots=True)
class Cut:
    """Texts cut into words.

    flat: the texts in one; lower: the same in lower case. at, to: where in it each word begins and ends; number: of
    each word in the lexicon (0 for a question mark). bounds: at which word each text begins, and the end; begins: where
    in `flat` each text begins, and the end.
    """

    flat: str
    lower: str
    at: Ints
    to: Ints
    number: Ints
    bounds: Ints
    begins: Ints


def cut(texts: Sequence[str], known: Lexicon, after: Sequence[str] | None = None) -> Cut:
    """Cut texts (with straight apostrophes) into words. after: one character behind each text, line breaks if None."""
    behind = after if after is not None else ["\n"] * len(texts)
    flat = "".join([part for pair in zip(texts, behind, strict=True) for part in pair])
    lower = lowered(flat)
    signs = _signs(lower)
    at, to = _words(lower, signs)
    number = known.find(lower, signs, at, to)
    begins = np.array([0, *accumulate(len(text) + 1 for text in texts)], np.int64)
    return Cut(flat, lower, at, to, number, at.searchsorted(begins), begins)


def _signs(text: str) -> Signs:
    """The characters of a text, as numbers; in as little room as they need."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _words(lower: str, signs: Signs) -> tuple[Ints, Ints]:
    """Where the words of a text begin and end, as `languages.tokens` cuts them, and its question marks.

    signs: the characters of the text, as numbers.

    A word is letters and digits, with apostrophes and hyphens between them and an apostrophe before them.
    """
    if not len(signs):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    table = _alphanumeric()
    alone = np.zeros(len(signs) + 2, bool)  # one more on either side
    known = alone[1:-1]
    if signs.dtype == np.uint8:
        np.take(table, signs, out=known)
    else:
        np.take(table, np.minimum(signs, len(table) - 1), out=known)
        for n in (signs >= len(table)).nonzero()[0].tolist():
            known[n] = lower[n].isalnum()
    after, before = alone[2:], alone[:-2]
    apostrophe = signs == ord("'")
    leads = apostrophe & after & ~before
    within = known | leads | ((apostrophe | (signs == ord("-"))) & before & after)
    asks = signs == ord("?")
    begins = within.copy()
    begins[1:] &= ~within[:-1] | leads[1:]
    ends = within.copy()
    ends[:-1] &= ~within[1:] | leads[1:]
    return (begins | asks).nonzero()[0], (ends | asks).nonzero()[0] + 1


@lru_cache(maxsize=1)
def _alphanumeric() -> Bools:
    """Which of the first 65,536 characters are letters or digits."""
    return np.fromiter((chr(n).isalnum() for n in range(1 << 16)), bool, 1 << 16)


def spliced(made: Cut, anew: Mapping[int, str], known: Lexicon) -> Cut:
    """The same texts with some of them anew; only those are cut again. anew: by number of the text."""
    places = sorted(anew)
    fresh = cut([anew[n] for n in places], known)
    parts: list[tuple[Cut, int, int]] = []  # from which, which texts
    done = 0
    for k, n in enumerate(places):
        if n > done:
            parts.append((made, done, n))
        parts.append((fresh, k, k + 1))
        done = n + 1
    if done < len(made.begins) - 1:
        parts.append((made, done, len(made.begins) - 1))
    begin = row = 0
    flat, lower, at, to, number = [], [], [], [], []
    begins, bounds = [np.zeros(1, np.int64)], [np.zeros(1, np.int64)]
    for of, first, end in parts:
        a, b = int(of.bounds[first]), int(of.bounds[end])
        from_, until = int(of.begins[first]), int(of.begins[end])
        shift = begin - from_
        flat.append(of.flat[from_:until])
        lower.append(of.lower[from_:until])
        at.append(of.at[a:b] + shift)
        to.append(of.to[a:b] + shift)
        number.append(of.number[a:b])
        begins.append(of.begins[first + 1 : end + 1] + shift)
        bounds.append(of.bounds[first + 1 : end + 1] + (row - a))
        begin, row = begin + until - from_, row + b - a
    join = np.concatenate
    return Cut("".join(flat), "".join(lower), join(at), join(to), join(number), join(bounds), join(begins))


def called(known: Lexicon, names: Collection[str]) -> Bools:
    """For each word of a lexicon whether somebody is called so."""
    found = np.zeros(len(known.numbers.names), bool)
    found[[known.numbers[name] for name in names if name in known.numbers]] = True
    return found


@dataclass(frozen=True, slots=True)
class Columns:
    """The words of the contributions that count, one row a word, in order; question marks are words here.

    flat, lower: the text they stand in, and that in lower case; at, to: where. word: which of `words` it is. piece,
    turn: which contribution and which turn it belongs to. stem_at: its stem, as `stem` tells. Of each of `words`, in
    order of first use: its spelling in lower case; number: in the lexicon; stem: which of `stems`, -1 for none and for
    names; tells: whether it tells what a text is about; named: whether somebody here is called so. Of each of `stems`:
    root, its number in the lexicon. Of each contribution: bounds, at which row it begins, and the end; begin, end:
    where it stands in `flat`; runs_to: where what its speaker says in one go ends, in this turn.
    """

    flat: str
    lower: str
    at: Ints
    to: Ints
    word: Ints
    piece: Ints
    turn: Ints
    stem_at: Ints
    words: Sequence[str]
    number: Ints
    stem: Ints
    stems: Sequence[str]
    root: Ints
    tells: Bools
    named: Bools
    bounds: Ints
    begin: Ints
    end: Ints
    runs_to: Ints
    known: Lexicon

    @staticmethod
    def of(made: Cut, piece_of: Ints, turn_of: Ints, known: Lexicon, names: Collection[str]) -> Columns:
        """made: the texts. piece_of: for each text its contribution's number, -1 where it does not count. turn_of: for
        each contribution its turn."""
        piece_at = np.repeat(piece_of, made.bounds[1:] - made.bounds[:-1])
        rows = (piece_at >= 0).nonzero()[0]
        piece = piece_at[rows]
        number = made.number[rows]
        first, word = first_seen(number, len(known.numbers.names))
        numbers = number[first]
        spelled = known.numbers.names
        words = list(map(spelled.__getitem__, numbers.tolist()))
        named = called(known, names)[numbers]
        stem = np.where(named, -1, known.stem()[numbers])
        with_stem = (stem >= 0).nonzero()[0]
        firsts, place = first_seen(stem[with_stem], len(known.stems.names))
        root = stem[with_stem][firsts]
        stems = list(map(known.stems.names.__getitem__, root.tolist()))
        stem[with_stem] = place
        tells = known.tells()[numbers] & ~named
        bounds = piece.searchsorted(np.arange(len(turn_of) + 1))
        at_text = (piece_of >= 0).nonzero()[0]
        begin, end = made.begins[at_text], made.begins[at_text + 1] - 1
        last = np.ones(len(at_text), bool)  # where nothing of this turn follows at once
        last[:-1] = (at_text[1:] - at_text[:-1] > 1) | (turn_of[1:] > turn_of[:-1])
        runs_to = end[last.nonzero()[0]][last.cumsum() - last] if len(end) else end
        return Columns(
            made.flat, made.lower, made.at[rows], made.to[rows], word, piece, turn_of[piece], stem[word],
            words, numbers, stem, stems, root, tells, named, bounds, begin, end, runs_to, known,
        )  # fmt: skip
