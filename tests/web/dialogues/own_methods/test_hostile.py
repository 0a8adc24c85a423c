"""What somebody puts in a file harms no page and leaves nothing behind."""

from __future__ import annotations

import pytest
from django.test import Client

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import OwnMethod
from web.dialogues.own_methods.files import changed, load, look, own

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script><b onclick='x'>"


@pytest.fixture
def circle() -> Circle:
    return cast.circle(cast.person("Ada"))


@pytest.fixture
def browser(circle: Circle) -> Client:
    return cast.signed_in(circle.memberships.get().person)


def test_marks_in_texts_are_shown_as_they_are(circle: Circle, browser: Client) -> None:
    told = {name: f'"{EVIL} {name}"' for name in ("name__en", "name__nl", "summary__en", "summary__nl", "source")}
    words = changed(own(browser), **told)
    pages = [look(browser, circle, words, f"{EVIL}.toml").content.decode()]
    load(browser, circle, words)
    kept = OwnMethod.objects.get()
    ways = ("", f"{kept.pk}/")
    pages += [browser.get(f"/circles/{circle.key}/methods/{way}").content.decode() for way in ways]
    pages.append(browser.get("/start/").content.decode())
    form = {"sentence": "How?", "circle": circle.key, "method": "our_hour", "once": ""}
    address = browser.post("/start/", form)["Location"]
    pages += [browser.get(address.split("?")[0] + way).content.decode() for way in ("", "plan/")]
    for said in pages:
        assert "<script>alert" not in said
        assert "<b onclick" not in said
        assert "&lt;script&gt;" in said


HOSTILE = {
    "not text": b"\xff\xfe\x00\x01",
    "too large": b"# " + b"x" * 200_001,
    "no end to its numbers": b"version = " + b"9" * 5_000,
    "no end to its depth": b"a = " + b"[" * 50_000,
    "no end to its keys": b".".join([b"a"] * 90_000) + b" = 1",
    "a NUL": b'key = "a\x00b"',
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
def test_a_file_meant_to_harm_is_told_as_a_sentence(circle: Circle, browser: Client, raw: bytes) -> None:
    answer = look(browser, circle, raw, "evil.toml")
    assert answer.status_code == 200
    assert "This method cannot work yet" in answer.content.decode()
    assert "evil.toml" in answer.content.decode()
    words = raw.decode("utf-8", "replace")
    answer = browser.post(f"/circles/{circle.key}/methods/keep/", {"words": words})
    assert answer.status_code in (200, 400)
    assert not OwnMethod.objects.exists()


@pytest.mark.parametrize("code", ["0000", "202E", "2066", "0085"])
def test_a_character_that_cannot_be_seen_stays_out(circle: Circle, browser: Client, code: str) -> None:
    said = look(browser, circle, changed(own(browser), name__en=f'"Our \\u{code}hour"')).content.decode()
    assert f"U+{code}" in said
    assert "Bring into the circle" not in said


def test_nothing_chosen_is_said_kindly(circle: Circle, browser: Client) -> None:
    assert "Choose a file first" in browser.post(f"/circles/{circle.key}/methods/load/", {}).content.decode()
    assert "nothing in this file" in look(browser, circle, b"").content.decode()
    assert browser.post(f"/circles/{circle.key}/methods/keep/", {}).status_code == 200
    assert not OwnMethod.objects.exists()
