"""Tables of conversations: the same figures however they are cut, and a clear word where a table cannot be measured."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from iq4d.conversation import (
    Conversation,
    Declared,
    DeclaredDeed,
    Intention,
    Phase,
    Position,
    Purpose,
    Speaker,
    Takeaway,
    Utterance,
    conversation,
)
from iq4d.errors import IQ4DError, UnreadableExport
from iq4d.measures import measure
from iq4d.measures.battery import lively
from iq4d.measures.battery import long as talk

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

from iq4d.measures.batches import (  # noqa: E402
    CARDS,
    CONTRIBUTIONS,
    EVIDENCE,
    SCORES,
    conversations_of,
    measure_tables,
    measured,
    partitions,
    save,
    to_table,
)

SOURCE = Path(__file__).resolve().parents[2] / "src"
NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)


def several(n=12):
    """Conversations of many lengths, in two languages, with and without declared facts."""
    kinds = (talk(), lively("en"), lively("nl"), conversation([("Ada", "Ok."), ("Bob", "👍")]))
    made = []
    for k in range(n):
        kind = kinds[k % len(kinds)]
        kept = kind.utterances[: len(kind) - k % 3]
        made.append(replace(kind, id=f"talk {k}", title=f"Talk {k}", utterances=kept))
    return made


def joined(results):
    """All tables of all batches, as the bytes of their Arrow streams."""
    parts = [pa.concat_tables(tables).combine_chunks() for tables in zip(*results, strict=True)]
    return [written(part) for part in parts]


def written(table):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


# The same, however it is cut


def test_the_cut_and_the_number_of_processes_change_nothing():
    talks = several()
    whole = joined([measure_tables(to_table(talks), now=NOW)])
    one_by_one = [measure_tables(to_table([one]), now=NOW) for one in talks]
    assert joined(one_by_one) == whole
    chance = random.Random(3)
    for jobs, contributions in ((1, 1), (1, 10_000), (2, 1), (2, 30), (1, chance.randint(2, 40))):
        batches = partitions(iter(talks), contributions)
        assert joined(measured(batches, jobs, now=NOW)) == whole, (jobs, contributions)


def test_rows_may_come_from_anywhere_in_a_batch():
    talks = several(6)
    table = to_table(talks)
    order = list(range(len(table)))
    ids = table.column("conversation").to_pylist()
    mixed = sorted(order, key=lambda row: (row - ids.index(ids[row]), row))  # all first rows, then all second ones
    assert joined([measure_tables(table.take(mixed))]) == joined([measure_tables(table)])


def test_the_tables_say_what_the_scorecards_say():
    talks = several(4)
    told = measure_tables(to_table(talks), now=NOW)
    cards = [measure(one, now=NOW) for one in talks]
    assert [row["points"] for row in told.cards.to_pylist()] == [card.points for card in cards]
    scores = [score for card in cards for dimension in card.dimensions for score in dimension.scores]
    rows = [row for row in told.scores.to_pylist() if row["indicator"]]
    assert [(row["value"], row["raw"], row["base"]) for row in rows] == [(s.value, s.raw, s.base) for s in scores]
    assert [row["reason"] for row in rows] == [s.reason and str(s.reason) for s in scores]
    dimensions = [dimension for card in cards for dimension in card.dimensions]
    rows = [row for row in told.scores.to_pylist() if not row["indicator"]]
    assert [(row["seen"], row["points"]) for row in rows] == [(d.seen, d.points) for d in dimensions]
    pieces = [piece for card in cards for d in card.dimensions for s in d.scores for piece in s.evidence]
    rows = [row for row in told.evidence.to_pylist() if row["dimension"]]
    assert [(row["contribution"], row["rule"], row["words"]) for row in rows] == [
        (piece.utterance, piece.rule, list(piece.words)) for piece in pieces
    ]
    promises = [row["words"] for row in told.evidence.to_pylist() if not row["dimension"]]
    assert promises == [list(piece.words) for card in cards for piece in card.promises]
    assert promises


def test_no_conversation_no_row():
    for empty in (CONTRIBUTIONS.empty_table(), to_table([])):
        told = measure_tables(empty)
        assert [len(table) for table in told] == [0, 0, 0]
        assert [table.schema for table in told] == [CARDS, SCORES, EVIDENCE]
        assert list(partitions(empty)) == []
    assert list(partitions(iter([]))) == []
    assert list(measured([], jobs=2)) == []


# There and back


def test_what_is_known_of_a_conversation_survives_the_table():
    said = (
        Utterance("1", "a", "Zo’n \x00 rij\n\tmet 👩‍👩‍👧 en “aanhaling”, ﷽", datetime(2026, 3, 2, 9, 0, tzinfo=UTC)),
        Utterance("2", "b", "", None, "1"),
        Utterance("3", "a", "x" * 100_000, datetime(2026, 3, 2, 11, 0, 0, 5, tzinfo=timezone(timedelta(hours=2))), "2"),
    )
    declared = Declared(
        purpose=Purpose("Why?"),
        intentions=(Intention("a", "rust", at=NOW),),
        invited=frozenset({"a", "c"}),
        kinds=(("1", "question"),),
        phases=(Phase("open", frozenset({"question"}), frozenset({"1"})),),
        positions=(Position("a", "voor"),),
        deeds=(DeclaredDeed("d", "a", "Ask", due=NOW, outcome="not", reason="ziek"),),
        takeaways=(Takeaway("b", "Listen", True, "a", "1"),),
    )
    speakers = (Speaker("a", "Åsa"), Speaker("b"), Speaker("c", "Wie niets zei"))
    made = Conversation("één", 'T "x"', said, speakers, "nl", 7, declared=declared)
    bare = Conversation("empty", "", (), (), declared=Declared(deeds=()))
    back, none = conversations_of(to_table([made, bare]))
    shown = tuple(replace(u, source=u.text) for u in said)  # what a platform shows is not what is measured
    assert back == replace(made, utterances=shown)
    assert none == bare
    assert to_table([back, none]) == to_table([made, bare])


def test_half_a_character_becomes_the_sign_for_it_and_two_halves_one():
    said = (
        Utterance("1\ud800", "a\udfff", "broken \ud83d here"),
        Utterance("2", "a\udfff", "\ud83d\ude00", None, "1\ud800"),
    )
    made = Conversation("c", "", said, (Speaker("a\udfff"),), declared=Declared(kinds=(("1\ud800", "question"),)))
    (back,) = conversations_of(to_table([made]))
    assert [u.text for u in back] == ["broken \ufffd here", "😀"]
    assert back.utterances[1].reply_to == back.utterances[0].id == back.declared.kinds[0][0] == "1\ufffd"


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())]
)
def test_other_engines_write_their_text_in_other_types(kind):
    table = to_table(several(3))
    for n, name in enumerate(CONTRIBUTIONS.names):
        if CONTRIBUTIONS.field(name).type == pa.string():
            table = table.set_column(n, name, table.column(name).cast(kind))
    assert joined([measure_tables(table.append_column("more", table.column("id")))]) == joined(
        [measure_tables(to_table(several(3)))]
    )


class OfAnEngine:
    """All that another engine's table need have."""

    def __init__(self, table):
        self.__arrow_c_stream__ = table.__arrow_c_stream__


