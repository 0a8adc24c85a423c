"""What a person meets who types `iq4d`. That measuring loads no web: tests/house/test_library.py."""

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from iq4d import __version__
from iq4d.cli import main
from iq4d.measures import Scorecard
from iq4d.measures.telling import cells_of, clean, cut

SOURCE = Path(__file__).resolve().parents[1] / "src"
SAID = [
    ("ada", "How do we help new people feel at home in the workshop, so that they stay?"),
    ("bob", "In my experience the first week decides, because nobody asks them anything after day three."),
    ("ada", "Then who in the workshop would ask? I will call the trainers on Monday."),
]


def a_longer_talk():
    """21 contributions that now come back to the question, and now do not."""
    things = ("bread", "workshop", "paint", "trainers", "noise", "home", "canal")
    said = [f"{things[n % 7]} and {things[n % 5]} by the {things[n % 3]} window".capitalize() for n in range(21)]
    said[0] = SAID[0][1]
    return [
        ("abc"[n % 3], f"{words}, because the {things[n % 4]} was loud." if n % 4 else words)
        for n, words in enumerate(said)
    ]


def topic(folder, posts=SAID, name="topic.json", **more):
    """A Discourse topic as its JSON gives it."""
    made = [
        {
            "id": n,
            "post_number": n,
            "post_type": 1,
            "username": who,
            "name": who.title(),
            "created_at": f"2026-03-02T09:{n:02}:00.000Z",
            "cooked": f"<p>{words}</p>",
        }
        for n, (who, words) in enumerate(posts, 1)
    ]
    data = {"id": 7, "title": "Feeling at home", "posts_count": len(made), "post_stream": {"posts": made}} | more
    path = folder / name
    path.write_text(json.dumps(data))
    return str(path)


