"""Corpora of ConvoKit: what comes in."""

import json
import tracemalloc
from datetime import UTC, datetime

import pytest

from iq4d.errors import UnreadableExport
from iq4d.readers import Limits, Reading, battery, find, read
from readers.small_exports import convokit, corpus, utterance, written


@pytest.fixture
def reads(tmp_path):
    """(conversations, reading) of a corpus with these utterances and files."""

    def reads(*utterances, **beside):
        reading = Reading()
        beside = {"corpus": {}} | beside
        talks = list(read(corpus(tmp_path / "corpus", *utterances, **beside), reading))
        battery.promises_kept(talks)
        return talks, reading

    return reads


def told(reading):
    return [skipped.say("en") for skipped in reading.skipped]


def test_a_corpus_with_two_conversations(tmp_path):
    folder = convokit(tmp_path)
    assert find(folder).name == "convokit"
    reviews, helps = read(folder)
    assert (reviews.id, reviews.title, len(reviews)) == ("1", "Late reviews", 3)
    assert [(u.id, u.speaker, u.reply_to) for u in reviews] == [
        ("1", "ada", None),
        ("2", "bob", "1"),
        ("3", "ada", "2"),
    ]
    assert reviews.utterances[0].at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    ada, bob = reviews.speakers
    assert (ada.name, ada.aliases, bob.name, bob.aliases) == ("Ada", ("ada",), "bob", ())
    assert (helps.id, helps.title) == ("8", "Who helps?"), "without a title: the first words"


def test_its_utterances_alone_are_read_too(tmp_path):
    lines = convokit(tmp_path) / "utterances.jsonl"
    alone = written(tmp_path / "some.jsonl", lines.read_text())
    assert find(alone).name == "convokit"
    assert [talk.title for talk in read(alone)] == ["Why so late?", "Who helps?"]
    assert [talk.title for talk in read(lines)] == ["Late reviews", "Who helps?"], "in its folder: with the others"


def test_the_old_form_a_list_with_users_and_roots(tmp_path):
    rows = [
        {"id": "1", "root": "1", "user": "ada", "text": "Why?", "reply-to": None, "timestamp": None},
        {"id": "2", "root": "1", "user": "bob", "text": "Why not?", "reply-to": "1", "timestamp": None},
    ]
    written(tmp_path / "old" / "utterances.json", json.dumps(rows))
    written(tmp_path / "old" / "users.json", json.dumps({"ada": {"name": "Ada"}, "bob": {}}))
    written(tmp_path / "old" / "conversations.json", json.dumps({"1": {"title": "Why"}}))
    (talk,) = read(tmp_path / "old")
    assert (talk.title, [s.name for s in talk.speakers], talk.utterances[1].reply_to) == ("Why", ["Ada", "bob"], "1")


def test_utterances_of_one_conversation_may_stand_anywhere(reads):
    talks, _ = reads(*(utterance(n, talk=str(n % 3)) for n in range(9)))
    assert [[u.id for u in talk] for talk in talks] == [["0", "3", "6"], ["1", "4", "7"], ["2", "5", "8"]]


def test_what_names_no_conversation_belongs_to_what_it_answers(reads):
    talks, reading = reads(
        utterance("a", talk=None),
        utterance("c", talk=None, reply_to="b"),
        utterance("b", talk=None, reply_to="a"),
        utterance("d", talk=None, reply_to="gone"),
        utterance("e", talk=None, reply_to="f"),
        utterance("f", talk=None, reply_to="e"),
        utterance("g", talk=None, reply_to="h"),
        utterance("h", talk="9"),
    )
    assert {talk.id: sorted(u.id for u in talk) for talk in talks} == {
        "a": ["a", "b", "c"],
        "d": ["d"],
        "9": ["g", "h"],
    }
    assert told(reading)[:2] == [
        "utterance e: It names no conversation, and its replies run in a circle.",
        "utterance f: It names no conversation, and its replies run in a circle.",
    ]


def test_many_with_one_id_and_many_answers_to_it_take_no_time(reads):
    rows = [utterance("a", talk=str(n)) for n in range(3_000)]
    talks, _ = reads(*rows, *(utterance(f"b{n}", talk=None, reply_to="a") for n in range(3_000)))
    assert len(talks[0]) == 3_001


@pytest.mark.parametrize(
    "written",
    [1772359200, 1772359200.0, "1772359200", 1772359200000, "1772359200000", 1772359200 * 10**6, 1772359200 * 10**9,
     "2026-03-01T10:00:00Z", "2026-03-01T11:00:00+01:00"],
)  # fmt: skip
def test_a_moment_in_whatever_unit(reads, written):
    ((talk,), reading) = reads(utterance("1", timestamp=written))
    assert talk.utterances[0].at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert reading.skipped == []


