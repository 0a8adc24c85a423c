"""Discourse: one topic, as its address followed by .json gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from iq4d.conversation import Conversation
from iq4d.errors import UnreadableExport
from iq4d.readers import safe_json
from iq4d.readers.dates import moment
from iq4d.readers.protocol import Reading
from iq4d.readers.safe_json import whole_number
from iq4d.readers.threads import Row, settle
from iq4d.speech import Text, text

__all__ = ["Discourse"]

_MARK = re.compile(
    rb'"(?:post_stream|topic_list|latest_posts|post_action_users|draft_sequence|avatar_template|user_actions)"\s*:'
)
_WHICH = text("Open the topic, put .json behind its address, and save that page.")


class Discourse:
    """Reads a topic with its ``post_stream``; all posts, or as many as the file holds.

    Ordinary posts only: what the software or a moderator noted, and what was deleted or hidden, is left out.
    """

    name = "discourse"
    title = text("Discourse topic")
    files = text("A .json file of one topic: the address of the topic followed by .json.")

    def recognises(self, path: Path, head: bytes) -> bool:
        return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["} and _MARK.search(head) is not None

    def read(self, path: Path, reading: Reading) -> Iterator[Conversation]:
        data = safe_json.load(path, reading.limits)
        stream = data.get("post_stream") if isinstance(data, dict) else None
        if not isinstance(stream, dict) or not isinstance(stream.get("posts"), list):
            raise UnreadableExport(text("This comes from Discourse, but is not a topic."), where=path.name, todo=_WHICH)
        number = whole_number(data.get("id"))
        if number is None or not isinstance(data.get("title"), str) or not data["title"].strip():
            raise UnreadableExport(text("This is only a part of a Discourse topic."), where=path.name, todo=_WHICH)
        if data.get("deleted_at"):
            reading.skip(f"topic {number}", text("It was deleted."))
        elif conversation := _conversation(data, number, stream, reading):
            yield conversation
        size = path.stat().st_size
        reading.progress(size, size)


def _conversation(data: dict[str, Any], number: int, stream: dict[str, Any], reading: Reading) -> Conversation | None:
    posts = stream["posts"]
    names: dict[str, str] = {}
    rows = list(_rows(posts, names, reading))
    said = [whole_number(data.get("posts_count")) or 0]
    if isinstance(stream.get("stream"), list):
        said.append(len(stream["stream"]))
    missing = max(said) - len(posts)
    slug = data.get("slug")
    return settle(
        reading,
        id=f"topic-{number}",
        where=f"topic {number}",
        title=data["title"],
        rows=rows,
        names=names,
        expected=len(rows) + missing if missing > 0 else None,
        origin=f"/t/{slug}/{number}" if isinstance(slug, str) and slug else f"/t/{number}",
    )


def _rows(posts: list[Any], names: dict[str, str], reading: Reading) -> Iterator[Row]:
    for place, post in enumerate(posts, 1):
        number = whole_number(post.get("post_number")) if isinstance(post, dict) else None
        if number is None:
            reading.skip(f"posts[{place}]", text("It has no post number."))
            continue
        where = f"post {number}"
        raw, cooked = post.get("raw"), post.get("cooked")
        source, markup = (raw, "markdown") if isinstance(raw, str) and raw.strip() else (cooked, "html")
        if problem := _problem(post, source):
            reading.skip(where, problem)
            continue
        speaker = _speaker(post, number, names)
        answered = whole_number(post.get("reply_to_post_number"))
        reply_to = f"post-{answered}" if answered else None
        yield Row(f"post-{number}", speaker, source, markup, moment(post.get("created_at")), reply_to, where)


def _speaker(post: dict[str, Any], number: int, names: dict[str, str]) -> str:
    login, shown = post.get("username"), post.get("name")
    if not isinstance(login, str) or not login.strip():
        return f"unknown-{number}"
    speaker = f"user-{login.strip().casefold()[:100]}"
    if not names.get(speaker):
        names[speaker] = shown if isinstance(shown, str) and shown.strip() else login
    return speaker


def _problem(post: dict[str, Any], source: object) -> Text | None:
    if post.get("post_type", 1) != 1:
        return text("It is a note of the software or of a moderator, not a contribution.")
    if post.get("deleted_at") or post.get("user_deleted"):
        return text("It was deleted.")
    if post.get("hidden"):
        return text("It was hidden.")
    if not isinstance(source, str):
        return text("It has no text.")
    return None
