"""A file meant to harm is refused with a sentence, and soon; so is a method that nobody could play to its end."""

import time
from dataclasses import replace

import pytest

from iq4d.methods import BrokenMethod, Course, Method, battery, dumps, load, loads, newest
from iq4d.methods.method import COURSES, Block

GOOD = dumps(newest("open_dialogue"))
HEAD, _, REST = GOOD.partition("licence = ")
OF_NO_LICENCE = HEAD + REST.partition("\n")[2]  # the same, to give it one that goes deep

HOSTILE = {
    "a number of five thousand digits": f"version = {'9' * 5_000}",
    "the same in another base": GOOD.replace('steering = "free"', f"steering = 0x{'f' * 50_000}"),
    "a deep list": "a = " + "[" * 50_000,
    "a deep table": "a = " + "{a=" * 50_000,
    "a key of a hundred thousand parts": ".".join("a" * 90_000) + " = 1",
    "headers of many parts": f"[{'.'.join('a' * 90_000)}]\n",
    "a value that goes deep": "licence" + ".a" * 240 + " = 1\n" + OF_NO_LICENCE,
    "a text that turns round": GOOD.replace("Open dialogue", r"Open \u202Edialogue", 1),
    "a text with nothing in it": GOOD.replace("Open dialogue", r"Open \u0000dialogue", 1),
    "a key that breaks the line": GOOD + '\n"new\\nline" = 1\n',
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_it_is_refused_with_a_sentence_and_soon(source: str) -> None:
    began = time.process_time()
    with pytest.raises(BrokenMethod) as refused:
        loads(source, "evil.toml")
    assert time.process_time() - began < 3
    for language in ("en", "nl"):
        said = refused.value.say(language)
        assert said.startswith("evil.toml")
        assert len(said) < 600
        assert "\n" not in said


def test_what_cannot_be_seen_but_is_of_use_may_stay() -> None:
    said = "Open\N{SOFT HYPHEN}dialogue \N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER}, 50\N{NO-BREAK SPACE}%"
    assert loads(GOOD.replace("Open dialogue", said, 1), "mine.toml").name.en == said


def test_the_mark_some_editors_put_first_is_no_mistake(tmp_path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(GOOD.replace("\n", "\r\n"), encoding="utf-8-sig", newline="")
    assert load(file) == newest("open_dialogue")


def test_a_hall_is_played_at_a_table() -> None:
    """A method for ten thousand is no slower to try than one for six."""
    hall = loads(GOOD.replace("people.least = 1", "people.least = 10000"), "hall.toml")
    began = time.process_time()
    for check in battery.CHECKS:
        check(hall)
    assert time.process_time() - began < 20


def test_a_method_that_asks_without_end_is_given_up() -> None:
    began = time.process_time()
    with pytest.raises(AssertionError, match="too many steps"):
        battery.reaches_its_harvest(without_end())
    assert time.process_time() - began < 20


def without_end() -> Method:
    """Six steps for each of six people, in which everybody is asked for all they can give."""
    ours = newest("open_dialogue")
    opening, reactions, *last = ours.phases
    everything = dict.fromkeys(("owner", "peer"), ("question", "answer", "view", "story"))
    more = replace(reactions, allowed=everything, at_least=20, apart=1, live=1, rounds="participant", exit=("time",))
    many = [replace(more, key=f"more{n}", along=n > 0, output="", uses=()) for n in range(6)]
    phases = (opening, *many, *(replace(one, uses=()) for one in last))
    keys = tuple(phase.key for phase in phases)
    apart, together = Block("apart", keys[:-2], "parallel"), Block("together", keys[-2:])
    blocks = {"hybrid": (apart, together), "live": (Block("together", keys),)}
    blocks["apart"] = (apart, Block("apart", keys[-2:], "parallel"))
    courses = tuple(Course(key, blocks[key]) for key in COURSES)
    return replace(ours, phases=phases, courses=courses, least=6, most=6)