def test_anything_that_speaks_arrow_will_do():
    table = to_table(several(4))
    whole = joined([measure_tables(table)])
    assert joined([measure_tables(OfAnEngine(table))]) == whole
    for source in (OfAnEngine(table), iter([OfAnEngine(table)])):
        assert joined(map(measure_tables, partitions(source, 30))) == whole


def test_whole_numbers_are_ids_and_times_have_any_grain():
    at = pa.array([1_700_000_000_123_456_789, None], pa.timestamp("ns", "Europe/Amsterdam"))
    ids = {"conversation": [5, 5], "id": [1, 2], "speaker": [8, 9], "reply_to": [None, 1]}
    table = pa.table({**ids, "text": ["a", "b"], "at": at})
    (one,) = conversations_of(table.to_batches()[0])
    assert (one.id, [u.id for u in one], one.utterances[1].reply_to) == ("5", ["1", "2"], "1")
    assert one.utterances[0].at == datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=UTC)
    naive = table.set_column(5, "at", pa.array([datetime(2026, 3, 2, 9)] * 2, pa.timestamp("s")))
    assert conversations_of(naive)[0].utterances[0].at == datetime(2026, 3, 2, 9, tzinfo=UTC)


# What cannot be measured


def good(**other):
    columns = {
        "conversation": ["a", "a", "b"], "id": ["1", "2", "1"], "speaker": ["Ada", "Bob", "Ada"],
        "text": ["Why?", "So.", "Ok."],
    }  # fmt: skip
    return pa.table({name: column for name, column in {**columns, **other}.items() if column is not None})


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"text": None}, "column text: This column is missing."),
        ({"text": [1, 2, 3]}, "column text: This column holds int64; it should hold string."),
        ({"reply_to": [None, 1.0, None]}, "column reply_to: This column holds double; it should hold string."),
        ({"at": ["today", None, None]}, "column at: This column holds string; it should hold timestamp[us, tz=UTC]."),
        ({"conversation": ["a", None, "b"]}, "column conversation: A row is empty."),
        ({"id": ["1", None, "1"]}, "conversation a, column id: A row is empty."),
        ({"text": ["Why?", "So.", None]}, "conversation b, column text: It is empty for contribution 1."),
        ({"speaker": ["Ada", None, "Ada"]}, "conversation a, column speaker: It is empty for contribution 2."),
        ({"id": ["1", "1", "1"]}, "conversation a, column id: Two contributions share the id 1."),
        (
            {"reply_to": [None, None, "2"]},
            "conversation b, column reply_to: Contribution 1 answers 2, which is not here.",
        ),
        ({"title": ["x", "y", "z"]}, "conversation a, column title: It says different things about one conversation."),
        ({"declared": [None, "{", None]}, "conversation a, column declared: These are no declared facts as JSON: "),
        ({"declared": ["[1]", None, None]}, "conversation a, column declared: These are no declared facts as JSON: "),
        (
            {"declared": ['{"deeds": [{"id": "1", "speaker": "Ada", "text": "x", "due": "2026-03-02"}]}', None, None]},
            "conversation a, column declared: A time in it has no time zone.",
        ),
        (
            {"at": pa.array([None, None, 2**55], pa.timestamp("s"))},
            "conversation b, column at: Row 3 cannot be read: ",
        ),
        (
            {"at": pa.array([None, 2**60, None], pa.timestamp("us"))},
            "conversation a, column at: Row 2 cannot be read: ",
        ),
        (
            {"text": pa.array([b"fine", b"\xff\xfe", b"fine"], pa.binary()).view(pa.string())},
            "conversation a, column text: Row 2 cannot be read: ",
        ),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_measured_is_told_by_conversation_and_column(other, told, tmp_path):
    for act in (lambda: measure_tables(good(**other)), lambda: list(measured([good(**other)], jobs=2))):
        with pytest.raises(IQ4DError) as error:
            act()
        assert str(error.value).startswith(told)
        assert error.value.say("nl") != str(error.value)
    fine = measure_tables(good())
    with pytest.raises(IQ4DError):
        save((measure_tables(table) for table in (good(), good(**other))), tmp_path)
    assert list(tmp_path.iterdir()) == []
    save([fine], tmp_path)
    with pytest.raises(IQ4DError):
        save((measure_tables(table) for table in (good(), good(**other))), tmp_path)
    for name in ("cards", "scores", "evidence"):
        assert parquet.read_table(tmp_path / f"{name}.parquet").to_pylist() == getattr(fine, name).to_pylist()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_column_that_is_there_twice_is_told():
    with pytest.raises(IQ4DError, match=r"column id: This column is there more than once\."):
        measure_tables(good().append_column("id", pa.array(["4", "5", "6"])))


