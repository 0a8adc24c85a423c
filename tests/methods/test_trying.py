"""Whoever mends a file hears all that is wrong with it, each thing once and with what would be possible."""

from iq4d.methods import catalog, dumps, newest
from iq4d.methods.trying import MOST_TOLD, try_out

KEY = min({key for key, _version in catalog()}, key=lambda key: len(newest(key).phases))  # a light one to play
GOOD = dumps(newest(KEY)).replace(f'key = "{KEY}"', 'key = "own"', 1)


def told(text):
    return [str(problem) for problem in try_out(text, "own.toml").problems]


def test_a_good_one_has_no_problems_and_is_the_method():
    trial = try_out(GOOD, "own.toml")
    assert trial.problems == ()
    assert trial.method.key == "own"


def test_two_mistakes_are_told_at_once_and_each_once():
    broken = GOOD.replace('steering = "', 'steering = "iron', 1).replace('licence = "', 'licence = "Secret ', 1)
    problems = told(broken)
    assert len(problems) == 2
    assert any("steering" in one and "free, light, strict" in one for one in problems)
    assert any("licence" in one for one in problems)


def test_what_cannot_be_read_is_one_problem():
    assert len(told("this = = no toml")) == 1
    assert len(told("")) >= 1


def test_what_reads_well_and_cannot_work_is_told_too():
    lines = [line for line in GOOD.splitlines() if not line.startswith("good_for")]
    assert told("\n".join(lines))


def test_a_file_of_nothing_but_mistakes_ends():
    assert len(told("\n".join(f"x{n} = 1" for n in range(500)))) <= MOST_TOLD
