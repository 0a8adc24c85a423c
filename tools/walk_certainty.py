"""Section 4 of docs/walk.md: from values to points, and how sure they are."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

import numpy as np
from walk_page import Case, figure, full, paragraph, same, table

from iq4d.measures.indicator import mean
from iq4d.measures.measuring import HUNDREDTH, WHOLE, _scale, _value
from iq4d.measures.reference import channels_of
from iq4d.measures.registry import MEASURES, indicator
from iq4d.measures.resampling import BLOCKS, DRAWS, ENOUGH_BLOCKS, _wider, interval, redraw, usual
from iq4d.measures.score import POINTS, DimensionScore
from iq4d.measures.wording import dimension_name

__all__ = ["certainty"]


def certainty(case: Case) -> Iterator[str]:
    yield "## 4. From values to points"
    yield ""
    total = 0.0
    for one in case.card.dimensions:
        if one.points is not None:
            total += one.points
            yield f"- {dimension_name(one.dimension)}: {_sum(one)} = **{figure(one.points)}**"
    assert case.card.points is not None
    same(total, case.card.points, "the points")
    yield f"- Together: **{figure(total)}** of {case.card.out_of}. What cannot be assessed adds nothing on either side."
    yield ""
    yield "### How sure"
    yield ""
    turns = len(case.transcript.turns)
    seed = zlib.crc32("\n".join(u.text for u in case.transcript.order[:1000]).encode("utf-8", "replace"))
    size = max(1, min(round(turns ** (1 / 3)), turns // ENOUGH_BLOCKS), -(-turns // BLOCKS))
    count = -(-turns // size)
    blocks = (np.random.PCG64(seed).random_raw((count, DRAWS)) % np.uint64(count)).astype(int)
    yield paragraph(
        f"The same conversation is drawn {DRAWS} times from its own turns, in blocks of {size} "
        f"turn{'s' if size > 1 else ''} ({turns} turns, {count} blocks), with replacement, the same blocks for all "
        f"indicators. The seed is the CRC-32 of the contributions' texts, a line break between them: {seed}. The "
        f"draws are the raw numbers of numpy's PCG64 with that seed, in {count} rows of {DRAWS}, modulo {count}; so "
        f"the first drawn conversation holds the blocks {', '.join(str(n + 1) for n in blocks[:, 0].tolist())}."
    )
    yield ""
    yield from _first_draw(case, seed, size, count, blocks[:, 0].tolist())
    yield from _intervals(case, seed)


def _sum(dimension: DimensionScore) -> str:
    """How the points of a dimension come from its values."""
    told = {score.indicator: score.value for score in dimension.scores if score.value is not None}
    floors = {key: value for key, value in told.items() if indicator(key).floor}
    values = [value for key, value in told.items() if key not in floors]
    same(POINTS * (_value(values, list(floors.values())) or 0.0), dimension.points or 0.0, dimension.dimension)
    added = f"({' + '.join(map(figure, values))}) / {len(values)}" if values else "1"
    if not floors:
        return f"{POINTS} × {added}"
    under = " and ".join(f"the floor `{key}`, {figure(value)}" for key, value in floors.items())
    return f"{POINTS} × the lesser of {added} and {under}"


def _first_draw(case: Case, seed: int, size: int, count: int, blocks: list[int]) -> Iterator[str]:
    """One indicator, one draw, worked out."""
    finding = next(
        (case.findings[one.key] for one in MEASURES if case.findings[one.key].units and not one.own_scale), None
    )
    if finding is None or finding.raw is None:
        return
    key = next(key for key, one in case.findings.items() if one is finding)
    over, under = [0.0] * count, [0.0] * count
    for turn, a, b in finding.units:
        over[turn // size] += a
        under[turn // size] += b
    sums = sum(over[n] for n in blocks), sum(under[n] for n in blocks)
    wide = _wider(sum(one > 0 for one in under)) * finding.degree
    drawn = sums[0] / sums[1]
    told = finding.raw + wide * (drawn - finding.raw) if finding.estimate is mean else drawn
    found = redraw(list(case.findings.values()), len(case.transcript.turns), seed)
    if finding.estimate is mean:
        same(told, float(found[list(case.findings).index(key)][0]), f"the first draw of {key}")
    n = sum(one > 0 for one in under)
    yield paragraph(
        f"Worked out for `{key}`: over these blocks the figures sum to {full(sums[0])} in {figure(sums[1], 0)} "
        f"turns, {full(drawn)}. Draws from {n} blocks with a figure differ too little, so that each is moved "
        f"{full(wide)} times as far from the raw figure: {full(finding.raw)} + {full(wide)} × ({full(drawn)} − "
        f"{full(finding.raw)}) = {full(told)}. Then it is held against the reference like the figure itself."
    )
    yield ""
    yield paragraph(
        "What a head tells is drawn with the head's own errors as well: its pseudo-turns, sensitivity and "
        "specificity differ from draw to draw. What does not rest on turns gets normal noise of its standard error. "
        f"The interval runs from the {DRAWS // 10 + 1}st lowest of the {DRAWS} to the {DRAWS // 10 + 1}st highest, "
        "stretched to hold the value. A dimension's points, and their sum, are taken in each draw as "
        f"above{_usual(case)}. Narrower than {HUNDREDTH} (of points: {WHOLE:.0f}) there is none: that would claim a "
        f"certainty that {count} blocks do not give."
    )
    yield ""


def _usual(case: Case) -> str:
    """What is drawn for an indicator that could not be assessed."""
    missing = [
        f"`{score.indicator}`"
        for one in case.card.dimensions
        for score in one.scores
        if one.points is not None and score.value is None and not indicator(score.indicator).extra
    ]
    if not missing:
        return ""
    return f"; what could not be assessed ({', '.join(missing)}) is drawn as it stands in the reference sample"


def _intervals(case: Case, seed: int) -> Iterator[str]:
    findings = [case.findings[one.key] for one in MEASURES]
    scales = [_scale(one, case.findings[one.key], case.transcript.amount) for one in MEASURES]
    zeros, widths = np.array(scales).T[:, :, np.newaxis]
    draws = np.clip((redraw(findings, len(case.transcript.turns), seed) - zeros) / widths, 0.0, 1.0)
    for n, (one, finding) in enumerate(zip(MEASURES, findings, strict=True)):
        if finding.raw is not None and finding.sure < 1 and (channels := channels_of(one.key)):
            draws[n] = usual(channels, seed + n + 1) * (1 - finding.sure) + draws[n] * finding.sure
    at = {one.key: n for n, one in enumerate(MEASURES)}
    rows: list[list[object]] = []
    for dimension in case.card.dimensions:
        for score in dimension.scores:
            if score.value is None:
                continue
            drawn = interval(draws[at[score.indicator]], score.value, HUNDREDTH)
            same(drawn or (0.0, 0.0), score.interval or (0.0, 0.0), f"the interval of {score.indicator}")
            one = indicator(score.indicator)
            rows.append([one.code, f"`{one.key}`", score.value, *_ends(score.interval)])
        rows += _whole(dimension)
    yield from table(["", "", "value or points", "from", "to"], rows)


def _whole(dimension: DimensionScore) -> list[list[object]]:
    if dimension.points is None:
        return []
    return [["", f"**{dimension_name(dimension.dimension)}**", dimension.points, *_ends(dimension.interval)]]


def _ends(span: tuple[float, float] | None) -> list[object]:
    return ["–", "–"] if span is None else list(span)
