"""A researcher makes a table of many conversations: `iq4d measure --csv`, `--parquet`, `--json`, of several paths."""

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas
import pyarrow.parquet as parquet
import pytest

from cli_exports import SOURCE, broken, forum, run
from iq4d.cli import main
from iq4d.measures import Scorecard
from iq4d.measures.rows import COLUMNS, unspelled

TITLES = ("How do we start?", "=HYPERLINK(A1)", 'Bread 🍞, "quoted"')


def rows_of(words):
    return list(csv.DictReader(io.StringIO(words, newline="")))


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_the_table_is_the_same_as_csv_and_parquet_to_a_file_and_to_stdout(tmp_path, capsys):
    path = forum(tmp_path, *TITLES)
    assert main(["measure", path, "--csv"]) == 0
    shown = capsys.readouterr().out
    assert main(["measure", path, "-o", str(tmp_path / "a.csv")]) == 0
    assert main(["measure", path, "--parquet", "--out", str(tmp_path / "a.parquet")]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.splitlines() == [f"3 conversations in {tmp_path / name}." for name in ("a.csv", "a.parquet")]
    assert (tmp_path / "a.csv").read_bytes().decode() == shown
    made = rows_of(shown)
    assert list(made[0]) == list(COLUMNS)
    assert [unspelled(row["title"]) for row in made] == list(TITLES)
    assert made[1]["title"] == "'=HYPERLINK(A1)"
    whole = parquet.read_table(tmp_path / "a.parquet")
    assert whole.schema.names == list(COLUMNS)
    assert whole["title"].to_pylist() == list(TITLES)
    frame = pandas.read_csv(tmp_path / "a.csv")
    assert frame["points"].tolist() == pytest.approx(whole["points"].to_pylist())
    assert left_in(tmp_path) == ["a.csv", "a.parquet", "forum.json"]


def test_parquet_goes_through_a_pipe_and_not_to_a_terminal(tmp_path):
    path = forum(tmp_path, *TITLES)
    code, out, said = run("measure", path, "--parquet")
    assert (code, said) == (0, "")
    assert parquet.read_table(io.BytesIO(out)).num_rows == 3
    inner, outer = os.openpty()
    command = [sys.executable, "-m", "iq4d", "measure", path, "--parquet"]
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "LANG": "en_GB.UTF-8"}
    told = subprocess.run(command, env=environment, stdout=outer, stderr=subprocess.PIPE, text=True, check=False)
    os.close(outer)
    os.close(inner)
    assert told.returncode == 2
    assert "cannot be read in a terminal: name a file with --out" in told.stderr


def test_without_pyarrow_parquet_says_what_to_install_and_csv_needs_nothing(tmp_path):
    path = forum(tmp_path, *TITLES)
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "pyarrow.py").write_text("raise ModuleNotFoundError('pyarrow')")
    hidden = {"PYTHONPATH": f"{tmp_path / 'hidden'}{os.pathsep}{SOURCE}"}
    out = tmp_path / "a.parquet"
    code, _, said = run("measure", path, "-o", out, **hidden)
    assert (code, said.count("\n")) == (1, 1)
    assert "Writing Parquet needs pyarrow" in said
    assert "pip install 'iq4d[arrow]'" in said
    assert not out.exists()
    assert run("measure", path, "--csv", **hidden)[0] == 0


def test_several_paths_a_folder_and_standard_input_in_their_order(tmp_path, capsys):
    first = forum(tmp_path, "One", name="one.json")
    (tmp_path / "more").mkdir()
    forum(tmp_path / "more", "Two", name="two.json")
    forum(tmp_path / "more", "Three", name="x.json", first=2)
    assert main(["measure", first, str(tmp_path / "more"), "--csv"]) == 0
    made = rows_of(capsys.readouterr().out)
    assert [row["title"] for row in made] == ["One", "Two", "Three"]
    assert [Path(row["source"]).name for row in made] == ["one.json", "two.json", "x.json"]
    for given in (Path(first).read_bytes(), gzip.compress(Path(first).read_bytes())):
        code, out, _ = run("measure", str(tmp_path / "more"), "-", "--csv", given=given)
        assert code == 0
        assert [row["source"] for row in rows_of(out.decode())][-1] == "-"


def test_options_may_stand_between_paths(tmp_path, capsys):
    one, two = forum(tmp_path, "One", name="1.json"), forum(tmp_path, "Two", name="2.json")
    assert main(["measure", one, "--json", two]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["title"], line["source"]) for line in lines] == [("One", one), ("Two", two)]
    assert Scorecard.from_json(lines[0]).contributions == 12
    assert main(["measure", one, "--json", two, "--colour"]) == 2


