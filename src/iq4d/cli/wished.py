"""What `iq4d compose` is asked for: attributes, rules, sizes and pairs, out of a command line and a table."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from iq4d.cli.known import Known
from iq4d.cli.meant import Names, count_in, range_in
from iq4d.cli.talking import WrongUsage
from iq4d.errors import IQ4DError
from iq4d.groups.compose import PAIRS_AT_MOST
from iq4d.groups.people.attributes import Attribute, Wish
from iq4d.groups.people.before import GROUP, ROUND, Pairs, meetings, would_like
from iq4d.groups.people.hours import HOURS
from iq4d.groups.people.table import Kind, Rows, Table, read_rows
from iq4d.groups.rules import Apart, Holds, NeverOne, Rule, Seat, Shares, Together
from iq4d.groups.sizes import sizes_of
from iq4d.speech import Text, text

__all__ = ["Wished", "wished"]

WISHES: tuple[Wish, ...] = ("spread", "balance", "similar")
MOST_WEIGHT = 1_000
A_WISH = 0.5  # of one person for another, beside being different in everything (1); of two for each other it is 1


@dataclass(frozen=True)
class Wished:
    """What the composer is given.

    sizes: of every group. attributes: {column: what is wished of it}; values: {column: a value per person} of those;
    hours: those of them that are free hours. rules: what a plan keeps to; told: those of them that may be told.
    history, wishes: {(row, row): meetings, worth of being together}. withheld: columns that may steer and are shown
    nowhere. by_itself: nothing was wished, so the attributes are our own choice. strangers: names in earlier plans and
    wishes who are not in the table.
    """

    table: Table
    sizes: tuple[int, ...]
    attributes: Mapping[str, Attribute]
    values: Mapping[str, list[Any]]
    hours: frozenset[str]
    rules: tuple[Rule, ...]
    told: tuple[Rule, ...]
    history: Mapping[tuple[int, int], int]
    wishes: Mapping[tuple[int, int], float]
    withheld: frozenset[str]
    by_itself: bool
    strangers: tuple[str, ...]


def wished(options: argparse.Namespace, table: Table, week: date) -> Wished:
    """All that was asked of this table; `week`: a day of the week for which free hours are reckoned.

    Raises WrongUsage for what cannot be meant, BadTable for a cell or a file that cannot be read.
    """
    known = Known(options, table, week)
    withheld = frozenset(known.listed(options.withhold))
    sizes = _sizes(options, known, len(table))
    attributes = _attributes(options, known)
    by_itself = not attributes and known.preset is None
    if by_itself:
        attributes = _by_itself(known, withheld)
    rules = list(_Rules(options, known, withheld).all(len(sizes)))
    met = _pairs(options.met, meetings, table)
    liked = _pairs(options.wish, would_like, table)
    strangers = dict.fromkeys(name for one in (*met, *liked) for name in one.strangers)
    return Wished(
        table=table,
        sizes=sizes,
        attributes=attributes,
        values={column: known.attribute_values(column) for column in attributes},
        hours=frozenset(column for column in attributes if known.kind(column) == "hours"),
        rules=tuple(rule for _, rule in rules),
        told=tuple(rule for column, rule in rules if column not in withheld),
        history=_summed(met),
        wishes={pair: A_WISH * times for pair, times in _summed(liked).items()},
        withheld=withheld,
        by_itself=by_itself,
        strangers=tuple(strangers),
    )


# Sizes


def _sizes(options: argparse.Namespace, known: Known, n: int) -> tuple[int, ...]:
    size, n_groups = options.size, options.groups
    if size is None and n_groups is None and known.preset is not None:
        size = known.preset.size
    if (size is None) == (n_groups is None):
        raise WrongUsage(text("Say either how large the groups are (--size 5) or how many there are (--groups 12)."))
    least, most = (0, 0) if size is None else range_in(size)
    if max(n_groups or 0, least) > n:
        raise WrongUsage(text("There are {n} people: too few for that size or that number of groups.", n=n))
    if least < most:
        n_groups = -(-n // most)  # the fewest: then the groups are large, and one who drops out makes none too small
        if least * n_groups > n:
            raise WrongUsage(_none_fit(n, least, most))
    sizes = sizes_of(n, n_groups=n_groups) if n_groups else sizes_of(n, size=least)
    return tuple(sizes.tolist())


def _none_fit(n: int, least: int, most: int) -> Text:
    near = [(n // groups, -(-n // groups)) for groups in (n // least + 1, n // least)]
    ranges = ", ".join(f"--size {low}" if low == high else f"--size {low}-{high}" for low, high in near)
    return text(
        "{n} people do not go in groups of {least} to {most}. These sizes can be had: {ranges}.",
        n=n, least=least, most=most, ranges=ranges,
    )  # fmt: skip


# Attributes


def _attributes(options: argparse.Namespace, known: Known) -> dict[str, Attribute]:
    """{column: what is wished of it}, in the order of the table; what is said goes before what a preset asks."""
    said: dict[str, Wish] = {}
    for wish in WISHES:
        for column in known.listed(getattr(options, wish)):
            if said.setdefault(column, wish) != wish:
                raise WrongUsage(text("Two things are wished of {column}: choose one.", column=column))
    wishes = {column: asks.wish for column, asks in known.asked.items() if asks.wish} | said
    weights = {column: asks.weight for column, asks in known.asked.items()}
    for column, word in known.told(options.weight, "role=2"):
        if column not in wishes:
            raise WrongUsage(
                text(
                    "{column} has a weight, but nothing is wished of it: add --spread, --balance or --similar.",
                    column=column,
                )
            )
        weights[column] = _weight(column, word)
    return {
        column: known.attribute(column, wishes[column], weights.get(column, 1.0))
        for column in known.table.columns
        if column in wishes
    }


def _weight(column: str, word: str) -> float:
    try:
        weight = float(word.replace(",", "."))
    except ValueError:
        weight = 0.0
    if 0 < weight <= MOST_WEIGHT:
        return weight
    raise WrongUsage(
        text("The weight of {column} is a number above 0, at most {most}: {column}=2.", column=column, most=MOST_WEIGHT)
    )


def _by_itself(known: Known, withheld: frozenset[str]) -> dict[str, Attribute]:
    """Where nothing is wished: kinds spread, numbers balanced, free hours alike; without what is everybody's own."""
    wishes: Mapping[Kind, Wish] = {"numeric": "balance", "hours": "similar"}
    found = {}
    for column, cells in known.table.columns.items():
        kind = known.kind(column)
        different = len({cell for cell in cells if cell})
        own = kind in ("nominal", "multi") and different > max(len(cells) / 2, 2)
        if different > 1 and not own and column not in withheld and column.casefold() not in (GROUP, ROUND):
            found[column] = known.attribute(column, wishes.get(kind, "spread"))
    return found


