"""Small exports of our own making, one for each reader: Ada asks, Bob and Carla answer."""

import json
from pathlib import Path

from iq4d.readers import READERS

WHEN = "2026-03-0{day}T10:00:00.000Z"


def discourse_topic(**more) -> dict:
    posts = [
        {"id": 50 + n, "post_number": n, "post_type": 1, "username": who, "name": who.title(), "cooked": words,
         "created_at": WHEN.format(day=n), "reply_to_post_number": answered}
        for n, (who, words, answered) in enumerate(
            [
                ("ada", "<p>Why do our reviews end so <em>late</em>?</p>", None),
                ("bob", "<aside class='quote'><blockquote>so late?</blockquote></aside><p>What is late to you?</p>", 1),
                ("ada", "<p>After six, when the buses stop.</p>", 2),
            ],
            1,
        )
    ]  # fmt: skip
    return {
        "id": 7, "title": "Late reviews", "slug": "late-reviews", "posts_count": 3,
        "post_stream": {"posts": posts, "stream": [51, 52, 53]},
    } | more  # fmt: skip


def discourse(folder: Path) -> Path:
    return written(folder / "topic.json", json.dumps(discourse_topic()))


def wxr(*items: str, version: str = "1.2", scheme: str = "http") -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:wp="{scheme}://wordpress.org/export/{version}/">
<channel><title>Our school</title><language>nl-NL</language><wp:wxr_version>{version}</wp:wxr_version>
<wp:author><wp:author_id>4</wp:author_id><wp:author_login>ada4</wp:author_login>
<wp:author_email>ada@example.org</wp:author_email>
<wp:author_display_name><![CDATA[Ada]]></wp:author_display_name></wp:author>
{"".join(items)}</channel></rss>"""


def item(number: int = 10, *comments: str, status: str = "publish", password: str = "", kind: str = "post") -> str:
    return f"""<item><title>Wie helpt mee?</title><link>https://school.example/{number}</link><dc:creator>ada4</dc:creator>
<content:encoded><![CDATA[<!-- wp:paragraph --><p>Wie wil er meedenken?</p><!-- /wp:paragraph -->]]></content:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date_gmt>2026-03-01 10:00:00</wp:post_date_gmt><wp:status>{status}</wp:status>
<wp:post_type>{kind}</wp:post_type><wp:post_password>{password}</wp:post_password>{"".join(comments)}</item>"""


def comment(
    number: int, who: str, words: str, *, parent: int = 0, approved: str = "1", kind: str = "", user: int = 0
) -> str:
    return f"""<wp:comment><wp:comment_id>{number}</wp:comment_id>
<wp:comment_author><![CDATA[{who}]]></wp:comment_author>
<wp:comment_author_email>{who.lower()}@example.org</wp:comment_author_email>
<wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
<wp:comment_date_gmt>2026-03-02 10:0{number}:00</wp:comment_date_gmt>
<wp:comment_content><![CDATA[{words}]]></wp:comment_content>
<wp:comment_approved>{approved}</wp:comment_approved><wp:comment_type>{kind}</wp:comment_type>
<wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>{user}</wp:comment_user_id></wp:comment>"""


def wordpress(folder: Path) -> Path:
    talk = [
        comment(1, "Bob", "Ik. Waar begin je?"),
        comment(2, "Ada", "Bij jou.", parent=1, user=4),
        comment(3, "Carla", "Ik ook."),
    ]
    return written(folder / "export.xml", wxr(item(10, *talk), item(11)))


POSTS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE posts SYSTEM 'posts.dtd'>
<posts>
  <row Id="1" PostTypeId="1" CreationDate="2026-03-01T10:00:00.000" Body="&lt;p&gt;How do I begin?&lt;/p&gt;"
    OwnerUserId="4" Title="Beginning" />
  <row Id="2" PostTypeId="2" ParentId="1" CreationDate="2026-03-02T10:00:00.000"
    Body="&lt;p&gt;With a question.&lt;/p&gt;" OwnerDisplayName="Bob" />
  <row Id="3" PostTypeId="5" CreationDate="2026-03-02T10:00:00.000" Body="What this tag is for" OwnerUserId="-1" />
  <row Id="4" PostTypeId="2" ParentId="99" CreationDate="2026-03-02T10:00:00.000" Body="To nothing" OwnerUserId="4" />
</posts>
"""
COMMENTS = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE comments SYSTEM 'comments.dtd'>
<comments>
  <row Id="1" PostId="2" Text="Which question?" CreationDate="2026-03-03T10:00:00.000" UserId="4" />
  <row Id="2" PostId="1" Text="I wonder too." CreationDate="2026-03-01T11:00:00.000" UserDisplayName="Bob" />
  <row Id="3" PostId="4" Text="To an answer to nothing" CreationDate="2026-03-01T11:00:00.000" UserId="4" />
</comments>
"""


def stackexchange(folder: Path) -> Path:
    written(folder / "dump" / "Posts.xml", POSTS)
    return written(folder / "dump" / "Comments.xml", COMMENTS).parent


def forum_data(*posts: dict, **more) -> dict:
    users = [{"id": 1, "username": "Ada", "email": "ada@example.org"}, {"id": 2, "username": "Bob", "is_staff": True}]
    return {
        "format": "generic-forum", "version": 1, "users": users,
        "topics": [{"id": 1, "title": "Late reviews", "posts": list(posts)}],
    } | more  # fmt: skip


def post(id: object, body: object = "Why so late?", *, author: object = 1, parent: object = None, **more) -> dict:
    return {"id": id, "author": author, "parent": parent, "body": body, "created": "2026-03-01T10:00:00Z"} | more


def forum(folder: Path) -> Path:
    data = forum_data(post(1), post(2, "> Why so late?\n\nWhat is late to you?", author=2, parent=1))
    return written(folder / "forum.json", json.dumps(data))


def utterance(id: object, who: object = "ada", words: object = "Why so late?", *, talk: object = "1", **more) -> dict:
    """As ConvoKit writes it; `more` may hold "reply-to" as reply_to."""
    answered = more.pop("reply_to", None)
    return {
        "id": id, "conversation_id": talk, "text": words, "speaker": who, "meta": {}, "reply-to": answered,
        "timestamp": 1772359200, "vectors": [],
    } | more  # fmt: skip


def corpus(folder: Path, *utterances: object, **beside: object) -> Path:
    """A folder of ConvoKit: a line for each utterance, and every file named in `beside`."""
    written(folder / "utterances.jsonl", "".join(json.dumps(row) + "\n" for row in utterances))
    for file, data in beside.items():
        written(folder / f"{file}.json", json.dumps(data))
    return folder


def convokit(folder: Path) -> Path:
    return corpus(
        folder / "corpus",
        utterance("1"),
        utterance("2", "bob", "What is late to you?", reply_to="1", timestamp=1772359260),
        utterance("3", "ada", "After six, when the buses stop.", reply_to="2", timestamp=1772359320),
        utterance("8", "carla", "Who helps?", talk="8"),
        speakers={"ada": {"meta": {"name": "Ada"}, "vectors": []}, "bob": {"meta": {}, "vectors": []}},
        conversations={"1": {"meta": {"title": "Late reviews"}, "vectors": []}},
        corpus={"subreddit": "reviews"},
        index={
            "utterances-index": {},
            "speakers-index": {},
            "conversations-index": {},
            "overall-index": {},
            "version": 1,
        },
    )


def written(path: Path, words: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(words, encoding="utf-8")
    return path


SAMPLES = dict(zip(READERS, (discourse, wordpress, stackexchange, convokit, forum), strict=True))
