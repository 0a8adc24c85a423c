"""Scorecards as flat rows: a data frame takes them as they are, and a spreadsheet runs nothing in them."""

import csv
import io
from datetime import UTC, datetime

import pandas
import pyarrow.parquet as parquet
import pytest
from hypothesis import given
from hypothesis import strategies as some

from iq4d.conversation import conversation
from iq4d.measures import DIMENSIONS, Scorecard, measure
from iq4d.measures.batches import WIDE, to_wide, write_wide
from iq4d.measures.battery import long
from iq4d.measures.registry import MEASURES
from iq4d.measures.rows import COLUMNS, row, rows, spelled, unspelled, write_csv

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def cards():
    """One that is firm, one with too little for a number, one without anything."""
    talks = [long(), conversation([("Ada", "Why now?"), ("Bob", "Because.")], id="short"), conversation([], id="none")]
    return [measure(talk, now=NOW) for talk in talks]


def test_a_row_says_all_that_its_scorecard_says(cards):
    for card in cards:
        made = row(card, title="A title", source="a.json")
        assert list(made) == list(COLUMNS)
        assert (made["points"], made["out_of"]) == (card.points, card.out_of)
        assert (made["low"], made["high"]) == (card.interval or (None, None))
        for dimension in card.dimensions:
            name = dimension.dimension
            assert (made[f"{name}_points"], made[f"{name}_seen"]) == (dimension.points, dimension.seen)
            for score in dimension.scores:
                key = score.indicator
                assert (made[key], made[f"{key}_raw"], made[f"{key}_base"]) == (score.value, score.raw, score.base)
                assert (made[f"{key}_basis"] is None) == (score.value is None)
                assert (made[f"{key}_reason"] is None) == (score.reason is None)


def test_every_dimension_and_indicator_has_its_columns_once():
    assert {indicator.key for indicator in MEASURES} | {f"{name}_points" for name in DIMENSIONS} <= COLUMNS.keys()
    assert len(COLUMNS) == 14 + 5 * len(DIMENSIONS) + 7 * len(MEASURES)  # two of one name would be one less
    assert set(WIDE.names) == set(COLUMNS)


def test_each_column_holds_one_kind_of_thing_and_nothing_is_no_number(cards):
    for made in rows(cards):
        for name, value in made.items():
            assert value is None or type(value) is COLUMNS[name] or (COLUMNS[name] is float and value == int(value)), (
                name
            )
            assert value == value, name  # NaN is not


def test_a_scorecard_of_an_earlier_measure_keeps_the_same_columns(cards):
    kept = cards[0].to_json()
    kept["dimensions"][1]["scores"].pop()
    made = row(Scorecard.from_json(kept | {"measure": 1}))
    assert list(made) == list(COLUMNS)
    assert made["measure"] == 1


def test_pandas_takes_them_as_they_are(cards):
    frame = pandas.DataFrame(rows((f"Talk {n}", card) for n, card in enumerate(cards)))
    assert list(frame.columns) == list(COLUMNS)
    assert frame["title"].tolist() == ["Talk 0", "Talk 1", "Talk 2"]
    assert frame["points"].dtype == float
    assert frame["points"].isna().tolist() == [False, True, True]


def test_csv_and_parquet_hold_the_same(cards, tmp_path):
    made = list(rows((f"Talk {n}, “quoted”\n", card) for n, card in enumerate(cards)))
    with (tmp_path / "a.csv").open("w", encoding="utf-8", newline="") as file:
        write_csv(made, file)
    write_wide(made, tmp_path / "a.parquet")
    from_csv = pandas.read_csv(tmp_path / "a.csv")
    from_parquet = pandas.read_parquet(tmp_path / "a.parquet")
    pandas.testing.assert_frame_equal(from_csv, from_parquet, check_dtype=False)
    assert from_parquet.to_dict("records")[0]["points"] == cards[0].points


def test_parquet_is_written_in_groups_and_names_its_measure(cards, tmp_path):
    write_wide(iter(list(rows(cards)) * 4), tmp_path / "a.parquet", group=5)
    file = parquet.ParquetFile(tmp_path / "a.parquet")
    assert (file.metadata.num_rows, file.num_row_groups) == (12, 3)
    assert file.schema_arrow.metadata[b"iq4d.measure"] == str(cards[0].measure).encode()


def test_no_conversation_is_a_table_without_rows(tmp_path):
    write_wide([], tmp_path / "a.parquet")
    assert parquet.read_table(tmp_path / "a.parquet").schema.names == list(COLUMNS)
    assert to_wide([]).num_rows == 0
    file = io.StringIO(newline="")
    write_csv([], file)
    assert file.getvalue() == ",".join(COLUMNS) + "\r\n"


HOSTILE = ["=1+1", "+31 6", "-2", "@SUM(A1)", "\tx", "\r=1", " =1", "＝1", "'=1", "=cmd|'/c calc'!A0"]


@pytest.mark.parametrize("words", HOSTILE)
def test_a_spreadsheet_takes_no_title_for_a_formula(words, cards):
    file = io.StringIO(newline="")
    write_csv([row(cards[1], title=words, source=words)], file)
    (made,) = csv.DictReader(io.StringIO(file.getvalue(), newline=""))
    assert made["title"].startswith("'")
    assert unspelled(made["title"]) == unspelled(made["source"]) == words


@pytest.mark.parametrize("words", ["'s Avonds", "Waarom = zo?", "A-1", "", "'", "-", "\u200b=1"])
def test_other_words_stay_as_they_are(words):
    assert spelled(words) == words == unspelled(words)


@given(some.text(alphabet="'= +-@\t\r\nab", max_size=8))
def test_whatever_the_words_they_come_back(words):
    assert unspelled(spelled(words)) == words
    assert len(words) < 2 or words[0] not in tuple("=+-@\t\r") or spelled(words)[0] == "'"


def test_a_figure_below_zero_stays_a_figure():
    file = io.StringIO(newline="")
    made = dict.fromkeys(COLUMNS, None) | {"focus_raw": -0.25}
    write_csv([made], file)
    (told,) = csv.DictReader(io.StringIO(file.getvalue()))
    assert told["focus_raw"] == "-0.25"


def test_half_a_character_and_an_emoji_fit_in_a_table(tmp_path):
    talk = conversation([("Ada", "Why \ud83d now?")], id="7\ud83d", title="x")
    made = row(measure(talk, now=NOW), title="Bread \ud83d\ude00 \ud83d 🍞")
    write_wide([made], tmp_path / "a.parquet")
    assert parquet.read_table(tmp_path / "a.parquet")["title"].to_pylist() == ["Bread 😀 \ufffd 🍞"]


def test_a_longer_talk_has_a_value_for_most_indicators(cards):
    made = row(cards[0])
    assert sum(made[indicator.key] is not None for indicator in MEASURES) > len(MEASURES) / 3
