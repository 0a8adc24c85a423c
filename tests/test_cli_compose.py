"""Ada has a list of people and makes groups of it: `iq4d compose`."""

import csv
import json
import re
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groups.sixty import NAMES, sixty
from iq4d.cli import main

WISHES = ["--spread", "role,field", "--balance", "years", "--similar", "language"]


@pytest.fixture(autouse=True)
def at_a_plain_english_desk(monkeypatch, tmp_path):
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(sixty())


def compose(*arguments, size="5"):
    sizes = ["--size", size] if size else []
    return main(["compose", "people.csv", *sizes, "--max-iter", "30000", *arguments])


def written(path="out.csv", **form):
    with Path(path).open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file, **form))


def groups_in(rows):
    """{group: [row, ...]}."""
    found = {}
    for row in rows:
        found.setdefault((row.get("round"), row["group"]), []).append(row)
    return found


def pairs_in(rows):
    return {
        pair for group in groups_in(rows).values() for pair in combinations(sorted(one["name"] for one in group), 2)
    }


def test_ada_gets_twelve_groups_and_four_numbers(capsys):
    assert compose(*WISHES, "-o", "out.csv") == 0
    told = capsys.readouterr()
    numbers, *_ = " ".join(told.out.split()).partition("Group 1 (")
    assert re.fullmatch(
        r"(As diverse as this pool allows|\d+ % of what this pool allows).* Group \d+ is mixed least: .*"
        r" by chance it would be \d+ %\. (\d+ things? to look at before you begin|Nothing that asks for attention)\. ",
        numbers,
    )
    assert len(re.findall(r"^Group \d+ \(5 people, \d+\s% mixed\): ", told.out, re.MULTILINE)) == 12
    assert max(map(len, told.out.splitlines())) <= 80
    assert all(re.search(rf"\b{name}\b", told.out) for name in NAMES)
    assert told.err == "Written: out.csv\n"
    rows = written()
    assert sorted(row["name"] for row in rows) == sorted(NAMES)
    assert list(rows[0]) == ["name", "group", "role", "field", "years", "gender", "language", "free"]
    assert [len(group) for group in groups_in(rows).values()] == [5] * 12
    for group in groups_in(rows).values():
        assert len({row["role"] for row in group}) >= 4, "sixty people of six roles, spread over groups of five"


def test_all_forms_tell_of_the_same_groups():
    outs = ("out.csv", "out.json", "out.html")
    assert compose(*WISHES, *(word for out in outs for word in ("-o", out))) == 0
    told = json.loads(Path("out.json").read_text())
    (plan,) = told["rounds"]
    assert plan["groups"] == [[row["name"] for row in group] for group in groups_in(written()).values()]
    assert plan["account"]["people"] == 60
    assert [[one["name"] for one in group["people"]] for group in plan["account"]["groups"]] == plan["groups"]
    html = Path("out.html").read_text()
    assert html.startswith("<!DOCTYPE html>")
    assert "60 people in 12 groups" in html
    for sentence in plan["told"]:
        assert sentence.replace(" %", "\u00a0%") in html
    assert (told["source"], told["seed"], told["language"]) == ("people.csv", 0, "en")


def test_the_same_seed_gives_the_same_groups_whatever_the_order_of_the_rows(tmp_path):
    assert compose(*WISHES, "-o", "a.csv") == 0
    head, *rows = (tmp_path / "people.csv").read_text().splitlines()
    (tmp_path / "people.csv").write_text("\n".join([head, *reversed(rows)]))
    assert compose(*WISHES, "-o", "b.csv", "--language", "nl") == 0
    assert pairs_in(written("a.csv")) == pairs_in(written("b.csv"))
    assert compose(*WISHES, "-o", "c.csv", "--seed", "7") == 0
    assert pairs_in(written("a.csv")) != pairs_in(written("c.csv"))


def test_what_has_to_be_is_so():
    rules = [
        "--one-per-group", "role=facilitator", "--never-one", "gender=man", "--share", "language",
        "--share-hours", "free=1", "--together", "Bob,Carla", "--apart", "Dirk, Eefje,Femke", "--seat", "Ada=3",
    ]  # fmt: skip
    assert compose(*WISHES, *rules, "-o", "out.csv", "-o", "out.html") == 0
    place = {row["name"]: row["group"] for row in written()}
    assert place["Bob"] == place["Carla"]
    assert len({place["Dirk"], place["Eefje"], place["Femke"]}) == 3
    assert place["Ada"] == "3"
    for group in groups_in(written()).values():
        assert [row["role"] for row in group].count("facilitator") == 1
        assert [row["gender"] for row in group].count("man") != 1
        assert set.intersection(*(set(row["language"].split("|")) for row in group))
    html = Path("out.html").read_text()
    assert "1 facilitator in every group" in html
    assert "Dirk, Eefje, Femke apart" in html


