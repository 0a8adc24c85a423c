"""Composed groups, and the forms in which `iq4d compose` gives them: a table, JSON, a page, lines to read."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import combinations

import numpy as np
import numpy.typing as npt

from iq4d import __version__
from iq4d.cli.wished import Wished
from iq4d.errors import IQ4DError
from iq4d.groups.account.account import Account, account
from iq4d.groups.account.page import CAUTIONS, by_group, page, percent, unbroken
from iq4d.groups.compose import PAIRS_AT_MOST, MaximallyDiverseGrouping
from iq4d.groups.people.attributes import Column
from iq4d.groups.people.before import GROUP, ROUND
from iq4d.groups.people.table import write_table
from iq4d.speech import plural, text

__all__ = ["Plan", "as_csv", "as_html", "as_json", "composed", "lines"]

Ints = npt.NDArray[np.int32]
Progress = Callable[[int, int], None]

_NEW_FACES = 3  # what a repeated meeting weighs where rounds are asked for: meeting others is what they are for


@dataclass(frozen=True)
class Plan:
    """One plan, or one round of several. groups: the rows of each group."""

    groups: tuple[tuple[int, ...], ...]
    account: Account


def composed(options: argparse.Namespace, asked: Wished, progress: Progress | None) -> list[Plan]:
    """A plan for every round. Raises IQ4DError where the rules cannot be kept."""
    if (options.camps or options.rounds > 1) and len(asked.table) > PAIRS_AT_MOST:
        raise IQ4DError(
            text("Camps and rounds are weighed for {most} people at most.", most=PAIRS_AT_MOST),
            todo=text("Leave them out, or compose groups of a part of the people."),
        )
    met = dict(asked.history)
    plans = []
    rounds, columns = _rounds(options, asked, progress)
    for labels in rounds:
        told = account(
            asked.table.names,
            columns,
            labels,
            rules=asked.told,
            history=met,
            withheld=asked.withheld,
            seed=options.seed,
        )
        order = np.argsort(labels, kind="stable")
        groups = tuple(tuple(rows.tolist()) for rows in np.split(order, np.cumsum(asked.sizes)[:-1]))
        plans.append(Plan(groups, told))
        if len(plans) < options.rounds:
            for pair in (pair for rows in groups for pair in combinations(rows, 2)):
                met[pair] = met.get(pair, 0) + 1
    return plans


def _rounds(
    options: argparse.Namespace, asked: Wished, progress: Progress | None
) -> tuple[Sequence[Ints], Sequence[Column]]:
    """(everybody's group in each round, the attributes)."""
    model = MaximallyDiverseGrouping(
        group_sizes=asked.sizes,
        attributes=asked.attributes,
        rules=asked.rules,
        history=asked.history or None,
        met_weight=1 if options.rounds == 1 else _NEW_FACES,
        wishes=asked.wishes or None,
        camps=options.camps,
        worst_first=options.worst_first,
        max_iter=options.max_iter,
        time_limit=options.time,
        random_state=options.seed,
        progress=progress,
    )
    known = asked.values or {"": [None] * len(asked.table)}  # something that tells how many people there are
    if options.rounds > 1:
        plans: Sequence[Ints] = list(model.fit_rounds(known, options.rounds, names=asked.table.names))
    else:
        plans = [model.fit(known, names=asked.table.names).labels_]
    return plans, [column for column in model.columns_ if column.name in asked.attributes]


def as_csv(plans: Sequence[Plan], asked: Wished, options: argparse.Namespace) -> str:
    """A row a person, group by group, in the form in which the people were read; what is withheld is left out.

    A column called "group" or "round" was an earlier plan's: the new one stands in its place.
    """
    table = asked.table
    ours = (GROUP, ROUND)
    columns = [name for name in table.columns if name not in asked.withheld and name.casefold() not in ours]
    cells = [table.columns[name] for name in columns]
    rounds = len(plans) > 1
    rows = [[table.head, *([ROUND] if rounds else []), GROUP, *columns]]
    for number, plan in enumerate(plans, 1):
        for group, people in enumerate(plan.groups, 1):
            where = [str(number), str(group)] if rounds else [str(group)]
            rows += [[table.names[row], *where, *(column[row] for column in cells)] for row in people]
    file = StringIO(newline="")
    write_table(rows, file, delimiter=table.delimiter, marked=table.marked)
    return file.getvalue()


def as_json(plans: Sequence[Plan], asked: Wished, options: argparse.Namespace) -> str:
    """One object: what it was made of, and for each round the groups, their account and the sentences of it."""
    names, language = asked.table.names, options.language
    told = {
        "iq4d": __version__,
        "source": asked.table.source,
        "seed": options.seed,
        "max_iter": options.max_iter,
        "language": language,
        "rules": [rule.told(names).say(language) for rule in asked.told],
        "rounds": [
            {
                "groups": [[names[row] for row in people] for people in plan.groups],
                "told": [one.say(language) for one in plan.account.told],
                "account": plan.account.to_json(),
            }
            for plan in plans
        ],
    }
    return json.dumps(told, ensure_ascii=False) + "\n"


def as_html(plans: Sequence[Plan], asked: Wished, options: argparse.Namespace) -> str:
    """The page."""
    rules = [rule.told(asked.table.names) for rule in asked.told]
    return page([plan.account for plan in plans], options.language, rules=rules, hours=asked.hours)


def lines(plans: Sequence[Plan], language: str) -> Iterator[tuple[str, str]]:
    """(indent, line) of the four numbers of each plan, and of its groups."""
    for number, plan in enumerate(plans, 1):
        if len(plans) > 1:
            yield "", text("Round {n}", n=number).say(language)
        for one in plan.account.told:
            yield "", unbroken(one.say(language))
        cautions = by_group(plan.account)
        for group in plan.account.groups:
            people = plural("{n} person", "{n} people", len(group.people)).say(language)
            mixed = (
                ""
                if group.share is None
                else f", {text('{percent} mixed', percent=percent(group.share)).say(language)}"
            )
            names = ", ".join(one.name for one in group.people)
            yield "", f"{text('Group {n}', n=group.group).say(language)} ({people}{mixed}): {names}"
            if group.group in cautions:
                yield "  ", ", ".join(CAUTIONS[kind].say(language) for kind in cautions[group.group])
