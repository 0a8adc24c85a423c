"""Two sides beside each other: what may be concluded, what not, and that nobody is ranked by it."""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from statistics import fmean

import pytest

from house.project import ROOT
from iq4d.conversation import Conversation, Declared, DeclaredDeed, Purpose, Speaker, conversation
from iq4d.errors import IQ4DError
from iq4d.measures import DIMENSIONS, measure
from iq4d.measures.wording import limits as measure_limits
from iq4d.pseudonyms import pseudonymous
from iq4d.report.comparison import Comparison, compare, compare_held, comparison_lines, comparison_page, held
from iq4d.report.comparison.held import Held, pairs, people
from iq4d.report.comparison.words import limits

sys.path.insert(0, str(ROOT / "tools"))
import gold

NOW = datetime(2026, 5, 1, tzinfo=UTC)
JUDGING = re.compile(
    r"\b(better|worse|winner|improved?|good|bad|score[sd]?|beter|slechter|goed|verbeterd?)\b", re.IGNORECASE
)


@cache
def ours(language: str = "en") -> tuple[Conversation, ...]:
    """Our own conversations that are long enough for a number."""
    made = []
    for told in gold.conversations():
        talk = conversation(
            [(str(turn["who"]), str(turn[language])) for turn in told.turns],
            language=language, id=told.id, title=told.title[language],
        )  # fmt: skip
        if len(talk) >= 10:
            made.append(talk)
    return tuple(made)


@cache
def kept(language: str = "en") -> tuple[Held, ...]:
    return tuple(held(one) for one in ours(language))


def by_depth(language: str = "en") -> list[Held]:
    told = [one for one in kept(language) if one.card["depth"].points is not None]
    return sorted(told, key=lambda one: (one.card["depth"].points or 0.0, one.id))


SHORT = conversation([("Ada", "Shall we plant a hedge?"), ("Bob", "Yes, on Monday.")], id="short", title="A hedge")


# What may be concluded


def test_a_conversation_does_not_differ_from_itself():
    one = compare(ours()[:1], ours()[:1])
    assert {each.verdict for each in one.dimensions} <= {"none", "incomparable"}
    assert any("word for word" in caution.say("en") for caution in one.cautions)


def test_where_far_more_is_seen_it_is_said_which_side():
    least, most = by_depth()[:8], by_depth()[-8:]
    one = compare_held(least, most)["depth"]
    assert (one.verdict, one.more) == ("clear", "B")
    assert one.sentence.say("en").startswith("Clearly more was seen in B")
    assert compare_held(most, least)["depth"].more == "A"


def test_two_conversations_say_nothing_of_others():
    one = compare(ours()[:1], ours()[5:6])
    assert any("only a large difference can be told" in caution.say("en") for caution in one.cautions)
    assert all(each.difference is None or not each.difference.enough for each in one.dimensions)


def test_only_what_can_be_told_on_both_sides_is_held_beside_each_other():
    """Ada's platform keeps deeds, Bob's does not: the figure rests on the rest."""
    deeds = (DeclaredDeed("d", ours()[0].speakers[0].id, "Call the council on Monday", outcome="done"),)
    ada = ours()[0].with_declared(Declared(deeds=deeds, purpose=Purpose("To find out why nobody comes")))
    one = compare([ada], [ours()[1]], now=NOW)
    deed = one["deeds"]
    assert "in B" in deed.sentence.say("en")
    assert deed.verdict == "incomparable"
    assert all(row.reason is not None for row in deed.rows)
    said = {row.indicator: row.reason for row in one["purpose"].rows}
    assert said["explicit"] is not None, "one side declared it, of the other it was found in the words"
    assert one["purpose"].difference is not None
    counted = [row.indicator for row in one["purpose"].rows if row.reason is None]
    values = {score.indicator: score.value for score in measure(ada, now=NOW)["purpose"].scores}
    assert one["purpose"].difference.first == pytest.approx(sum(values[key] or 0 for key in counted) / len(counted))


def test_too_short_for_a_number_gets_words_and_no_figure():
    one = compare([SHORT], [ours()[0]])
    for each in one.dimensions:
        assert each.verdict == "incomparable"
        assert each.difference is None
        assert each.rows == ()
    assert one["depth"].sentence.say("en") == "Cannot be compared: A is too short for a number."
    assert "cannot hold these two beside each other" in one.questions[0].say("en")
    assert one["depth"].middle_seen(1) == measure(ours()[0])["depth"].seen


def test_short_ones_among_others_are_left_out_and_told():
    one = compare([SHORT, *ours()[:5]], ours()[5:10])
    assert (one.sides[0].conversations, one.sides[0].figures) == (6, 5)
    assert any("1 conversation is too short" in caution.say("en") for caution in one.cautions)


def test_everyone_heard_alone_compares_nothing():
    talk = conversation([("Ada", "Yes."), ("Bob", "No.")] * 8, language="en")
    one = compare([talk], [replace(talk, id="other")])["diversity"]
    assert one.verdict == "incomparable"