# Rules


class _Rules:
    """What a plan has to keep to, as the options say it."""

    def __init__(self, options: argparse.Namespace, known: Known, withheld: frozenset[str]) -> None:
        self.options, self.known, self.withheld = options, known, withheld
        self.people = Names(known.table.names, _nobody)
        self.row = {name: row for row, name in enumerate(known.table.names)}

    def all(self, n_groups: int) -> Iterator[tuple[str | None, Rule]]:
        """Each rule, with the column it rests on where there is one."""
        options, told = self.options, self.known.told
        yield from ((None, Together(self._people(words))) for words in options.together)
        yield from ((None, Apart(self._people(words))) for words in options.apart)
        yield from ((None, self._seat(words, n_groups)) for words in options.seat)
        for column, kind in told(options.one_per_group, "role=facilitator"):
            yield column, self._per_group(column, kind)
        for column, kind in told(options.never_one, "gender=woman"):
            yield column, self._never_one(column, kind)
        for column, least in self.known.shares.items():
            yield column, Shares(self._shown(column, column), self._brings(column), least)
        for column, least in self.known.shared_hours.items():
            hours = text("free hours").say(options.language)
            yield column, Shares(self._shown(column, hours), self._brings(column), least)

    def _people(self, words: str) -> tuple[int, ...]:
        people = tuple(self.row[name] for name in self.people.several(words))
        if len(people) > 1:
            return people
        raise WrongUsage(text("“{words}” names one person: two at least are together or apart.", words=words[:80]))

    def _seat(self, words: str, n_groups: int) -> Rule:
        name, number = self.people.told(words, "Ada=1")
        group = count_in(number, words)
        if group > n_groups:
            raise WrongUsage(text("There is no group {group}: there are {n}.", group=group, n=n_groups))
        return Seat(self.row[name], group - 1)

    def _per_group(self, column: str, told: str) -> Rule:
        """`facilitator`, `facilitator=2` or `facilitator=1-2`."""
        kind, equals, number = told.rpartition("=")
        least, most = 1, 1
        if equals and told not in self.known.kinds_of(column):
            least, most = range_in(number, lowest=0)
        else:
            kind = told
        return Holds(self._shown(column, kind.strip()), self.known.people_with(column, kind), least, most)

    def _never_one(self, column: str, kind: str) -> Rule:
        return NeverOne(self._shown(column, f"{column} {kind}"), self.known.people_with(column, kind))

    def _shown(self, column: str, words: str) -> str:
        """The words, or where the column is withheld some that say nothing of it."""
        return text("what is withheld").say(self.options.language) if column in self.withheld else words

    def _brings(self, column: str) -> tuple[frozenset[int], ...]:
        """Everybody's values as numbers. Of whom nothing is known is in nobody's way: they bring everything."""
        values = self.known.values(column)
        hours = range(HOURS) if column in self.known.shared_hours else ()
        every = [*hours, *sorted({one for value in values for one in value or ()} - {*hours})]
        number = {one: n for n, one in enumerate(every)}
        everything = frozenset(number.values())
        return tuple(everything if value is None else frozenset(number[one] for one in value) for value in values)


# Pairs


def _pairs(paths: Iterable[str], read: Callable[[Rows, Sequence[str], str], Pairs], table: Table) -> list[Pairs]:
    found = []
    for path in paths:
        if len(table) > PAIRS_AT_MOST:
            raise IQ4DError(
                text("Meetings and wishes are weighed for {most} people at most.", most=PAIRS_AT_MOST),
                todo=text("Leave them out, or compose groups of a part of the people."),
            )
        found.append(read(read_rows(path), table.names, table.head))
    return found


def _summed(pairs: Iterable[Pairs]) -> dict[tuple[int, int], int]:
    counts: dict[tuple[int, int], int] = {}
    for one in pairs:
        for pair, times in one.counts.items():
            counts[pair] = counts.get(pair, 0) + times
    return counts


def _nobody(word: str, near: str) -> Text:
    return text("Nobody is called “{word}”. There is: {near}.", word=word, near=near)