def test_rules_that_cannot_hold_together_are_named_and_nothing_is_written(tmp_path, capsys):
    rules = ["--together", "Ada,Bob", "--apart", "Ada,Bob", "--share", "language"]
    before = sorted(path.name for path in tmp_path.iterdir())
    assert compose(*WISHES, *rules, "-o", "out.csv", "-o", "out.html") == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "Ada, Bob together" in told.err
    assert "Ada, Bob apart" in told.err
    assert "language" not in told.err, "a rule that is not in the conflict is not named"
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_who_met_before_meets_others_now(tmp_path, capsys):
    assert compose(*WISHES, "-o", "first.csv") == 0
    with (tmp_path / "first.csv").open("a") as file:
        file.write("Zeno,1,,,,,,\n")
    assert compose(*WISHES, "--met", "first.csv", "-o", "second.csv") == 0
    assert "left out of earlier plans and wishes: Zeno." in capsys.readouterr().err
    assert not pairs_in(written("first.csv")) & pairs_in(written("second.csv"))


def test_several_rounds_at_once():
    assert compose("--spread", "role", "--rounds", "3", "-o", "out.csv", "-o", "out.html") == 0
    rows = written()
    assert len(rows) == 180
    rounds = [pairs_in([row for row in rows if row["round"] == str(n)]) for n in (1, 2, 3)]
    assert [len(one) for one in rounds] == [120, 120, 120]
    assert len(rounds[0] | rounds[1] | rounds[2]) == 360, "nobody meets anybody twice"
    assert "60 people in 12 groups, 3 rounds" in Path("out.html").read_text()
    assert compose("--spread", "role", "--met", "out.csv", "-o", "fourth.csv") == 0
    assert not pairs_in(written("fourth.csv")) & (rounds[0] | rounds[1] | rounds[2])


def test_where_only_meeting_others_counts_all_rounds_are_searched_together(tmp_path):
    """32 golfers in groups of four, the social golfer problem (CSPLib 010): six rounds without a second meeting."""
    (tmp_path / "people.csv").write_text("name\n" + "".join(f"golfer {n}\n" for n in range(32)))
    words = ["--rounds", "6", "--max-iter", "1000000"]
    assert main(["compose", "people.csv", "--size", "4", *words, "-o", "out.csv"]) == 0
    assert len(pairs_in([row for row in written() if int(row["round"]) < 7])) == 6 * 8 * 6
    assert compose("--met", "out.csv", "--rounds", "2", "-o", "on.csv", size="4") == 0
    again = pairs_in(written()) & pairs_in(written("on.csv"))
    assert len(again) < 20, "by chance a quarter of 96 pairs would have met"


def test_wishes_are_listened_to(tmp_path):
    wished = [("Ada", "Bob"), ("Carla", "Dirk"), ("Umut", "Zoë")]
    likes = "".join(f"{one},{other}\n{other},{one}|Ada\n" for one, other in wished)
    (tmp_path / "wishes.csv").write_text(f"name,would-like\n{likes}")
    assert compose("--spread", "field", "--wish", "wishes.csv", "-o", "out.csv") == 0
    assert {tuple(sorted(pair)) for pair in wished} <= pairs_in(written())


@pytest.mark.parametrize("words", ["--camps .3", "--worst-first", "--weight role=3 --weight years=0,5", "--time 5"])
def test_what_steers_the_search_gives_groups_too(words):
    assert compose(*WISHES, *words.split(), "-o", "out.csv") == 0
    assert [len(group) for group in groups_in(written()).values()] == [5] * 12


def test_what_is_withheld_steers_and_is_nowhere(capsys):
    outs = ("out.csv", "out.json", "out.html")
    rules = ["--never-one", "gender=man", "--balance", "gender", "--withhold", "gender"]
    assert compose(*WISHES, *rules, *(word for out in outs for word in ("-o", out))) == 0
    everything = capsys.readouterr().out + "".join(Path(out).read_text() for out in outs)
    assert not re.search(r"\b(gender|man|woman)\b", everything)
    gender = {line.split(",")[0]: line.split(",")[4] for line in sixty().splitlines()}
    for group in groups_in(written()).values():
        assert [gender[row["name"]] for row in group].count("man") != 1