def test_cards_of_two_versions_are_never_mixed():
    old = replace(kept()[0], card=replace(kept()[0].card, measure=1))
    with pytest.raises(IQ4DError, match="different versions") as told:
        compare_held([old], [kept()[1]])
    assert "Measure all of them anew" in told.value.say("en")


def test_a_side_without_a_conversation_is_refused():
    with pytest.raises(ValueError, match="without a conversation"):
        compare([], [SHORT])


def test_conversations_come_one_at_a_time_and_leave_no_words():
    """A stream of any length: of each only figures stay."""
    one = compare(iter(ours()[:3]), (talk for talk in ours()[3:6]))
    assert one.sides[0].conversations == 3
    told = held(ours()[0])
    assert not any(score.evidence for each in told.card.dimensions for score in each.scores)
    assert ours()[0].utterances[0].text[:30] not in repr(told)


# Who and where


def talk_of(*names: str, id: str = "t", title: str = "") -> Conversation:
    return conversation([(name, f"{name} says something here") for name in names], id=id, title=title)


def counts(first: Iterable[Conversation], second: Iterable[Conversation]) -> tuple[int, int, int, int]:
    who = people([held(one) for one in first], [held(one) for one in second])
    return (who.both, who.first, who.second, who.untold)


def test_people_are_known_by_name_in_any_case_and_by_alias():
    known_as = replace(talk_of("x"), speakers=(Speaker("x", "A. de Wit", ("ada",)),))
    assert counts([talk_of("Ada", "Bob")], [talk_of("ADA", "Carla")]) == (1, 1, 1, 0)
    assert counts([talk_of("Ada")], [known_as]) == (1, 0, 0, 0)
    assert counts([talk_of("Ada"), talk_of("A. de Wit")], [known_as]) == (1, 0, 0, 0), "the alias shows they are one"


def test_numbers_and_pseudonyms_name_nobody():
    """ "Participant 1" of one export is not that of another; nor is user 17."""
    hidden = pseudonymous(talk_of("Ada", "Bob"), "Participant")
    assert counts([hidden], [hidden]) == (0, 0, 0, 4)
    numbered = replace(talk_of("17"), speakers=(Speaker("17", ""),))
    assert counts([numbered], [numbered]) == (0, 0, 0, 2)
    named = replace(
        hidden, speakers=tuple(replace(one, name=f"Deelnemer {n}") for n, one in enumerate(hidden.speakers))
    )
    assert counts([named], [named]) == (0, 0, 0, 4)


def test_partners_are_found_by_id_title_or_people():
    a, b = held(talk_of("Ada", id="1")), held(talk_of("Bob", id="2"))
    assert pairs([a, b], [b, a]) == [a, b]
    c, d = (held(talk_of("Ada", id="3", title="Why")), held(talk_of("Bob", id="4", title="How")))
    e, f = (held(talk_of("Cas", id="5", title="how")), held(talk_of("Dewi", id="6", title="why")))
    assert pairs([c, d], [e, f]) == [f, e]
    assert pairs([held(talk_of("Ada", id="7")), held(talk_of("Bob", id="8"))], [b, a]) == [a, b]
    elsewhere = [replace(one, place="chat.example", people=()) for one in (a, b)]
    assert pairs([a, b], elsewhere) is None, "the first of one export is not the first of another"
    assert pairs([a], [a]) is None, "one a side is no series"
    assert pairs([a, b], [a]) is None
    assert pairs([a, a], [a, b]) is None


def test_partners_are_compared_pair_by_pair():
    before = list(kept()[:8])
    after = [replace(one, words=n) for n, one in enumerate(reversed(before))]
    one = compare_held(before, after)
    assert one["depth"].difference is not None
    assert one["depth"].difference.paired
    assert one["depth"].difference.value == pytest.approx(0)
    assert any("own partner" in caution.say("en") for caution in one.cautions)


def test_another_language_another_place_and_other_people_are_warned_of():
    english = [replace(one, place="forum.example") for one in kept("en")[:3]]
    dutch = [replace(one, place="chat.example", people=(frozenset({"carla"}),)) for one in kept("nl")[:3]]
    told = " ".join(caution.say("en") for caution in compare_held(english, dutch).cautions)
    assert "not in the same language" in told
    assert "not held in the same place" in told
    assert "Nobody is known to be on both sides" in told


# How it is said


@pytest.fixture(scope="module")
def several() -> Comparison:
    return compare_held(by_depth("nl")[:8], by_depth("nl")[-8:], ("voor.json <script>", "na & later.json"))


def words_of(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL))


@pytest.mark.parametrize("language", ["en", "nl"])
def test_the_page_needs_nothing_from_elsewhere(several, language):
    html = comparison_page(several, language)
    assert html.startswith("<!DOCTYPE html>")
    assert f'<html lang="{language}">' in html
    assert "<script" not in html
    assert "voor.json &lt;script&gt;" in html
    assert not re.search(r"(?:src|href)=[\"'](?!#)", html)
    assert " style=" not in html
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert len(html.encode()) < 300_000


