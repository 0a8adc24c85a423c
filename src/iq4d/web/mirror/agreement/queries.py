"""What the page on measure and people is counted from: consenting own views and verdicts, and what was contested."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from iq4d.measures.changes import MEASURE
from iq4d.measures.registry import MEASURES
from iq4d.measures.score import DIMENSIONS
from iq4d.web.dialogues.models import Gesture
from iq4d.web.mirror.agreement import figures as agreement
from iq4d.web.mirror.agreement.figures import Agreeing, Figures, Pair
from iq4d.web.mirror.models import Agreement, Mirror, OwnView, Remark
from iq4d.web.mirror.rules import LEAST_DIALOGUES, LEAST_PERSONS

AT_A_TIME = 50  # scorecards in memory


def kept() -> Agreement | None:
    """The figures as last counted. One query, however large the installation."""
    return Agreement.objects.order_by("-made_at").first()


@dataclass
class _Told:
    """By dialogue: who consents said what. steps: by person, by dimension."""

    steps: dict[int, dict[int, dict[str, int | None]]] = field(default_factory=lambda: defaultdict(dict))
    verdicts: dict[int, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))


def count() -> Figures:
    """Read everything there is: background work. Memory grows with consenting views and remarks, not with mirrors."""
    told, wrong = _consenting(), _contested_pieces()
    pairs: dict[str, list[Pair]] = {dimension: [] for dimension in DIMENSIONS}
    reached: list[Pair] = []
    shown: Counter[str] = Counter()
    for dialogue, card in _mirrors():
        for one in card["dimensions"]:
            steps = {who: said[one["dimension"]] for who, said in told.steps.get(dialogue, {}).items()}
            if (pair := agreement.of_steps(steps, one["points"])) is not None:
                pairs[one["dimension"]].append(pair)
            for score in one["scores"]:
                shown[score["indicator"]] += len(score["evidence"])
        share = card["points"] / card["out_of"] if card["points"] is not None and card["out_of"] else None
        if (pair := agreement.of_verdicts(told.verdicts.get(dialogue, {}), share)) is not None:
            reached.append(pair)
    return Figures(
        measure=MEASURE,
        dimensions={key: agreement.agreeing(found, in_steps=True) for key, found in pairs.items()},
        verdicts=agreement.agreeing(reached, in_steps=False),
        **_contesting(wrong, shown),
    )


def _mirrors() -> Iterator[tuple[int, dict[str, Any]]]:
    """(dialogue, scorecard as kept) of all that this version of the measure made, in a fixed order."""
    made = Mirror.objects.filter(measure=MEASURE).exclude(scorecard=None).order_by("dialogue_id")
    for dialogue, card in made.values_list("dialogue_id", "scorecard").iterator(chunk_size=AT_A_TIME):
        yield dialogue, cast("dict[str, Any]", card)


def _consenting() -> _Told:
    told = _Told()
    views = OwnView.objects.filter(may_test=True)
    for dialogue, person, *steps in views.values_list("dialogue", "person", *DIMENSIONS).iterator():
        told.steps[dialogue][person] = dict(zip(DIMENSIONS, steps, strict=True))
    judged = Gesture.objects.filter(kind="judge", participant__person__isnull=False).order_by("at")
    for dialogue, person, value in judged.values_list("dialogue", "participant__person", "value").iterator():
        if person in told.steps.get(dialogue, {}):
            told.verdicts[dialogue][person] = value  # the latest stands
    return told


def _contested_pieces() -> dict[tuple[int, str], set[int]]:
    """Who contested each (dialogue, piece of evidence); several people contest one piece once."""
    found: dict[tuple[int, str], set[int]] = defaultdict(set)
    rows = Remark.objects.filter(stance="wrong", dialogue__mirror__measure=MEASURE)
    for dialogue, evidence, person in rows.values_list("dialogue", "evidence", "person").iterator():
        found[dialogue, evidence] |= {person} if person else set()
    return found


def _contesting(wrong: dict[tuple[int, str], set[int]], shown: Counter[str]) -> dict[str, Any]:
    """shown: pieces that stand on mirrors; what is contested stands there no longer, and is added to them."""
    known = {one.key for one in MEASURES}
    pieces: Counter[str] = Counter()
    where: dict[str, set[int]] = defaultdict(set)
    for dialogue, evidence in wrong:
        indicator = evidence.partition(":")[0]
        if indicator in known:
            pieces[indicator] += 1
            where[indicator].add(dialogue)
    dialogues = len(set[int]().union(*where.values()))
    people = len(set[int]().union(*wrong.values()))
    enough = dialogues >= LEAST_DIALOGUES and people >= LEAST_PERSONS
    counts = [(key, n, len(where[key]), n + shown[key]) for key, n in pieces.items()]
    return {
        "contesting": Agreeing(dialogues, people, enough=enough),
        "contested": agreement.contested(counts) if enough else (),
    }
