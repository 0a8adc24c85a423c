"""Mark-up becomes a speaker's own words, names lose addresses, dates that do not exist are none."""

import time

import pytest

from iq4d.readers.dates import moment, posted
from iq4d.readers.markup import own_words
from iq4d.readers.text import clean, likeness, name, one_line


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
        ("<p>One<br>two</p>", "One\ntwo"),
        ("<blockquote><blockquote>a</blockquote>b</blockquote>mine", "mine"),
        ('<aside class="quote no-group" data-x="1"><div>theirs</div></aside>mine', "mine"),
        ("<aside>a remark of mine</aside>", "a remark of mine"),
        ("try <code>x</code><pre><code>long()</code></pre>now", "try x\nnow"),
        ("<script>alert('</p>')</script>hi<style>p{}</style>", "hi"),
        ("<!-- a > b -->hi<!-- open", "hi"),
        ("a &lt;b&gt; &amp; c &hearts; &#x41;", "a <b> & c ♥ A"),
        ("&#" + "9" * 5000 + ";", "�"),
        ("x <3 you, 1 < 2 and 3 > 2", "x <3 you, 1 < 2 and 3 > 2"),
        ('<a href="x>y" title=\'"\'>link</a> <b', "link <b"),
        ("<ul><li>one<li>two</ul>", "one\ntwo"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("<IMG SRC=x onerror=alert(1)>hi", "hi"),
        ("<blockquote>never closed", ""),
        (
            '<p>See:<div class="lightbox-wrapper"><a class="lightbox" href="x"><img src="y"><div class="meta">'
            '<span class="filename">a.png</span><span class="informations">800x620 97 KB</span></div></a></div> so</p>',
            "See:\nso",
        ),
        ('<aside class="onebox x"><h3>Theirs</h3><p>Buy</p></aside>mine', "mine"),
        ('as <a class="inline-onebox" href="x">Their title</a> says', "as says"),
    ],
)
def test_html_gives_the_words_of_who_wrote_it(source, words):
    assert own_words(source, "html") == words


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("> theirs\n\nmine", "mine"),
        ('[quote="bob, post:1"]theirs\n[quote]older[/quote][/quote]\nmine', "mine"),
        ("[quote]never closed", "never closed"),
        ("before\n```\n> code()\n```\nafter", "before\nafter"),
        ("see [the page](https://example.org/a) ![pic](x.png)", "see the page pic"),
        ("5 > 3", "5 > 3"),
        ("see ![a.png|690x388, 50%](upload://x.png) here", "see here"),
        ("# So **why**, _exactly_, `now`?", "So why, exactly, now?"),
        ("a_b_c and 2 * 3 * 4", "a_b_c and 2 * 3 * 4"),
        ('He said **"stop!"** twice', 'He said "stop!" twice'),
    ],
)
def test_markdown_gives_the_words_of_who_wrote_it(source, words):
    assert own_words(source, "markdown") == words


HOSTILE = [
    "<a ",
    "<a b='",
    '<a "',
    "<!--",
    "<![",
    "<?",
    "</",
    "&#",
    "<script>",
    "<blockquote>",
    "[quote=",
    "[a](",
    "```\n",
    "<a '\"",
]


@pytest.mark.parametrize("markup", ["html", "markdown"])
@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("tail", ["", ">", "'>", '">'])
def test_a_million_characters_of_unfinished_mark_up_take_a_moment(piece, markup, tail):
    began = time.monotonic()
    own_words(piece * (1_000_000 // len(piece)) + tail, markup)
    assert time.monotonic() - began < 5


def test_words_a_database_takes():
    assert clean("a\0b\x1bc\ud800d\r\ne\tf") == "abc�d\ne\tf"
    assert one_line("Hello \u202egnp.exe\u200b\n there") == "Hello gnp.exe there"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("ada@example.org", "ada"),
        ("Ada <ada@example.org>", "Ada"),
        ('"bob@example.org"', "bob"),
        ("@bob", "@bob"),
        ("<b>x", "<b>x"),
        ("a@b@c.example", "a"),
        ("", ""),
    ],
)
def test_a_name_is_no_mail_address(written, shown):
    assert name(written) == shown


def test_names_that_look_alike():
    assert (
        likeness("alice") == likeness("ALICE") == likeness("alice\u200b") == likeness("\u0430lice") == likeness("álice")
    )
    assert likeness("alice") != likeness("bob")


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-02T03:04:05Z",
        "2024-01-02 03:04:05",
        "2024-01-02T04:04:05+01:00",
        "2024-01-02T03:04:05.000",
        "2024-01-01T19:04:05-0800",
    ],
)
def test_moments_are_in_utc(written):
    assert moment(written).isoformat() == "2024-01-02T03:04:05+00:00"


@pytest.mark.parametrize(
    "written",
    [
        "0000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "2024-02-30T00:00:00Z",
        "2024-01-02T03:04:05+25:00",
        "2024-01-02T03:04:05+14:01",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "2024-01-02T24:30:00Z",
        "2024-01-02T23:59:60Z",
        "0000-00-00 00:00:00",
        "٢٠٢٤-01-02",
        "2024-W01-1",
        "yesterday",
        "",
        "9" * 100_000,
        *(-62135596801, 1e400, None, True, [], {}),
    ],
    ids=lambda written: repr(written)[:40],
)
def test_moments_that_do_not_exist_are_none(written):
    assert moment(written) is None


def test_a_moment_without_a_zone_is_utc_or_none():
    assert moment("2024-03-31T02:30:00").utcoffset().total_seconds() == 0
    assert moment("2024-03-31T02:30:00", zone_needed=True) is None
    assert moment("2024-03-31", zone_needed=True) is None


@pytest.mark.parametrize(
    "written",
    ["Mon, 30 Nov 0002 00:00:00 +0000", "Thu, 99 Sep 2024 10:00:00 +0200", "", "x" * 70, "1 Jan 9999 00:00 -9999"],
)
def test_posted_dates_never_crash(written):
    assert posted(written) is None