def test_the_page_shows_each_dimension_on_both_sides(several):
    html = comparison_page(several, "en")
    for name in DIMENSIONS:
        part = html.partition(f'id="{name}"')[2].partition("</section>")[0]
        assert part.count('class="shape ') == 2
        assert ('class="dumbbell ' in part) == (several[name].difference is not None)
        assert "<table>" in part
    assert html.count('class="next-question"') == 2


def test_nothing_is_called_better_and_nobody_is_named(several):
    same = compare([ours()[0], ours()[2]], [ours()[1]])
    for one in (several, same):
        for language in ("en", "nl"):
            told = words_of(comparison_page(one, language)) + " ".join(
                line.words for line in comparison_lines(one, language)
            )
            for limit in (*limits(), *measure_limits()):  # which say so themselves: more is not better
                told = told.replace(limit.say(language), "")
            assert JUDGING.findall(told) == []
    everybody = {speaker.name for talk in ours()[:3] for speaker in talk.speakers}
    assert not any(re.search(rf"\b{re.escape(name)}\b", words_of(comparison_page(same, "en"))) for name in everybody)
    assert not any(json.dumps(name) in json.dumps(same.to_json()) for name in everybody)


def test_json_is_plain_and_says_the_same(several):
    data = json.loads(json.dumps(several.to_json()))
    assert [one["dimension"] for one in data["dimensions"]] == list(DIMENSIONS)
    depth = data["dimensions"][1]
    assert (depth["verdict"], depth["more"]) == ("clear", "B")
    assert depth["difference"]["points"] == pytest.approx(depth["b"]["points"] - depth["a"]["points"])
    assert depth["clear_from"] > 0
    assert data["measure"] == several.measure


def test_in_a_terminal_words_come_first(several):
    told = [line.words for line in comparison_lines(several, "en")]
    assert told[0] == "voor.json <script> and na & later.json, beside each other"
    assert any("Clearly more was seen in B" in line for line in told)
    assert any(line.startswith("B less A: +") for line in told)
    steered = compare([replace(SHORT, title="a\x1b[2Jb")], [SHORT])
    assert "\x1b" not in "".join(line.words for line in comparison_lines(steered, "en"))


def test_an_interval_too_narrow_to_show_is_left_out():
    """ "Between 18 and 18" tells nobody anything."""
    many = [replace(one, words=n) for n in range(40) for one in by_depth()[:4]]
    told = [line.words for line in comparison_lines(compare_held(many, many[::-1]), "en")]
    assert any(re.fullmatch(r"A: \d+ of 25", line) for line in told)
    assert not any(re.search(r"between (\S+) and \1\b(?! \()", line) for line in told if line.startswith(("A", "B:")))


def test_emoji_and_half_characters_do_not_break_the_page():
    odd = replace(SHORT, title="\ud83d 🙂 \x00", origin="https://forum.example/\ud83d")
    comparison_page(compare([odd], [odd]), "nl").encode("utf-8")
    no_address = replace(SHORT, origin="https://[forum/1")
    named = compare([odd], [no_address], names=("caf\udce9.json", "a\x1b.json"))
    json.dumps(named.to_json(), ensure_ascii=False).encode("utf-8")
    comparison_page(named, "en").encode("utf-8")


def test_where_nothing_could_be_clear_no_impossible_figure_is_shown():
    """How different things are brought in differs so much everywhere that two conversations can never be clear."""
    one = compare_held(kept()[:1], kept()[1:2])
    wide = one["diversity"].difference
    assert wide is not None
    assert wide.clear_from >= 1
    assert any("Too uncertain here" in line.words for line in comparison_lines(one, "en"))


# Chance


def clear_by_chance(pool: list[Held], n: int, times: int = 150) -> float:
    """How many comparisons of n with n out of one pool call any of the four dimensions clear: of 1 with 1 all there
    are, of more so many."""
    chance = random.Random(n)
    pool = [replace(one, people=(), id="", title="") for one in pool if one.card.footing != "words"]
    drawn = map(list, combinations(pool, 2)) if n == 1 else (chance.sample(pool, 2 * n) for _ in range(times))
    pages = [compare_held(one[:n], one[n:]) for one in drawn]
    return fmean(any(one.verdict == "clear" for one in page.dimensions) for page in pages)


@pytest.mark.parametrize("n", [1, 3, 5, 15])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_halves_of_our_own_conversations_seldom_differ_clearly(language, n):
    """At most one page in ten says clearly of anything, where both sides come from one pool."""
    assert clear_by_chance(list(kept(language)), n) <= 0.1


@pytest.mark.parametrize("n", [1, 3, 5, 15])
def test_halves_of_one_kind_of_group_seldom_differ_clearly(shared: Path, n: int):
    """Groups of strangers on one puzzle (DeliData)."""
    from reference import delidata

    path = shared / "data" / "delidata_utterances.csv"
    if not path.is_file():
        pytest.skip("data/delidata_utterances.csv is not among the shared samples")
    pool = [held(one) for one in delidata(path) if len(one) >= 20][:60]
    assert clear_by_chance(pool, n) <= 0.1
