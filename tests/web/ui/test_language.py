"""The language of the pages: chosen by the reader, kept with the person, and never a way off the site."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

import cast


@pytest.mark.django_db
def test_ada_chooses_dutch_and_keeps_it() -> None:
    ada = cast.person("Ada")
    browser = cast.signed_in(ada)
    answer = browser.post("/language/", {"language": "nl", "next": "/circles/"})
    assert answer["Location"] == "/circles/"
    ada.refresh_from_db()
    assert ada.language == "nl"
    assert '<html lang="nl"' in cast.signed_in(ada).get("/").content.decode(), "on another machine too"
    browser.post("/language/", {"language": "tlh"})
    ada.refresh_from_db()
    assert ada.language == "nl", "a language we do not speak changes nothing"


@pytest.mark.django_db
def test_a_guest_keeps_the_language_in_the_browser() -> None:
    guest = Client()
    assert '<html lang="en"' in guest.get("/").content.decode()
    guest.post("/language/", {"language": "nl"})
    assert '<html lang="nl"' in guest.get("/").content.decode()


def stays_here(location: str) -> bool:
    """Where a browser would go: backslashes are slashes to it, and it drops tabs and line ends."""
    as_browser = location.replace("\\", "/").replace("\t", "").replace("\r", "").replace("\n", "").strip()
    parts = urlsplit(as_browser)
    return (not parts.scheme or parts.scheme in ("http", "https")) and parts.netloc in ("", "testserver")


@pytest.mark.django_db
def test_no_next_leads_off_the_site(shared: Path) -> None:
    told = [json.loads(line) for line in (shared / "attack/markup/open_redirect.jsonl").open(encoding="utf-8")]
    vectors = sorted({row["value"] for row in told})
    assert any(not stays_here(vector) for vector in vectors), "control: as they stand these lead away"
    cast.person("Ada")
    for vector in vectors:
        answer = Client().post("/language/", {"language": "en", "next": vector})
        assert answer.status_code == 302
        assert stays_here(answer["Location"]), vector
        form = {"login": "ada@example.org", "password": cast.PASSWORD, "next": vector}
        answer = Client().post("/account/login/", form)
        assert answer.status_code == 302
        assert stays_here(answer["Location"]), vector
        answer = cast.Client().get("/circles/", {"next": vector})
        assert stays_here(answer["Location"]), vector
