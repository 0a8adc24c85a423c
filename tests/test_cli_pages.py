"""A facilitator makes pages of an export: `iq4d measure --html`; two side by side; and all of it without names."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cli_exports import broken, forum
from iq4d.cli import main
from iq4d.measures import DIMENSIONS
from iq4d.speech import text

TITLES = ("How do we start?", "<script>alert(1)</script>", "Zoë & the 🍞 " * 12)
NAMES = ("Zebediah", "Bartholomew", "Clementine")


class Links(HTMLParser):
    def __init__(self, words):
        super().__init__()
        self.found, self.tags = [], []
        self.feed(words)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.found += [value for name, value in attrs if name == "href" and not value.startswith(("#", "data:"))]


def left_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_one_conversation_is_one_page_on_stdout_or_in_a_file(tmp_path, capsys):
    path = forum(tmp_path, "How do we start?")
    assert main(["measure", path, "--html"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("<!DOCTYPE html>")
    assert "How do we start?" in shown
    assert main(["measure", path, "--out", str(tmp_path / "page.html")]) == 0
    assert (tmp_path / "page.html").read_text() == shown
    assert main(["measure", path, "--html", "--language", "nl"]) == 0
    assert '<html lang="nl"' in capsys.readouterr().out


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_several_become_a_folder_with_an_index_in_their_order(tmp_path, capsys, jobs):
    path = forum(tmp_path, *TITLES)
    out = tmp_path / "pages"
    assert main(["measure", path, "--html", "--out", str(out), "--jobs", jobs]) == 0
    assert capsys.readouterr().err == f"3 conversations in {out}.\n"
    index = (out / "index.html").read_text()
    page = Links(index)
    assert "script" not in page.tags
    assert page.found[0] == "report.css"
    places = [name.partition("#") for name in page.found if "#" in name]
    assert [place for _, _, place in places] == [*DIMENSIONS] * 3
    assert all(f'id="{place}"' in (out / name).read_text() for name, _, place in places)
    page.found = [name for name in page.found if "#" not in name]
    assert [name[:5] for name in page.found[1:]] == ["0001-", "0002-", "0003-"]
    assert sorted([*page.found, "index.html"]) == left_in(out)
    assert all(re.fullmatch(r"[a-z0-9-]{1,50}\.html", name) for name in page.found[1:])
    assert index.index("How do we start?") < index.index("&lt;script&gt;")
    assert "12 contributions, 3 participants" in index
    assert page.tags.count("svg") == 12
    assert len(set(re.findall(r' id="([^"]+)"', index))) == index.count(' id="')
    assert not re.search(r"\d+ (of|/) ?\d+", index), "no points, so no ranking"


def test_a_long_index_keeps_to_words(tmp_path, monkeypatch):
    monkeypatch.setattr("iq4d.cli.pages.DRAWN", 1)
    path = forum(tmp_path, "One", "Two")
    assert main(["measure", path, "--html", "-o", str(tmp_path / "pages")]) == 0
    index = (tmp_path / "pages" / "index.html").read_text()
    assert "<svg" not in index
    assert "Purpose: " in index


def test_a_folder_of_one_is_a_folder_too(tmp_path):
    path = forum(tmp_path, "🍞")
    assert main(["measure", path, "--html", "-o", str(tmp_path / "pages")]) == 0
    assert left_in(tmp_path / "pages") == ["0001.html", "index.html", "report.css"]


def test_pages_come_all_or_not_at_all_and_never_among_other_files(tmp_path, capsys):
    paths = [forum(tmp_path, "Fine", "Too"), broken(tmp_path)]
    assert main(["measure", *paths, "--html", "-o", str(tmp_path / "pages")]) == 1
    assert "Nothing was stored" in capsys.readouterr().err
    assert left_in(tmp_path) == ["broken.json", "forum.json"]
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    assert main(["measure", paths[0], "--html", "-o", str(tmp_path / "mine")]) == 1
    assert "There is something under this name already." in capsys.readouterr().err
    assert left_in(tmp_path / "mine") == ["letter.txt"]
    (tmp_path / "empty").mkdir()
    assert main(["measure", paths[0], "--html", "-o", str(tmp_path / "empty")]) == 0
    assert "index.html" in left_in(tmp_path / "empty")


def whole(path):
    return "".join(one.read_text() for one in path.rglob("*") if one.is_file()) if path.is_dir() else path.read_text()


@pytest.mark.parametrize("form", ["csv", "json", "html", "txt", "pages", "corpus"])
def test_without_names_no_name_is_left_in_any_form(tmp_path, capsys, form):
    source = tmp_path / "Zebediah and Clementine"
    source.mkdir()
    users = [{"id": n, "username": who} for n, who in enumerate(NAMES, 1)]
    words = [
        f"{NAMES[n % 3]}, why do you think that the bread of {NAMES[(n + 1) % 3]} is better, because I {n} do not know?"
        for n in range(14)
    ]
    posts = [{"id": n, "author": 1 + n % 3, "parent": n - 1 or None, "body": said} for n, said in enumerate(words, 1)]
    topics = [{"id": 5, "title": "What Bartholomew asked", "posts": posts}]
    data = {"format": "generic-forum", "version": 1, "users": users, "topics": topics}
    (source / "bartholomew.json").write_text(json.dumps(data))
    out = tmp_path / {"pages": "pages", "corpus": "corpus"}.get(form, f"out.{form}")
    more = {"pages": ["--html", "-o", str(out)], "corpus": ["--convokit", str(out)]}.get(form, ["-o", str(out)])
    assert main(["measure", str(source), "--anonymous", *more]) == 0
    made = whole(out)
    assert not [name for name in NAMES if name.lower() in (made + " ".join(map(str, out.rglob("*")))).lower()]
    if form in ("csv", "json", "corpus"):
        assert "topic-5" in made
    if form != "corpus":
        assert "What Participant" in made
    assert main(["measure", str(source), "--anonymous", "--language", "nl"]) == 0
    assert f"What {text('Participant').say('nl')} 1 asked" in capsys.readouterr().out


def test_two_exports_side_by_side(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    forum(tmp_path, "Before", name="before.json", size=14)
    forum(tmp_path, "After", name="after.json", size=20)
    assert main(["measure", "--compare", "before.json", "after.json"]) == 0
    assert "after.json" in capsys.readouterr().out
    assert main(["measure", "--compare", "before.json", "after.json", "--json"]) == 0
    assert isinstance(json.loads(capsys.readouterr().out), dict)
    assert main(["measure", "--compare", "before.json", "after.json", "--out", "c.html"]) == 0
    assert Path("c.html").read_text().startswith("<!DOCTYPE html>")
    assert main(["measure", "--compare", "before.json", "after.json", "--anonymous", "--html"]) == 0
    assert "before.json" not in capsys.readouterr().out


def test_half_an_export_is_not_compared(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    forum(tmp_path, "Before", name="before.json")
    broken(tmp_path, "after.json")
    forum(tmp_path, name="empty.json")
    for other, said in (
        ("after.json", "after.json"),
        ("empty.json", "No conversation was found"),
        ("no.json", "no.json"),
    ):
        assert main(["measure", "--compare", "before.json", other, "--out", "c.html"]) == 1
        assert said in capsys.readouterr().err
    assert not Path("c.html").exists()


def test_a_corpus_holds_the_figures(tmp_path, capsys):
    path = forum(tmp_path, "One", "Two", size=14)
    out = tmp_path / "corpus"
    assert main(["read", path, "--convokit", str(out)]) == 0
    assert capsys.readouterr().err == f"2 conversations in {out}.\n"
    assert main(["measure", path, "--convokit", str(out), "--jobs", "2"]) == 0
    kept = json.loads((out / "conversations.json").read_text())
    metas = [one["meta"] for one in kept.values()]
    assert [meta["title"] for meta in metas] == ["One", "Two"]
    assert all(meta["iq4d_contributions"] == 14 and meta["iq4d_measure"] >= 2 for meta in metas)
    capsys.readouterr()
    assert main(["measure", str(out), "--csv"]) == 0
    again = capsys.readouterr().out
    assert main(["measure", path, "--csv"]) == 0
    first = capsys.readouterr().out
    points = [[line.split(",")[8] for line in table.splitlines()] for table in (again, first)]
    assert points[0] == points[1]
