"""The words of a contribution in short, around those that carry the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from iq4d.measures.telling import one_line

__all__ = ["Words", "excerpt"]

WHOLE = 0.8  # of what is shown, from which on a mark says nothing
Words = tuple[tuple[str, bool], ...]  # pieces of a text in order, each with whether it is marked


def excerpt(said: str, words: Iterable[str] = (), at_most: int = 240) -> Words:
    """`said` in at most so many characters, around the first of the words; each of the words is marked.

    >>> excerpt("We do it because it works.", ["because"])
    (('We do it ', False), ('because', True), (' it works.', False))

    Where they are nearly all of it, there is nothing to mark: it stands for itself.

    >>> excerpt("I will ask her on Monday.", ["I will ask her on Monday"])
    (('I will ask her on Monday.', False),)
    """
    flat, marks = one_line(said), [one_line(word) for word in words]
    spans = list(_spans(flat, [mark for mark in marks if mark]))
    begin, end = 0, len(flat)
    if end > at_most:
        first = spans[0][0] if spans else 0
        begin = flat.rfind(" ", 0, max(0, first - at_most // 3)) + 1 if first > at_most // 2 else 0
        cut = flat.rfind(" ", begin + at_most // 2, begin + at_most)
        end = min(len(flat), cut if cut > 0 else begin + at_most)
    pieces: list[tuple[str, bool]] = [("… ", False)] if begin else []
    at = begin
    for start, stop in spans:
        start, stop = max(start, at), min(stop, end)
        if start >= stop:
            continue
        if start > at:
            pieces.append((flat[at:start], False))
        pieces.append((flat[start:stop], True))
        at = stop
    if at < end:
        pieces.append((flat[at:end], False))
    if sum(len(words) for words, marked in pieces if marked) > WHOLE * (end - begin):
        pieces = [*pieces[: bool(begin)], (flat[begin:end], False)]
    if end < len(flat):
        pieces.append((" …", False))
    return tuple(pieces)


def _spans(flat: str, marks: list[str]) -> list[tuple[int, int]]:
    """Where the marks stand, as whole words, from left to right and not over one another.

    What the measures read was straightened ("don’t" as "don't"), so quotation marks stand for one another.
    """
    if not marks:
        return []
    forms = sorted({_form(mark) for mark in marks}, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)
    return [match.span() for match in pattern.finditer(flat)]


def _form(mark: str) -> str:
    return re.sub(r"['’‘]", "['’‘]", re.sub(r'["“”„]', '["“”„]', re.escape(mark)))
