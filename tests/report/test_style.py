"""The style sheet of a report: the colours are those of the product."""

import re
from pathlib import Path

import iq4d

HERE = Path(iq4d.__file__).parent
OWN = (HERE / "report" / "report.css").read_text("utf-8")
PRODUCT = (HERE / "web" / "ui" / "static" / "ui" / "iq4d.css").read_text("utf-8")
TOKEN = re.compile(r"(--[\w-]+): ([^;]+);")


def tokens(sheet, begin):
    block = sheet[sheet.index(begin) :]
    return dict(TOKEN.findall(block[: block.index("}")]))


def test_light_and_dark_are_the_products():
    for begin, there in ((":root {", ":root {"), ("prefers-color-scheme: dark", ':root:not([data-theme="light"])')):
        mine, theirs = tokens(OWN, begin), tokens(PRODUCT, there)
        assert len(mine) > 15
        assert mine == {name: theirs[name] for name in mine}


def test_every_token_it_uses_is_there():
    known = set(tokens(OWN, ":root {")) | {"--hue", "--hue-soft"}
    assert set(re.findall(r"var\((--[\w-]+)", OWN)) <= known


def test_nothing_in_it_is_for_what_nobody_draws():
    drawn = "".join(
        path.read_text("utf-8")
        for folder in (HERE / "report", HERE / "pictures")
        for path in folder.rglob("*")
        if path.suffix in (".py", ".html")
    )
    sheet = re.sub(r"/\*.*?\*/", "", OWN, flags=re.DOTALL)
    names = set(re.findall(r"\.([a-z][\w-]+)", re.sub(r"\{[^{}]*\}", "{}", sheet)))
    parts = {part for name in names for part in [name, *re.split("--", name)[:1]]}
    assert sorted(name for name in parts if name not in drawn and not re.search("--", name)) == []