def test_without_a_wish_we_choose_and_say_what(capsys):
    assert compose() == 0
    told = capsys.readouterr().err
    assert "--spread role, --spread field, --balance years, --spread gender, --spread language" in told
    assert "--similar free" in told


def test_a_preset_brings_sizes_wishes_and_rules(capsys):
    assert main(["compose", "--preset", "list"]) == 0
    assert "course-groups (4-5)" in capsys.readouterr().out
    assert compose("--preset", "course-groups", "--column", "level=years", "-o", "out.csv", size=None) == 0
    groups = groups_in(written()).values()
    assert {len(group) for group in groups} == {5}
    for group in groups:
        assert set.intersection(*(set(row["language"].split("|")) for row in group))


def test_bob_reads_it_in_dutch(capsys):
    assert compose(*WISHES, "--language", "nl", "-o", "out.html", "-o", "out.csv") == 0
    told = capsys.readouterr()
    assert "Groepje 12 (5 mensen" in told.out
    assert "Geschreven: out.html" in told.err
    assert '<html lang="nl">' in Path("out.html").read_text()
    assert "group" in written()[0], "the columns of a file do not change with the language"


def test_a_name_that_is_a_formula_is_none_in_the_table(tmp_path):
    (tmp_path / "people.csv").write_text("name,role\n=CMD(),a\nBob,=1+1\nCarla,a\nDirk,b\n")
    assert compose(size="2") == 0
    assert compose("--spread", "role", "-o", "out.csv", size="2") == 0
    assert {(row["name"], row["role"]) for row in written()} >= {("'=CMD()", "a"), ("Bob", "'=1+1")}
    assert compose("--met", "out.csv", "--apart", "=CMD(),Bob", "-o", "again.csv", size="2") == 0


