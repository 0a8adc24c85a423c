"""Ada has a list of people in a spreadsheet: whatever it makes of it, she gets her people, or hears what is wrong."""

import csv
import time
from datetime import date
from io import StringIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from iq4d.groups.people.table import (
    CELL,
    COLUMNS,
    ROWS,
    BadTable,
    guess,
    read_rows,
    rows_of,
    table_of,
    values_of,
    write_table,
)

WEEK = date(2026, 7, 1)
PEOPLE = "name,role,age,languages\nAda,facilitator,41,nl|en\nBob,baker,29,nl\nCarla,baker,,en\n"


def table(words, **more):
    return table_of(rows_of(words.encode(), "people.csv"), **more)


def refused(words):
    with pytest.raises(BadTable) as told:
        table(words)
    return told.value.say("en")


def in_every_way():
    """The same people as spreadsheets and editors write them."""
    for delimiter in ",;\t":
        words = PEOPLE.replace(",", delimiter)
        yield words.encode()
        yield words.encode("utf-8-sig")
        yield words.encode("utf-16")
        yield words.encode("utf-16-be").join([b"\xfe\xff", b""])
        yield words.replace("\n", "\r\n").encode()
        yield words.replace("\n", "\r").encode()
        yield words.replace("baker", '"baker"').encode()
        yield f"sep={delimiter}\r\n{words}".encode()
        yield f"\n{words}\n{delimiter * 3}\n".encode()
        yield words.replace("\n", f"{delimiter}\n").encode()  # a column that was emptied


@pytest.mark.parametrize("data", list(in_every_way()))
def test_ada_gets_her_people_however_they_were_written(data):
    found = table_of(rows_of(data, "people.csv"))
    assert found.names == ("Ada", "Bob", "Carla")
    assert found.head == "name"
    assert found.columns == {
        "role": ("facilitator", "baker", "baker"),
        "age": ("41", "29", ""),
        "languages": ("nl|en", "nl", "en"),
    }


def test_a_cell_may_hold_commas_line_breaks_quotes_and_emoji():
    found = table('name,says\n"Jansen, Piet 👩🏽‍🌾","one\n""two"""\nBob,three\n')
    assert found.names == ("Jansen, Piet 👩🏽‍🌾", "Bob")
    assert found.columns["says"] == ('one\n"two"', "three")
    assert found.lines == (2, 4)


def test_another_column_may_name_them():
    found = table("role,who\nbaker,Ada\nbaker,Bob\n", name="who")
    assert found.names == ("Ada", "Bob")
    assert found.columns == {"role": ("baker", "baker")}
    assert table("role,Who\nbaker,Ada\n", name="who").head == "Who"
    with pytest.raises(BadTable, match="The columns are: role, who"):
        table("role,who\nbaker,Ada\n", name="name")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "people.csv: There is nobody in it."),
        ("\n\n \n", "There is nobody in it."),
        ("name,role\n", "There is nobody in it."),
        ("name,role\nAda\n", "people.csv, line 2: This row has 1 cells, and the first line names 2 columns."),
        ("name,role\nAda,baker,late\n", "people.csv, line 2: This row has 3 cells"),
        ("name,role\n,baker\n", "people.csv, line 2, column name: Nobody is named here."),
        ("name,role\n\u200b,baker\n", "Nobody is named here."),
        ("name\nAda\nBob\n Ada\n", "line 4, column name: Ada stands in line 2 too"),
        ('name\n"Ada\nB"\nAda  B\n', "line 4, column name: Ada B stands in line 2 too"),
        ("name,role,role\nAda,a,b\n", "people.csv, line 1: Two columns are called “role”."),
        ("name,,role\nAda,a,b\n", "line 1: Column 2 has no name."),
        ('name,role\nAda,"baker\nBob,cook\n', "people.csv, line 2: The quotation marks of this row do not fit"),
        ('name,role\nAda,"ba"ker\n', "line 2: The quotation marks"),
        ("name\nA\0da\n", "people.csv, line 2: There is a character in it that no text has (number 0)."),
        ("name\nAda\x1b[2J\n", "(number 27)"),
        (f"name,says\nAda,{'a' * (CELL + 1)}\n", f"line 2, column says: This cell is longer than {CELL} characters."),
        (f"name,says\nAda,{'a' * 200_000}\n", f"line 2: A cell of this row is longer than {CELL} characters."),
        (f"name\n{'a' * 301}\n", "This name is longer than 300 characters."),
        ("name," + ",".join(map(str, range(COLUMNS))) + "\n", f"There are more than {COLUMNS} columns in it."),
        ("name\n" + "\n".join(map(str, range(ROWS + 1))), f"There are more than {ROWS} rows in it."),
    ],
    ids=lambda words: words[:20],
)
def test_what_is_wrong_is_said_with_its_place(words, said):
    assert said in refused(words)


def test_a_file_in_another_encoding_is_not_guessed_at():
    with pytest.raises(BadTable, match=r"people\.csv, line 3: This is not written in UTF-8\. Save it"):
        rows_of("name\nAda\nZoë\n".encode("cp1252"), "people.csv")
    with pytest.raises(BadTable, match="not written in UTF-8"):
        rows_of("name\nAda".encode("utf-16")[:-1], "people.csv")


def test_a_file_that_is_not_there_is_no_traceback(tmp_path):
    for path in (tmp_path / "nowhere.csv", tmp_path, "a\0b"):
        with pytest.raises(BadTable, match="This file cannot be opened"):
            read_rows(path)


def test_names_lose_what_nobody_sees():
    assert table("\ufeffname\n A\u202eda\u200b  Love \n").names == ("Ada Love",)