@pytest.mark.parametrize("form", ["json", "csv"])
def test_more_processes_give_the_same_bytes(tmp_path, form):
    path = forum(tmp_path, *(f"Talk {n}" for n in range(90)), size=12)
    names = [tmp_path / f"{jobs}.{form}" for jobs in (1, 2)]
    for jobs, name in enumerate(names, 1):
        assert main(["measure", path, "--jobs", str(jobs), "-o", str(name)]) == 0
    assert names[0].read_bytes() == names[1].read_bytes()
    assert names[0].read_text().count("\n") == 90 + (form == "csv")


def test_limit_and_only_count_over_all_paths(tmp_path, capsys):
    one, two = forum(tmp_path, "One", "Two", name="1.json"), forum(tmp_path, "Three", name="2.json")
    for more, titles in ((["--limit", "2"], ["One", "Two"]), (["--only", "3"], ["Three"])):
        assert main(["measure", one, two, "--csv", *more]) == 0
        assert [row["title"] for row in rows_of(capsys.readouterr().out)] == titles


# What goes wrong


@pytest.mark.parametrize("ending", ["csv", "parquet", "json", "txt"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_of_a_broken_export_nothing_is_stored_and_what_stood_there_stays(tmp_path, capsys, ending, jobs):
    paths = [forum(tmp_path, "Fine", name="a.json"), broken(tmp_path), forum(tmp_path, "Fine too", name="c.json")]
    out = tmp_path / f"figures.{ending}"
    out.write_text("of last week")
    assert main(["measure", *paths, "-o", str(out), "--jobs", jobs]) == 1
    said = capsys.readouterr().err
    assert "Nothing was stored, because not all of it could be read." in said
    assert "broken.json" in said.splitlines()[-1]
    assert out.read_text() == "of last week"
    assert left_in(tmp_path) == ["a.json", "broken.json", "c.json", out.name]


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_on_stdout_stands_what_could_be_read(tmp_path, form):
    paths = [forum(tmp_path, "Fine", name="a.json"), broken(tmp_path), broken(tmp_path, "b.json")]
    code, out, said = run("measure", *paths, f"--{form}")
    assert code == 1
    if form == "parquet":
        assert parquet.read_table(io.BytesIO(out))["title"].to_pylist() == ["Fine"]
    else:
        assert b"Fine" in out
    assert "This export could be read only in part:" in said
    assert ("broken.json" in said, "b.json" in said) == (True, True)


def test_a_limit_does_not_hide_that_something_was_broken(tmp_path, capsys):
    paths = [broken(tmp_path), forum(tmp_path, "One", "Two", name="a.json")]
    assert main(["measure", *paths, "--csv", "--limit", "1"]) == 1
    told = capsys.readouterr()
    assert [row["title"] for row in rows_of(told.out)] == ["One"]
    assert "broken.json" in told.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--csv", "--html"], "Choose one form at a time: --csv + --html do not go together."),
        (["--json", "--convokit", "x"], "--json + --convokit do not go together."),
        (["--convokit", "x", "--out", "y"], "--convokit names its own folder"),
        (["--csv", "--out", "x.parquet"], "--csv and a file called x.parquet contradict each other."),
        (["--html"], "There are several conversations: name a folder"),
        (["--html", "--out", "x.html"], "There are several conversations: name a folder"),
        (["--compare", "a.json", "b.json"], "--compare takes its two exports itself: leave out a.json."),
    ],
)
def test_what_cannot_be_meant_is_wrong_usage(tmp_path, capsys, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    forum(tmp_path, "One", "Two", name="a.json")
    assert main(["measure", "a.json", *arguments]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("usage: iq4d measure")
    assert said in told.err.splitlines()[-1]
    assert left_in(tmp_path) == ["a.json"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--compare", "a.json", "b.json", "--csv"], "A comparison is there to read, as --json or as --html"),
        (["--compare", "a.json", "b.json", "--jobs", "2"], "leave out --only, --limit and --jobs"),
        ([], "Name at least one export"),
    ],
)
def test_so_is_a_comparison_with_what_it_has_not(capsys, arguments, said):
    assert main(["measure", *arguments]) == 2
    assert said in capsys.readouterr().err.splitlines()[-1]


def test_a_file_goes_nowhere_where_it_would_cost_words(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = forum(tmp_path, "One", name="a.json")
    before = Path(path).read_bytes()
    for out, said in (
        (path, "There is an export of conversations under this name: it is not written over."),
        (str(tmp_path), "This is a folder."),
        ("nowhere/a.json", "There is no such folder to write in."),
    ):
        assert main(["measure", path, "--json", "--out", out]) == 1
        assert said in capsys.readouterr().err
    assert Path(path).read_bytes() == before
    assert left_in(tmp_path) == ["a.json"]


@pytest.mark.skipif(os.name == "nt", reason="no such files")
def test_a_device_and_a_link_stay_what_they_are(tmp_path):
    path = forum(tmp_path, "One", name="a.json")
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    os.mkfifo(tmp_path / "pipe")
    assert main(["measure", path, "--csv", "-o", "/dev/null"]) == 0
    assert not Path("/dev/null").is_file()
    assert main(["measure", path, "-o", str(tmp_path / "link.csv")]) == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert "One" in (tmp_path / "real.csv").read_text()
    reading = subprocess.Popen(["cat", tmp_path / "pipe"], stdout=subprocess.PIPE, text=True)
    assert main(["measure", path, "--csv", "-o", str(tmp_path / "pipe")]) == 0
    assert "One" in reading.communicate(timeout=10)[0]


def test_who_reads_our_table_may_leave(tmp_path):
    path = forum(tmp_path, *(f"Talk {n}" for n in range(200)), size=12)
    few = forum(tmp_path, "One", name="few.json")
    gone = f"{sys.executable} -m iq4d measure {few} --csv | true"
    told = subprocess.run(
        gone, shell=True, env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, check=True
    )
    assert told.stderr == b""
    for form in ("--csv", "--parquet", "--json"):
        command = [sys.executable, "-m", "iq4d", "measure", path, form]
        environment = os.environ | {"PYTHONPATH": str(SOURCE)}
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
            running.stdout.read(4)
            running.stdout.close()
            said = running.stderr.read().decode()
        assert "Traceback" not in said, form
        assert "Exception ignored" not in said, form


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk to write to")
@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_a_full_disk_is_told_in_a_line(tmp_path, form):
    path = forum(tmp_path, "One")
    code, _, said = run("measure", path, f"--{form}", "-o", "/dev/full")
    assert (code, said.count("\n")) == (1, 1)
    assert "No space left" in said
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "iq4d", "measure", path, f"--{form}"]
        told = subprocess.run(command, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (told.returncode, told.stderr.count("\n")) == (1, 1)
    assert "No space left" in told.stderr


def test_a_dash_as_name_is_stdout(tmp_path, capsys):
    assert main(["measure", forum(tmp_path, "One"), broken(tmp_path), "--csv", "-o", "-"]) == 1
    assert "One" in capsys.readouterr().out


INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is started deaf to it
from iq4d.cli import main
if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(os.name == "nt", reason="no such signal")
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("out", ["a.csv", "a.parquet", "pages"])
def test_ctrl_c_leaves_nothing_behind(tmp_path, out, jobs):
    script = tmp_path / "script.py"
    script.write_text(INTERRUPTED)
    path = forum(tmp_path, *(f"Talk {n}" for n in range(900)), size=14)
    form = ["--html"] if out == "pages" else []
    command = [sys.executable, script, "measure", path, *form, "--out", tmp_path / out, "--jobs", jobs]
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not list(tmp_path.glob(f".{out}*.part")):
        time.sleep(0.02)
    os.killpg(running.pid, signal.SIGINT)
    assert running.communicate(timeout=30)[1] == ""
    assert running.returncode == 130
    assert left_in(tmp_path) == ["forum.json", "script.py"]


# Large exports


def exports(folder, conversations):
    """Files of a hundred conversations each."""
    folder.mkdir()
    for n in range(0, conversations, 100):
        titles = (f"Talk {n + k}" for k in range(min(100, conversations - n)))
        forum(folder, *titles, size=8, name=f"{n:05}.json", first=n + 1)
    return folder


PEAK = """
import resource, sys
from iq4d.cli import main
code = main(sys.argv[1:])
if __name__ == "__main__":
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
    raise SystemExit(code)
"""


def peak(folder, out):
    script = out.parent / "peak.py"
    script.write_text(PEAK)
    command = [sys.executable, script, "measure", folder, "-o", out]
    told = subprocess.run(
        command, env=os.environ | {"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, check=True
    )
    return int(told.stderr.splitlines()[-1]) / (1024 if sys.platform != "darwin" else 1024 * 1024)


def test_memory_does_not_grow_with_the_number_of_conversations(tmp_path):
    some, many = (peak(exports(tmp_path / str(n), n), tmp_path / f"{n}.parquet") for n in (300, 2_400))
    assert parquet.ParquetFile(tmp_path / "2400.parquet").metadata.num_rows == 2_400
    assert many - some < 25, f"{some:.0f} MB for 300, {many:.0f} MB for 2,400"


@pytest.mark.skipif(os.name == "nt", reason="no such terminals")
def test_progress_is_shown_where_somebody_looks_and_nowhere_else(tmp_path):
    path, out = forum(tmp_path, "One", "Two"), tmp_path / "a.csv"
    inner, outer = os.openpty()
    command = [sys.executable, "-m", "iq4d", "measure", path, "-o", str(out)]
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "LANG": "en_GB.UTF-8", "TERM": "xterm"}
    code = subprocess.run(command, env=environment, stdout=outer, stderr=outer, check=False).returncode
    os.close(outer)
    told = b""
    try:
        while piece := os.read(inner, 65536):
            told += piece
    except OSError:  # the other end is closed
        pass
    os.close(inner)
    assert code == 0
    assert b"2 conversations" in told
    assert b"\x1b" in told
    assert run("measure", path, "-o", out)[2] == f"2 conversations in {out}.\n"
