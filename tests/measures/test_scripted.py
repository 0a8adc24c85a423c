"""Six invented conversations stand to each other as any good facilitator would say: see scripted/README.md."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from iq4d.conversation import (
    Conversation,
    CoreVersion,
    Declared,
    DeclaredDeed,
    Intention,
    Phase,
    Purpose,
    Rating,
    Restatement,
    Role,
    Speaker,
    Takeaway,
    Utterance,
    Verdict,
)
from iq4d.measures import DIMENSIONS, DimensionScore, Scorecard, measure

SCRIPTED = Path(__file__).parent / "scripted"
LANGUAGES = ("nl", "en")
SEEN = ("little", "some", "a lot")
NAMES = sorted(path.stem for path in SCRIPTED.glob("*.toml") if path.stem != "expected")


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((SCRIPTED / f"{name}.toml").read_text("utf-8"))


def in_language(told: Any, language: str) -> Any:
    """The same data with one language where there were two."""
    if isinstance(told, dict):
        if set(told) == set(LANGUAGES):
            return told[language]
        return {key: in_language(inner, language) for key, inner in told.items()}
    return [in_language(inner, language) for inner in told] if isinstance(told, list) else told


def scripted(name: str, language: str) -> Conversation:
    data = in_language(read(name), language)
    turns = [{"number": str(n), "text": turn[language], **turn} for n, turn in enumerate(data["turn"], 1)]
    utterances = tuple(
        Utterance(turn["number"], turn["who"], turn["text"], turn.get("at"), _number(turn.get("answers")))
        for turn in turns
    )
    names = dict.fromkeys([*(one["name"] for one in data.get("people", ())), *(turn["who"] for turn in turns)])
    speakers = tuple(Speaker(who, who) for who in names)
    declared = _declared(data, turns) if "people" in data else Declared()
    return Conversation(name, data["title"], utterances, speakers, language=language, declared=declared)


def _declared(data: dict[str, Any], turns: list[dict[str, Any]]) -> Declared:
    people, owner = data["people"], turns[0]["who"]
    who = {turn["number"]: turn["who"] for turn in turns}
    said = {turn["number"]: turn["text"] for turn in turns}
    return Declared(
        purpose=Purpose(**data["purpose"]),
        intentions=tuple(Intention(one["name"], one["seeks"], one["brings"], one["at"]) for one in people),
        invited=frozenset(one["name"] for one in people),
        kinds=tuple((turn["number"], turn["kind"]) for turn in turns),
        answers=tuple((turn["number"], str(turn["answers"])) for turn in turns if "answers" in turn),
        phases=tuple(
            Phase(
                phase["name"],
                frozenset(phase["allows"]),
                frozenset(turn["number"] for turn in turns if turn["phase"] == phase["name"]),
            )
            for phase in data["phases"]
        ),
        ratings=tuple(Rating(turn["number"], owner, "warm") for turn in turns if turn.get("kept")),
        core_versions=tuple(
            CoreVersion(n, one["text"], str(one["turn"]), one.get("touches"))
            for n, one in enumerate(data.get("core_versions", ()), 1)
        ),
        roles=tuple(Role(one["name"], one["role"]) for one in people),
        verdicts=tuple(Verdict(one["who"], one["value"]) for one in data["verdicts"]),
        restatements=tuple(
            Restatement(turn["number"], str(turn["restates"]), turn.get("accepted"))
            for turn in turns
            if "restates" in turn
        ),
        deeds=tuple(
            DeclaredDeed(f"deed-{n}", who[str(one["turn"])], utterance=str(one["turn"]), **_without_turn(one))
            for n, one in enumerate(data["deeds"], 1)
        ),
        takeaways=tuple(
            Takeaway(who[turn], said[turn], one["intended"], one.get("from"), _number(one.get("from_turn")))
            for one in data["takeaways"]
            for turn in [str(one["turn"])]
        ),
    )


def _number(turn: int | None) -> str | None:
    return None if turn is None else str(turn)


def _without_turn(deed: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in deed.items() if key != "turn"}


@cache
def card(name: str, language: str) -> Scorecard:
    return measure(scripted(name, language))


EXPECTED = read("expected")
PAIRS = [
    (pair["dimension"], pair["above"], below, pair["why"]) for pair in EXPECTED["pairs"] for below in pair["below"]
]
WORDS = EXPECTED["words"]
UNTOLD = {(word["conversation"], word["dimension"]) for word in WORDS if word.get("untold")}


def told(score: DimensionScore) -> str:
    """What the measure says, for who has to find out why a test fails."""
    rows = [
        f"  {one.indicator}: " + (f"{one.value:.2f} (raw {one.raw:.3f})" if one.value is not None else str(one.reason))
        for one in score.scores
    ]
    points = "no points" if score.points is None else f"{score.points:.1f} points"
    return "\n".join([f"{score.dimension}: {score.seen}, {points}", *rows])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("dimension", "above", "below", "why"), PAIRS, ids=[" ".join(pair[:3]) for pair in PAIRS])
def test_what_stands_above_what(dimension, above, below, why, language):
    first, second = (card(name, language)[dimension] for name in (above, below))
    seen = f"{why}\n{above}, {told(first)}\n{below}, {told(second)}"
    assert first.points is not None, seen
    if (below, dimension) in UNTOLD and second.points is None:
        return
    assert second.points is not None, seen
    assert first.points > second.points, seen


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("word", WORDS, ids=[f"{word['conversation']} {word['dimension']}" for word in WORDS])
def test_what_is_said_in_words(word, language):
    score = card(word["conversation"], language)[word["dimension"]]
    seen = f"{word['why']} (better: {word.get('better', 'as it says')})\n{word['conversation']}, {told(score)}"
    if "is" in word:
        assert score.seen == word["is"], seen
        return
    if word.get("untold") and score.seen == "unseen":
        return
    assert score.seen in SEEN, seen
    assert SEEN.index(score.seen) >= SEEN.index(word.get("at_least", "little")), seen
    assert SEEN.index(score.seen) <= SEEN.index(word.get("at_most", "a lot")), seen


# The files themselves


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_whole(name):
    data = read(name)
    assert 20 <= len(data["turn"]) <= 28
    assert (SCRIPTED / f"{name}.toml").read_text("utf-8").startswith("# Invented")
    turns = dict(enumerate(data["turn"], 1))
    times = [turn["at"] for turn in turns.values() if "at" in turn]
    assert times == sorted(set(times))
    assert len(times) in (0, len(turns))
    for n, turn in turns.items():
        assert turn["nl"].strip()
        assert turn["en"].strip()
        for earlier in {"answers", "restates"} & set(turn):
            assert 0 < turn[earlier] < n
            assert turns[turn[earlier]]["who"] != turn["who"]
    for language in LANGUAGES:
        made = scripted(name, language)
        assert Declared.from_json(made.declared.to_json()) == made.declared


@pytest.mark.parametrize("name", [name for name in NAMES if "people" in read(name)])
def test_everybody_keeps_to_the_phases(name):
    data = read(name)
    allowed = {phase["name"]: phase["allows"] for phase in data["phases"]}
    order = list(allowed)
    assert [turn for turn in data["turn"] if turn["kind"] not in allowed[turn["phase"]]] == []
    assert [order.index(turn["phase"]) for turn in data["turn"]] == sorted(
        order.index(t["phase"]) for t in data["turn"]
    )
    assert {turn["who"] for turn in data["turn"]} == {one["name"] for one in data["people"]}
    for kind in ("takeaway", "deed"):
        assert [n for n, turn in enumerate(data["turn"], 1) if turn["kind"] == kind] == [
            one["turn"] for one in data[f"{kind}s"]
        ]


def test_what_is_expected_is_told_to_people_too():
    people = (SCRIPTED / "README.md").read_text("utf-8")
    named = {name for pair in PAIRS for name in pair[1:3]} | {word["conversation"] for word in WORDS}
    assert named == set(NAMES)
    assert {pair[0] for pair in PAIRS} | {word["dimension"] for word in WORDS} == set(DIMENSIONS)
    assert [one["why"] for one in (*EXPECTED["pairs"], *WORDS) if one["why"] not in people] == []
