"""What goes with every answer: a strict content security policy, and what keeps others from framing or guessing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

import cast
from iq4d.web import urls
from iq4d.web.people import photos
from iq4d.web.people.models import Person
from iq4d.web.ui import refusals
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused, refusal, require
from iq4d.web.ui.views import server_error

SOURCE = Path(refusals.__file__).parents[1]


@surface("page", open_to="anyone")
def broken(request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError("on purpose")


@surface("page", open_to="anyone")
def refusing(request: HttpRequest) -> HttpResponse:
    require(refusal("circles.last-steward"))
    return HttpResponse("allowed")


class Pages:
    urlpatterns = [path("broken/", broken), path("refusing/", refusing), *urls.patterns(demo=False)]
    handler400, handler403 = urls.handler400, urls.handler403
    handler404, handler500 = urls.handler404, urls.handler500


def policy(response: HttpResponse) -> dict[str, list[str]]:
    told = response.headers.get("Content-Security-Policy", "")
    return {words[0]: words[1:] for part in told.split(";") if (words := part.split())}


@pytest.fixture
def answers(quiet: None, db: None) -> Iterator[dict[str, HttpResponse]]:
    ada = cast.person("Ada")
    photos.folder().mkdir(parents=True, exist_ok=True)
    (photos.folder() / "ada.webp").write_bytes(b"RIFF")
    Person.objects.filter(pk=ada.pk).update(photo="ada.webp")
    browser = cast.signed_in(ada)
    browser.raise_request_exception = False
    strict = Client(enforce_csrf_checks=True)
    with override_settings(ROOT_URLCONF=Pages):
        yield {
            "a page": browser.get("/"),
            "a guest's page": Client().get("/about/"),
            "a redirect": Client().get("/circles/"),
            "the sign-in page": Client().get("/account/login/"),
            "nothing here": browser.get("/circles/nothing/"),
            "no such address": browser.get("/no/such/address"),
            "a refusal": browser.get("/refusing/"),
            "a stale form": strict.post("/account/login/", {}),
            "a wrong method": browser.get("/language/"),
            "an impossible character": browser.get("/circles/%00/"),
            "an error of ours": browser.get("/broken/"),
            "a photo": browser.get(f"/me/photo/{ada.pk}/"),
        }


def test_every_answer_carries_a_strict_policy(answers: dict[str, HttpResponse]) -> None:
    statuses = {name: answer.status_code for name, answer in answers.items()}
    assert statuses == {
        "a page": 200, "a guest's page": 200, "a redirect": 302, "the sign-in page": 200, "nothing here": 404,
        "no such address": 404, "a refusal": 403, "a stale form": 403, "a wrong method": 405,
        "an impossible character": 400, "an error of ours": 500, "a photo": 200,
    }  # fmt: skip
    for name, answer in answers.items():
        told = policy(answer)
        assert told["default-src"] in (["'self'"], ["'none'"]), name
        assert "unsafe" not in answer["Content-Security-Policy"], name
        assert "http" not in answer["Content-Security-Policy"], "no other site"
        if name != "a photo":
            assert told["object-src"] == told["frame-ancestors"] == ["'none'"], name
            assert told["base-uri"] == told["form-action"] == ["'self'"], name
    assert "sandbox" in policy(answers["a photo"])


def test_every_answer_tells_browsers_to_guess_nothing(answers: dict[str, HttpResponse]) -> None:
    for name, answer in answers.items():
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name
        if name != "an impossible character":  # answered at the edge, where only the policy forbids framing
            assert answer["X-Frame-Options"] == "DENY", name
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert "Server" not in answer


def test_no_page_of_ours_needs_more_than_the_policy_gives(answers: dict[str, HttpResponse]) -> None:
    for name, answer in answers.items():
        if answer.streaming or "html" not in answer["Content-Type"]:
            continue
        page = answer.content.decode()
        assert not re.search(r"<[^>]+\son[a-z]+=", page), name
        assert not re.search(r"<[^>]+\sstyle=", page), name
        assert "<style" not in page, name
        assert all("src=" in script for script in re.findall(r"<script[^>]*>", page)), name


def test_a_refusal_is_a_full_sentence(answers: dict[str, HttpResponse]) -> None:
    assert "Make somebody else steward first." in answers["a refusal"].content.decode()
    assert "ZeroDivisionError" not in answers["an error of ours"].content.decode()
    assert "not your doing" in answers["an error of ours"].content.decode()


def codes_in(paths: Iterable[Path]) -> set[str]:
    """Every code these files can refuse with."""
    return {code for path in paths for code in re.findall(r'refusal\(\s*"([^"]+)"', path.read_text("utf-8"))}


def test_every_refusal_has_its_sentence_and_every_sentence_its_refusal() -> None:
    assert codes_in(SOURCE.rglob("*.py")) == set(refusals.SENTENCES)
    outside = codes_in(path for path in SOURCE.rglob("*.py") if path.name != "rules.py")
    assert all(code.startswith("ui.") for code in outside), "an app refuses in its rules, only the edge elsewhere"
    for code in refusals.SENTENCES:
        sentence = refusals.sentence(refusal(code))
        assert re.match(r"[A-Z].*\.$", sentence), sentence
    with pytest.raises(Refused):
        require(refusal("circles.last-steward"))


@pytest.mark.django_db
def test_our_own_files_carry_the_policy_too() -> None:
    answer = Client().get("/static/ui/mark.svg")
    assert answer.status_code == 200
    assert policy(answer)["default-src"] == ["'self'"]


@pytest.mark.django_db
def test_a_request_django_itself_refuses_gets_a_page_of_ours(quiet: None) -> None:
    """Far too many fields: refused before any view, in words a person can use."""
    answer = Client().get("/", {f"f{n}": "1" for n in range(1_100)})
    assert answer.status_code == 400
    assert "This address does not work" in answer.content.decode()


def test_a_database_that_is_away_is_said_in_plain_words_and_asks_nothing_of_it() -> None:
    """No `django_db` mark: this page would fail if it asked the database anything."""
    request = RequestFactory().get("/")
    try:
        raise OperationalError("database is locked")
    except OperationalError:
        away = server_error(request)
    assert (away.status_code, away["Retry-After"]) == (503, "30")
    assert "Back in a moment" in away.content.decode()
    try:
        raise ValueError("a mistake of ours")
    except ValueError:
        broken = server_error(request)
    assert broken.status_code == 500
    assert "It is not your doing" in broken.content.decode()
