"""WordPress: the export file of Tools > Export (WXR 1.0 to 1.2): every post with its comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from iq4d.conversation import Conversation, Speaker
from iq4d.readers.dates import moment, posted
from iq4d.readers.markup import without_comments
from iq4d.readers.protocol import Reading
from iq4d.readers.safe_xml import Element, elements
from iq4d.readers.text import name, one_line
from iq4d.readers.threads import Row, settle
from iq4d.speech import Text, plural, text

__all__ = ["WordPress"]

_WXR = re.compile(r"https?://wordpress\.org/export/\d{1,2}\.\d{1,2}/")
_SHORT = {"http://purl.org/rss/1.0/modules/content/": "content:", "http://purl.org/dc/elements/1.1/": "dc:"}

# What is read, and nothing else: no addresses of mail or machine ever come near a conversation.
_CHANNEL = {"language", "item", "wp:author", "wp:author_id", "wp:author_login", "wp:author_display_name",
            "wp:author_first_name", "wp:author_last_name"}  # fmt: skip
_ITEM = {"title", "link", "pubDate", "dc:creator", "content:encoded", "wp:post_id", "wp:post_date", "wp:post_date_gmt",
         "wp:status", "wp:post_type", "wp:post_password", "wp:comment"}  # fmt: skip
_COMMENT = {"wp:comment_id", "wp:comment_author", "wp:comment_date", "wp:comment_date_gmt", "wp:comment_content",
            "wp:comment_approved", "wp:comment_type", "wp:comment_parent", "wp:comment_user_id"}  # fmt: skip

_BLOCKS = re.compile(r"<(?:p|div|ul|ol|table|figure|h[1-6])[\s>]", re.IGNORECASE)


class WordPress:
    """Reads posts and pages that are public and have at least one approved comment.

    The post opens the conversation, comments follow, threaded as they were. Pings, spam, what waits for
    approval, and what is private, protected or not published is left out.
    """

    name = "wordpress"
    title = text("WordPress export")
    files = text("The .xml file of your site: in its dashboard choose Tools, Export, All content.")

    def recognises(self, path: Path, head: bytes) -> bool:
        return b"<rss" in head and b"://wordpress.org/export/" in head

    def read(self, path: Path, reading: Reading) -> Iterator[Conversation]:
        site = _Site()
        total = path.stat().st_size
        for element in elements(
            path,
            reading,
            inside=("rss", "channel"),
            wanted=_CHANNEL | _ITEM | _COMMENT,
            rename=_renamed,
            progress=lambda done: reading.progress(done, total),
        ):
            if element.name == "language":
                site.language = _language(element.text)
            elif element.name == "wp:author":
                site.learn(element)
            elif element.name == "item" and (conversation := site.conversation(element, reading)):
                yield conversation
        if site.silent:
            reading.skip(
                path.name, plural("{n} post without comments.", "{n} posts without comments.", site.silent), site.silent
            )
        if not site.spoken:
            reading.skip(path.name, text("No post in this file has comments, so there is no conversation to read."))


@dataclass(slots=True)
class _Site:
    """What the channel tells before and between its items."""

    language: str | None = None
    names: dict[str, str] = field(default_factory=dict)  # speaker id: name
    aliases: dict[str, dict[str, None]] = field(default_factory=dict)  # speaker id: login, first and last name
    logins: dict[str, str] = field(default_factory=dict)  # login: speaker id
    seen: set[str] = field(default_factory=set)
    silent: int = 0
    spoken: int = 0

    def learn(self, author: Element) -> None:
        login, number = author.first("wp:author_login"), author.first("wp:author_id")
        speaker = _account(number) or f"login-{name(login).casefold()}"
        whole = f"{author.first('wp:author_first_name')} {author.first('wp:author_last_name')}".strip()
        self.names.setdefault(speaker, author.first("wp:author_display_name") or login)
        self.aliases.setdefault(speaker, {}).update(dict.fromkeys(filter(None, [login, whole])))
        if login:
            self.logins.setdefault(login, speaker)

    def conversation(self, item: Element, reading: Reading) -> Conversation | None:
        comments = item.all("wp:comment")
        number, kind = item.first("wp:post_id")[:20], item.first("wp:post_type")
        where = text("post {n}", n=number) if number.isdecimal() else text("line {n}", n=item.line)
        is_post = kind in {"post", "page", ""}
        if not comments:
            self.silent += is_post
            return None
        self.spoken += 1
        if problem := self._problem(item, number, is_post):
            reading.skip(where, problem)
            return None
        self.seen.add(number)
        readable, unread = [], set()
        for comment in comments:
            id = comment.first("wp:comment_id")[:20]
            if problem := _refusal(comment, id):
                reading.skip(_place(number, id) if id.isdecimal() else text("line {n}", n=comment.line), problem)
                unread.add(id)
            else:
                readable.append(comment)
        if not readable:
            reading.skip(where, text("None of its comments can be read."))
            return None
        rows, names, aliases = self._rows(item, number, readable, unread)
        return settle(
            reading,
            id=f"post-{number}",
            where=where,
            title=item.first("title"),
            rows=rows,
            names=names,
            aliases=aliases,
            others=[Speaker(id, shown, tuple(self.aliases.get(id, ()))) for id, shown in self.names.items()],
            language=self.language,
            origin=item.first("link"),
        )

    def _problem(self, item: Element, number: str, is_post: bool) -> Text | None:
        if not number.isdecimal():
            return text("It has no number of its own.")
        if number in self.seen:
            return text("Another with this id came before it.")
        if not is_post:
            return text("It is no post or page.")
        if item.first("wp:post_password"):
            return text("It is protected by a password.")
        if item.first("wp:status") not in {"publish", ""}:
            return text("It is not public: {status}.", status=one_line(item.first("wp:status"))[:40])
        return None

    def _rows(
        self, item: Element, number: str, comments: list[Element], unread: set[str]
    ) -> tuple[list[Row], dict[str, str], dict[str, dict[str, None]]]:
        login = item.first("dc:creator")
        author = self.logins.get(login) or (f"login-{name(login).casefold()}" if login else f"unknown-{number}")
        names = {author: self.names.get(author) or login}
        aliases = {author: dict.fromkeys([*self.aliases.get(author, ()), login])}
        opening = _paragraphs(item.first("content:encoded")) or item.first("title")
        at = (
            moment(item.first("wp:post_date_gmt"))
            or posted(item.first("pubDate"))
            or moment(item.first("wp:post_date"))
        )
        rows = [Row("post", author, opening, "html", at, None, text("post {n}", n=number))]
        for comment in comments:
            id = comment.first("wp:comment_id")[:20]
            speaker = self._speaker(comment, id, login, author)
            shown = comment.first("wp:comment_author")
            names.setdefault(speaker, self.names.get(speaker) or shown)
            # one account may have commented under several names
            aliases.setdefault(speaker, dict.fromkeys(self.aliases.get(speaker, ())))[shown] = None
            rows.append(_comment(comment, id, speaker, _place(number, id), unread))
        return rows, names, aliases

    def _speaker(self, comment: Element, id: str, login: str, author: str) -> str:
        shown = comment.first("wp:comment_author")
        if account := _account(comment.first("wp:comment_user_id")):
            # Exports before 1.1 name no accounts: there the name is all that joins a post to its author's comments.
            return author if account not in self.names and shown and shown == login else account
        return f"name-{name(shown).casefold()}" if name(shown) else f"unknown-{id}"


def _comment(comment: Element, id: str, speaker: str, place: Text, unread: set[str]) -> Row:
    """What answers a comment that is left out answers the post, as on the site itself."""
    at = moment(comment.first("wp:comment_date_gmt")) or moment(comment.first("wp:comment_date"))
    parent = comment.first("wp:comment_parent")[:20]
    reply_to = f"comment-{parent}" if parent not in {"", "0", *unread} else "post"
    return Row(f"comment-{id}", speaker, _paragraphs(comment.first("wp:comment_content")), "html", at, reply_to, place)


def _refusal(comment: Element, id: str) -> Text | None:
    approved = comment.first("wp:comment_approved")
    if not id.isdecimal():
        return text("It has no number of its own.")
    kind = comment.first("wp:comment_type")
    if kind not in {"", "comment"}:  # a pingback, a trackback, or what a plug-in keeps among the comments
        return text("It is a {kind}, not somebody's comment.", kind=one_line(kind)[:40])
    if approved == "0":
        return text("It was not approved yet.")
    if approved not in {"1", "approve", "approved", ""}:
        return text("It was marked as {mark}.", mark=one_line(approved)[:40])
    return None


def _place(post: str, comment: str) -> Text:
    return text("post {post}, comment {comment}", post=post, comment=comment)


def _account(number: str) -> str | None:
    return f"user-{int(number)}" if number.isdecimal() and len(number) < 20 and int(number) else None


def _language(code: str) -> str | None:
    found = re.match(r"\s*([a-z]{2})(?:[-_]|\s*$)", code, re.IGNORECASE)
    return found[1].lower() if found else None


def _renamed(written: str) -> str:
    space, _, local = written.rpartition(" ")
    if _WXR.fullmatch(space):
        return "wp:" + local
    return _SHORT.get(space, space and "?:") + local


def _paragraphs(content: str) -> str:
    """HTML without block comments; paragraphs made of the blank lines that stood for them before the block editor."""
    content = without_comments(content).strip()
    if not content or _BLOCKS.search(content):
        return content
    return "\n".join(f"<p>{part.strip()}</p>".replace("\n", "<br>\n") for part in content.split("\n\n") if part.strip())
