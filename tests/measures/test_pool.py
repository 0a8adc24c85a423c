"""Several processes at one stream: in order, a few things at a time, and no trace of them when it stops."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iq4d.cli import main
from iq4d.errors import IQ4DError
from iq4d.measures import measure
from iq4d.measures.battery import lively
from iq4d.measures.battery import long as talk
from iq4d.measures.many import measure_many
from iq4d.measures.pool import in_order
from iq4d.speech import text

SOURCE = Path(__file__).resolve().parents[2] / "src"
NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def slow_to_answer(n):
    time.sleep(0.05 * (n % 3 == 0))
    if n == 7:
        raise KeyError("seven")
    return n * n


def taken(answers, given):
    for answer in answers:
        given.append(answer)


def dies(n):
    if n == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return n


def test_answers_come_in_order_and_few_things_are_under_way():
    begun = []

    def things():
        for n in range(7):
            begun.append(n)
            yield n

    given = []
    for answer in in_order(slow_to_answer, things(), jobs=2):
        assert len(begun) - len(given) <= 4
        given.append(answer)
    assert given == [n * n for n in range(7)]


def test_what_goes_wrong_there_is_raised_here_in_its_turn():
    given = []
    with pytest.raises(KeyError, match="seven") as error:
        taken(in_order(slow_to_answer, range(20), jobs=2), given)
    assert given == [n * n for n in range(7)]
    assert "slow_to_answer" in error.value.__notes__[0]


def broken_source():
    yield from range(4)
    raise IQ4DError(text("No conversation was found in it."), where="entry 5")


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_source_that_breaks_off_gives_first_what_it_had(jobs):
    given = []
    with pytest.raises(IQ4DError, match="entry 5"):
        taken(in_order(slow_to_answer, broken_source(), jobs), given)
    assert given == [0, 1, 4, 9]


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_a_process_that_dies_is_told():
    given = []
    with pytest.raises(IQ4DError, match="ended from outside") as error:
        taken(in_order(dies, range(50), jobs=2), given)
    assert given == [0, 1, 2]
    assert "fewer processes" in str(error.value)
    assert error.value.say("nl") != str(error.value)


INTERRUPTED = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is started deaf to it
sys.path.insert(0, {folder!r})
from iq4d.measures.pool import in_order
if __name__ == "__main__":
    print("ready", flush=True)
    try:
        for answer in in_order(time.sleep, [0] * 4 + [30] * 4, jobs=2):
            print("answer", flush=True)
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
def test_ctrl_c_stops_all_at_once_and_without_noise(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED.format(folder=str(SOURCE)))
    run = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    for _ in range(5):
        run.stdout.readline()  # ready, and four answers: the next ones take long
    began = time.monotonic()
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does: all of them
    out, noise = run.communicate(timeout=20)  # waits for whoever holds the pipes: no process is left
    assert time.monotonic() - began < 10
    assert (out, noise, run.returncode) == ("stopped\n", "", 0)


def test_many_conversations_give_their_scorecards_in_order():
    talks = [replace(kind, id=str(n)) for n, kind in enumerate((talk(), lively("nl"), lively()) * 30)]
    assert list(measure_many(talks, jobs=2, now=NOW)) == [measure(one, now=NOW) for one in talks]


def test_a_large_export_is_measured_by_several_processes_to_the_same_words(tmp_path, capsys):
    row = (
        '<row Id="{n}" {kind} CreationDate="2026-01-05T10:00:00.000" OwnerUserId="{who}" '
        'Body="&lt;p&gt;{words}&lt;/p&gt;" />'
    )
    rows = []
    for n in range(1, 1201):
        question = n - (n - 1) % 12
        kind = f'PostTypeId="1" Title="Question {n}"' if n == question else f'PostTypeId="2" ParentId="{question}"'
        words = f"Because {n % 7} of the trainers asked {n % 11} people."
        rows.append(row.format(n=n, kind=kind, who=n % 5, words=words))
    (tmp_path / "Posts.xml").write_text("<posts>" + "".join(rows) + "</posts>")
    for extra in ([], ["--json"]):
        said = []
        for jobs in ("1", "2"):
            assert main(["measure", str(tmp_path / "Posts.xml"), "--jobs", jobs, *extra]) == 0
            said.append(capsys.readouterr().out)
        assert said[0] == said[1]
        assert "Question 1189" in said[0]
    assert main(["measure", str(tmp_path / "Posts.xml"), "--jobs", "0"]) == 2


def test_it_takes_at_least_one():
    with pytest.raises(ValueError, match="at least one"):
        list(in_order(str, [1], jobs=0))
