"""Our own exchange format: good rows come in, bad ones are named."""

import json

import pytest

from iq4d.errors import UnreadableExport
from iq4d.readers import Reading, read
from readers.small_exports import forum, forum_data, post, written


@pytest.fixture
def reads(tmp_path):
    def reads(*posts, **more):
        reading = Reading()
        path = written(tmp_path / "forum.json", json.dumps(forum_data(*posts, **more)))
        return list(read(path, reading)), [(str(skipped.where), str(skipped.why)) for skipped in reading.skipped]

    return reads


def test_a_topic_with_its_posts(tmp_path):
    (talk,) = read(forum(tmp_path))
    assert [(u.id, u.speaker, u.text, u.reply_to) for u in talk] == [
        ("post-1", "user-1", "Why so late?", None),
        ("post-2", "user-2", "What is late to you?", "post-1"),
    ]
    assert [(s.id, s.name) for s in talk.speakers] == [("user-1", "Ada"), ("user-2", "Bob")]


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        *((post(id), "id is not a whole number") for id in (0, -1, 10**30, [1], None, "1", True, 1.5, {})),
        *((None, "id is not"), ([], "id is not"), ("post", "id is not"), (7, "id is not")),
        *((post(9, author=author), "author") for author in (77, None, "1", [1], True)),
        *((post(9, body=body), "no text") for body in (None, 5, [], {})),
        (post(9, body=" \n"), "empty"),
        (post(9, body="x" * 1_000_001), "longer than"),
        *(
            (post(9, created=created), "date")
            for created in (
                "2024-02-30T00:00:00Z",
                "2024-01-02T03:04:05",
                "0000-01-01T00:00:00Z",
                -1,
                [],
                "yesterday",
                True,
            )
        ),
        (post(1, "again"), "came before"),
    ],
)
def test_a_bad_row_is_named_and_the_others_come_in(reads, bad, why):
    (talk,), skipped = reads(post(1), bad, post(2, parent=1))
    assert [u.id for u in talk] == ["post-1", "post-2"]
    assert len(skipped) == 1
    assert skipped[0][0].startswith("topic 1, post")
    assert why in skipped[0][1]


@pytest.mark.parametrize("parent", [1, 77, -1, "2", [], {}, True, 10**30])
def test_a_reply_to_itself_or_to_nothing_stands_by_itself(reads, parent):
    (talk,), skipped = reads(post(1, parent=parent))
    assert talk.utterances[0].reply_to is None
    assert skipped[0][0] == "topic 1, post 1"
    assert "reply link" in skipped[0][1]


def test_a_circle_is_broken_at_its_earliest_post(reads):
    (talk,), skipped = reads(
        post(1, parent=3, created="2026-03-02T10:00:00Z"), post(2, parent=1), post(3, parent=2), post(4, parent=3)
    )
    assert {u.id: u.reply_to for u in talk} == {
        "post-1": "post-3",
        "post-2": None,
        "post-3": "post-2",
        "post-4": "post-3",
    }
    assert [where for where, _ in skipped] == ["topic 1, post 2"]


def test_a_reply_never_stands_before_what_it_answers_at_the_same_moment(reads):
    (talk,), _ = reads(post(3, parent=2), post(2, parent=1), post(1), post(4, parent=3))
    assert [u.id for u in talk] == ["post-1", "post-2", "post-3", "post-4"]


def test_nothing_of_rights_addresses_or_rendered_html_is_read(reads):
    loud = {"is_superuser": True, "password": "pbkdf2", "api_token": "tok", "email": "ada@example.org", "role": "admin"}
    (talk,), skipped = reads(
        post(1, body_html="<script>", rendered="<script>", attachments=["../../etc/passwd"]),
        users=[{"id": 1, "username": "Ada"} | loud],
        settings={"DEBUG": True},
        groups=[{"id": 1}],
    )
    assert not [
        word for word in ("pbkdf2", "tok'", "admin", "example.org", "script", "passwd", "DEBUG") if word in repr(talk)
    ]
    assert skipped == [("topic 1, post 1", "Its attachments: we read words only.")]


def test_names_that_look_like_another_are_told_apart(reads):
    users = [
        {"id": 1, "username": "alice"},
        {"id": 2, "username": "ALICE"},
        {"id": 3, "username": "\u0430lice"},
        {"id": 4},
    ]
    (talk,), skipped = reads(post(1), post(2, author=2), post(3, author=3), post(4, author=4), users=users)
    assert [s.name for s in talk.speakers] == ["alice", "ALICE (2)", "\u0430lice (3)", ""]
    assert [s.aliases for s in talk.speakers] == [(), ("ALICE",), ("\u0430lice",), ()]
    assert [where for where, _ in skipped] == ["user 2", "user 3"]


def test_users_whose_names_stand_in_a_topic_are_known_beside_it(reads):
    users = [{"id": 1, "username": "Ada"}, {"id": 2, "username": "Eve Adams"}, {"id": 3, "username": "Fay"}]
    (talk,), _ = reads(post(1, "What does Adams say?"), users=users)
    assert [s.name for s in talk.speakers] == ["Ada"]
    assert [s.name for s in talk.others] == ["Eve Adams"]


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"version": 2}, "version 1"),
        ({"version": True}, "version 1"),
        ({"users": {"1": {}}}, '"users" has to be a list'),
        ({"topics": "all"}, '"topics" has to be a list'),
    ],
)
def test_a_file_of_another_shape_is_refused(reads, more, says):
    with pytest.raises(UnreadableExport, match=says):
        reads(post(1), **more)


@pytest.mark.parametrize(
    "topic", [None, [], {}, {"id": 0}, {"id": 2, "posts": {}}, {"id": 1, "posts": []}, {"id": 2, "title": []}]
)
def test_a_bad_topic_is_named_and_the_others_come_in(reads, topic):
    good = forum_data(post(1))["topics"][0]
    talks, skipped = reads(topics=[good, topic])
    assert [talk.id for talk in talks] == ["topic-1"]
    assert len(skipped) == 1


def test_a_title_is_never_empty_and_never_endless(reads):
    topics = [
        {"id": n, "title": title, "posts": [post(1)]}
        for n, title in enumerate(["x" * 100_000, " ", None, "a\u202eb\0"], 1)
    ]
    talks, skipped = reads(topics=topics)
    assert [len(talks[0].title), *(talk.title for talk in talks[1:])] == [300, "Why so late?", "Why so late?", "ab"]
    assert [where for where, _ in skipped] == ["topic 1"]
