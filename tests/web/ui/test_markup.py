"""What people wrote, on the page: every vector re-read as a browser would, and no text too clever to render."""

from __future__ import annotations

import json
import re
import time
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from iq4d.web.imports.reading import TEXT
from iq4d.web.ui.markup import ATTRIBUTES, MARKUPS, TAGS, kept_safe, marked, rendered

SECONDS = 1.0  # of one core
ALLOWED = TAGS | {"mark"}
EVERYWHERE = {"lang", "title"}  # the sanitiser's own: harmless on any tag
SCHEMES = {"http", "https", "mailto"}


class Seen(HTMLParser):
    """What a page would do with this: every tag, attribute, scheme and comment that is not on the list."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.troubles: list[str] = []
        self.tags = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags += 1
        if tag not in ALLOWED:
            self.troubles.append(f"<{tag}>")
        for name, value in attrs:
            if name == "rel" and tag == "a":
                if set((value or "").split()) != {"noopener", "nofollow", "ugc"}:
                    self.troubles.append(f"rel={value}")
            elif name not in ATTRIBUTES.get(tag, set()) | EVERYWHERE:
                self.troubles.append(f"{tag} {name}={value}")
            elif name == "href":
                address = re.sub("[\t\r\n]", "", (value or "").lstrip("".join(map(chr, range(33)))))  # as browsers do
                scheme = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
                if scheme and scheme[1].lower() not in SCHEMES:
                    self.troubles.append(f"href={value}")

    handle_startendtag = handle_starttag

    def handle_comment(self, data: str) -> None:
        self.troubles.append(f"<!--{data}")

    def handle_decl(self, decl: str) -> None:
        self.troubles.append(f"<!{decl}")

    def handle_pi(self, data: str) -> None:
        self.troubles.append(f"<?{data}")


def test_no_vector_comes_through(shared: Path) -> None:
    told = [json.loads(line) for line in (shared / "attack/markup/xss_vectors.jsonl").open(encoding="utf-8")]
    told += [
        {"payload": row["markdown"]}
        for row in json.loads((shared / "attack/markup/commonmark_spec.json").read_text("utf-8"))
    ]
    told += [{"payload": text} for text in json.loads((shared / "attack/markup/blns.json").read_text("utf-8"))]
    as_they_are = sum(bool(Seen(row["payload"]).troubles) for row in told)
    assert as_they_are > 500, "control: unsanitised, these do things"
    for row in told:
        for markup in MARKUPS:
            html = rendered(row["payload"], markup)
            troubles = Seen(html).troubles
            assert not troubles, f"{markup} {row['payload']!r}: {troubles}"
            assert rendered(html, "html") == html or Seen(rendered(html, "html")).troubles == []


@given(st.text(max_size=200), st.sampled_from(MARKUPS))
def test_no_text_comes_through(words: str, markup: str) -> None:
    assert not Seen(rendered(words.replace("\x00", ""), markup)).troubles


@given(st.text(st.sampled_from("<>&\"'`/=!-[]()*_~#|\n\t :;aimgscript"), max_size=120), st.sampled_from(MARKUPS))
def test_no_markup_comes_through(words: str, markup: str) -> None:
    assert not Seen(rendered(words, markup)).troubles


def test_what_people_mean_comes_through() -> None:
    shown = rendered(
        "# Head\n\n*why* **now**?\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nsee example.org", "markdown"
    )
    for part in ("<h3>Head</h3>", "<em>why</em> <strong>now</strong>?", "<li>one</li>", "<td>1</td>"):
        assert part in shown
    assert '<a href="http://example.org" rel="noopener nofollow ugc">example.org</a>' in shown
    assert rendered("a < b\nand\n\nc & d", "text") == "<p>a &lt; b<br>and</p><p>c &amp; d</p>"
    assert rendered("<h1>Head</h1><img src=x><p>a<script>b</script></p>", "html") == "<h3>Head</h3><p>a</p>"
    assert rendered("", "text") == rendered("", "markdown") == rendered("", "html") == ""


def made(parts: list[dict[str, Any]]) -> str:
    """A pathological text by its recipe: `rep` a unit so many times, `series` a unit that grows."""
    text = []
    for part in parts:
        ((kind, value),) = part.items()
        if kind == "rep":
            text.append(value[0] * value[1])
            continue
        shape, unit, *end, low, high = value
        for n in range(low, high):
            text.append(
                {"indent": " " * n + unit, "grow": unit * n + "".join(end), "number": unit.replace("%d", str(n))}[shape]
            )
    return "".join(text)


def test_no_text_takes_longer_than_a_reader_waits(shared: Path) -> None:
    recipes = json.loads((shared / "attack/markup/pathological_markdown.json").read_text("utf-8"))
    took: dict[str, float] = {}
    for recipe in recipes:
        text = made(recipe["parts"])[:TEXT]
        assert text
        for markup in MARKUPS:
            began = time.process_time()
            html = rendered(text, markup)
            took[f"{recipe['name']} as {markup}"] = time.process_time() - began
            assert not Seen(html[:200_000]).troubles
    slow = {name: round(seconds, 2) for name, seconds in took.items() if seconds > SECONDS}
    assert not slow, slow


words = st.lists(st.text(max_size=8), max_size=5)


@given(st.text(max_size=400), words, st.integers(20, 120))
def test_a_marked_excerpt_is_words_and_marks_alone(text: str, which: list[str], at_most: int) -> None:
    shown = str(marked(text, which, at_most))
    seen = Seen(shown)
    assert not seen.troubles
    plain = re.sub(r"</?mark>", "", shown)
    assert "<" not in plain
    assert "\n" not in plain or "\n" not in text


def test_an_excerpt_is_about_its_words_and_no_longer_than_asked() -> None:
    text = "before " * 100 + "because <b>it</b> matters " + "after " * 100
    shown = str(marked(text, ["because"], 80))
    assert "<mark>because</mark> &lt;b&gt;it&lt;/b&gt;" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(re.sub(r"<[^>]+>|&\w+;", "", shown)) < 100
    no_blanks = "x" * 100_000 + " because " + "y" * 100_000
    assert len(marked(no_blanks, ["because"], 80)) < 300
    assert "<mark>because</mark>" in marked("x" * 200 + ",because of it", ["because"], 40)
    assert marked("plain & simple", [], 40) == "plain &amp; simple"
    assert "<mark>" not in marked("becauses", ["because"], 40)


def test_only_what_was_rendered_is_called_safe() -> None:
    assert kept_safe("<p>made on write</p>") == "<p>made on write</p>"
