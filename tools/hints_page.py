"""docs/hints.md, from the rules and their figures, so that it cannot lag (`make hints`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt
from typing import Any

from iq4d.hints.asking import KEYS
from iq4d.hints.wording import SAID

__all__ = ["page", "table", "wilson"]

Told = list[tuple[str, Any]]  # (part or kind, its Figures)

WHEN = {
    "advice": "what the other could do or have done, dressed as a question; in a question also said plainly",
    "leading": "a question that holds its answer or a judgement",
    "why": "a reason is asked for in a step for facts only",
    "stacked": "three questions in a row; two where a step asks for one at a time",
    "closed": "yes or no will do: in a step for open questions, elsewhere after what somebody thinks, feels or wants",
    "no_question": "a question that asks nothing",
    "purpose": "an opening that asks nothing of anybody and does not say what it is for",
}

HEAD = """# Hints

Made by `make hints` from the rules and from `gold/hints`; do not edit.

Whoever writes a question may get one line afterwards: what one could do instead, and why. `iq4d.hints` finds it with
rules for Dutch and English, without a model, a network or a memory. It blocks nothing, and nothing is kept of it. One
hint at most, the first of this list that holds. Better none than a wrong one: where the rules doubt, they say nothing.

```python
from iq4d.hints import Asking, hint

hint("Have you tried talking to her?", "en", Asking(kind="question", manner=("open",)))  # key "advice"
hint("What have you tried so far?", "en", Asking(kind="question", manner=("open",)))     # None
```

`Asking` says where the words are to go: the kind of contribution ("opening" for what begins a conversation), what the
step asks of questions (`facts`, `open`, `one_at_a_time`), and whether tips are welcome: then there is never a hint
against advice. In answers, views, first thoughts, hunches and restatements only advice in the form of a question is
looked for, in all that is one's own nothing. The language is told by the words themselves; what the caller says counts
where they are too few.

## What it looks for
"""

FIGURES = """
## How often it is right

Sentences of our own, invented, each coded before a figure was seen: [gold/hints](../gold/hints/README.md) has them,
the guide, and who looked at what. **fresh** was written after the rules, to be unlike, and looked at as figures only:
it says most. **test** is by the hand that wrote the rules, just before, so that it flatters; and so do the figures by
kind. The rules were made with **develop** in view. Right means: the very hint that was wanted. Of the wrong ones *for
nothing* are those where none was wanted; the others saw another thing than the guide puts first. Intervals are
Wilson's, of 95 %.
"""

LIMITS = """
## Limits

- One reading by the makers of IQ4D, of sentences they made up: how people write out there is another matter. On
  3,947 questions of real meetings (MRDA, not part of this project) 867 of 943 that are called closed were coded yes-no
  or either-or by people, and 23 of 981 that people coded open are called closed; `tools/hints.py --meetings`.
- Advice and leading questions have endless forms; what is said in a new one is missed more often than the figures of
  *test* suggest. *fresh* was made to be unlike.
- A judgement that is taken for granted is seen in a few phrases only. Irony is not seen.
- Words after "she said:" or between quotation marks are another's and left alone; without either they are not known
  as such.
- Only the first 4,000 characters and 40 sentences are looked at.
- It is quick: a test holds every hint, also for 10,000 characters and for words made to be slow, under 5 ms of a
  processor. The first one of a process takes longer, for the rules are compiled then.

## Sources

The rules and sentences are ours. What they rest on: Parker J. Palmer, *A Hidden Wholeness* (2004), on the clearness
committee, where the asker cannot know the answer and a tip in the form of a question is one of the things to leave out;
Stephen Brookfield and Stephen Preskill, *The Discussion Book* (2016), chapter 17, on the same in classrooms.
"""


def wilson(right: int, n: int) -> tuple[float, float]:
    """The interval of 95 % of a share.

    >>> [round(end, 2) for end in wilson(9, 10)]
    [0.6, 0.98]
    """
    if not n:
        return 0.0, 1.0
    z, share = 1.96, right / n
    middle, width = share + z * z / (2 * n), z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - width) / (1 + z * z / n)), min(1.0, (middle + width) / (1 + z * z / n))


def table(what: str, told: Told) -> str:
    """A row for each of `told`, in Markdown."""
    rows = [f"| {what} | sentences | wanted | given | right | for nothing | precision | recall |", "|" + "---|" * 8]
    for name, one in told:
        cells = (name, one.n, one.wanted, one.given, one.right, one.alarms)
        rows.append(
            f"| {' | '.join(map(str, cells))} | {_share(one.right, one.given)} | {_share(one.right, one.wanted)} |"
        )
    return "\n".join(rows)


def _share(right: int, n: int) -> str:
    low, high = wilson(right, n)
    return f"{right / n:.2f} ({low:.2f} to {high:.2f})" if n else "-"


def page(parts: Mapping[str, Told], kinds: Mapping[str, Told]) -> str:
    """The whole page. parts, kinds: by the name of a language."""
    return "\n".join([HEAD, *_looked_for(), FIGURES, *_figures(parts, kinds), LIMITS.strip("\n"), ""])


def _looked_for() -> Iterable[str]:
    yield "| key | when | what it says | why | in Dutch |"
    yield "|---|---|---|---|---|"
    for key in KEYS:
        for said in (key, "choice") if key == "closed" else (key,):
            sentence, reason = SAID[said]
            dutch = f"{sentence.say('nl')} {reason.say('nl')}"
            yield f"| `{key}` | {WHEN[key] if said == key else 'one of two'} | {sentence} | {reason} | {dutch} |"


def _figures(parts: Mapping[str, Told], kinds: Mapping[str, Told]) -> Iterable[str]:
    for name, told in parts.items():
        yield f"### {name}\n\n{table('part', told)}\n"
        yield f"By kind, over *fresh* and *test*:\n\n{table('kind', kinds[name])}\n"
