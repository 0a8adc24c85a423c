"""Conversations out as a corpus, and in again: the same."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iq4d.conversation import Conversation, Declared, Purpose, Speaker, Utterance, conversation
from iq4d.errors import IQ4DError
from iq4d.readers import Reading, battery, read, read_many
from iq4d.readers.convokit import Entry, Saved, save
from readers.small_exports import SAMPLES, convokit, discourse_topic, forum, forum_data, post, written


def kept(talk: Conversation) -> Conversation:
    """What a corpus keeps of a conversation."""
    return replace(
        talk,
        utterances=tuple(replace(u, source=u.text, markup="text") if u.text else u for u in talk),
        speakers=tuple(replace(speaker, aliases=()) for speaker in talk.speakers),
        others=(),
        declared=Declared(),
    )


def back(folder) -> list[Conversation]:
    reading = Reading()
    talks = list(read(folder, reading))
    battery.promises_kept(talks)
    assert reading.skipped == []
    return talks


def load(folder, name):
    return json.loads((folder / name).read_text())


def rows(folder):
    return [json.loads(line) for line in (folder / "utterances.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("reader", SAMPLES, ids=lambda reader: reader.name)
def test_what_any_reader_gives_comes_back(reader, tmp_path):
    talks = list(read(SAMPLES[reader](tmp_path)))
    save(talks, tmp_path / "saved")
    assert back(tmp_path / "saved") == [kept(talk) for talk in talks]


def test_a_corpus_is_five_files_in_the_form_of_convokit(tmp_path):
    (talk,) = read(forum(tmp_path))
    at = datetime(2026, 3, 1, 10, 0, 0, 500_000, tzinfo=UTC)
    talk = replace(
        talk, language="nl", origin="/t/1", utterances=(talk.utterances[0], replace(talk.utterances[1], at=at))
    )
    saved = save([Entry(talk, {"iq4d_points": 61.5, "iq4d_depth": None, "iq4d_footing": "thin"})], tmp_path / "saved")
    assert saved == Saved(conversations=1, utterances=2, speakers=2)
    assert rows(tmp_path / "saved") == [
        {"id": "post-1", "conversation_id": "topic-1", "text": "Why so late?", "speaker": "user-1", "meta": {},
         "reply-to": None, "timestamp": 1772359200, "vectors": []},
        {"id": "post-2", "conversation_id": "topic-1", "text": "What is late to you?", "speaker": "user-2", "meta": {},
         "reply-to": "post-1", "timestamp": 1772359200.5, "vectors": []},
    ]  # fmt: skip
    meta = {
        "title": "Late reviews", "language": "nl", "origin": "/t/1",
        "iq4d_points": 61.5, "iq4d_depth": None, "iq4d_footing": "thin",
    }  # fmt: skip
    assert load(tmp_path / "saved", "conversations.json") == {"topic-1": {"meta": meta, "vectors": []}}
    assert load(tmp_path / "saved", "speakers.json")["user-1"] == {"meta": {"name": "Ada"}, "vectors": []}
    assert load(tmp_path / "saved", "corpus.json") == {"iq4d": {"format": 1, "prefixed": False}}
    index = load(tmp_path / "saved", "index.json")
    assert index["conversations-index"]["iq4d_points"] == ["<class 'float'>"]
    assert index["conversations-index"]["iq4d_depth"] == []
    assert index["speakers-index"] == {"name": ["<class 'str'>"]}
    assert back(tmp_path / "saved") == [kept(talk)]


def test_ids_that_are_not_unique_are_so_in_the_corpus_and_come_back_as_they_were(tmp_path):
    data = forum_data(post(1), post(2, author=2, parent=1))
    data["topics"].append({"id": 2, "title": "Again", "posts": [post(1, author=2), post(2, parent=1)]})
    talks = list(read(written(tmp_path / "forum.json", json.dumps(data))))
    save(talks, tmp_path / "saved")
    assert [(row["id"], row["reply-to"]) for row in rows(tmp_path / "saved")] == [
        ("topic-1/post-1", None), ("topic-1/post-2", "topic-1/post-1"),
        ("topic-2/post-1", None), ("topic-2/post-2", "topic-2/post-1"),
    ]  # fmt: skip
    assert back(tmp_path / "saved") == list(map(kept, talks))


def test_ids_that_would_run_into_one_another(tmp_path):
    talks = [
        replace(conversation([("Ada", "Why?"), ("Bob", "Why not?")], title="A title"), id=id)
        for id in ("a", "a/1", "a%2F1", "a/1/1")
    ]
    first = replace(talks[0], utterances=(replace(talks[0].utterances[0], id="1/1"), talks[0].utterances[1]))
    save([first, *talks[1:]], tmp_path / "saved")
    ids = [row["id"] for row in rows(tmp_path / "saved")]
    assert len(ids) == len(set(ids)) == 8
    assert back(tmp_path / "saved") == [kept(talk) for talk in [first, *talks[1:]]]


IDS = st.text("a1/%~", min_size=1, max_size=4)
BEGIN = datetime(2026, 3, 1, 10, tzinfo=UTC)


@st.composite
def anything(draw, id):
    """A conversation as a reader gives it, with ids that may run into those of others."""
    people = draw(st.dictionaries(IDS, st.sampled_from(["", "Ada", "Bob", "Zoë 🙂"]), min_size=1, max_size=3))
    ids = draw(st.lists(IDS, min_size=1, max_size=4, unique=True))
    times = sorted(draw(st.lists(st.integers(0, 10**9), min_size=len(ids), max_size=len(ids), unique=True)))
    said = []
    for n, (own, after) in enumerate(zip(ids, times, strict=True)):
        words = draw(st.sampled_from(["Why?", "[deleted]", '"}\n{"', "é 🙂"]))
        answered = draw(st.sampled_from([None, *ids[:n]]))
        who = draw(st.sampled_from(sorted(people)))
        said.append(Utterance(own, who, words, BEGIN + timedelta(microseconds=after), answered, words))
    speaking = dict.fromkeys(utterance.speaker for utterance in said)
    return Conversation(id, "A title", tuple(said), tuple(Speaker(who, people[who]) for who in speaking))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(talks=st.lists(IDS, min_size=1, max_size=4, unique=True).flatmap(lambda ids: st.tuples(*map(anything, ids))))
def test_whatever_the_ids_are_all_comes_back(tmp_path, talks):
    save(talks, tmp_path / "saved")
    saved = rows(tmp_path / "saved")
    assert len({row["id"] for row in saved}) == len(saved)
    assert back(tmp_path / "saved") == list(talks)


def test_the_same_topic_of_two_forums_stays_two(tmp_path):
    one, two = (
        written(tmp_path / name / "topic.json", json.dumps(discourse_topic(title=name))) for name in ("one", "two")
    )
    save([Entry(found.conversation, source=found.source) for found in read_many([one, two])], tmp_path / "saved")
    assert load(tmp_path / "saved", "conversations.json")["topic-7~2"]["meta"]["source"] == "topic.json"
    assert [(talk.id, talk.title, talk.utterances[1].id) for talk in back(tmp_path / "saved")] == [
        ("topic-7", "one", "post-2"), ("topic-7~2", "two", "post-2"),
    ]  # fmt: skip
    assert set(load(tmp_path / "saved", "speakers.json")) == {"user-ada", "user-bob"}, "by id and name: the same people"


def test_one_id_with_two_names_is_two_speakers_and_so_is_who_has_none(tmp_path):
    def talk(id, name):
        speaker = Speaker("u", name)
        return Conversation(id, "A title", (Utterance("1", "u", "Why?", source="Why?"),), (speaker,))

    talks = [talk("a", "Ada"), talk("b", "Bob"), talk("c", "Ada"), talk("d", ""), talk("e", "")]
    assert save(talks, tmp_path / "saved").speakers == 4
    assert [row["speaker"] for row in rows(tmp_path / "saved")] == ["u", "u~2", "u", "u~3", "u~4"]
    assert back(tmp_path / "saved") == talks


@pytest.mark.parametrize(
    "at",
    [
        datetime(1969, 7, 20, 20, 17, 40, tzinfo=UTC),
        datetime(1970, 1, 1, tzinfo=UTC),
        datetime(2026, 3, 1, 10, 0, 0, 123_457, tzinfo=UTC),
        datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=2))),
        datetime(2150, 1, 1, tzinfo=UTC),
        None,
    ],
)
def test_any_moment_comes_back(tmp_path, at):
    talk = Conversation("1", "A title", (Utterance("1", "a", "Why?", at=at, source="Why?"),), (Speaker("a", "Ada"),))
    save([talk], tmp_path / "saved")
    assert back(tmp_path / "saved") == [talk]


def test_words_of_any_kind_come_back(tmp_path):
    words = ['"quoted" \\ and }, {', "één 🙂 \u2028", "[deleted]", "> not a quotation here", "<b>x</b>"]
    talk = conversation([("Zoë 🙂", word) for word in words], title='Title "with" quotes 🙂')
    save([talk], tmp_path / "saved")
    (saved,) = back(tmp_path / "saved")
    assert [u.text for u in saved][:1] == words[:1]
    assert [u.text for u in saved][2:] == words[2:]
    assert saved.speakers == talk.speakers
    assert (tmp_path / "saved" / "utterances.jsonl").read_bytes().isascii(), "ConvoKit opens it as the machine likes"


def test_a_picture_or_a_quotation_only_comes_back_with_who_answers_it(tmp_path):
    said = [post(1), post(2, "> Why so late?", author=2, parent=1), post(3, parent=2)]
    (talk,) = read(written(tmp_path / "forum.json", json.dumps(forum_data(*said))))
    assert talk.utterances[1].text == ""
    save([talk], tmp_path / "saved")
    assert rows(tmp_path / "saved")[1]["meta"] == {"iq4d_source": "> Why so late?", "iq4d_markup": "markdown"}
    assert load(tmp_path / "saved", "index.json")["utterances-index"]["iq4d_source"] == ["<class 'str'>"]
    assert back(tmp_path / "saved") == [kept(talk)]


def test_what_is_declared_is_not_in_it(tmp_path):
    talk = conversation([("Ada", "Why?")], title="A title").with_declared(Declared(purpose=Purpose("Secret")))
    save([talk], tmp_path / "saved")
    assert not any("Secret" in file.read_text() for file in (tmp_path / "saved").iterdir())


def test_it_streams_and_appears_only_when_complete(tmp_path):
    talks = [replace(conversation([("Ada", "Why?")], title="A title"), id=str(n)) for n in range(3)]

    def giving():
        for talk in talks:
            assert not (tmp_path / "saved").exists()
            yield talk

    save(giving(), tmp_path / "saved")
    assert [path.name for path in tmp_path.iterdir()] == ["saved"]
    assert len(back(tmp_path / "saved")) == 3


def test_an_error_halfway_leaves_what_was_there(tmp_path):
    talk = conversation([("Ada", "Why?")], title="A title")
    save([talk], tmp_path / "saved")

    def giving():
        yield replace(talk, title="Another title")
        raise IQ4DError("It broke")

    with pytest.raises(IQ4DError):
        save(giving(), tmp_path / "saved")
    with pytest.raises(IQ4DError):
        save(giving(), tmp_path / "other")
    assert [path.name for path in tmp_path.iterdir()] == ["saved"]
    assert [talk.title for talk in back(tmp_path / "saved")] == ["A title"]


def test_a_corpus_and_an_empty_folder_are_replaced(tmp_path):
    talk = conversation([("Ada", "Why?")], title="A title")
    (tmp_path / "saved").mkdir()
    save([talk], tmp_path / "saved")
    save([replace(talk, title="Another title")], tmp_path / "saved")
    assert [path.name for path in tmp_path.iterdir()] == ["saved"]
    assert [talk.title for talk in back(tmp_path / "saved")] == ["Another title"]


def test_a_corpus_of_ours_may_be_saved_where_it_was_read(tmp_path):
    talks = list(read(convokit(tmp_path)))
    save(talks, tmp_path / "saved")
    save(read(tmp_path / "saved"), tmp_path / "saved")
    assert back(tmp_path / "saved") == list(map(kept, talks))


def test_a_corpus_of_somebody_else_keeps_its_meta(tmp_path):
    folder = convokit(tmp_path)
    with pytest.raises(IQ4DError, match="not saved from here"):
        save(read(folder), folder)
    assert load(folder, "corpus.json") == {"subreddit": "reviews"}


@pytest.mark.parametrize("other", ["thesis.docx", "corpus.json", "utterances.jsonl/x", ".hidden"])
def test_a_folder_with_something_else_is_left_as_it_is(tmp_path, other):
    written(tmp_path / "saved" / other, "my thesis")
    with pytest.raises(IQ4DError, match="not saved from here"):
        save([conversation([("Ada", "Why?")], title="A title")], tmp_path / "saved")
    assert (tmp_path / "saved" / other).read_text() == "my thesis"


def test_a_corpus_with_a_file_of_somebody_beside_it_is_left_as_it_is(tmp_path):
    talk = conversation([("Ada", "Why?")], title="A title")
    save([talk], tmp_path / "saved")
    written(tmp_path / "saved" / "notes.txt", "mine")
    with pytest.raises(IQ4DError, match="not saved from here"):
        save([talk], tmp_path / "saved")


def test_a_file_or_a_link_to_nothing_is_left_as_it_is(tmp_path):
    written(tmp_path / "file", "mine")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    for name in ("file", "link"):
        with pytest.raises(IQ4DError, match="not saved from here"):
            save([], tmp_path / name)


def test_a_place_that_is_not_there_is_told_before_anything_is_read(tmp_path):
    def never():
        raise AssertionError
        yield

    with pytest.raises(IQ4DError, match="no such folder to save in"):
        save(never(), tmp_path / "gone" / "saved")


def test_nothing_to_save_is_told(tmp_path):
    with pytest.raises(IQ4DError, match="no conversation to save"):
        save([], tmp_path / "saved")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("meta", [{"title": "mine"}, {"iq4d_points": float("nan")}])
def test_meta_that_cannot_be_kept_is_refused(tmp_path, meta):
    with pytest.raises(ValueError, match=r"ours|JSON"):
        save([Entry(conversation([("Ada", "Why?")], title="A title"), meta)], tmp_path / "saved")
    assert list(tmp_path.iterdir()) == []