# A stream, cut


def cut(source, contributions=40):
    return [set(batch.column("conversation").to_pylist()) for batch in partitions(source, contributions)]


def test_no_conversation_is_ever_cut(tmp_path):
    talks = several()
    table = to_table(talks)
    parquet.write_table(table, tmp_path / "all.parquet", row_group_size=7)
    for name, made in (("file.arrow", pa.ipc.new_file), ("stream.arrow", pa.ipc.new_stream)):
        with pa.OSFile(str(tmp_path / name), "wb") as sink, made(sink, table.schema) as writer:
            writer.write_table(table, max_chunksize=5)
    sources = [
        lambda: iter(talks),
        lambda: table,
        lambda: table.to_reader(max_chunksize=3),
        lambda: iter(table.to_batches(max_chunksize=4)),
        lambda: tmp_path / "all.parquet",
        lambda: str(tmp_path / "file.arrow"),
        lambda: tmp_path / "stream.arrow",
    ]
    whole = joined([measure_tables(table)])
    for source in sources:
        for contributions in (1, 40):
            batches = list(partitions(source(), contributions))
            sizes = [len(batch) for batch in batches]
            assert all(size <= contributions or len(set(batch["conversation"].to_pylist())) == 1
                       for size, batch in zip(sizes, batches, strict=True))  # fmt: skip
            assert pa.concat_tables(batches).combine_chunks() == table.combine_chunks()
        assert joined(map(measure_tables, partitions(source(), 40))) == whole
    assert cut(table, 1) == [{one.id} for one in talks]
    assert len(cut(table)) < len(talks)


