"""docs/measures.md, made from the registry so that it cannot lag.

Write it anew with `python -m iq4d.measures.document > docs/measures.md`.
"""

from __future__ import annotations

import inspect
import re
import sys

from iq4d.measures import shares
from iq4d.measures.changes import MEASURE, Version, versions
from iq4d.measures.copies import COPY
from iq4d.measures.depth import asking, probing, reasoning, reflection
from iq4d.measures.heads import HEADS, head
from iq4d.measures.indicator import Indicator
from iq4d.measures.languages import rules
from iq4d.measures.measuring import A_LOT, QUOTE_WORDS, QUOTE_WORTH, QUOTES, SOME
from iq4d.measures.purpose import on_task
from iq4d.measures.reference import Channel, about, channels_of, mean_seen, reference
from iq4d.measures.registry import MEASURES
from iq4d.measures.resampling import DRAWS, ENOUGH_BLOCKS
from iq4d.measures.score import DIMENSIONS, ENOUGH_CONTRIBUTIONS, ENOUGH_SPEAKERS, FIRM_CONTRIBUTIONS, POINTS
from iq4d.measures.transcript import SAYS_SOMETHING
from iq4d.measures.wording import dimension_name, dimension_question, limits

__all__ = ["page", "parts"]

PARTS = ("Formula", "Range", "No value", "Source")


def parts(indicator: Indicator) -> dict[str, str]:
    """What the indicator's docstring states under Formula, Range, No value and Source, and its first sentence ("").

    Raises ValueError where one is missing.
    """
    lines = inspect.cleandoc(indicator.find.__doc__ or "").partition(">>>")[0]
    found = {"": lines.partition("\n")[0]}
    for name in PARTS:
        match = re.search(rf"^{name}: (.+?)(?=^(?:{'|'.join(PARTS)}): |\Z)", lines, re.DOTALL | re.MULTILINE)
        if match is None:
            raise ValueError(f"the docstring of {indicator.key} does not state {name}")
        found[name] = " ".join(match[1].split())
    return found


def page() -> str:
    """The whole page, in Markdown."""
    lines = [*_introduction(), *_how_sure()]
    for dimension in DIMENSIONS:
        lines += [f"## {dimension_name(dimension)}: {dimension_question(dimension)}", ""]
        for indicator in MEASURES:
            if indicator.dimension == dimension:
                lines += _section(indicator)
    lines += _heads()
    lines += ["## Limits", "", *(f"- {limit}" for limit in limits()), ""]
    lines += ["## Versions", ""]
    lines += ["A scorecard says which version made it. What each changed, and why:", ""]
    for version in reversed(versions()):
        lines += _changes(version)
    lines += ["## Rules of the lexicons", "", "`src/iq4d/measures/languages/`, one folder a language:", ""]
    lines += [", ".join(f"`{rule}`" for rule in rules()) + ".", ""]
    return "\n".join(lines)


def _introduction() -> list[str]:
    floors = ", ".join(f"`{one.key}`" for one in MEASURES if one.floor)
    media = ", ".join(f"{n} conversations of {medium}" for medium, n in about()["media"].items())
    return [
        "# Measures",
        "",
        "Made by `python -m iq4d.measures.document` from the code; do not edit. What was shown, and what was not:",
        "[validity](validity.md), decisions [0002](decisions/0002-two-indicators-per-dimension.md),",
        "[0013](decisions/0013-heads-that-read-function-words.md),",
        "[0015](decisions/0015-heads-that-know-colleagues.md) and [0016](decisions/0016-a-floor-and-how-sure.md).",
        f"This is [version {MEASURE}](#versions) of the measure.",
        "",
        "A conversation goes in, a scorecard comes out: four dimensions, each the mean of its indicators that can be",
        f"assessed, times {POINTS}. What cannot be assessed drops out and is named; the sum is out of what is left.",
        "",
        f"- **Words before numbers.** A dimension reads *a lot seen* from {A_LOT:.2f} on (if all its indicators that",
        f"  are not extra can be assessed), *some* from {SOME:.2f}, *little* below. Under {ENOUGH_CONTRIBUTIONS}",
        f"  contributions or {ENOUGH_SPEAKERS} speakers it is a first impression: no points, no values of indicators",
        f"  either, and *some* is the most that is said. Under {FIRM_CONTRIBUTIONS} numbers are called uncertain.",
        f"- **Floor.** {floors} takes no part in the mean, but its dimension is worth no more than it. Where it is all",
        "  that can be assessed, it can say *little seen*, never more.",
        "- **Extra.** What only some platforms and methods can tell, or what need not be in every good conversation.",
        "  It counts where it is there; *a lot seen* can be said without it.",
        f"- **Quotes.** At most {QUOTES} a dimension, of pieces worth {QUOTE_WORTH} or more that at least",
        f"  {QUOTE_WORDS} words carry; else none.",
        "- **What is looked at.** Contributions without a word of content, said before, or copied from the one before",
        f"  (runs of {COPY} words) do not count. Consecutive contributions of one speaker are one turn. A turn needs",
        f"  {SAYS_SOMETHING} different content words. Order is by time where all have one.",
        "- **Reference.** Where a figure has no scale of its own it is 0 at the tenth percentile (or at 0, where it is",
        f"  corrected for chance) and 1 at the ninetieth of {media};",
        "  every medium weighs the same. All are English. Made by `tools/reference.py`. What `focus` gains in it",
        "  by merely saying more (with 1 / sqrt of the content words) is taken off: volume is no quality.",
        "- **Channels.** Below each indicator stands where it usually is in each medium: the tenth, fiftieth and",
        "  ninetieth percentile, on the scale that people see (0-1), and of how many conversations. That is background",
        "  for a reader and moves no point.",
        "- **Words that carry.** Names of speakers are no content. Numbers and words that people use about anything",
        "  (`languages/*/common.txt`) carry neither `focus` nor `spread`, and are not shown as what carried a piece.",
        "- **This is not right.** A piece of evidence that is contested leaves its indicator, and its turn the base.",
        "",
    ]


