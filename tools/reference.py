"""Make src/iq4d/measures/reference.json: what is 0 and what is 1 of each indicator, from a public sample.

    python tools/reference.py SHARED [--check]

0 is the tenth percentile, or what chance gives where a figure is corrected for that; 1 is the ninetieth percentile.
Beside that, for each medium how every indicator stands in it (background, no scale), also of those on a scale of their
own; and for each head how often it says yes, the mean over conversations: shares are shrunk to that (`shares.py`).
SHARED is the folder that holds `data/` and `samples/`. Only figures are written, no words of the sample. Every
medium weighs the same, however many conversations it brings; a conversation counts with at least 10 contributions of
at least 2 speakers, a medium with at least 20 conversations. DeliData (Karadzhov et al. 2023, CC BY 4.0) has no
titles: its groups get the task as declared purpose; what follows from that is no background.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from iq4d.conversation import Conversation, Declared, Purpose, Speaker, Utterance  # noqa: E402
from iq4d.measures.heads import HEADS, SURE, doing  # noqa: E402
from iq4d.measures.reference import about  # noqa: E402
from iq4d.measures.registry import MEASURES  # noqa: E402
from iq4d.measures.shares import share_of  # noqa: E402
from iq4d.measures.transcript import Transcript, transcribe  # noqa: E402

TARGET = ROOT / "src/iq4d/measures/reference.json"
TASK = Purpose(
    "Which of the four cards must we turn to test the rule: a card with a vowel has an even number behind it?"
)
FEWEST, SPEAKERS, CONVERSATIONS = 10, 2, 20  # fewer conversations than that are no medium
# Heads that are asked of every turn and have to say yes to all of it, as their indicator does; the rest: to one
# contribution of a turn that says something.
OF_A_WHOLE_TURN = ("off",)

Pairs = list[tuple[float, float]]  # (figure, 1 / sqrt(amount said))


def delidata(path: Path) -> Iterator[Conversation]:
    """The groups of DeliData as conversations; a group of strangers, seven minutes, one puzzle."""
    groups: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            groups.setdefault(row["group_id"], []).append(row)
    for group, rows in groups.items():
        utterances = tuple(
            Utterance(row["message_id"], row["speaker"], row["text"], at=_time(row["time"])) for row in rows
        )
        speakers = tuple(Speaker(name, name) for name in dict.fromkeys(row["speaker"] for row in rows))
        yield Conversation(group, "", utterances, speakers, language="en", declared=Declared(purpose=TASK))


def _time(stamp: str) -> datetime | None:
    return datetime.fromisoformat(stamp) if stamp else None


def exports(folder: Path) -> Iterator[Conversation]:
    """The conversations of every export under a folder that one of our readers reads."""
    from iq4d.errors import IQ4DError
    from iq4d.readers import read
    from iq4d.readers.protocol import Reading

    seen: set[str] = set()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        try:
            for conversation in read(path, Reading()):
                if conversation.id not in seen:
                    seen.add(conversation.id)
                    yield conversation
        except IQ4DError:
            continue


def samples(shared: Path) -> dict[str, Iterator[Conversation]]:
    """Conversations per medium."""
    found = {"group chat (DeliData)": delidata(shared / "data/delidata_utterances.csv")}
    try:
        from iq4d.readers import read  # noqa: F401
    except ImportError:
        return found
    found["question and answer (Stack Exchange)"] = exports(shared / "samples/stackexchange_dump")
    found["forum (Discourse)"] = exports(shared / "samples/discourse")
    return found


def quantile(weighted: list[tuple[float, float]], share: float) -> float:
    """The value below which `share` of the weight lies."""
    ordered = sorted(weighted)
    goal, passed = share * sum(weight for _, weight in ordered), 0.0
    for value, weight in ordered:
        passed += weight
        if passed >= goal:
            return value
    return ordered[-1][0]


def grows(media: list[Pairs]) -> tuple[float, float]:
    """(slope, at): by how much a figure grows with the scarcity of words, within media of equal weight."""
    over = under = middle = 0.0
    for pairs in media:
        mean_y = sum(y for y, _ in pairs) / len(pairs)
        mean_x = sum(x for _, x in pairs) / len(pairs)
        over += sum((x - mean_x) * (y - mean_y) for y, x in pairs) / len(pairs)
        under += sum((x - mean_x) ** 2 for _, x in pairs) / len(pairs)
        middle += mean_x / len(media)
    return round(over / under, 4), round(middle, 4)


def eligible(shared: Path) -> dict[str, list[Transcript]]:
    """The transcripts of every medium with enough conversations."""
    found: dict[str, list[Transcript]] = {}
    for medium, conversations in samples(shared).items():
        read = [transcribe(one) for one in conversations if len(one) >= FEWEST]
        kept = [one for one in read if one.voices >= SPEAKERS and one.readable]
        if len(kept) >= CONVERSATIONS:
            found[medium] = kept
    return found


def seen_by(name: str, transcript: Transcript) -> float | None:
    """The share of turns to which a head says yes."""
    whole = name in OF_A_WHOLE_TURN
    does = doing(transcript, name, least=whole, every=whole)
    return sum(one.chance >= SURE for one in does) / len(does) if does else None


def heads(media: dict[str, list[Transcript]]) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, list[float]]] = {name: {} for name in HEADS}
    for medium, transcripts in media.items():
        for transcript in transcripts:
            for name in HEADS:
                if (share := seen_by(name, transcript)) is not None:
                    found[name].setdefault(medium, []).append(share)
    told: dict[str, dict[str, object]] = {}
    for name, shares in found.items():
        means = {medium: sum(of) / len(of) for medium, of in shares.items()}
        told[name] = {
            "mean": round(sum(means.values()) / len(means), 4),
            "n": sum(map(len, shares.values())),
            "media": {medium: round(mean, 4) for medium, mean in means.items()},
        }
    return told


def raw_figures(media: dict[str, list[Transcript]]) -> dict[str, dict[str, Pairs]]:
    """By indicator and medium; without what the sample itself declared, where that is the whole figure."""
    raws: dict[str, dict[str, Pairs]] = {}
    for medium, transcripts in media.items():
        for transcript in transcripts:
            for indicator in MEASURES:
                found = indicator.find(transcript, ())
                if found.raw is not None and (found.basis == "detected" or not indicator.own_scale):
                    of = raws.setdefault(indicator.key, {}).setdefault(medium, [])
                    of.append((found.raw, max(1, transcript.amount) ** -0.5))
    return raws


def figures_of(by_medium: dict[str, Pairs], *, own_scale: bool, corrected: bool, even: bool) -> dict[str, object]:
    """The entry of one indicator."""
    slope, at = grows(list(by_medium.values())) if even else (0.0, 0.0)
    evened = {medium: [raw - slope * (scarce - at) for raw, scarce in of] for medium, of in by_medium.items()}
    weighted = [(raw, 1 / len(values)) for values in evened.values() for raw in values]
    return {
        "low": 0.0 if own_scale or corrected else round(quantile(weighted, 0.1), 4),
        "high": 1.0 if own_scale else round(quantile(weighted, 0.9), 4),
        "n": len(weighted),
        **({"slope": slope, "at": at} if even else {}),
        "media": {medium: quantiles(values) for medium, values in evened.items() if len(values) >= CONVERSATIONS},
    }


def quantiles(values: Sequence[float]) -> dict[str, float]:
    same = [(value, 1.0) for value in values]
    return {"n": len(values), **{f"q{n}": round(quantile(same, n / 100), 4) for n in (10, 50, 90)}}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("shared", type=Path)
    arguments.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file would change")
    options = arguments.parse_args()
    media = eligible(options.shared)
    told = about()["heads"] = heads(media)
    share_of.cache_clear()  # the indicators' shares are shrunk to these
    raws = raw_figures(media)
    figures = {
        one.key: figures_of(raws[one.key], own_scale=one.own_scale, corrected=one.beyond_chance, even=one.even)
        for one in MEASURES
        if one.key in raws
    }
    amounts = sorted(transcript.amount for transcripts in media.values() for transcript in transcripts)
    sizes = {medium: len(transcripts) for medium, transcripts in media.items()}
    between = [amounts[len(amounts) // 20], amounts[-1 - len(amounts) // 20]]
    made = {"media": sizes, "amount": between, "heads": told, "indicators": figures}
    text = json.dumps(made, indent=1) + "\n"
    print(text)
    if options.check:
        return 0 if TARGET.read_text("utf-8") == text else 1
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
