"""`iq4d methods`: what a facilitator meets at the command line who wants to choose, read, change or check a method."""

import json

import pytest

from iq4d.cli import main
from iq4d.methods import catalog, dumps, fingerprint, loads, newest
from iq4d.methods.schema import schema

KEYS = sorted({key for key, _ in catalog()})
LIGHT = min(KEYS, key=lambda key: len(newest(key).phases))  # checking plays it, which takes as long as it is


def test_all_are_listed_in_the_readers_language(capsys):
    assert main(["methods", "list", "--language", "nl"]) == 0
    told = capsys.readouterr().out
    for key in KEYS:
        assert any(line.startswith(f"{key} ") and newest(key).name.nl in line for line in told.splitlines())


def test_a_script_gets_a_line_a_method(capsys):
    assert main(["methods", "list", "--json"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["key"] for row in rows] == KEYS
    assert all(row["content"] == fingerprint(newest(row["key"])) for row in rows)


@pytest.mark.parametrize("key", KEYS)
def test_one_is_told_whole(capsys, key):
    assert main(["methods", "show", key, "--language", "nl"]) == 0
    told = capsys.readouterr().out
    method = newest(key)
    for phase in method.phases:
        assert phase.prompt.nl in told
    assert method.guide.nl in told
    assert method.licence in told


def test_one_that_is_not_there_is_wrong_usage(capsys):
    assert main(["methods", "show", "no_such", "--language", "en"]) == 2
    assert "no_such" in capsys.readouterr().err


@pytest.mark.parametrize("key", KEYS)
def test_an_exported_file_is_the_same_method_and_can_work(capsys, tmp_path, key):
    assert main(["methods", "export", key]) == 0
    file = tmp_path / "own.toml"
    file.write_text(capsys.readouterr().out, "utf-8")
    assert fingerprint(loads(file.read_text("utf-8"), "own.toml")) == fingerprint(newest(key))


def test_a_changed_one_can_work_and_a_broken_one_says_where(capsys, tmp_path):
    good, bad, poor = (tmp_path / f"{name}.toml" for name in ("good", "bad", "poor"))
    text = dumps(newest(LIGHT)).replace(f'key = "{LIGHT}"', 'key = "own"', 1)
    good.write_text(text, "utf-8")
    bad.write_text(text.replace('exit = ["', 'exit = ["whenever", "', 1), "utf-8")
    poor.write_text("\n".join(line for line in text.splitlines() if not line.startswith("good_for")), "utf-8")
    assert main(["methods", "check", str(good), "--language", "en"]) == 0
    assert f"own {newest(LIGHT).version} can work." in capsys.readouterr().out
    assert main(["methods", "check", str(good), str(bad), str(poor), "--language", "en"]) == 1
    told = capsys.readouterr()
    assert f"own {newest(LIGHT).version} can work." in told.out
    assert "bad.toml" in told.err
    assert "exit" in told.err
    assert "Allowed here: time, quorum, all_in, facilitator, owner." in told.err
    assert "good_for" in told.err


def test_a_file_that_is_not_there_is_said(capsys, tmp_path):
    assert main(["methods", "check", str(tmp_path / "none.toml"), "--language", "en"]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_the_schema_comes_out_as_json(capsys):
    assert main(["methods", "schema"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()