def _how_sure() -> list[str]:
    """How little evidence is held in, how a head's errors are taken off, and what an interval is of."""
    return [
        "## How sure",
        "",
        "- **Shrunk.** A share rests on few contributions, so some more are put beside them of which as many are a yes",
        "  as is usual: (seen + m x usual) / (n + m). The more was said, the less that does.",
        "- **Corrected.** A head misses and errs. With its sensitivity and specificity in tests, after Rogan & Gladen",
        "  1978, the shrunk share becomes (share + specificity - 1) / (sensitivity + specificity - 1), held within 0",
        f"  and 1. Tests are among colleagues where these have {shares.ENOUGH} yeses and noes, else the public one.",
        "  Figures: [heads](#heads). On our own test part this made shares of reasoning worse (decision 0015).",
        f"- **Intervals** hold 80% of {DRAWS} scorecards of the same conversation. Each is drawn from blocks of its",
        f"  turns (at least {ENOUGH_BLOCKS} where there are as many turns), with what it was shrunk by drawn as well,",
        "  and a head that errs as its tests leave open. They are widened where blocks are few, stretched to hold",
        "  the figure itself, and left out where they would have no width.",
        "- **Little to go by.** `spread` weighs less the fewer telling words there are; 1/2 weighs the rest.",
        "- **What could not be assessed** is drawn as the channels usually have it. That widens the interval of its",
        "  dimension; the points are the mean of what was seen. Nothing is drawn for a floor, for what is extra, or",
        "  where the sample does not tell.",
        "",
    ]


def _section(indicator: Indicator) -> list[str]:
    told = parts(indicator)
    lines = [f"### `{indicator.key}` ({indicator.code}): {indicator.name}", "", told[""], ""]
    marks = [name for name, is_so in (("a floor", indicator.floor), ("extra", indicator.extra)) if is_so]
    lines += [str(indicator.plain) + "".join(f" (*{mark}*)" for mark in marks), ""]
    lines += [f"- **{name}.** {told[name]}" for name in PARTS]
    if not indicator.own_scale:
        held = reference(indicator.key)
        lines.append(f"- **Reference.** 0 at {held.low}, 1 at {held.high}, over {held.n} conversations.")
    if channels := channels_of(indicator.key):
        lines.append(f"- **Channels.** {'; '.join(map(_channel, channels))}.")
    return [*lines, ""]


def _channel(one: Channel) -> str:
    return f"{one.name} ({one.source}) {one.low:.2f} / {one.middle:.2f} / {one.high:.2f} ({one.n})"


SERVES = {  # head: (what asks it, the usual share, how many contributions that weighs)
    "off": ("`on_task`", mean_seen("off"), on_task.SHRUNK),
    "reason": ("`reasoning`; `probing` asks it uncorrected", reasoning.USUAL, reasoning.SHRUNK),
    "reflect": ("`reflection`", reflection.USUAL, reflection.SHRUNK),
}


def _heads() -> list[str]:
    """What each head is, and by what the shares that it sees are shrunk and corrected."""
    lines = ["## Heads", ""]
    lines += ["`src/iq4d/measures/heads/`, each with a card: data, licence, attribution, figures, limits.", ""]
    lines += [
        "| head | yes where a contribution | serves | usual, m | sensitivity | specificity |",
        "|---|---|---|---|---|---|",
    ]
    for name in HEADS:
        what, usual, corrected = "the gates", "", " | "
        if name in SERVES:
            what, mean, m = SERVES[name]
            share = shares.shrunk(mean or 0.0, m, shares.tests_of(head(name).card))
            usual, corrected = f"{share.mean:.2f}, {m}", f"{share.sensitivity:.2f} | {share.specificity:.2f}"
        lines.append(f"| `{name}` | {head(name).card['what']} | {what} | {usual} | {corrected} |")
    return [
        *lines,
        "",
        f"Shares of questions are shrunk alike and corrected by no test: `probing` to {probing.USUAL} by",
        f"{probing.SHRUNK} questions, `asking` to {asking.USUAL} by {asking.SHRUNK}. The head `specific` serves",
        "`sharpness` in English. `measurable` and `attainable` serve the gate on goals; `puzzle_none`,",
        "`puzzle_probing` and `puzzle_npd` the one on types of contribution.",
        "",
    ]


def _changes(version: Version) -> list[str]:
    lines = [f"### Version {version.number} ({version.date})", ""]
    for change in version.changes:
        what, why = change.say("en")
        named = [*(f"+ `{key}`" for key in change.added), *(f"- `{key}`" for key in change.removed)]
        lines.append(f"- *{', '.join(change.touches)}*: {what} {why}{' (' + ', '.join(named) + ')' if named else ''}")
    return [*lines, ""]


if __name__ == "__main__":
    sys.stdout.write(page())