def test_a_table_comes_out_as_it_came_in(tmp_path):
    (tmp_path / "people.csv").write_text("naam;rol;groep\nZoë;a;1\nBob;b;1\nAda;a;2\nDirk;b;2\n", "utf-8-sig")
    assert compose("--spread", "rol", "-o", "out.csv", size="2") == 0
    data = (tmp_path / "out.csv").read_bytes()
    assert data.startswith("\ufeffnaam;group;rol;groep\r\n".encode())


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Name the file with the people"),
        ("people.csv", "Say either how large the groups are (--size 5)"),
        ("people.csv --size 5 --groups 12", "not allowed with"),
        ("people.csv --size many", "“many” is not a number such as 5"),
        ("people.csv --size 0", "“0” is not a number such as 5"),
        ("people.csv --size 61", "There are 60 people: too few"),
        ("people.csv --groups 61", "There are 60 people: too few"),
        ("people.csv --size 31-40", "60 people do not go in groups of 31 to 40."),
        ("people.csv --size 31-40", "These sizes can be had: --size 30, --size 60."),
        ("people.csv --size 25-29", "These sizes can be had: --size 20, --size 30."),
        ("people.csv --size 5 --spread rol", "There is no column “rol”. There is: role, field, years"),
        ("people.csv --size 5 --spread role,,x", "There is no column “”"),
        ("people.csv --size 5 --spread role --similar Role", "Two things are wished of role"),
        ("people.csv --size 5 --weight role=2", "role has a weight, but nothing is wished of it"),
        ("people.csv --size 5 --spread role --weight role=-1", "The weight of role is a number above 0"),
        ("people.csv --size 5 --weight role", "“role” is not written as role=2"),
        ("people.csv --size 5 --together Ada", "“Ada” names one person"),
        ("people.csv --size 5 --apart Ada,Adda", "Nobody is called “Adda”. There is: Ada"),
        ("people.csv --size 5 --seat Ada=13", "There is no group 13: there are 12."),
        ("people.csv --size 5 --seat Ada=first", "“first” in “Ada=first” is not a whole number"),
        (
            "people.csv --size 5 --one-per-group role=boss",
            "Nobody has “boss” in the column role. There is: facilitator",
        ),
        ("people.csv --size 5 --one-per-group role=nurse=2-1", "“2-1” is not a number such as 5"),
        ("people.csv --size 5 --scale role=wide", "The scale of role is one of nominal, ordinal"),
        ("people.csv --size 5 --scale role=ordinal", "--order role=low,middle,high"),
        ("people.csv --size 5 --preset magic", "No preset is called “magic”. There is: experienced-new"),
        ("people.csv --size 5 --column team=role", "name one with --preset"),
        ("people.csv --preset peer-trios --column x=role", "This preset has no role “x”. There is: team, role"),
        ("people.csv --size 5 --week 2026-W99", "“2026-W99” is no day or week"),
        ("people.csv --size 5 -o out.xlsx", "ends in .csv, .json or .html"),
        ("people.csv --size 5 -o a.csv -o ./a.csv", "Two files to write have one name."),
        ("people.csv --size 5 --camps 2", "is not a weight from 0 to 1"),
        ("people.csv --size 5 --time nan", "is not a number of seconds above 0"),
        ("people.csv --size 5 --seed -1", "is not a whole number from 0 up"),
    ],
)
def test_what_cannot_be_meant_is_said_with_what_can(words, said, capsys):
    assert main(["compose", *words.split()]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert said in told.err


AGES = "name,age\nAda,1\nBob,2\nCarla,3\nDirk,x\nEve,4\n"
LEVELS = "name,level\nAda,low\nBob,top\n"
FREE = "name,free\nAda,UTC mo 9-12\nBob,mornings\n"
TWO = "name,x\nAda,1\nBob,2\n"


@pytest.mark.parametrize(
    ("people", "words", "said"),
    [
        (None, "", "people.csv: This file cannot be opened."),
        ("", "", "people.csv: There is nobody in it."),
        ("name,age\nAda,1\nBob\n", "", "people.csv, line 3: This row has 1 cells"),
        (AGES, "--balance age", "line 5, column age: “x” is not a number."),
        (FREE, "--share-hours free", "line 3, column free: “mornings” is no time zone"),
        (LEVELS, "--order level=low,high --spread level", "line 3, column level: “top” is not one of low, high"),
        (TWO, "--name who", "No column is called “who”. The columns are: name, x."),
        (TWO, "--met nowhere.csv", "nowhere.csv: This file cannot be opened."),
        (TWO, "--preset peer-trios", "needs a column that tells with whom somebody works already"),
        (TWO, "-o people.csv", "people.csv: This file is read: it is not written over."),
        (TWO, "-o nowhere/out.csv", "There is no such folder to write in."),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_a_line_and_nothing_is_written(people, words, said, tmp_path, capsys):
    if people is None:
        (tmp_path / "people.csv").unlink()
    else:
        (tmp_path / "people.csv").write_text(people)
    assert main(["compose", "people.csv", "--size", "2", "-o", "kept.html", *words.split()]) == 1
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
    assert {path.name for path in tmp_path.iterdir()} <= {"people.csv"}
    assert people is None or (tmp_path / "people.csv").read_text() == people


def test_a_mistake_in_a_column_that_plays_no_part_is_in_nobodys_way(tmp_path):
    (tmp_path / "people.csv").write_text("name,role,age\nAda,a,1\nBob,b,2\nCarla,a,3\nDirk,b,x\n")
    assert compose("--spread", "role", size="2") == 0
    assert compose("--spread", "age", size="2") == 1
    assert compose("--spread", "age", "--scale", "age=nominal", size="2") == 0


def test_sizes_between_two_numbers_are_the_largest_that_go():
    assert compose("--spread", "role", "-o", "out.csv", size="7-8") == 0
    assert sorted(len(group) for group in groups_in(written()).values()) == [7, 7, 7, 7, 8, 8, 8, 8]


CELLS = st.text(st.sampled_from('ab1,;|="\n\u202e🍞\x00'), max_size=6)
FILES = st.binary(max_size=60) | st.lists(st.lists(CELLS, min_size=3, max_size=3).map(",".join), max_size=9).map(
    lambda rows: "\n".join(["name,x,y", *(f"p{n}{row}" for n, row in enumerate(rows))]).encode()
)


@given(FILES, st.sampled_from(["--size 2", "--groups 2 --spread x", "--size 1-3 --share x --rounds 2"]))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_the_file_everybody_is_in_one_group_or_a_sentence_says_why(capsys, data, words):
    Path("people.csv").write_bytes(data)
    Path("out.csv").unlink(missing_ok=True)
    capsys.readouterr()
    code = main(["compose", "people.csv", *words.split(), "--max-iter", "100", "-o", "out.csv"])
    told = capsys.readouterr()
    assert (code == 0) == Path("out.csv").exists()
    if code:
        assert code in (1, 2)
        assert told.out == ""
        assert re.search(r"iq4d( compose)?: \S", told.err)
        return
    rounds = {row.get("round"): [] for row in written()}
    for row in written():
        rounds[row.get("round")].append(next(iter(row.values())))
    assert all(len(names) == len(set(names)) for names in rounds.values())
    assert len({frozenset(names) for names in rounds.values()}) == 1
