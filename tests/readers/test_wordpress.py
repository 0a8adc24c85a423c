"""Posts with their comments; what is private, pinged or spam stays out."""

import pytest

from iq4d.errors import UnreadableExport
from iq4d.readers import Reading, read
from readers.small_exports import comment, item, wordpress, written, wxr


@pytest.fixture
def reads(tmp_path):
    def reads(*items, **more):
        reading = Reading()
        return list(read(written(tmp_path / "export.xml", wxr(*items, **more)), reading)), reading

    return reads


def reasons(reading):
    return [(str(skipped.where), str(skipped.why)) for skipped in reading.skipped]


def test_a_post_and_its_comments(tmp_path):
    reading = Reading()
    (talk,) = read(wordpress(tmp_path), reading)
    assert [(u.id, u.speaker, u.text, u.reply_to) for u in talk] == [
        ("post", "user-4", "Wie wil er meedenken?", None),
        ("comment-1", "name-bob", "Ik. Waar begin je?", "post"),
        ("comment-2", "user-4", "Bij jou.", "comment-1"),
        ("comment-3", "name-carla", "Ik ook.", "post"),
    ]
    assert {s.id: s.name for s in talk.speakers} == {"user-4": "Ada", "name-bob": "Bob", "name-carla": "Carla"}
    assert (talk.id, talk.language, talk.origin) == ("post-10", "nl", "https://school.example/10")
    assert "wp:paragraph" not in talk.utterances[0].source
    assert reasons(reading) == [("export.xml", "1 post without comments.")]
    assert "example.org" not in repr(talk)
    assert "192.0.2.7" not in repr(talk)


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_every_version(reads, version, scheme):
    talks, _ = reads(item(10, comment(1, "Bob", "Hi")), version=version, scheme=scheme)
    assert [len(talk) for talk in talks] == [2]


@pytest.mark.parametrize(
    ("post", "why"),
    [
        (item(10, comment(1, "Bob", "Hi"), status="private"), "not public: private"),
        (item(10, comment(1, "Bob", "Hi"), status="draft"), "not public: draft"),
        (item(10, comment(1, "Bob", "Hi"), password="geheim"), "protected by a password"),
        (item(10, comment(1, "Bob", "Hi"), kind="attachment"), "no post or page"),
        (item(10, comment(1, "Bob", "Hi", approved="0")), "not approved yet"),
        (item(10, comment(1, "Bob", "Hi", approved="spam")), "marked as spam"),
        (item(10, comment(1, "Bob", "Hi", approved="trash")), "marked as trash"),
        (item(10, comment(1, "A site", "[...]", kind="pingback")), "a pingback, not"),
        (item(10, comment(1, "A site", "[...]", kind="trackback")), "a trackback, not"),
        (item(10), "no conversation to read"),
    ],
)
def test_what_is_not_said_in_public_is_left_out_with_its_reason(reads, post, why):
    talks, reading = reads(post)
    assert talks == []
    assert any(why in reason for _, reason in reasons(reading))
    assert "geheim" not in repr(reading.skipped)


def test_an_answer_to_what_was_left_out_answers_the_post(reads):
    (talk,), _ = reads(item(10, comment(1, "Spammer", "Buy", approved="spam"), comment(2, "Bob", "No", parent=1)))
    assert talk.utterances[1].reply_to == "post"


def test_blank_lines_were_paragraphs_before_the_block_editor(reads):
    (talk,), _ = reads(item(10, comment(1, "Bob", "One.\n\nTwo.\nThree.")))
    assert talk.utterances[1].text == "One.\nTwo.\nThree."
    assert talk.utterances[1].source == "<p>One.</p>\n<p>Two.<br>\nThree.</p>"


def test_a_comment_with_an_address_for_a_name(reads):
    (talk,), _ = reads(item(10, comment(1, "carla@example.org", "Hi"), comment(2, "", "Ho")))
    assert [(s.id, s.name) for s in talk.speakers][1:] == [("name-carla", "carla"), ("unknown-2", "")]


def test_everybody_is_known_by_all_their_names(reads):
    eve = (
        "<wp:author><wp:author_id>5</wp:author_id><wp:author_login>eve5</wp:author_login>"
        "<wp:author_display_name>Eve</wp:author_display_name><wp:author_first_name>Eve</wp:author_first_name>"
        "<wp:author_last_name>Adams</wp:author_last_name></wp:author>"
    )
    (talk,), _ = reads(eve, item(10, comment(1, "Bob", "Hi"), comment(2, "Ada Lovelace", "Ho", user=4)))
    assert {s.name: s.aliases for s in talk.speakers} == {"Ada": ("ada4", "Ada Lovelace"), "Bob": ()}
    assert {s.name: s.aliases for s in talk.others} == {"Eve": ("eve5", "Eve Adams")}


def test_the_same_post_twice_is_read_once(reads):
    talks, reading = reads(item(10, comment(1, "Bob", "Hi")), item(10, comment(1, "Bob", "Hi")))
    assert len(talks) == 1
    assert reasons(reading) == [("post 10", "Another with this id came before it.")]


def test_a_broken_file_is_one_line_with_its_place(tmp_path):
    path = written(tmp_path / "export.xml", wxr(item(10, comment(1, "Bob", "Hi"))).replace("</item>", "</itme>"))
    with pytest.raises(UnreadableExport, match=r"^export\.xml, line \d+: This file is damaged or cut off\."):
        list(read(path))


def test_ten_thousand_comments_in_a_chain(reads):
    chain = "".join(
        f"<wp:comment><wp:comment_id>{n}</wp:comment_id><wp:comment_author>Bob</wp:comment_author><wp:comment_content>b"
        f"</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
        f"<wp:comment_parent>{n - 1}</wp:comment_parent>"
        "</wp:comment>"
        for n in range(1, 10_001)
    )
    (talk,), _ = reads(item(10, chain))
    assert len(talk) == 10_001
