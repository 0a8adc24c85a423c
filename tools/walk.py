"""Make docs/walk.md: one real conversation, and every point of its scorecard worked out (`make walk`).

    python tools/walk.py SHARED [--check]

SHARED holds `samples/`. Every figure is asked of the product itself; where a step is written out here, it is held
against what the product finds, and the page is not made when they differ. Of the conversation the page holds ids,
counts, and single words that carried something: no sentence, and no name of a person.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from walk_certainty import certainty
from walk_figures import told
from walk_heads import how
from walk_page import ROOT, Case, paragraph, table

from iq4d.measures.changes import MEASURE
from iq4d.measures.copies import COPY
from iq4d.measures.languages import straight, tokens
from iq4d.measures.measuring import A_LOT, SOME, _seen
from iq4d.measures.registry import indicator
from iq4d.measures.score import DIMENSIONS, FIRM_CONTRIBUTIONS, POINTS, Scorecard
from iq4d.measures.transcript import SAYS_SOMETHING, Transcript
from iq4d.measures.wording import dimension_name, dimension_question, limits, seen_short, seen_word
from iq4d.readers import read
from iq4d.readers.protocol import Reading

TARGET = ROOT / "docs/walk.md"
DUMP = "samples/stackexchange_dump/GonzaloHirsch__TP-XML"
CHOSEN = "question-154"
ADDRESS = "https://history.meta.stackexchange.com/questions/154"
SOURCE = "https://github.com/GonzaloHirsch/TP-XML"
COMMIT = "a11ea4a889"


@dataclass(frozen=True)
class Remark:
    """What a person says who read this conversation, of an indicator or a dimension.

    seen: how much of it that person sees, in the words of the measure. rests_on: whether what `words` tell of the
    measure's way is still so.
    """

    about: str
    seen: str
    words: str
    rests_on: Callable[[Case], bool] = lambda case: True


def value_of(card: Scorecard, key: str) -> float | None:
    """The value of an indicator, or of a dimension by its name."""
    if key in DIMENSIONS:
        points = card[key].points
        return None if points is None else points / POINTS
    scores = (score for dimension in card.dimensions for score in dimension.scores)
    return next(score.value for score in scores if score.indicator == key)


def figure_of(case: Case, key: str, utterance: str) -> float | None:
    """What an indicator makes of the turn in which somebody says this; None where it does not look at it."""
    turn = next(turn for turn in case.transcript.turns if any(one.utterance == utterance for one in turn.pieces))
    return next((over / under for n, over, under in case.findings[key].units if n == turn.index), None)


REMARKS = (
    Remark(
        "explicit",
        "some",
        "The opening says plainly what should happen, and what its writer is in doubt about. That is a question put "
        "as a statement, and none of our forms of words is in it: the measure misses a purpose that every reader "
        "sees.",
        lambda case: case.findings["explicit"].raw == 0,
    ),
    Remark(
        "on_task",
        "a lot",
        "Everybody stays with the tags. The two comments that report that it was done belong to it as well.",
    ),
    Remark(
        "focus",
        "a lot",
        "It stays in sight. Two oddities: comment-240, which says that C is not convinced, gets 0 because it shares no "
        "telling word with the opening; and the tag *us* is taken for the pronoun.",
        lambda case: figure_of(case, "focus", "comment-240") == 0,
    ),
    Remark(
        "reasoning",
        "some",
        "comment-242 and comment-244 think it through: what would be consistent, what is clearer, which countries "
        "differ. The rest asks, agrees or reports.",
    ),
    Remark(
        "grounds",
        "some",
        "The same two give a real ground, and comment-229 the numbers. That a mere link counts as evidence, and that "
        "telling why one flagged something counts as a ground for merging, is too kind.",
        lambda case: all(figure_of(case, "grounds", f"comment-{n}") for n in (229, 235, 242, 244)),
    ),
    Remark(
        "uptake",
        "a lot",
        "People do answer each other: comment-235 answers 234, and 242, 243 and 244 follow one upon the other. But "
        "in a Stack Exchange dump every comment hangs under the post, so each is held against the post, and A's own "
        "answers are left out, as if A answered A. What the figure says of uptake here, it says of other pairs than "
        "a reader sees.",
        lambda case: figure_of(case, "uptake", "comment-235") is figure_of(case, "uptake", "comment-244") is None,
    ),
    Remark(
        "reflection",
        "little",
        "Nobody looks at a part, a feeling or an assumption of their own. Where the head sees it all the same, it "
        "hears that somebody speaks in the first person.",
    ),
    Remark(
        "depth",
        "some",
        "Good sense in few words; but nobody asks C what the doubt rests on, and the doubt of comment-234 and "
        "comment-240 is answered by saying that it was done already.",
    ),
    Remark(
        "spread",
        "some",
        "Three views meet: merge them, make one a synonym of the other, write names in full. They are put in the "
        "same few words, and whoever counts words sees hardly any difference. C, whose view differs most, said too "
        "little to be compared.",
        lambda case: figure_of(case, "spread", "comment-234") is None,
    ),
    Remark("heard", "a lot", "Four people, and each is heard."),
    Remark(
        "deeds",
        "a lot",
        "Something was really done, as comment-235 and comment-245 tell. An import declares no deeds, so the "
        "measure is silent where this conversation was at its best.",
        lambda case: case.card["deeds"].points is None and not case.card.promises,
    ),
)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("shared", type=Path)
    arguments.add_argument("--check", action="store_true", help="write nothing; exit 1 when the page would change")
    options = arguments.parse_args()
    case = chosen(options.shared)
    text = page(case)
    for remark in REMARKS:
        if not remark.rests_on(case):
            print(f"section 5: what is said of {remark.about} no longer holds; read it again")
    if options.check:
        return 0 if TARGET.read_text("utf-8") == text else 1
    TARGET.write_text(text, "utf-8")
    return 0


def chosen(shared: Path) -> Case:
    """The conversation of the page, measured. Raises LookupError where it is not in the samples."""
    for conversation in read(shared / DUMP, Reading()):
        if conversation.id == CHOSEN:
            return Case.of(conversation)
    raise LookupError(f"{CHOSEN} is not under {DUMP}")


def page(case: Case) -> str:
    """The whole page, in Markdown."""
    lines = [*_top(case), *_start(case)]
    for dimension in DIMENSIONS:
        lines += _dimension(case, dimension)
    lines += [*_without_value(case), *certainty(case), *_points(case), *_reader(case)]
    return "\n".join(lines).rstrip() + "\n"


def _top(case: Case) -> Iterator[str]:
    yield "# One conversation, every point"
    yield ""
    yield paragraph(
        "Made by `make walk` from the code and the conversation; do not edit. What each indicator is for, and where "
        "it comes from, stands in [measures](measures.md); how far it can be trusted in [validity](validity.md). "
        f"This page was made with version {MEASURE} of the measure."
    )
    yield ""
    yield paragraph(
        "A score that nobody can redo is an opinion with decimals. So here is one real conversation, small enough "
        "for an evening with pencil and paper, and the way from its words to each of its points. It is not a model "
        "conversation, and the measure is not always right about it: section 5 says where a reader sees it "
        "otherwise."
    )
    yield ""
    yield paragraph(
        f"**The conversation.** “{case.conversation.title.strip()}”, question 154 of History Meta Stack Exchange, by "
        "its contributors, [CC BY-SA 3.0](https://creativecommons.org/licenses/by-sa/3.0/): [on the "
        f"site]({ADDRESS}), and as data in `Posts.xml` and `Comments.xml` of [GonzaloHirsch/TP-XML]({SOURCE}) "
        f"(commit {COMMIT}). The page does not copy it: keep it beside you. Contributions go by their id in that "
        "dump (`post-154`, `comment-229`), people by a letter in the order in which they come in. Words are shown "
        "one by one, where they carried something."
    )
    yield ""
    yield paragraph(
        f"**To redo it all:** `python tools/walk.py SHARED`, with the two files in `SHARED/{DUMP}/`. A "
        "test (`tests/measures/test_by_hand.py`) does much of it a second "
        "time, from the text, with plain loops."
    )
    yield ""
    yield from _summary(case)


def _summary(case: Case) -> Iterator[str]:
    card = case.card
    rows = []
    for one in card.dimensions:
        points = "–" if one.points is None else f"{one.points:.2f} of {POINTS}"
        span = "–" if one.interval is None else f"{one.interval[0]:.2f} to {one.interval[1]:.2f}"
        rows.append([str(dimension_name(one.dimension)), points, span, str(seen_word(one.seen))])
    assert card.points is not None
    span = "–" if card.interval is None else f"{card.interval[0]:.2f} to {card.interval[1]:.2f}"
    rows.append(["**together**", f"**{card.points:.2f} of {card.out_of}**", span, ""])
    yield from table(["", "points", "80 % interval", "in words"], rows)
    yield paragraph(
        f"With {card.contributions} contributions (under {FIRM_CONTRIBUTIONS}) these numbers are called uncertain: "
        "on screen the words come first."
    )
    yield ""


def _start(case: Case) -> Iterator[str]:
    script, card = case.transcript, case.card
    yield "## 1. What we start from"
    yield ""
    yield paragraph(
        f"{card.contributions} contributions by {card.speakers} people, in {_language(script)} (told by its function "
        "words), in the order of time. Consecutive contributions of one person that hang under the same one are one "
        "*turn*. A word of *content* is one that is no stop word (`languages/en/stopwords.txt`) and no name of a "
        "speaker; it counts by its stem, so that *merge* and *merging* are one. Turns are numbered from 1."
    )
    yield ""
    piece_of = {piece.utterance: (turn, piece) for turn in script.turns for piece in turn.pieces}
    rows: list[list[object]] = []
    copied_all = 0
    for utterance in script.order:
        words = tokens(utterance.text)
        names = sum(word in script.names for word in words)
        at = f"{utterance.at:%Y-%m-%d %H:%M}" if utterance.at else ""
        row = [f"`{utterance.id}`", case.letter(utterance.speaker), at, len(words), names]
        if utterance.id not in piece_of:
            rows.append([*row, "", "", "", _dropped(utterance.text, script), ""])
            continue
        turn, piece = piece_of[utterance.id]
        copied, content = len(words) - len(tokens(piece.text)), script.content(piece.text)
        copied_all += copied
        follows = "–" if turn.after is None else turn.after + 1
        rows.append([*row, copied, len(content), len(set(content)), turn.index + 1, follows])
    head = [
        "contribution",
        "who",
        "when",
        "words",
        "names",
        "copied",
        "of content",
        "different",
        "turn",
        "follows turn",
    ]
    yield from table(head, rows)
    gone = len(script.order) - len(piece_of)
    what = "Nothing was dropped" if not gone else f"{gone} of them were dropped, for the reason in the last column"
    yield paragraph(
        f"{what}. A contribution would be dropped where it has no word of content, or says again what was said. "
        f"Words in a row that are copied from the contribution before it or the one it answers ({COPY} at least, or "
        f"fewer where both begin or end alike) are taken out: here {copied_all or 'none'}. Names are taken out "
        "everywhere: those of the speakers, and what stands behind an @."
    )
    yield ""
    added = " + ".join(str(turn.different) for turn in script.turns)
    yield paragraph(
        f"A turn *says something* with {SAYS_SOMETHING} different words of content or more: {len(script.saying)} of "
        f"{len(script.turns)} do. It *follows* the turn that the platform says it answers, else the last turn of "
        "somebody else; answering oneself is no following. The different words of content of each turn are together "
        f"{added} = {script.amount}: the *amount*, which comes back below."
    )
    yield ""
    yield "## 2. From words to values"
    yield ""
    yield from how()


def _language(script: Transcript) -> str:
    return {"en": "English", "nl": "Dutch"}.get(str(script.language), "another language")


def _dropped(said: str, script: Transcript) -> str:
    return "said before" if script.content(straight(said)) else "dropped: no word of content"


def _dimension(case: Case, dimension: str) -> Iterator[str]:
    scores = [score for score in case.card[dimension].scores if score.value is not None]
    yield f"### {dimension_name(dimension)}: {str(dimension_question(dimension)).lower()}"
    yield ""
    if not scores:
        yield paragraph(f"No value: {case.card[dimension].reason}")
        yield ""
    for score in scores:
        yield from told(case, indicator(score.indicator))


def _without_value(case: Case) -> Iterator[str]:
    yield "## 3. What has no value here"
    yield ""
    yield paragraph(
        "What cannot be seen is no zero: it drops out, and is named. Most of these rest on what people declare on the "
        "platform, which an import from elsewhere cannot tell."
    )
    yield ""
    rows = [
        [
            indicator(score.indicator).code,
            f"`{score.indicator}`",
            str(indicator(score.indicator).name),
            str(score.reason),
        ]
        for dimension in case.card.dimensions
        for score in dimension.scores
        if score.value is None
    ]
    yield from table(["", "indicator", "", "why not"], rows)


def _points(case: Case) -> Iterator[str]:
    yield "### In words"
    yield ""
    yield paragraph(
        f"*A lot seen* is said from {A_LOT:.2f} of a dimension's points on, where none of its indicators is missing "
        f"but those that only some platforms and methods can tell; *some* from {SOME:.2f}; *little* below. So:"
    )
    yield ""
    for one in case.card.dimensions:
        name = str(dimension_name(one.dimension))
        if one.points is None:
            yield f"- {name}: nothing to go by, so *{seen_word(one.seen)}*."
        else:
            yield f"- {name}: {one.points:.2f} / {POINTS} = {one.points / POINTS:.2f}, *{seen_word(one.seen)}*."
    yield ""


def _reader(case: Case) -> Iterator[str]:
    yield "## 5. What a reader says"
    yield ""
    yield paragraph(
        "A reader went through the conversation and then through the scorecard: a language model that helps to make "
        "IQ4D. One reader is no gold standard; but this is what to look for when you hold a conversation of your "
        "own beside its mirror."
    )
    yield ""
    rows = []
    for remark in REMARKS:
        value = value_of(case.card, remark.about)
        seen = "unseen" if value is None else _seen(value, True)
        if remark.about in DIMENSIONS:
            seen = case.card[remark.about].seen
        told = "–" if value is None else f"{value:.2f}, {seen_short(seen)}"
        agrees = "yes" if seen == remark.seen else "no"
        rows.append([f"`{remark.about}`", told, str(seen_short(remark.seen)), agrees, remark.words])
    yield from table(["about", "the measure", "the reader", "alike?", "what the reader says"], rows)
    alike = sum(row[3] == "yes" for row in rows)
    yield f"They are alike in {alike} of {len(rows)}. And what holds for every scorecard:"
    yield ""
    for limit in limits():
        yield f"- {limit}"
    yield ""


if __name__ == "__main__":
    sys.exit(main())
