"""Text that a database, a page and a person can take."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["TITLE", "clean", "likeness", "name", "one_line", "shortened"]

TITLE = 300
"""Characters kept of a title or a name."""

# Control characters but tab and newline: PostgreSQL refuses NUL, XML and terminals stumble over the rest.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
# Characters nobody sees, or that turn the reading direction of what follows: no place in a name or a title.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
# The lengths are those of RFC 5321; bounded, so that a long line costs no more than its length.
_ADDRESS = re.compile(r"(?<![^\s<>@(\"'\[,;:])([^\s<>@(\"'\[,;:]{1,64})@[^\s<>\"']{1,255}")

_AROUND = " <>()[]\"',;:"
_LOOKS = str.maketrans("авекмнорстухіјѕԁԛԝһӏαβεικνορτυχ", "abekmhopctyxijsdqwhlabeiknoptux")


def clean(words: str) -> str:
    """The same words without control characters, with plain newlines; half a surrogate pair becomes U+FFFD.

    >>> clean("one\\r\\ntwo" + chr(0))
    'one\\ntwo'
    """
    if words.isprintable():  # most are, and a dump holds millions
        return words
    return _SURROGATE.sub("�", _CONTROL.sub("", _NEWLINE.sub("\n", words)))


def one_line(words: str) -> str:
    """On one line, every run of blanks one space, without characters nobody sees."""
    visible = words if words.isprintable() else _INVISIBLE.sub("", clean(words))
    return " ".join(visible.split())


def shortened(words: str, length: int = TITLE) -> str:
    """At most `length` characters, the last an ellipsis where something was cut."""
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"


def name(words: str) -> str:
    """A speaker's name: one line, without a mail address (of an address alone what stands before the @).

    >>> name("Ada <ada@example.org>"), name("bob@example.org")
    ('Ada', 'bob')
    """
    line = one_line(words[: 4 * TITLE])
    without = one_line(_ADDRESS.sub(" ", line))
    if without != line:
        line = without.strip(_AROUND) or line.partition("@")[0].strip(_AROUND)
    # Whatever still reads as an address loses its @, so that nothing can mail it.
    return shortened(one_line(re.sub(r"@(?=[^\s@]*\.)", " ", line)))


def likeness(words: str) -> str:
    """What a name looks like: two names with the same likeness are taken for one another.

    >>> likeness("ALICE") == likeness("\\u0430lice")
    True
    """
    folded = unicodedata.normalize("NFKD", one_line(words)).casefold()
    return "".join(c for c in folded if not unicodedata.combining(c)).translate(_LOOKS)
