"""Make src/iq4d/measures/reference.json: what is 0 and what is 1 of each indicator, from a public sample.

    python tools/reference.py SHARED [--check]

0 is the tenth percentile, or what chance gives where a figure is corrected for that; 1 is the ninetieth percentile.
SHARED is the folder that holds `data/` and `samples/`. Only figures are written, no words of the sample. Every
medium weighs the same, however many conversations it brings; a conversation counts with at least 10 contributions of
at least 2 speakers, a medium with at least 20 conversations. DeliData (Karadzhov et al. 2023, CC BY 4.0) has no
titles: its groups get the task as declared purpose.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from iq4d.conversation import Conversation, Declared, Purpose, Speaker, Utterance  # noqa: E402
from iq4d.measures.registry import MEASURES  # noqa: E402
from iq4d.measures.transcript import transcribe  # noqa: E402

TARGET = ROOT / "src/iq4d/measures/reference.json"
TASK = Purpose(
    "Which of the four cards must we turn to test the rule: a card with a vowel has an even number behind it?"
)
FEWEST, SPEAKERS, CONVERSATIONS = 10, 2, 20  # fewer conversations than that are no medium


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


def grows(media: list[list[tuple[float, float]]]) -> tuple[float, float]:
    """(slope, at): by how much a figure grows with the scarcity of words, within media of equal weight."""
    over = under = middle = 0.0
    for pairs in media:
        mean_y = sum(y for y, _ in pairs) / len(pairs)
        mean_x = sum(x for _, x in pairs) / len(pairs)
        over += sum((x - mean_x) * (y - mean_y) for y, x in pairs) / len(pairs)
        under += sum((x - mean_x) ** 2 for _, x in pairs) / len(pairs)
        middle += mean_x / len(media)
    return round(over / under, 4), round(middle, 4)


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("shared", type=Path)
    arguments.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file would change")
    options = arguments.parse_args()
    media: dict[str, int] = {}
    raws: dict[str, dict[str, list[tuple[float, float]]]] = {}  # (figure, 1 / sqrt(amount said))
    amounts: list[int] = []
    for medium, conversations in samples(options.shared).items():
        count = 0
        found: dict[str, list[tuple[float, float]]] = {}
        for conversation in conversations:
            transcript = transcribe(conversation)
            if len(conversation) < FEWEST or transcript.voices < SPEAKERS or not transcript.readable:
                continue
            count += 1
            for indicator in MEASURES:
                if not indicator.own_scale and (raw := indicator.find(transcript, ()).raw) is not None:
                    found.setdefault(indicator.key, []).append((raw, max(1, transcript.amount) ** -0.5))
            amounts.append(transcript.amount)
        if count >= CONVERSATIONS:
            media[medium] = count
            for key, values in found.items():
                raws.setdefault(key, {})[medium] = values
    figures = {}
    corrected = {indicator.key for indicator in MEASURES if indicator.beyond_chance}
    evened = {indicator.key for indicator in MEASURES if indicator.even}
    for key, pairs in raws.items():
        slope, at = grows(list(pairs.values())) if key in evened else (0.0, 0.0)
        by_medium = {medium: [raw - slope * (scarce - at) for raw, scarce in of] for medium, of in pairs.items()}
        weighted = [(raw, 1 / len(values)) for values in by_medium.values() for raw in values]
        figures[key] = {
            "low": 0.0 if key in corrected else round(quantile(weighted, 0.1), 4),
            "high": round(quantile(weighted, 0.9), 4),
            "n": len(weighted),
            **({"slope": slope, "at": at} if key in evened else {}),
            "media": {
                medium: {
                    "n": len(values),
                    "q10": round(quantile([(v, 1.0) for v in values], 0.1), 4),
                    "q50": round(quantile([(v, 1.0) for v in values], 0.5), 4),
                    "q90": round(quantile([(v, 1.0) for v in values], 0.9), 4),
                }
                for medium, values in by_medium.items()
            },
        }
    ordered = sorted(amounts)
    least, most = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
    text = json.dumps({"media": media, "amount": [least, most], "indicators": figures}, indent=1) + "\n"
    print(text)
    if options.check:
        return 0 if TARGET.read_text("utf-8") == text else 1
    TARGET.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
