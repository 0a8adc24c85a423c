"""Carla wants a higher number without a better conversation. What she tries does not pay.

Checked on real groups (DeliData): the mean over groups of what an edit moves, in points of 100. The single group may
move more; the figures stand in docs/decisions/0002.
"""

import csv
import random
from dataclasses import replace
from itertools import islice, pairwise
from statistics import mean

import pytest

from iq4d.conversation import Conversation, Declared, Purpose, Speaker, Utterance
from iq4d.measures import measure

MOST = 3.0  # points of 100
GROUPS = 25
STOP_WORDS = (
    "the of and to in that it is was for on with as at by this from they we you he she not are but or had his be have"
)


@pytest.fixture(scope="module")
def groups(shared):
    talks: dict[str, list[dict[str, str]]] = {}
    with (shared / "data" / "delidata_utterances.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            talks.setdefault(row["group_id"], []).append(row)
    long = (rows for rows in talks.values() if len(rows) >= 20)
    return [made(rows) for rows in islice(long, GROUPS)]


def made(rows):
    utterances = tuple(Utterance(str(n), row["speaker"], row["text"]) for n, row in enumerate(rows))
    speakers = tuple(Speaker(name) for name in {row["speaker"] for row in rows})
    purpose = Declared(purpose=Purpose("Which cards must be turned to test the rule about vowels and even numbers?"))
    return Conversation("group", "", utterances, speakers, "en", declared=purpose)


def said_again(talk):
    return [copy for n, u in enumerate(talk) for copy in ([u, replace(u, id=f"{u.id}b")] if n % 3 == 0 else [u])]


def padded(talk):
    chance, words = random.Random(1), STOP_WORDS.split()
    return [replace(u, text=f"{u.text} {' '.join(chance.sample(words, len(words)))}") for u in talk]


def with_cue_words(talk):
    return [replace(u, text=f"{u.text} because therefore however for example") for u in talk]


def split_in_two(talk):
    for u in talk:
        words = u.text.split()
        half = len(words) // 2
        yield replace(u, text=" ".join(words[:half]))
        yield replace(u, id=f"{u.id}b", text=" ".join(words[half:]))


def with_question_marks(talk):
    return [replace(u, text=f"{u.text}?") for u in talk]


def with_the_turn_before(talk):
    said = list(talk)
    return [said[0], *(replace(u, text=f"{before.text} {u.text}") for before, u in pairwise(said))]


def with_twenty_oks(talk):
    chance, utterances = random.Random(2), list(talk)
    for n in range(20):
        utterances.insert(chance.randrange(1, len(utterances)), Utterance(f"ok{n}", "Carla", "ok"))
    return utterances


def with_a_long_opening(talk):
    """Words of many subjects up front, in the hope that somebody comes back to one of them."""
    subjects = "Volunteers share bread, noise, budget, agreement, check, answer, choice, letter, reason, table, agenda."
    return [replace(u, text=f"{u.text} {subjects}") if n == 0 else u for n, u in enumerate(talk)]


EDITS = [
    said_again,
    padded,
    with_cue_words,
    split_in_two,
    with_question_marks,
    with_the_turn_before,
    with_twenty_oks,
    with_a_long_opening,
]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_a_trick_does_not_pay(groups, edit):
    moved = []
    for talk in groups:
        speakers = (*talk.speakers, Speaker("Carla")) if edit is with_twenty_oks else talk.speakers
        before, after = measure(talk), measure(replace(talk, utterances=tuple(edit(talk)), speakers=speakers))
        moved.append(100 * (after.points / after.out_of - before.points / before.out_of))
    assert mean(moved) <= MOST


def test_a_real_difference_does_move_the_points(groups):
    """The control: without what people give as grounds, the points go down."""
    talk = groups[1]
    card = measure(talk)
    grounds = {p.utterance for one in card["depth"].scores if one.indicator == "grounds" for p in one.evidence}
    poorer = replace(talk, utterances=tuple(u for u in talk if u.id not in grounds))
    assert len(grounds) >= 3
    assert measure(poorer)["depth"].points < card["depth"].points - 3
