"""The page: complete in both languages, safe, alone in the world, and small."""

import re
import time
from html.parser import HTMLParser

import pytest

from iq4d.conversation import Conversation, Speaker, Utterance, conversation
from iq4d.report import page, report, style_source
from report.talks import LINES, garden, harvested, renamed, said_by_many

HOSTILE = '</style></title><script>alert(1)</script><img src=x onerror=alert(2)>\x00\ud800{{ 7*7 }}" onload="x'


class Reading(HTMLParser):
    """Tags, ids, and what stands inside which tag."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.ids, self.references, self.attributes, self.said = [], [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        for name, value in attributes:
            self.attributes.append((tag, name, value))
            if name == "id":
                self.ids.append(value)
            if name in ("aria-labelledby",):
                self.references += value.split()
            if name == "href" and value.startswith("#"):
                self.references.append(value[1:])

    def handle_data(self, data):
        self.said.append(data)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("talk", [garden(), harvested(), conversation([]), conversation([("Ada", "Why now?")])])
def test_every_picture_has_its_table_and_every_id_is_there_once(talk, language):
    read = Reading(page(report(talk), language))
    assert len(read.ids) == len(set(read.ids))
    assert set(read.references) <= set(read.ids)
    assert ("html", "lang", language) in read.attributes
    pictures = [value for tag, name, value in read.attributes if tag == "svg" and name == "class"]
    drawn = [one for one in pictures if one.startswith(("strip", "ring"))]
    assert read.tags.count("table") == len(drawn) + 1  # and the one of the four dimensions
    assert read.tags.count("h1") == 1


def test_it_stands_alone():
    html = page(report(harvested()))
    read = Reading(html)
    assert not {"script", "link", "iframe", "img", "object", "form"} & set(read.tags)
    assert not [name for _, name, _ in read.attributes if name in ("src", "style") or name.startswith("on")]
    assert "url(" not in html
    assert "@import" not in html
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", style_source())


def test_words_from_elsewhere_are_only_words():
    talk = Conversation(
        HOSTILE,
        HOSTILE,
        tuple(Utterance(f"u{n}", who, f"{said} {HOSTILE}") for n, (who, said) in enumerate(LINES)),
        tuple(Speaker(id, HOSTILE) for id in ("ada", "bob", "cas")),
        language="en",
        origin=f"javascript:{HOSTILE}",
    )
    html = page(report(talk), "nl")
    read = Reading(html)
    assert "script" not in read.tags
    assert "img" not in read.tags
    assert html.count("<style>") == html.count("</style>") == 1
    assert not [name for _, name, _ in read.attributes if name.startswith("on")]
    assert "49" not in "".join(one for one in read.said if "7*7" in one)
    html.encode("utf-8")  # half a character would fail here


def test_a_conversation_in_another_language_than_the_reader_is_marked():
    assert '<h1 lang="en">' in page(report(garden()), "nl")
    assert "<h1>" in page(report(garden()), "en")


def test_under_ten_contributions_there_is_no_number():
    html = page(report(conversation(LINES[:6], language="en")))
    assert "points-value" not in html
    assert 'class="bar' not in html
    assert "Too short for a number" in html


def test_a_link_back_for_who_reads_it_inside():
    assert 'href="/dialogues/x/"' in page(report(garden()), back=("/dialogues/x/", "Back to the conversation"))
    assert 'class="back"' not in page(report(garden()))


def test_five_thousand_contributions_in_less_than_five_seconds_and_300_kb():
    talk = said_by_many(40, 5_000)
    started = time.perf_counter()
    html = page(report(talk))
    assert time.perf_counter() - started < 5
    assert len(html.encode()) < 300_000


def test_names_with_emoji_and_without_end():
    talk = renamed(garden(), ada="🌻" * 40, bob="a" * 500, cas="ﷺ‮evil")
    html = page(report(talk))
    assert "‮" not in html
    assert "🌻" in html
