"""Words to safe HTML: the only file that may call something safe (SECURITY rule 2).

HTML is made once, when the words are written; the source is kept. The allow-list sanitiser is always the last step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape, unescape

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

MARKUPS = ("text", "markdown", "html")
MAX_NESTING = 20  # of Markdown blocks; deeper is shown as typed
# Beyond these a text is shown as typed. Markdown costs up to 10 µs a character, and tags in tags cost the sanitiser
# the square of their depth: 60,000 take it 7 s.
LONGEST_MARKDOWN = 50_000  # characters
MOST_TAGS = 10_000
LONGEST_HTML = 400_000  # characters made of one contribution: a table of dots and dashes grows forty times

TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "i", "kbd", "li", "ol",
    "p", "pre", "q", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}

_markdown = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "maxNesting": MAX_NESTING})
    .enable(["linkify", "strikethrough", "table"])
    .disable(["image"])
)
_headings = re.compile(r"<(/?)h[12](?=[\s>])", re.IGNORECASE)  # the page owns the first two levels


def sanitised(html: str) -> str:
    """HTML from anywhere, reduced to what a contribution may hold."""
    return nh3.clean(
        _headings.sub(r"<\1h3", html),
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener nofollow ugc",
        strip_comments=True,
    )


def rendered(source: str, markup: str) -> str:
    """The HTML of a contribution. markup: "text", "markdown" or "html"."""
    if markup == "markdown" and len(source) <= LONGEST_MARKDOWN:
        html = _markdown.render(source)
        if len(html) <= LONGEST_HTML:
            return sanitised(html)
    if markup == "html" and source.count("<") <= MOST_TAGS:
        return sanitised(source)
    paragraphs = re.split(r"\n\s*\n", source.strip())
    return sanitised("".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs if part))


_quoted = re.compile(r"<blockquote>.*?</blockquote>", re.DOTALL)
_ends = re.compile(r"</(?:p|li|h[3-6]|tr|pre|blockquote)>|<br>|<hr>")


def plain(html: str) -> str:
    """The words of sanitised HTML without mark-up and without what was quoted from others: what is measured.

    >>> plain("<blockquote><p>You said</p></blockquote><p>Why <em>now</em>?</p><p>R&amp;D</p>")
    'Why now?\\nR&D'
    """
    words = nh3.clean(_ends.sub("\n", _quoted.sub("", html)), tags=set())
    return "\n".join(line for part in unescape(words).split("\n") if (line := " ".join(part.split())))


def kept_safe(html: str) -> SafeString:
    """HTML that `rendered` made on write, or a drawing of our own: put on the page as it is."""
    return mark_safe(html)  # noqa: S308


def marked(text: str, words: Iterable[str], at_most: int) -> SafeString:
    """An excerpt of plain text with these words marked. at_most: characters, cut at a word near the first mark."""
    found = [re.escape(word) for word in sorted(set(words), key=len, reverse=True) if word.strip()]
    pattern = re.compile(r"(?<!\w)(" + "|".join(found) + r")(?!\w)", re.IGNORECASE) if found else None
    flat = " ".join(text.split())
    first = pattern.search(flat) if pattern else None
    start = max(0, first.start() - at_most // 3) if first and first.start() > at_most // 2 else 0
    end = start + at_most
    before, after = "", ""
    if start:
        start, before = flat.find(" ", start, start + at_most // 6) + 1 or start, "… "
    if end < len(flat):
        cut = flat.rfind(" ", start, end)
        end, after = (cut if cut > start else end), " …"
    parts = pattern.split(flat[start:end]) if pattern else [flat[start:end]]
    shown = [f"<mark>{escape(part)}</mark>" if place % 2 else escape(part) for place, part in enumerate(parts)]
    return mark_safe(before + "".join(shown) + after)  # noqa: S308
