"""From mark-up to the speaker's own words, for measuring.

Quotations of others, code blocks and what nobody reads are dropped; blocks become lines. Every scan runs
through the text once. The standard library's html.parser is not used: it took 34 seconds for 60 KB of
unfinished tags here (Python 3.11), and raises AssertionError on ``<![<``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from iq4d.readers.text import clean

__all__ = ["own_words", "without_comments"]


def own_words(source: str, markup: str) -> str:
    """Plain text of `source`, written in `markup`: "text", "markdown" or "html".

    >>> own_words("<p>Why <b>now</b>?</p><blockquote>Because.</blockquote><p>So?</p>", "html")
    'Why now?\\nSo?'
    >>> own_words("> Because.\\n\\nSo?", "markdown")
    'So?'
    """
    if markup == "html":
        return _tidy(_html_words(source))
    if markup == "markdown":
        return _tidy(_markdown_words(clean(source)))
    return _tidy(clean(source))


def without_comments(source: str) -> str:
    """HTML without its ``<!-- comments -->``; an unfinished one runs to the end.

    >>> without_comments("<!-- wp:paragraph --><p>Hi</p><!-- /wp:paragraph -->")
    '<p>Hi</p>'
    """
    kept, at = [], 0
    while (start := source.find("<!--", at)) >= 0:
        kept.append(source[at:start])
        end = source.find("-->", start + 4)
        if end < 0:
            return "".join(kept)
        at = end + 3
    return "".join([*kept, source[at:]])


def _tidy(words: str) -> str:
    """Blanks run together, no blank lines but one between paragraphs' ends."""
    lines = (" ".join(line.split()) for line in words.split("\n"))
    return "\n".join(line for line in lines if line)


# HTML

_TAG = re.compile(r"""<([a-zA-Z][^\s/>]*+)((?:[^>"']++|"[^"]*+"|'[^']*+')*+)""")
_CLASS = re.compile(r"""(?:^|\s)class\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
# A character reference too long to be one: html.unescape would raise on its digits.
_ENDLESS_REFERENCE = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")

_LITERAL = frozenset(
    {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "template", "noscript"}
)
_DROPPED = frozenset({"blockquote", "pre", "svg", "math", "object", "video", "audio", "select", "button", "head"})
# Quotations, previews of other sites, and what Discourse writes under a picture: its file's name and size.
_DROPPED_CLASSES = {
    "aside": {"quote", "onebox"},
    "details": {"elided"},
    "div": {"gmail_quote", "bbp-quote", "lightbox-wrapper"},
    "a": {"lightbox", "inline-onebox"},
    "span": {"filename", "informations"},
}
_LINES = frozenset(
    re.findall(
        r"\w+",
        "address article aside br center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
        "header hr li main nav ol p section summary table tbody tfoot thead tr ul",
    )
)
_WITHIN_A_LINE = frozenset({"a", "span"})
_CELLS = frozenset({"td", "th"})


def _html_words(source: str) -> str:
    words: list[str] = []
    dropping, depth = "", 0
    for kind, value, attributes in _tokens(source):
        if dropping:
            if value == dropping:
                depth += {"start": 1, "end": -1}.get(kind, 0)
            if depth <= 0:
                dropping = ""
        elif kind == "text":
            words.append(html.unescape(_ENDLESS_REFERENCE.sub("�", value)))
        elif kind == "start" and _is_dropped(value, attributes):
            dropping, depth = value, 1
            words.append(" " if value in _WITHIN_A_LINE else "\n")
        elif value in _LINES or value in _DROPPED:
            words.append("\n")
        elif value in _CELLS:
            words.append(" ")
    return clean("".join(words))


def _is_dropped(tag: str, attributes: str) -> bool:
    if tag in _DROPPED:
        return not attributes.rstrip().endswith("/") or tag not in {"svg", "math"}
    if tag not in _DROPPED_CLASSES:
        return False
    found = _CLASS.search(attributes)
    classes = (found[1] or found[2] or found[3] or "").split() if found else []
    return not _DROPPED_CLASSES[tag].isdisjoint(classes)


def _tokens(source: str) -> Iterator[tuple[str, str, str]]:
    """("text", words, ""), ("start", tag, attributes), ("end", tag, ""), in order, without comments and scripts."""
    at, last_end = 0, source.rfind(">")
    while at < len(source):
        start = source.find("<", at)
        if start < 0 or (start > last_end and not source.startswith("<!--", start)):
            yield "text", source[at:], ""
            return
        if start > at:
            yield "text", source[at:start], ""
        after = source[start + 1 : start + 2]
        if source.startswith("<!--", start):
            at = _past(source, "-->", start + 4)
        elif after in {"!", "?"}:
            at = _past(source, ">", start)
        elif after == "/":
            at = _past(source, ">", start)
            yield "end", source[start + 2 : at].rstrip(">").strip().lower()[:40], ""
        elif found := _TAG.match(source, start):
            at = _past(source, ">", found.end())
            tag = found[1].lower()
            if tag in _LITERAL:
                close = re.compile("</" + tag, re.IGNORECASE).search(source, at)
                at = _past(source, ">", close.end()) if close else len(source)
            else:
                yield "start", tag, found[2]
        else:
            yield "text", "<", ""
            at = start + 1


def _past(source: str, mark: str, start: int) -> int:
    found = source.find(mark, start)
    return len(source) if found < 0 else found + len(mark)


# Markdown

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_QUOTE_TAG = re.compile(r"\[(/?)quote(?:=[^\[\]\n]{0,200})?\]", re.IGNORECASE)
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_STRESS = re.compile(r"(?<!\w)[*_~`]{1,3}(?=[\w\"'(“‘])|(?<=[\w.,:;!?)\"'”’])[*_~`]{1,3}(?!\w)")  # **so**, _so_, `so`
_PICTURE = re.compile(
    r"!\[[^\[\]\n]{0,500}\|\d{1,5}x\d{1,5}[^\[\]\n]{0,50}\]\([^()\s]{0,2000}\)"
)  # ![a.png|640x480](...)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}(?: [^()\n]{0,300})?\)")


def _markdown_words(source: str) -> str:
    lines: list[str] = []
    fence = ""
    for line in _without_quote_tags(source).split("\n"):
        found = _FENCE.match(line)
        if fence:
            if found and found[1].startswith(fence):
                fence = ""
        elif found:
            fence = found[1]
        elif not line.lstrip().startswith(">"):
            lines.append(_STRESS.sub("", _LINK.sub(r"\1", _PICTURE.sub("", _HEADING.sub("", line)))))
    return "\n".join(lines)


def _without_quote_tags(source: str) -> str:
    """Without [quote="..."] ... [/quote], as forums write quotations of others; an unfinished one is kept."""
    kept, at, depth, opened = [], 0, 0, 0
    for found in _QUOTE_TAG.finditer(source):
        if not found[1]:
            if depth == 0:
                kept.append(source[at : found.start()])
                opened = found.end()
            depth += 1
        elif depth:
            depth -= 1
            at = found.end()
    if depth:
        at = opened
    return "".join([*kept, source[at:]])