# How columns are read


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["baker", "cook", ""], "nominal"),
        (["41", "29", ""], "numeric"),
        (["4,5", "-3.25", "+1", "−2"], "numeric"),
        (["1", "2", "3", "four"], "numeric"),
        (["1", "two"], "nominal"),
        (["12a", "13b", "14"], "nominal"),
        (["nan", "inf", "1e9"], "nominal"),
        (["nl|en", "nl"], "multi"),
        (["nl; en", "fr"], "multi"),
        (["Amsterdam, Noord", "Utrecht"], "nominal"),
        (["Europe/Amsterdam mo 9-12", "Asia/Tokyo fr 18-20", ""], "hours"),
        (["Europe/Amsterdam", "Asia/Tokyo"], "nominal"),
        (["", ""], "nominal"),
    ],
)
def test_a_scale_is_guessed_from_what_stands_there(cells, kind):
    assert guess(cells) == kind


def test_what_the_cells_say():
    found = table("name;age;languages;level;free\nAda;4,5;nl| en|;low;UTC mo 9-11\nBob;;;high;\n")
    assert values_of(found, "age", "numeric", week=WEEK) == [4.5, None]
    assert values_of(found, "languages", "multi", week=WEEK) == [frozenset({"nl", "en"}), None]
    assert values_of(found, "level", "ordinal", week=WEEK, order=("low", "high")) == ["low", "high"]
    assert values_of(found, "free", "hours", week=WEEK) == [frozenset({9, 10}), None]
    assert values_of(table('name,can\nAda,"a, b"\nBob,c\n'), "can", "multi", week=WEEK) == [{"a", "b"}, {"c"}]


@pytest.mark.parametrize(
    ("kind", "cell", "said"),
    [
        ("numeric", "soon", "“soon” is not a number."),
        ("ordinal", "huge", "“huge” is not one of low, high."),
        ("hours", "Mars/Base mo 9-12", "“Mars/Base” is no time zone"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(kind, cell, said):
    found = table(f"name,x\nAda,\nBob,{cell}\n")
    with pytest.raises(BadTable) as told:
        values_of(found, "x", kind, week=WEEK, order=("low", "high"))
    assert told.value.say("en").startswith(f"people.csv, line 3, column x: {said}")
    assert "--scale" in told.value.say("en")


# Writing


def written(rows):
    file = StringIO()
    write_table(rows, file)
    return file.getvalue()


def test_no_cell_is_a_formula_in_a_spreadsheet():
    rows = [["name", "x"], ["=CMD|'/C calc'!A0", "@SUM(1)"], ["Bob", "-5"], ["Carla", "-5+1"]]
    assert written(rows).splitlines()[1:] == ["'=CMD|'/C calc'!A0,'@SUM(1)", "Bob,-5", "Carla,'-5+1"]
    assert table(written(rows)).names == ("=CMD|'/C calc'!A0", "Bob", "Carla")
    assert table(written(rows)).columns["x"] == ("@SUM(1)", "-5", "-5+1")


VISIBLE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=12)


@given(st.lists(st.tuples(VISIBLE, VISIBLE, VISIBLE), min_size=1, max_size=8, unique_by=lambda row: row[0]))
@example([("=1+1", "'=1", "'")])
@settings(max_examples=200, deadline=None)
def test_what_is_written_is_read_again(rows):
    found = table(written([("name", "a", "b"), *rows]))
    assert list(zip(found.names, *found.columns.values(), strict=True)) == rows


@given(
    st.binary(max_size=300) | st.text(st.sampled_from('nameAda,;\t"\n\r=|🍞\u202e\x00sep'), max_size=80).map(str.encode)
)
@settings(max_examples=500, deadline=None)
def test_whatever_the_bytes_there_are_people_or_a_sentence(data):
    found = read_or_refused(lambda: table_of(rows_of(data, "people.csv")))
    if isinstance(found, BadTable):
        assert found.say("en").startswith("people.csv")
        assert found.say("nl").startswith("people.csv")
        return
    assert len(found) == len(set(found.names)) > 0
    assert all(len(cells) == len(found) for cells in found.columns.values())
    for column, cells in found.columns.items():
        values = read_or_refused(lambda column=column, cells=cells: values_of(found, column, guess(cells), week=WEEK))
        assert "column" in values.say("en") if isinstance(values, BadTable) else len(values) == len(found)
    assert len(next(csv.reader(StringIO(written([found.names]))))) == len(found)


def read_or_refused(read):
    try:
        return read()
    except BadTable as refusal:
        return refusal


def test_a_hundred_thousand_people_are_read_in_seconds():
    rows = (f"P{n};r{n % 7};{20 + n % 50};nl|en;place {n % 40}" for n in range(100_000))
    words = "naam;rol;leeftijd;talen;plaats\n" + "\n".join(rows)
    began = time.process_time()
    found = table(words)
    kinds = [guess(cells) for cells in found.columns.values()]
    assert (len(found), kinds) == (100_000, ["nominal", "numeric", "multi", "nominal"])
    assert time.process_time() - began < 5


def test_the_hostile_tables_of_strangers_give_people_or_a_sentence(shared):
    paths = sorted((shared / "attack" / "import" / "csv").glob("*.csv"))
    assert len(paths) > 5
    told = {}
    for path in paths:
        try:
            told[path.name] = table_of(read_rows(path)).names
        except BadTable as error:
            told[path.name] = error.say("en")
    assert told["bom.csv"] == told["semicolon.csv"] == told["tabs.csv"] == ("x",)
    assert told["mixed_newlines.csv"] == ("1", "3", "5")
    assert "Two columns are called “email”" in told["dup_header.csv"]
    assert "There is nobody in it" in told["missing_header.csv"]
