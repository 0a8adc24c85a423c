"""Section 2 of docs/walk.md: for each indicator with a value, how its words become figures and its figures a value."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from walk_heads import corrected, on_task, reasoning, reflection
from walk_page import Case, figure, full, paragraph, same, table
from walk_words import explicit, focus, grounds, heard, spread, uptake

from iq4d.measures.document import parts
from iq4d.measures.indicator import Finding, Indicator, mean
from iq4d.measures.measuring import _scale
from iq4d.measures.reference import about, reference
from iq4d.measures.wording import rule_sentence

__all__ = ["told"]

TELLERS: dict[str, Callable[[Case, Finding], Iterator[str]]] = {
    "explicit": explicit,
    "on_task": on_task,
    "focus": focus,
    "reasoning": reasoning,
    "reflection": reflection,
    "uptake": uptake,
    "grounds": grounds,
    "spread": spread,
    "heard": heard,
}


def told(case: Case, indicator: Indicator) -> Iterator[str]:
    """The section of one indicator."""
    finding = case.findings[indicator.key]
    yield f"#### {indicator.code} `{indicator.key}`: {str(indicator.name)[0].lower()}{str(indicator.name)[1:]}"
    yield ""
    yield f"**Formula.** {parts(indicator)['Formula']}"
    yield ""
    yield from TELLERS.get(indicator.key, _any)(case, finding)
    yield from _raw(finding)
    yield from _placed(case, indicator, finding)


def _any(case: Case, finding: Finding) -> Iterator[str]:
    """What can be told of any indicator: its figures by turn, and its evidence by rule."""
    if finding.units:
        rows = [[turn + 1, case.stands_for(turn), over, under] for turn, over, under in finding.units]
        yield from table(["turn", "contributions", "numerator", "denominator"], rows)
    if finding.evidence:
        rows = [[f"`{one.utterance}`", str(rule_sentence(one)), one.value] for one in finding.evidence]
        yield from table(["contribution", "what is seen", "worth"], rows)


def _raw(finding: Finding) -> Iterator[str]:
    """From the figures of the turns to the raw figure."""
    assert finding.raw is not None
    if not finding.units:
        return
    over = math.fsum(one for _, one, _ in finding.units)
    under = math.fsum(one for _, _, one in finding.units)
    if finding.estimate is mean:
        same(over / under, finding.raw, "the mean over turns")
        yield paragraph(
            f"**Raw figure.** The sum over the turns is {figure(over)}; divided by {figure(under, 0)}: "
            f"{full(finding.raw)}."
        )
    else:
        same(finding.estimate(over, under), finding.raw, "the estimate")
        yield from corrected(finding, over, under)
    yield ""


def _placed(case: Case, indicator: Indicator, finding: Finding) -> Iterator[str]:
    """From the raw figure to the value."""
    raw, value = finding.raw, case.score(indicator.key).value
    assert raw is not None
    assert value is not None
    zero, width = _scale(indicator, finding, case.transcript.amount)
    where = (raw - zero) / width
    placed = min(1.0, max(0.0, where))
    same(finding.sure * placed + (1 - finding.sure) / 2, value, f"the value of {indicator.key}")
    cut = "" if 0 <= where <= 1 else f", held at {placed:.0f}"
    if finding.sure < 1:
        cut += (
            f". So little was said that this weighs {figure(finding.sure)} against what is usual, 1/2: "
            f"{figure(finding.sure)} × {figure(placed)} + {figure(1 - finding.sure)} / 2"
        )
    if indicator.own_scale:
        yield paragraph(f"**Value.** It is on a scale of its own, so the raw figure is the value: **{figure(value)}**.")
        yield ""
        return
    kept = reference(indicator.key)
    scale = f"0 stands at {figure(kept.low)} ({'chance' if indicator.beyond_chance else 'the tenth percentile'})"
    scale += f" and 1 at {figure(kept.high)} (the ninetieth percentile of {kept.n} conversations)"
    if kept.slope:
        least, most = about()["amount"]
        held = min(most, max(least, case.transcript.amount))
        scarce = held**-0.5
        scale += (
            ". What merely saying more brings is taken off: the amount is "
            f"{case.transcript.amount}{'' if held == case.transcript.amount else f', held at {held}'}, so scarcity "
            f"is 1 / √{held} = {figure(scarce)}; 0 moves by {figure(kept.slope)} × ({figure(scarce)} − "
            f"{figure(kept.at)}) = {figure(kept.slope * (scarce - kept.at))}, to {figure(zero)}, and 1 moves along, "
            f"to {figure(zero + width)}"
        )
    yield paragraph(
        f"**Value.** In the reference sample {scale}. So ({figure(raw)} − {figure(zero)}) / {figure(width)} = "
        f"{figure(where)}{cut}: **{figure(value)}**.".replace("− −", "+ ")
    )
    yield ""
