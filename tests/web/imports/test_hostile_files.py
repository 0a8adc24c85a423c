"""Files made to do harm, brought in through the pages: a preview or one clear line, and nothing else anywhere."""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.imports.models import Found, Import
from iq4d.web.imports.reading import kept_name
from web.imports.bringing import brought, confirmed, forum, left_behind, upload

KINDS = ("xml", "json", "json_suite", "platform", "csv", "encoding", "upload", "zip", "tar", "mbox")
SECONDS = 10  # at most, per file; SECURITY.md
SAMPLE = 12  # every so manieth file in an ordinary test run
# A refusal is one line for a person: no path of the server, nothing of Python.
TECHNICAL = re.compile(r"Traceback|/tmp/|/work/|\.py\b|Error\(|<class|codec|UnicodeDecodeError|NoneType")


def hostile(shared: Path) -> list[tuple[str, str]]:
    """(path, expected) of each file of these kinds."""
    listed = (json.loads(line) for line in (shared / "attack/import/MANIFEST.jsonl").open(encoding="utf-8"))
    return [(row["path"], row["expected"]) for row in listed if row["path"].split("/")[0] in KINDS]


def content(path: Path) -> tuple[str, bytes]:
    """Files ending in .gz are only compressed for size, unless being packed is what is wrong with them."""
    if path.suffix == ".gz" and path.parent.name != "tar" and path.stat().st_size < 2_000_000:
        return path.stem, gzip.decompress(path.read_bytes())
    return path.name, path.read_bytes()


def outside() -> set[Path]:
    """Every file this installation keeps, without those of imports."""
    kept = (path for path in settings.DATA_DIR.rglob("*") if path.is_file())
    return {path for path in kept if "imports" not in path.parts}


def told_in_one_line(browser: Client, import_: Import) -> str:
    page = browser.get(import_.get_absolute_url())
    assert page.status_code == 200
    found = re.search(r'<p class="lead">(.*?)</p>', page.content.decode(), re.DOTALL)
    assert found
    return found[1]


def bring_in(browser: Client, circle: Circle, name: str, words: bytes, expected: str) -> str | None:
    """Bring one file all the way in; gives what is wrong with what happened, or None."""
    began = time.monotonic()
    answer = upload(browser, circle, (name, words))
    if answer.status_code == 200:  # an empty file is refused on the form
        return None if not words or "error-summary" in answer.content.decode() else "the form said nothing"
    cast.work()
    import_ = Import.objects.get(key=answer["Location"].split("/")[2])
    if import_.state == "failed":
        line = told_in_one_line(browser, import_)
        if TECHNICAL.search(line) or not 20 < len(line) < 500 or "\n" in line.strip():
            return f"no clear line: {line!r}"
        if import_.found.exists() or left_behind(import_):
            return "something of it was kept"
    elif import_.state == "ready":
        page = browser.get(import_.get_absolute_url())
        if page.status_code != 200 or TECHNICAL.search(page.content.decode()):
            return f"the preview: {page.status_code}"
        if expected.startswith("REJECT_CLEAN") and import_.found.exists():
            return f"let in: {[found.title for found in import_.found.all()[:3]]}"
        if import_.found.exists():
            confirmed(browser, import_)
            for dialogue in Dialogue.objects.all():
                if (status := browser.get(dialogue.get_absolute_url()).status_code) != 200:
                    return f"its dialogue: {status}"
                if (status := browser.get(f"{dialogue.get_absolute_url()}mirror/").status_code) != 200:
                    return f"its mirror: {status}"
            browser.post(f"{import_.get_absolute_url()}undo/")
        if import_.state != "ready" and left_behind(import_):
            return "files were left"
    else:
        return f"stuck in {import_.state}"
    if Dialogue.objects.exists():
        return "a dialogue stayed"
    if (took := time.monotonic() - began) > SECONDS and "120 s" not in expected:
        return f"took {took:.0f} s"
    return None


def troubles(shared: Path, every: int) -> Iterator[str]:
    browser = cast.signed_in(ada := cast.person("Ada"))
    circle = cast.circle(ada)
    before = outside()
    files = hostile(shared)
    assert len(files) > 200
    for path, expected in files[::every]:
        try:
            trouble = bring_in(browser, circle, *content(shared / "attack/import" / path), expected)
        except AssertionError as problem:  # of a task of the worker
            trouble = str(problem).strip().splitlines()[-1]
        if trouble:
            yield f"{path}: {trouble}"
        Import.objects.all().delete()
    assert outside() == before
    assert not list(settings.DATA_DIR.rglob("*iq4d_pwned*"))
    assert not Found.objects.exists()


