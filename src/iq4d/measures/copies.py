"""What a contribution copies from another is that one's words, not its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from iq4d.conversation import Utterance
from iq4d.measures.columns import Bools, Cut, Ints
from iq4d.measures.languages import token_spans, tokens

__all__ = ["COPY", "without_copies"]

COPY = 5  # this many words in a row, the same as in the contribution before, are that contribution's words
LEAST = 3  # so many at the beginning or the end of both
_ODD = np.array([pow(0x9E3779B97F4A7C15, n, 1 << 64) for n in range(1, 2 * COPY, 2)], np.uint64)


def without_copies(texts: Sequence[str], cut: Cut, content: Bools, order: Sequence[Utterance]) -> dict[int, str]:
    """The texts that copy words from the contribution before or from the one they answer, without those words.

    By number of the text. content: for each word of the cut whether it has content.
    """
    place = {u.id: n for n, u in enumerate(order)}
    rows = cut.number.nonzero()[0]  # words, without question marks
    number = cut.number[rows]
    places = rows.searchsorted(cut.bounds)
    bounds, words = places.tolist(), number.tolist()
    runs = _mixed(number)
    again = _met_again(runs, places)
    has = _any_in(content, cut.bounds)
    mended: dict[int, str] = {}
    latest = other = -1  # the last contribution, and the last one of another speaker than that
    for n, utterance in enumerate(order):
        if not has[n]:
            continue
        speaker = utterance.speaker
        if latest >= 0 and order[latest].speaker == speaker:
            before, latest = other, n
        else:
            before, latest, other = latest, n, latest
        answered = place.get(utterance.reply_to, -1) if utterance.reply_to else -1
        for m in (before, answered if answered != before else -1):
            if m < 0 or order[m].speaker == speaker:
                continue
            if n in mended:
                own_words, other_words = tokens(mended[n]), tokens(texts[m])
                if copied := _copied(own_words, other_words, _runs_of(own_words), _runs_of(other_words)):
                    mended[n] = _without(mended[n], token_spans(mended[n]), copied)
                continue
            own, theirs = words[bounds[n] : bounds[n + 1]], words[bounds[m] : bounds[m + 1]]
            ours: list[int] = []
            others: list[int] = []
            if not again[n].isdisjoint(again[m]):
                ours, others = (runs[bounds[k] : max(bounds[k], bounds[k + 1] - COPY + 1)].tolist() for k in (n, m))
            elif not _ends_alike(own, theirs):
                continue
            if copied := _copied(own, theirs, ours, others):
                mine = rows[bounds[n] : bounds[n + 1]]
                begin = cut.begins[n]
                spans = zip((cut.at[mine] - begin).tolist(), (cut.to[mine] - begin).tolist(), strict=True)
                mended[n] = _without(texts[n], spans, copied)
    return mended


def _any_in(rows: Bools, bounds: Ints) -> list[bool]:
    """For each text whether any of its rows is true."""
    before = np.concatenate([[0], rows.cumsum()])[bounds]
    found: list[bool] = (before[1:] > before[:-1]).tolist()
    return found


def _mixed(number: Ints) -> npt.NDArray[np.uint64]:
    """A number for every run of 5 words."""
    size = max(0, len(number) - COPY + 1)
    said = number.astype(np.uint64)
    mixed = np.zeros(size, np.uint64)
    for n, odd in enumerate(_ODD):
        mixed += said[n : n + size] * odd
    return mixed


def _met_again(runs: npt.NDArray[np.uint64], bounds: Ints) -> list[set[int]]:
    """For each text the runs of 5 of its words that stand somewhere else too."""
    found: list[set[int]] = [set() for _ in range(len(bounds) - 1)]
    bits = len(runs).bit_length() + 2
    slots = (runs >> np.uint64(64 - bits)).astype(np.int64)
    some = (np.bincount(slots, minlength=1 << bits)[slots] > 1).nonzero()[0]  # the others stand alone for sure
    order = some[runs[some].argsort()]
    ordered = runs[order]
    alike = (ordered[1:] == ordered[:-1]).nonzero()[0]
    twice = np.zeros(len(runs), bool)
    twice[order[alike]] = twice[order[alike + 1]] = True
    places = twice.nonzero()[0]
    text = bounds.searchsorted(places, "right") - 1
    whole = places + COPY <= bounds[text + 1]  # a run does not go on into the next text
    for n, run in zip(text[whole].tolist(), runs[places[whole]].tolist(), strict=True):
        found[n].add(run)
    return found


def _ends_alike(own: list[int], other: list[int]) -> bool:
    """Whether it is worth comparing how both begin and end."""
    if not own or not other:
        return False
    if own[:LEAST] == other[:LEAST] or own[-LEAST:] == other[-LEAST:]:
        return True
    return own[0] in other[-COPY : 1 - LEAST] or own[-1] in other[LEAST - 1 : COPY]


def _runs_of(words: list[str]) -> list[tuple[str, ...]]:
    return [tuple(words[n : n + COPY]) for n in range(len(words) - COPY + 1)]


def _copied(
    own: Sequence[object], other: Sequence[object], runs: Sequence[object], other_runs: Sequence[object]
) -> set[int]:
    """The places of words taken over from another contribution: runs of 5, and a shorter one where the contributions
    begin or end with the same words, as they do when somebody answers below a copy. runs: of 5 words, of both."""
    taken: set[int] = set()
    theirs = set(other_runs)
    for n, run in enumerate(runs):
        if run in theirs:
            taken.update(range(n, n + COPY))
    for size in range(min(COPY, len(other), len(own) - 1), LEAST - 1, -1):
        if own[:size] in (other[-size:], other[:size]):
            return taken | set(range(size))
        if own[-size:] in (other[:size], other[-size:]):
            return taken | set(range(len(own) - size, len(own)))
    return taken


def _without(text: str, spans: Iterable[tuple[int, int]], places: set[int]) -> str:
    """The text without the words at these places. spans: where its words stand."""
    kept, at = [], 0
    for n, (start, end) in enumerate(spans):
        if n in places:
            kept.append(text[at:start])
            at = end
    return "".join([*kept, text[at:]]).strip()