@pytest.mark.parametrize("written", [0, 7, 12.5, "7", -1, 10**10, 10**30, "noon", True, [1], {}, "1e999", "9" * 50])
def test_what_is_no_moment_is_read_without_and_told(reads, written):
    ((talk,), reading) = reads(utterance("1", timestamp=written), utterance("2", timestamp=None))
    assert [u.at for u in talk] == [None, None]
    assert told(reading) == ["utterances.jsonl: 1 time that is no moment we can tell: it is read without."]


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([], "not written as ConvoKit writes it"),
        (utterance(None), "no id"),
        (utterance({}), "no id"),
        (utterance("2", None), "who said it"),
        (utterance("2", True), "who said it"),
        (utterance("2", words=None), "no text"),
        (utterance("2", words=["a"]), "no text"),
        (utterance("2", words=" "), "empty"),
        (utterance("2", words="[deleted]"), "deleted"),
        (utterance("1"), "Another with this id"),
        (utterance("2", reply_to="gone"), "what it answers is not here"),
    ],
)
def test_a_bad_row_is_named_and_the_others_come_in(reads, row, why):
    ((talk,), reading) = reads(utterance("1"), row)
    assert talk.utterances[0].id == "1"
    (said,) = told(reading)
    assert why in said


def test_meta_of_any_kind_is_left_out_and_told(reads):
    meta = {"1": {"meta": {"title": ["no"], "language": 5}}, "2": [], "3": {"meta": {"title": "Nothing said"}}}
    ((talk,), reading) = reads(utterance("1"), conversations=meta, speakers={"ada": {"meta": {"name": {}}}, "x": 1})
    assert (talk.title, talk.language, talk.speakers[0].name) == ("Why so late?", None, "ada")
    assert told(reading) == [
        "speakers.json, x: It is not written as ConvoKit writes it.",
        "conversations.json, 2: It is not written as ConvoKit writes it.",
        "conversations.json: 1 conversation without utterances.",
    ]


def test_names_are_no_mail_addresses_and_numbers_no_names(reads):
    ((talk,), _) = reads(
        utterance(1, "ada@example.org"), utterance(2, 17), utterance(3, "[deleted]"), utterance(4, "bob\0b"),
        speakers={"17": {"meta": {}}},
    )  # fmt: skip
    assert [speaker.name for speaker in talk.speakers] == ["ada", "user17", "", "bobb"]
    assert talk.speakers[0].id.startswith("id-")


def test_language_and_address_where_meta_tells_them(reads):
    meta = {"1": {"meta": {"language": "nl-NL", "permalink": "/r/late/1"}}}
    ((one, two), _) = reads(utterance("1"), utterance("2", talk="2"), conversations=meta, corpus={"language": "en"})
    assert (one.language, one.origin, two.language, two.origin) == ("nl", "/r/late/1", "en", "")


@pytest.mark.parametrize("file", ["utterances.jsonl", "speakers.json", "conversations.json", "corpus.json"])
def test_a_broken_file_gives_nothing_and_says_where(tmp_path, file):
    path = convokit(tmp_path) / file
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(UnreadableExport, match=rf"^{file}, line \d.*damaged or cut off"):
        list(read(path.parent))


def test_an_empty_corpus_is_refused(tmp_path):
    with pytest.raises(UnreadableExport, match=r"^utterances\.jsonl: There are no utterances in it\."):
        list(read(corpus(tmp_path, corpus={})))


def test_more_than_allowed_is_refused_before_anything_is_given(tmp_path):
    folder = convokit(tmp_path)
    with pytest.raises(UnreadableExport, match="more than 3 contributions"):
        next(read(folder, Reading(limits=Limits(utterances=3))))


def test_pickles_beside_it_are_never_opened(tmp_path):
    folder = convokit(tmp_path)
    (folder / "vectors.bow.p").write_bytes(b"cos\nsystem\n(S'false'\ntR.")
    assert len(list(read(folder))) == 2


def test_meta_of_more_conversations_than_were_had(tmp_path):
    many = {str(n): {"meta": {"title": "x" * 100}} for n in range(20_000)}
    reading = Reading(limits=Limits(bytes=10_000_000))
    folder = corpus(tmp_path, utterance("1", talk="19999"), conversations=many)
    (talk,) = read(folder, reading)
    assert talk.title == "x" * 100
    assert reading.skipped_count == 19_999


def test_who_is_addressed_and_says_nothing_here_stands_apart(reads):
    people = {"bob": {"meta": {"name": "Bob"}}, "carla": {"meta": {}}, "dan": {"meta": {}}}
    ((one, _), _) = reads(
        utterance("1", words="@Carla, u/BOB and u/ada: why? Mail to dan, x@dan or @nobody"),
        utterance("2", "bob", talk="2"),
        speakers=people,
    )
    assert [(other.id, other.name) for other in one.others] == [("carla", "carla"), ("bob", "Bob")]


def test_memory_is_that_of_one_conversation(tmp_path):
    words = "words " * 200
    folder = corpus(tmp_path, *(utterance(n, words=words, talk=str(n // 2)) for n in range(4_000)))
    tracemalloc.start()
    assert sum(1 for _ in read(folder)) == 2_000
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000 < 4_000 * len(words)