@pytest.mark.django_db
def test_some_hostile_files(shared: Path, quiet: None) -> None:
    assert not list(troubles(shared, SAMPLE))


@pytest.mark.soak
@pytest.mark.django_db
def test_every_hostile_file(shared: Path, quiet: None) -> None:
    assert not list(troubles(shared, 1))


@pytest.mark.django_db
def test_a_broken_file_is_told_in_the_readers_language() -> None:
    ada = cast.person("Ada", language="nl")
    browser = cast.signed_in(ada)
    import_ = brought(browser, cast.circle(ada), ("export.xml", b'<?xml version="1.0"?><rss><channel><item>'))
    assert import_.state == "failed"
    line = told_in_one_line(browser, import_)
    english = cast.signed_in(ada)
    english.post("/language/", {"language": "en"})
    assert line != told_in_one_line(english, import_)
    assert "Nothing of it was stored." in english.get(import_.get_absolute_url()).content.decode()
    assert left_behind(import_) == []


def as_sent(name: str, words: bytes) -> bytes:
    """A form with one file as a hostile client writes it, its name untouched."""
    named = name.encode("utf-8", "surrogatepass").replace(b'"', b"%22")
    head = b'--edge\r\nContent-Disposition: form-data; name="%b"%b\r\n\r\n'
    return b"%b\r\n%b%b\r\n--edge--\r\n" % (
        head % (b"once", b""),
        head % (b"export", b'; filename="%b"\r\nContent-Type: text/xml' % named),
        words,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("one_in", [3, pytest.param(1, marks=pytest.mark.soak)])
def test_no_file_name_leads_anywhere(shared: Path, one_in: int) -> None:
    """The name a file had is shown; the name it is kept under is of our own making."""
    told = (json.loads(line) for line in (shared / "attack/markup/filenames.jsonl").open(encoding="utf-8"))
    names = sorted({row["filename"] for row in told})
    for name in names:
        assert re.fullmatch(r"(export-1(\.[a-z]{1,5}(\.gz)?)?|Posts\.xml|Comments\.xml)", kept_name(name, 1)), name
    ada = cast.person("Ada")
    browser, circle, before, refused = cast.signed_in(ada), cast.circle(ada), outside(), 0
    names = names[::one_in]
    own = browser.get("/").content.count(b"<script")
    for name in names:
        answer = browser.generic(
            "POST",
            f"{circle.get_absolute_url()}import/",
            as_sent(name, forum(("Ann", "Why?"))[1]),
            content_type="multipart/form-data; boundary=edge",
        )
        if answer.status_code in (200, 400):
            refused += 1
            continue
        import_ = Import.objects.latest("pk")
        assert [path.parent for path in left_behind(import_)] == [import_.folder]
        page = browser.get(import_.get_absolute_url())
        assert page.status_code == 200
        assert page.content.count(b"<script") == own
    assert refused < len(names) // 3
    assert outside() == before
    assert not list(settings.DATA_DIR.rglob("*x.txt"))


@pytest.mark.django_db
def test_two_files_of_one_telling_name_are_no_trouble(quiet: None) -> None:
    ada = cast.person("Ada")
    browser = cast.signed_in(ada)
    posts = ("Posts.xml", b"<posts></posts>")
    answer = upload(browser, cast.circle(ada), posts, posts)
    assert answer.status_code == 302
    cast.work()
    assert browser.get(answer["Location"]).status_code == 200


@pytest.mark.django_db
def test_a_conversation_that_would_run_is_kept_as_words() -> None:
    """Every place an import is shown: preview, page, mirror, circle, title."""
    script = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    ada = cast.person("Ada")
    browser, circle = cast.signed_in(ada), cast.circle(ada)
    said = [("Ann", f"{script} why? because {n}") for n in range(6)] + [
        ("Ben", f"{script} I think {n}") for n in range(6)
    ]
    import_ = brought(browser, circle, forum(*said, title=script))
    pages = [import_.get_absolute_url()]
    confirmed(browser, import_, pseudonyms=None)
    at = Dialogue.objects.get().get_absolute_url()
    pages += ["/", circle.get_absolute_url(), at, f"{at}mirror/", f"{at}mirror/uptake/", import_.get_absolute_url()]
    for address in pages:
        page = browser.get(address).content.decode()
        assert "<script>alert" not in page
        assert not re.search(r"<img[^>]*onerror", page)
