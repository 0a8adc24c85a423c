"""docs/measures.md, made from the registry so that it cannot lag.

Write it anew with `python -m iq4d.measures.document > docs/measures.md`.
"""

from __future__ import annotations

import inspect
import re
import sys

from iq4d.measures.indicator import Indicator
from iq4d.measures.languages import rules
from iq4d.measures.measuring import A_LOT, QUOTE_WORDS, QUOTE_WORTH, QUOTES, SOME
from iq4d.measures.reference import about
from iq4d.measures.registry import MEASURES
from iq4d.measures.resampling import DRAWS
from iq4d.measures.score import DIMENSIONS, ENOUGH_CONTRIBUTIONS, ENOUGH_SPEAKERS, FIRM_CONTRIBUTIONS, POINTS
from iq4d.measures.transcript import COPY, SAYS_SOMETHING
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
    media = ", ".join(f"{n} conversations of {medium}" for medium, n in about()["media"].items())
    lines = [
        "# Measures",
        "",
        "Made by `python -m iq4d.measures.document` from the code; do not edit. What was shown, and what was not:",
        "[validity](validity.md), decisions [0002](decisions/0002-two-indicators-per-dimension.md) and",
        "[0013](decisions/0013-heads-that-read-function-words.md).",
        "",
        "A conversation goes in, a scorecard comes out: four dimensions, each the mean of its indicators that can be",
        f"assessed, times {POINTS}. What cannot be assessed drops out and is named; the sum is out of what is left.",
        "",
        f"- **Words before numbers.** A dimension reads *a lot seen* from {A_LOT:.2f} on (if all its indicators can be",
        f"  assessed), *some* from {SOME:.2f}, *little* below. Under {ENOUGH_CONTRIBUTIONS} contributions or",
        f"  {ENOUGH_SPEAKERS} speakers there are no numbers, and *some* is the most that is said: it is a first",
        f"  impression. Under {FIRM_CONTRIBUTIONS} numbers are called uncertain.",
        f"- **Quotes.** At most {QUOTES} a dimension, of pieces worth {QUOTE_WORTH} or more that at least",
        f"  {QUOTE_WORDS} words carry; else none.",
        "- **What is looked at.** Contributions without a word of content, said before, or copied from the one before",
        f"  (runs of {COPY} words) do not count. Consecutive contributions of one speaker are one turn. A turn needs",
        f"  {SAYS_SOMETHING} different content words. Order is by time where all have one.",
        "- **Reference.** Where a figure has no scale of its own it is 0 at the tenth percentile (or at 0, where it is",
        f"  corrected for chance) and 1 at the ninetieth of {media}; every medium",
        "  weighs the same. All are English. Made by `tools/reference.py`. What `focus` gains in it",
        "  by merely saying more (with 1 / sqrt of the content words) is taken off: volume is no quality.",
        f"- **Intervals** hold 80% of {DRAWS} scorecards of the same conversation, drawn from blocks of its turns,",
        "  stretched to hold the figure itself; there is none where it would have no width.",
        "- **Words that carry.** Names of speakers are no content. Numbers and words that people use about anything",
        "  (`languages/*/common.txt`) carry neither `focus` nor `spread`, and are not shown as what carried a piece.",
        "- **This is not right.** A piece of evidence that is contested leaves its indicator, and its turn the base.",
        "",
    ]
    for dimension in DIMENSIONS:
        lines += [f"## {dimension_name(dimension)}: {dimension_question(dimension)}", ""]
        for indicator in MEASURES:
            if indicator.dimension == dimension:
                lines += _section(indicator)
    lines += ["## Limits", "", *(f"- {limit}" for limit in limits()), ""]
    lines += ["## Rules of the lexicons", "", "`src/iq4d/measures/languages/`, one folder a language:", ""]
    lines += [", ".join(f"`{rule}`" for rule in rules()) + ".", ""]
    return "\n".join(lines)


def _section(indicator: Indicator) -> list[str]:
    told = parts(indicator)
    lines = [f"### `{indicator.key}` ({indicator.code}): {indicator.name}", "", told[""], ""]
    lines += [str(indicator.plain), ""]
    lines += [f"- **{name}.** {told[name]}" for name in PARTS]
    if not indicator.own_scale:
        figures = about()["indicators"][indicator.key]
        per_medium = "; ".join(
            f"{medium} {one['q10']} / {one['q50']} / {one['q90']} ({one['n']})"
            for medium, one in figures["media"].items()
        )
        lines.append(
            f"- **Reference.** 0 at {figures['low']}, 1 at {figures['high']}, over {figures['n']} conversations."
        )
        lines.append(f"  Tenth, fiftieth and ninetieth percentile: {per_medium}.")
    return [*lines, ""]


if __name__ == "__main__":
    sys.stdout.write(page())
