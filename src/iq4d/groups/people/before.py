"""What was before, and what people would like: who met whom in earlier plans, and who would like to be with whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from iq4d.groups.people.table import SEVERAL, BadTable, Rows
from iq4d.speech import text

__all__ = ["GROUP", "ROUND", "Pairs", "meetings", "would_like"]

GROUP, ROUND = "group", "round"
"""What the columns of a plan are called when it is written."""

_CALLED = {"name": ("name", "naam"), GROUP: (GROUP, "groep"), ROUND: (ROUND, "ronde")}
_LIKES = ("would-like", "would like", "wishes", "wil met", "wens", "wensen")
_MOST_IN_A_GROUP = 200  # people: of more nobody can say that they met


@dataclass(frozen=True)
class Pairs:
    """counts: {(row, row): how often}, the lower row first. strangers: names in the file that are not in the pool."""

    counts: Mapping[tuple[int, int], int]
    strangers: tuple[str, ...]


def meetings(read: Rows, names: Sequence[str], head: str) -> Pairs:
    """How often every two people of the pool were in one group, by a file of earlier plans.

    Its columns: the name (called as in the pool, `head`, or "name"), the group, and where it holds several plans the
    round. Who has no group in a round was not there. Raises BadTable.
    """
    naming, grouping = read.column(head, *_CALLED["name"]), read.column(*_CALLED[GROUP])
    rounds = next((place for place, one in enumerate(read.heads) if one.casefold() in _CALLED[ROUND]), None)
    place = {name: row for row, name in enumerate(names)}
    groups: dict[tuple[str, str], list[int]] = {}
    where: dict[tuple[str, str], int] = {}
    strangers: dict[str, None] = {}
    for line, cells in read.rows:
        who, group = read.name(line, cells, naming), cells[grouping]
        held = "" if rounds is None else cells[rounds]
        if (before := where.setdefault((held, who), line)) != line:
            raise BadTable(
                text("{who} stands in line {first} too, in the same round.", who=who, first=before),
                where=read.at(line, naming),
                todo=text("Give every plan a round of its own, in a column called “round”."),
            )
        if who not in place:
            strangers[who] = None
        elif group:
            groups.setdefault((held, group), []).append(place[who])
    if any(len(people) > _MOST_IN_A_GROUP for people in groups.values()):
        raise BadTable(
            text("A group of more than {most} people is no group.", most=_MOST_IN_A_GROUP), where=read.source
        )
    met = Counter(pair for people in groups.values() for pair in combinations(sorted(people), 2))
    return Pairs(met, tuple(strangers))


def would_like(read: Rows, names: Sequence[str], head: str) -> Pairs:
    """Who would like to be with whom, by a file with a name and, beside it, one or several others (Ada|Bob).

    What two people both wish counts 2. Raises BadTable.
    """
    naming, liking = read.column(head, *_CALLED["name"]), read.column(*_LIKES)
    place = {name: row for row, name in enumerate(names)}
    strangers: dict[str, None] = {}
    wished: set[tuple[int, int]] = set()
    for line, cells in read.rows:
        who = read.name(line, cells, naming)
        for other in _several(cells[liking], place):
            unknown = [name for name in (who, other) if name not in place]
            strangers.update(dict.fromkeys(unknown))
            if not unknown and who != other:
                wished.add((place[who], place[other]))
    return Pairs(Counter((min(pair), max(pair)) for pair in wished), tuple(strangers))


def _several(cell: str, known: Mapping[str, int]) -> list[str]:
    """The names in a cell, which may itself be one name with such a mark in it."""
    if cell in known:
        return [cell]
    apart = next((mark for mark in SEVERAL if mark in cell), "|")
    return [name for one in cell.split(apart) if (name := " ".join(one.split()))]
