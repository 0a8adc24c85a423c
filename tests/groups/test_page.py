"""The page of a plan: Ada reads it on her phone, prints it, and sends it along; hostile names are only names."""

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

import iq4d
from groups.sixty import sixty
from iq4d.groups.account.account import account
from iq4d.groups.account.page import page, percent, style_source
from iq4d.groups.people.attributes import Attribute, code
from iq4d.groups.people.hours import hour_name
from iq4d.groups.people.table import rows_of, table_of, values_of
from iq4d.groups.rules import Together

HERE = Path(iq4d.__file__).parent
SHEET = (HERE / "groups" / "account" / "groups.css").read_text("utf-8")
PRODUCT = (HERE / "web" / "ui" / "static" / "ui" / "iq4d.css").read_text("utf-8")
HOSTILE = '</style></title><script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}" onload="x'
WISHES = {
    "role": ("nominal", "spread"),
    "field": ("nominal", "spread"),
    "years": ("numeric", "balance"),
    "gender": ("nominal", "balance"),
    "language": ("multi", "similar"),
}


def columns(table, wishes=WISHES):
    return [
        code(name, values_of(table, name, scale, week=date(2026, 7, 1)), Attribute(scale, wish))
        for name, (scale, wish) in wishes.items()
    ]


def a_plan(seed=1, **more):
    """Sixty people put together by chance: there is much to be said of it."""
    table = table_of(rows_of(sixty().encode(), "people.csv"))
    labels = np.random.default_rng(seed).permutation(np.repeat(np.arange(12), 5))
    return account(table.names, columns(table), labels, **more)


class Reading(HTMLParser):
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
            if name == "aria-labelledby":
                self.references += value.split()
            if name == "href" and value.startswith("#"):
                self.references.append(value[1:])

    def handle_data(self, data):
        self.said.append(" ".join(data.split()))


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("rounds", [1, 3])
def test_everybody_is_on_it_once_a_round_and_every_link_leads_somewhere(language, rounds):
    plans = [a_plan(seed) for seed in range(rounds)]
    read = Reading(page(plans, language))
    assert len(read.ids) == len(set(read.ids))
    assert set(read.references) <= set(read.ids)
    assert ("html", "lang", language) in read.attributes
    assert read.tags.count("h1") == 1
    for group in plans[0].groups:
        for one in group.people:
            assert read.said.count(one.name) == rounds
    words = " ".join(read.said)
    for plan in plans:
        for sentence in (*plan.told, *(limit.told for limit in plan.limits), *(one.told for one in plan.cautions)):
            assert " ".join(sentence.say(language).split()) in words
    assert ("Round 2" if language == "en" else "Ronde 2") in words or rounds == 1


def test_the_four_numbers_stand_on_top():
    plan = a_plan()
    read = Reading(page([plan]))
    top = "|".join(read.said).partition("Three limits")[0]
    for figure in (percent(plan.share), percent(plan.worst.share), percent(plan.within), str(len(plan.cautions))):
        assert " ".join(figure.split()) in top
    assert percent(-0.5) == "−50\u00a0%"


def test_a_proved_plan_says_so_and_one_without_attributes_has_nothing_to_count():
    names = ["Ada", "Bob", "Carla", "Dirk"]
    best = account(names, [code("role", ["a", "b", "a", "b"], Attribute())], [0, 0, 1, 1])
    assert best.proved
    assert percent(1) in page([best])
    bare = account(names, [], [0, 0, 1, 1])
    html = page([bare], "nl")
    assert "4 mensen in 2 groepjes" in html
    assert "<table" not in html


def test_free_hours_are_told_as_those_in_which_all_are_free():
    hours = [{7, 8, 9, 31}, {7, 8, 31, 32}, {50}, {51}]
    free = code("free", [{hour_name(h, "en") for h in one} for one in hours], Attribute("multi", "similar"))
    plan = account(["Ada", "Bob", "Carla", "Dirk"], [free], [0, 0, 1, 1])
    said = Reading(page([plan], "nl", hours={"free"})).said
    assert "ma 7:00–9:00, di 7:00–8:00 UTC" in said
    assert "geen uur waarin iedereen kan" in said


def test_what_had_to_be_is_told():
    plan = a_plan()
    names = ["Ada", "Bob"]
    html = page([plan], rules=[Together((0, 1)).told(names)])
    assert "<li>Ada, Bob together</li>" in html
    assert "What had to be" not in page([plan])


def test_it_stands_alone_and_words_from_elsewhere_are_only_words():
    names = [f"{HOSTILE} {n}" for n in range(4)]
    plan = account(names, [code(HOSTILE, [HOSTILE, "b", HOSTILE, "c"], Attribute())], [0, 0, 1, 1])
    html = page([plan], "nl", title=HOSTILE)
    read = Reading(html)
    assert not {"script", "link", "iframe", "img", "object", "form"} & set(read.tags)
    assert not [name for _, name, _ in read.attributes if name in ("src", "style") or name.startswith("on")]
    assert html.count("<style>") == html.count("</style>") == 1
    assert "49" not in "".join(one for one in read.said if "7*7" in one)
    assert "url(" not in html
    assert "@import" not in html
    assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", style_source())


def test_what_is_withheld_is_nowhere_on_it():
    assert "gender" in page([a_plan()])
    html = page([a_plan(withheld={"gender"})])
    assert "gender" not in html
    assert "woman" not in html


# The style sheet


def tokens(sheet, begin):
    block = sheet[sheet.index(begin) :]
    return dict(re.findall(r"(--[\w-]+): ([^;]+);", block[: block.index("}")]))


def test_its_colours_are_the_products():
    for begin, there in ((":root {", ":root {"), ("prefers-color-scheme: dark", ':root:not([data-theme="light"])')):
        mine, theirs = tokens(SHEET, begin), tokens(PRODUCT, there)
        assert len(mine) > 8
        assert mine == {name: theirs[name] for name in mine}


def test_the_style_sheet_and_the_template_know_each_other():
    markup = (HERE / "groups" / "account" / "templates" / "groups.html").read_text("utf-8")
    bare = re.sub(r"\{[^{}]*\}", "{}", re.sub(r"/\*.*?\*/", "", SHEET, flags=re.DOTALL))
    styled = set(re.findall(r"\.([a-z][\w-]+)", bare))
    used = {one for several in re.findall(r'class="([^"]+)"', markup) for one in several.split()}
    assert styled == used
    assert set(re.findall(r"var\((--[\w-]+)", SHEET)) == set(tokens(SHEET, ":root {"))
