"""A Discourse topic, whole, cut, or not a topic at all."""

import json

import pytest

from iq4d.errors import UnreadableExport
from iq4d.readers import Reading, read
from readers.small_exports import discourse, discourse_topic, written


@pytest.fixture
def reads(tmp_path):
    def reads(topic, reading=None):
        return list(read(written(tmp_path / "topic.json", json.dumps(topic)), reading))

    return reads


def changed(number: int, **more) -> dict:
    topic = discourse_topic()
    topic["post_stream"]["posts"][number - 1] |= more
    return topic


def test_a_topic_with_its_replies(tmp_path):
    (talk,) = read(discourse(tmp_path))
    assert [(u.id, u.speaker, u.text, u.reply_to) for u in talk] == [
        ("post-1", "user-ada", "Why do our reviews end so late?", None),
        ("post-2", "user-bob", "What is late to you?", "post-1"),
        ("post-3", "user-ada", "After six, when the buses stop.", "post-2"),
    ]
    assert (talk.id, talk.title, talk.expected, talk.origin) == ("topic-7", "Late reviews", None, "/t/late-reviews/7")
    assert talk.utterances[1].source.startswith("<aside")
    assert talk.utterances[1].markup == "html"


@pytest.mark.parametrize(
    "more", [{"posts_count": 22}, {"post_stream": discourse_topic()["post_stream"] | {"stream": [*range(22)]}}]
)
def test_a_cut_export_tells_how_many_there_are(reads, more):
    (talk,) = reads(discourse_topic(**more))
    assert (len(talk), talk.expected) == (3, 22)


def test_notes_are_not_expected_either(reads):
    (talk,) = reads(changed(3, post_type=3) | {"posts_count": 22})
    assert (len(talk), talk.expected) == (2, 21)


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"post_type": 2}, "note of the software"),
        ({"post_type": 3}, "note of the software"),
        ({"deleted_at": "2026-03-03T10:00:00Z"}, "deleted"),
        ({"user_deleted": True}, "deleted"),
        ({"hidden": True}, "hidden"),
        ({"cooked": None}, "no text"),
        ({"cooked": " "}, "empty"),
        ({"post_number": "2"}, "no post number"),
        ({"post_number": 1}, "came before it"),
    ],
)
def test_what_is_no_contribution_is_left_out_with_its_reason(reads, more, why):
    reading = Reading()
    (talk,) = reads(changed(2, **more), reading)
    assert [u.id for u in talk] == ["post-1", "post-3"]
    assert why in str(reading.skipped[0].why)


def test_raw_markdown_is_preferred(reads):
    (talk,) = reads(changed(2, raw="> so late?\n\nWhat is late *to you*?"))
    assert talk.utterances[1].markup == "markdown"
    assert talk.utterances[1].text == "What is late to you?"


def test_a_writer_whose_account_is_gone_is_somebody_without_a_name(reads):
    (talk,) = reads(changed(2, username=None, name=None))
    assert [(s.id, s.name) for s in talk.speakers] == [("user-ada", "Ada"), ("unknown-2", "")]


def test_everybody_is_known_by_all_their_names(reads):
    """Who posts, and who is listed, answered, quoted or addressed: apart, as they said nothing here."""
    raw = '[quote="Eve Adams, post:9, topic:7, username:eve_a"]\nno\n[/quote]\nWhy?'
    topic = changed(1, name="Ada de Wit", display_username="Ada W.", reply_to_user={"username": "fay"}, raw=raw)
    cooked = '<aside class="quote" data-username="gus"></aside><p><a class="mention" href="/u/hal">@hal</a> Well?</p>'
    topic["post_stream"]["posts"][1] |= {"cooked": cooked, "deleted_at": "2026-03-03T10:00:00Z"}
    topic["details"] = {"participants": [{"username": "ada"}, {"username": "ivo", "name": "Ivo"}, None, 7, {}]}
    (talk,) = reads(topic)
    assert [(s.name, s.aliases) for s in talk.speakers] == [("Ada de Wit", ("Ada W.", "Ada", "ada"))]
    others = {"Eve Adams": ("eve_a",), "fay": (), "gus": (), "hal": (), "Ivo": ("ivo",), "Bob": ("bob",)}
    assert {s.name: s.aliases for s in talk.others} == others


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"topic_list": {"topics": []}}, "not a topic"),
        ({"latest_posts": []}, "not a topic"),
        ([{"avatar_template": "x"}], "not a topic"),
        ({"post_stream": []}, "not a topic"),
        ({"post_stream": {"posts": {}}}, "not a topic"),
        ({"post_stream": {"posts": []}, "id": 7}, "only a part"),
    ],
)
def test_other_pages_of_discourse_say_which_to_export(reads, data, says):
    with pytest.raises(UnreadableExport, match=says) as problem:
        reads(data)
    assert "put .json behind its address" in str(problem.value)


def test_a_chain_of_5000_and_rows_of_any_kind(reads):
    posts = [
        {"post_number": n, "username": "ada", "cooked": "b", "reply_to_post_number": n - 1} for n in range(1, 5001)
    ]
    (talk,) = reads(discourse_topic(post_stream={"posts": [None, 1, "x", [], *posts]}, posts_count=-1))
    assert talk.utterances[-1].reply_to == "post-4999"