def test_a_conversation_that_comes_back_is_told():
    with pytest.raises(IQ4DError, match="conversation a, column conversation: Its contributions do not stand together"):
        cut(good(conversation=["a", "b", "a"]))
    with pytest.raises(IQ4DError, match=r"column conversation: A row is empty\."):
        cut(good(conversation=["a", None, "a"]))


def test_a_file_of_another_kind_is_told(tmp_path):
    for begins in (b"PAR1 and no more", b"ARROW1 and no more", b"id,text\n1,Hello\n", b""):
        (tmp_path / "it").write_bytes(begins)
        with pytest.raises(UnreadableExport, match="it: This is no Parquet or Arrow file that we can read"):
            cut(tmp_path / "it")


WITHOUT_ARROW = """
import sys
sys.modules["pyarrow"] = None
from iq4d.conversation import conversation
from iq4d.measures.many import measure_many
print(len(list(measure_many([conversation([("Ada", "Why now?")])]))))
try:
    import iq4d.measures.batches
except ImportError as error:
    print(error)
"""


def test_without_pyarrow_the_measures_work_and_the_tables_say_what_they_need():
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_ARROW], env=environment, capture_output=True, text=True, check=True
    )
    assert told.stdout == "1\niq4d.measures.batches needs pyarrow: pip install 'iq4d[arrow]'\n"


def test_a_measure_that_breaks_names_the_conversation(monkeypatch):
    def broken(one, now):
        raise RuntimeError("no")

    monkeypatch.setattr("iq4d.measures.batches.running.measure", broken)
    with pytest.raises(RuntimeError) as error:
        measure_tables(good())
    assert error.value.__notes__ == ["while measuring conversation 'a'"]


# Memory

STREAM = """
import random
from iq4d.conversation import conversation
from iq4d.measures.batches import measured, partitions
words = "bread workshop paint trainers noise home canal because nobody asks what they need before the week ends".split()
chance = random.Random(1)
def talks(n):
    for k in range(n):
        said = [(f"s{m % 4}", " ".join(chance.choices(words, k=5))) for m in range(8)]  # too short for intervals
        yield conversation(said, id=str(k), language="en")
def peak(n):
    assert sum(len(tables.cards) for tables in measured(partitions(talks(n), 500))) == n
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
print(peak(250), peak(2500))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a process cannot tell here how much it took")
def test_a_long_stream_takes_no_more_memory_than_a_short_one():
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    told = subprocess.run([sys.executable, "-c", STREAM], env=environment, capture_output=True, text=True, check=True)
    few, many = map(int, told.stdout.split())
    assert many - few < 12_000, "kB that 20,000 contributions take more than 2,000"
