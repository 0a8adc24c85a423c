"""Edits drawn by chance: what Carla might try next does not pay either, and what means nothing changes nothing.

Eight conversations of twenty contributions and more (real groups, and our own in both languages); each edit is drawn
with its own words, places and numbers, and held to the mean over the eight, as the gate of MEASURES says.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iq4d.conversation import Conversation, Declared, Purpose, Speaker, Utterance
from iq4d.measures import battery, measure

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools"))
import gold
from validate import in_language

MOST = 3.0  # points of 100, on average
STOP = {
    "en": "the of and to in that it is was for on with as at by this from they we you he she not are but or",
    "nl": "de van en te in dat het is was voor op met als bij door dit ze wij je hij zij niet zijn maar of er nog",
}
CUES = {
    "en": (
        "because",
        "therefore",
        "however",
        "for example",
        "in my experience",
        "if so",
        "what if",
        "I realise",
        "why",
    ),
    "nl": ("omdat", "dus", "maar", "bijvoorbeeld", "volgens mij", "als dat zo is", "wat als", "ik merk", "waarom"),
}
EMPTY = ("ok", "+1", "👍", "yes", "ja", "😀", "thanks", "dank je", "haha")

Edit = Callable[[Conversation], Iterator[Utterance]]


@pytest.fixture(scope="module")
def talks(shared):
    """Four groups of DeliData, and two of our own conversations in Dutch and in English."""
    rows: dict[str, list[dict[str, str]]] = {}
    with (shared / "data" / "delidata_utterances.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            rows.setdefault(row["group_id"], []).append(row)
    card = Declared(purpose=Purpose("Which cards must be turned to test the rule about vowels and even numbers?"))
    long = [group for group in rows.values() if len(group) >= 20][40:44]
    groups = [
        Conversation(
            "group", "", tuple(Utterance(str(n), row["speaker"], row["text"]) for n, row in enumerate(group)),
            tuple(Speaker(name) for name in sorted({row["speaker"] for row in group})), "en", declared=card,
        )
        for group in long
    ]  # fmt: skip
    ours = [talk for talk in gold.conversations() if len(talk.turns) >= 20][:2]
    return groups + [in_language(talk, language) for talk in ours for language in ("nl", "en")]


def percent(talk: Conversation) -> float:
    card = measure(talk)
    assert card.points is not None
    return 100 * card.points / card.out_of


@st.composite
def tricks(draw: st.DrawFn) -> tuple[str, Edit]:
    """One gaming edit with its own numbers."""
    kind = draw(st.sampled_from(("again", "padded", "cued", "split", "asked", "copied", "nodded")))
    step, start = draw(st.integers(2, 4)), draw(st.integers(0, 1))
    words = draw(st.lists(st.integers(0, 8), min_size=1, max_size=5, unique=True))
    before, many = draw(st.booleans()), draw(st.integers(10, 40))
    said = draw(st.sampled_from(EMPTY))

    def edit(talk: Conversation) -> Iterator[Utterance]:
        language, previous = str(talk.language), ""
        for n, one in enumerate(talk):
            text = one.text
            if kind == "padded":
                text = " ".join([text, *(STOP[language].split() * 2)[:many]])
            elif kind == "cued":
                cue = " ".join(CUES[language][k] for k in words)
                text = f"{cue} {text}" if before and len(words) > 1 else f"{text} {cue}"
            elif kind == "asked":
                text = f"{text.rstrip('.! ')}{'?' * step}"
            elif kind == "copied" and previous:
                text = f"{previous} {text}" if before else f"{text} {previous}"
            previous = one.text
            if kind == "split" and len(one.text.split()) > step:
                cut = len(one.text.split()) // step
                yield replace(one, text=" ".join(one.text.split()[:cut]))
                yield replace(one, id=f"{one.id}b", text=" ".join(one.text.split()[cut:]))
                continue
            yield replace(one, text=text)
            if kind == "again" and n % step == start:
                yield replace(one, id=f"{one.id}b")
        if kind == "nodded":
            for n in range(many):
                yield Utterance(f"nod {n}", "Carla", said)

    return kind, edit


@given(tricks())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_no_trick_drawn_by_chance_pays(talks, drawn):
    kind, edit = drawn
    moved = []
    for talk in talks:
        speakers = (*talk.speakers, Speaker("Carla")) if kind == "nodded" else talk.speakers
        after = replace(talk, utterances=tuple(edit(talk)), speakers=speakers)
        moved.append(percent(after) - percent(talk))
    assert mean(moved) <= MOST, f"{kind}: {[round(one, 1) for one in moved]}"


@given(st.integers(0, 7), st.randoms(use_true_random=False))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
def test_names_and_the_order_of_the_file_change_nothing(talks, which, chance):
    """To the last digit. (The draws of an interval start from the words, in which other names are other words.)"""
    begun = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    talk = talks[which]
    timed = replace(
        talk, utterances=tuple(replace(u, at=begun + timedelta(minutes=n)) for n, u in enumerate(talk.utterances))
    )
    shuffled = list(timed.utterances)
    chance.shuffle(shuffled)
    told = measure(timed).to_json()
    other = measure(replace(timed, utterances=tuple(shuffled))).to_json()
    assert other == told
    assert measure(battery.renamed(timed)).points == told["points"]