@pytest.fixture(autouse=True)
def at_a_plain_english_desk(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")


def test_ada_reads_words_before_numbers(tmp_path, capsys):
    assert main(["measure", topic(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Feeling at home\n3 contributions, 2 participants")
    words, grounds = out.index("What are we doing it for?"), out.index("On what grounds")
    assert words < grounds
    assert "“In my experience" in out
    assert out.count("With 3 contributions this is a first impression") == 1
    assert out.count("Too short for a number") == 1
    assert "Perhaps a promise?" in out
    assert "\x1b" not in out
    assert max(map(cells_of, out.splitlines())) <= 80
    assert not any(line.endswith(" ") for line in out.splitlines())


def test_a_longer_talk_gets_points_with_their_interval(tmp_path, capsys):
    posts = a_longer_talk()
    assert main(["measure", topic(tmp_path, posts, posts_count=22)]) == 0
    out = capsys.readouterr().out
    assert "21 of 22 contributions are in this file." in out
    assert " of 75 (" in out
    assert "Deeds: not assessable." in out


def test_bob_reads_it_in_dutch(tmp_path, capsys, monkeypatch):
    assert main(["measure", topic(tmp_path), "--language", "nl"]) == 0
    by_option = capsys.readouterr().out
    assert "Waar doen we het voor?" in by_option
    monkeypatch.setenv("LANG", "nl_NL.UTF-8")
    assert main(["measure", topic(tmp_path)]) == 0
    assert capsys.readouterr().out == by_option
    assert main(["measure", topic(tmp_path), "--language", "en"]) == 0
    assert "Waar doen we" not in capsys.readouterr().out


def test_several_conversations_make_a_table(tmp_path, capsys):
    topic(tmp_path, name="a.json")
    topic(tmp_path, name="b.json", id=8, title="Second\nline \x1b[31m" + "and far too long " * 9)
    assert main(["measure", str(tmp_path)]) == 0
    told = capsys.readouterr()
    head, *legend, first, second = told.out.splitlines()
    assert head.split() == ["No.", "Conversation", "Contr.", "Part.", "Purp.", "Dep.", "Div.", "Deed", "Points"]
    assert "Purp. Purpose · Dep. Depth · Div. Diversity · Deed Deeds" in " ".join(legend)
    assert first.split()[:6] == ["1", "Feeling", "at", "home", "3", "2"]
    assert second.startswith("2    Second line")
    assert "\x1b" not in second
    assert max(map(cells_of, told.out.splitlines())) <= 80
    assert "--only" in told.err
    assert main(["measure", str(tmp_path), "--limit", "1"]) == 0
    assert capsys.readouterr().out.startswith("Feeling at home\n")


@pytest.mark.parametrize(("columns", "points"), [("80", r"\d+/75"), ("120", r"\d+/75 \(\d+–\d+\)")])
def test_a_wide_table_has_room_for_the_interval(tmp_path, capsys, monkeypatch, columns, points):
    monkeypatch.setenv("COLUMNS", columns)
    posts = a_longer_talk()
    for name, number in (("a.json", 7), ("b.json", 8)):
        topic(tmp_path, posts, name=name, id=number, title="Een heel lang gesprek " * 6)
    for language in ("en", "nl"):
        assert main(["measure", str(tmp_path), "--language", language]) == 0
        told = capsys.readouterr().out
        assert re.search(rf"{points}$", told.splitlines()[-1])
        assert max(map(cells_of, told.splitlines())) <= int(columns)
        assert "…" not in told.splitlines()[0]


def test_one_of_several_is_shown_by_its_number_or_its_id(tmp_path, capsys):
    topic(tmp_path, name="a.json")
    topic(tmp_path, name="b.json", id=8, title="Second")
    assert main(["read", str(tmp_path), "--json"]) == 0
    ids = [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()]
    for only in ("2", ids[1]):
        assert main(["measure", str(tmp_path), "--only", only]) == 0
        assert capsys.readouterr().out.startswith("Second\n3 contributions")
    assert main(["read", str(tmp_path), "--only", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Feeling at home"
    assert main(["measure", str(tmp_path), "--only", "99"]) == 1
    assert "There is no conversation of that number or id." in capsys.readouterr().err


def cut_off(folder):
    """A folder of two topics, the second of which breaks off."""
    topic(folder, name="a.json")
    broken = Path(topic(folder, name="b.json", id=8))
    broken.write_text(broken.read_text()[:-20])
    return str(folder)


def test_what_could_be_read_of_a_broken_export_is_shown_and_said(tmp_path, capsys):
    path = cut_off(tmp_path)
    assert main(["measure", path]) == 1
    told = capsys.readouterr()
    assert told.out.startswith("Feeling at home\n")
    assert "This export could be read only in part:" in told.err
    assert "b.json" in told.err.splitlines()[-1]


def test_json_is_one_scorecard_a_line(tmp_path, capsys):
    topic(tmp_path, name="a.json")
    topic(tmp_path, name="b.json", id=8)
    assert main(["measure", str(tmp_path), "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["title"] for line in lines] == ["Feeling at home"] * 2
    assert Scorecard.from_json(lines[0]).contributions == 3


def test_read_lists_what_is_in_and_what_is_left_out(tmp_path, capsys):
    path = Path(topic(tmp_path, [*SAID, ("bob", "Sorry")], posts_count=9))
    data = json.loads(path.read_text())
    data["post_stream"]["posts"][3]["deleted_at"] = "2026-03-02T10:00:00.000Z"
    path.write_text(json.dumps(data))
    assert main(["read", str(path)]) == 0
    told = capsys.readouterr()
    head, line = told.out.splitlines()
    assert head.split() == ["No.", "Contributions", "Participants", "Conversation"]
    assert line.split() == ["1", "3/8", "2", "Feeling", "at", "home"]
    assert "1 item left out:" in told.err
    assert "…" not in told.err
    assert main(["read", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["contributions"], told["expected"], told["participants"]) == (3, 8, 2)


def test_an_ellipsis_says_that_more_was_left_out(tmp_path, capsys):
    for gone in (5, 6):
        path = Path(topic(tmp_path, [*SAID, *[("bob", f"Sorry {n}") for n in range(gone)]]))
        data = json.loads(path.read_text())
        for post in data["post_stream"]["posts"][3:]:
            post["deleted_at"] = "2026-03-02T10:00:00.000Z"
        path.write_text(json.dumps(data))
        assert main(["measure", str(path)]) == 0
        assert ("…" in capsys.readouterr().err) == (gone == 6)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["measure", "nowhere.json"], 1, "nowhere.json: There is no such file or folder."),
        (["measure", "broken.json"], 1, "broken.json"),
        (["measure", "topic.json", "--reader", "pigeon"], 1, "pigeon: There is no reader of that name."),
        (["measure"], 2, "usage: iq4d measure"),
        (["measure", "topic.json", "--limit", "0"], 2, "--limit"),
        (["serve", "--port", "99999"], 2, "--port"),
        (["serve", "--workers", "0"], 2, "--workers"),
        (["dance"], 2, "invalid choice"),
        ([], 2, "usage: iq4d"),
    ],
)
def test_what_goes_wrong_is_said_in_a_line(tmp_path, capsys, monkeypatch, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    topic(tmp_path)
    Path("broken.json").write_text('{"post_stream": {"posts": [')
    assert main(arguments) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err
    assert "Traceback" not in told.err
    assert code == 2 or len(told.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("IQ4D_SECRET_KEY", "short", "IQ4D_SECRET_KEY is not set, or shorter than 32 characters."),
        ("IQ4D_URL", "", "IQ4D_URL is not set"),
        ("IQ4D_PROXIES", "one", "IQ4D_PROXIES is not a whole number: one"),
        ("IQ4D_IMPORT_MAX_MB", "-5", "IQ4D_IMPORT_MAX_MB is not a whole number: -5"),
        ("IQ4D_TIME_ZONE", "Europe/Atlantis", "Europe/Atlantis"),
        ("DATABASE_URL", "pigeon://loft", "pigeon"),
        ("IQ4D_MAIL_SERVER", "smtp://localhost:abc", "abc"),
    ],
)
@pytest.mark.parametrize("command", ["manage check", "serve --port {free}"])
def test_a_wrong_setting_is_said_in_a_line(tmp_path, command, setting, value, said):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("IQ4D_", "DJANGO_"))}
    good = {"IQ4D_URL": "https://iq4d.example", "IQ4D_SECRET_KEY": "k" * 40, "IQ4D_DATA_DIR": str(tmp_path)}
    settings = kept | good | {"PYTHONPATH": str(SOURCE), setting: value}
    with socket.create_server(("127.0.0.1", 0)) as trial:
        words = command.format(free=trial.getsockname()[1]).split()
    told = subprocess.run([sys.executable, "-m", "iq4d", *words], env=settings, capture_output=True, text=True)
    assert told.returncode == 1
    assert said in told.stderr
    assert "Traceback" not in told.stderr


def test_a_file_without_a_conversation_is_no_success(tmp_path, capsys):
    path = Path(topic(tmp_path, [("ada", "Gone")]))
    data = json.loads(path.read_text())
    data["post_stream"]["posts"][0]["deleted_at"] = "2026-03-02T10:00:00.000Z"
    path.write_text(json.dumps(data))
    for command in ("measure", "read"):
        assert main([command, str(path)]) == 1
        assert "topic.json: No conversation was found in it." in capsys.readouterr().err


def test_half_a_character_does_not_stop_the_output(tmp_path):
    path = topic(tmp_path, [("ada", "broken \ud83d here"), ("bob", "yes, broken")])
    for arguments in (["--json"], []):
        command = [sys.executable, "-m", "iq4d", "measure", path, *arguments]
        environment = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONIOENCODING": "ascii"}
        assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def test_version(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"iq4d {__version__}\n"


def test_a_reader_that_leaves_early_causes_no_traceback(tmp_path):
    for n in range(60):
        topic(tmp_path, [(who, words * 200) for who, words in SAID], name=f"{n}.json", id=n)
    command = [sys.executable, "-m", "iq4d", "measure", str(tmp_path), "--json"]
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.read(10)
        running.stdout.close()
        said = running.stderr.read().decode()
    assert "Traceback" not in said


def test_words_from_elsewhere_do_not_steer_the_terminal():
    assert clean("a\x1b[2Jb\x07c\u202ed") == "a[2Jbcd"
    assert cut("日本語", 4) == "日…"
    assert cut("short", 5) == "short"


def test_every_discourse_topic_of_the_samples_is_told(shared, capsys):
    folder = shared / "samples" / "discourse" / "chaoss__grimoirelab-perceval" / "discourse"
    for path in sorted(folder.glob("discourse_topic_*.json")):
        assert main(["measure", str(path)]) == 0
        assert "On what grounds" in capsys.readouterr().out
