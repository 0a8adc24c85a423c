"""A dump: questions with answers and comments, by way of a temporary file."""

import tracemalloc

import pytest

from iq4d.errors import UnreadableExport
from iq4d.readers import Reading, find, read
from readers.small_exports import COMMENTS, POSTS, stackexchange, written


def test_a_question_its_answer_and_the_comments(tmp_path):
    reading = Reading()
    (talk,) = read(stackexchange(tmp_path), reading)
    assert [(u.id, u.speaker, u.text, u.reply_to) for u in talk] == [
        ("post-1", "user-4", "How do I begin?", None),
        ("comment-2", "name-bob", "I wonder too.", "post-1"),
        ("post-2", "name-bob", "With a question.", "post-1"),
        ("comment-1", "user-4", "Which question?", "post-2"),
    ]
    assert (talk.id, talk.title) == ("question-1", "Beginning")
    assert [(str(s.where), str(s.why)) for s in reading.skipped] == [
        ("Posts.xml", "1 row that is no question or answer."),
        ("post 4", "What it belongs to is not in this export."),
        ("comment 3", "What it belongs to is not in this export."),
    ]


def test_posts_alone_with_comments_beside_them_and_without(tmp_path):
    folder = stackexchange(tmp_path)
    assert [len(talk) for talk in read(folder / "Posts.xml")] == [4]
    (folder / "Comments.xml").unlink()
    assert [len(talk) for talk in read(folder / "Posts.xml")] == [2]
    assert [len(talk) for talk in read(folder)] == [2]


USERS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE users SYSTEM 'users.dtd'>
<users>
  <row Id="4" DisplayName="Ada de Wit" Location="Utrecht" AboutMe="ada@example.org" EmailHash="abc" />
  <row Id="5" DisplayName="Carla" /><row Id="x" DisplayName="Nobody" /><row Id="6" />
</users>"""


def test_users_beside_the_posts_give_names_and_nothing_else(tmp_path):
    folder = stackexchange(tmp_path)
    (talk,) = read(folder)
    assert {s.id: s.name for s in talk.speakers} == {"user-4": "user4", "name-bob": "Bob"}
    written(folder / "Users.xml", USERS)
    for path in (folder, folder / "Posts.xml"):
        told: list[tuple[int, int]] = []
        (talk,) = read(path, Reading(progress=lambda done, total, told=told: told.append((done, total))))
        assert {s.id: s.name for s in talk.speakers} == {"user-4": "Ada de Wit", "name-bob": "Bob"}
        assert told[-1][0] == told[-1][1]
        assert all(done <= total for done, total in told)
    assert not [word for word in ("Utrecht", "example.org", "abc", "Carla") if word in repr(talk)]


def test_comments_alone_say_what_is_missing(tmp_path):
    path = written(tmp_path / "Comments.xml", COMMENTS)
    assert find(path).name == "stackexchange"
    with pytest.raises(UnreadableExport, match="without the posts"):
        list(read(path))


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('<row Id="0" PostTypeId="1" Body="b"/>', "Its id"),
        ('<row Id="-5" PostTypeId="1" Body="b"/>', "Its id"),
        ('<row Id="9999999999999999999999" PostTypeId="1" Body="b"/>', "Its id"),
        ('<row PostTypeId="1" Body="b"/>', "Its id"),
        ('<row Id="8" PostTypeId="2" Body="b"/>', "belongs to"),
        ('<row Id="8" PostTypeId="2" ParentId="2" Body="b"/>', "belongs to"),
        ('<row Id="8" PostTypeId="2" ParentId="8" Body="b"/>', "belongs to"),
        ('<row Id="1" PostTypeId="1" Body="b"/>', "came before"),
        ('<row Id="8" PostTypeId="1" Body=" "/>', "empty"),
        ('<row Id="8" PostTypeId="1"/>', "empty"),
        ('<row Id="8" Body="b"/>', "no question or answer"),
    ],
)
def test_rows_that_cannot_be_read_are_left_out_with_their_reason(tmp_path, row, why):
    reading = Reading()
    path = written(tmp_path / "Posts.xml", POSTS.replace("</posts>", row + "</posts>"))
    assert [talk.id for talk in read(path, reading)] == ["question-1"]
    assert any(why in str(skipped.why) for skipped in reading.skipped)


def test_memory_does_not_grow_with_the_dump(tmp_path):
    def peak(questions: int) -> int:
        rows = "".join(f'<row Id="{n}" PostTypeId="1" Body="{"words " * 200}"/>\n' for n in range(1, questions + 1))
        path = written(tmp_path / "Posts.xml", f"<posts>{rows}</posts>")
        del rows
        tracemalloc.start()
        assert sum(1 for _ in read(path)) == questions
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(4_000) < 2 * peak(1_000)
