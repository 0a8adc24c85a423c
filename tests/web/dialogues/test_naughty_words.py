"""Every text field of a dialogue against strings that break programs: kept as they are, or refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft, Invite, Participant
from iq4d.web.people.models import Person
from iq4d.web.ui.markup import rendered
from web.dialogues.playing import started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
SOME = 24  # strings per field in every run, spread over the list; all of them in the soak


def strings(shared: Path) -> list[str]:
    naughty: list[str] = json.loads((shared / "attack/markup/blns.json").read_text("utf-8"))
    odd = [json.loads(line) for line in (shared / "attack/markup/unicode.jsonl").open(encoding="utf-8")]
    told = [one.get("text") or one.get("value") or one.get("input") or "" for one in odd]
    return [one for one in [*naughty, *told] if isinstance(one, str)]


def sendable(words: str) -> bool:
    """Whether a browser can send it: no lone surrogate has bytes in UTF-8."""
    return not any("\ud800" <= character <= "\udfff" for character in words)


def spread(of: list[str], many: int) -> list[str]:
    return of[:: max(1, len(of) // many)]


class Fields:
    """How each field is sent, and how what came of it is read. A field of one line is told by its name."""

    def __init__(self) -> None:
        self.bob, self.dee, self.ada = (cast.person(name) for name in ("Bob", "Dee", "Ada"))
        self.circle = cast.circle(self.bob, self.dee, self.ada)
        self.talk = started(self.bob, self.circle, self.dee, self.ada, method="open_dialogue")
        self.talk.participants.filter(person=self.ada).update(role="facilitator")
        self.browser = {one.name: cast.signed_in(one) for one in (self.bob, self.dee, self.ada)}
        self.at = f"/dialogues/{self.talk.key}/"
        step = {"step": "reactions", "about": "0"}
        fields: dict[str, tuple[str, str, dict[str, str], str]] = {
            "sentence": ("Bob", "/start/", {}, "sentence"),
            "title": ("Bob", "sharpen/", {}, "title"),
            **{name: ("Bob", "sharpen/", {"title": "T"}, name) for name in ("why", "for_whom", "done_when", "outside")},
            "seeks": ("Dee", "intention/", {}, "seeks"),
            "brings": ("Dee", "intention/", {}, "brings"),
            "confidence": ("Bob", "agreement/", {"learning": "mix"}, "confidence"),
            "question": ("Dee", "people/", {"email": "gus@example.org"}, "question"),
            "invited": ("Dee", "people/", {"email": "gus@example.org"}, "name"),
            "words": ("Dee", "write/", {"kind": "view", **step}, "source"),
            "guided": ("Dee", "write/guided/", {"kind": "view", "step": "reactions"}, "question"),
            "draft": ("Dee", "draft/", {"kind": "view", **step}, "source"),
            "change": ("Bob", "c/1/change/", {}, "source"),
            "reason": ("Ada", "c/1/hide/", {}, "why"),
            "guest": ("", "join", {}, "name"),
        }
        self.fields = fields

    def send(self, field: str, words: str) -> HttpResponse:
        who, where, form, name = self.fields[field]
        if field == "guest":
            from iq4d.web.dialogues.links import token_of

            return Client(raise_request_exception=False).post(f"/join/{token_of(self.talk)}/", {name: words})
        browser = self.browser[who]
        browser.raise_request_exception = False
        address = where if where.startswith("/") else self.at + where
        return browser.post(address, {**form, name: words})

    def kept(self, field: str) -> str:
        """What came of it."""
        talk = Dialogue.objects.get(pk=self.talk.pk)
        dee: Participant = talk.participants.get(person=self.dee)
        newest: Contribution | None = talk.contributions.filter(participant=dee).order_by("-number").first()
        invite = Invite.objects.order_by("-pk").first()
        read: dict[str, Callable[[], str]] = {
            "sentence": lambda: Dialogue.objects.order_by("-pk")[0].title,
            "seeks": lambda: dee.seeks,
            "brings": lambda: dee.brings,
            "question": lambda: invite.question if invite else "",
            "invited": lambda: invite.name if invite else "",
            "words": lambda: newest.source if newest else "",
            "guided": lambda: newest.source.split("\n\n", 1)[1] if newest else "",
            "draft": lambda: Draft.objects.get(participant=dee).source,
            "change": lambda: talk.contributions.get(number=1).source,
            "reason": lambda: talk.contributions.get(number=1).hidden_why,
            "guest": lambda: talk.participants.order_by("-number")[0].name,
        }
        return read[field]() if field in read else str(getattr(talk, field))


FIELDS = [
    "sentence", "title", "why", "for_whom", "done_when", "outside", "seeks", "brings", "confidence", "question",
    "invited", "words", "guided", "draft", "change", "reason", "guest",
]  # fmt: skip
ONE_LINE = {"sentence", "title", "question", "invited", "guest"}


def try_all(field: str, words: list[str]) -> tuple[int, int]:
    """(kept, refused) of these."""
    at, went, refused = Fields(), 0, 0
    for one in filter(sendable, words):
        from django.core.cache import cache

        cache.clear()  # how often is not asked here
        Invite.objects.update(created_at=timezone.now() - timedelta(days=3))
        Contribution.objects.filter(dialogue=at.talk).update(hidden=False)
        answer = at.send(field, one)
        assert answer.status_code in (200, 302, 400, 409), f"{field} {one!r}: {answer.status_code}"
        if answer.status_code != 302:
            refused += 1
            assert "error" in answer.content.decode() or "alert" in answer.content.decode() or answer.status_code == 400
            continue
        went += 1
        if field == "draft" and not one.strip():
            continue
        told = at.kept(field)
        should = one.replace("\r\n", "\n")
        if field in ONE_LINE:
            told, should = " ".join(told.split()), " ".join(should.split())
        if field == "guided":
            told, should = told.strip(), should.strip()
        assert told == should, f"{field}: {one!r} became {told!r}"
    for address in (at.at, f"{at.at}people/", f"{at.at}agreement/", f"/circles/{at.circle.key}/", "/"):
        page = at.browser["Bob"].get(address)
        assert page.status_code == 200, address
        assert b"<script>alert" not in page.content
    return went, refused


@pytest.mark.parametrize("field", FIELDS)
def test_some_of_them_into_each_field(shared: Path, field: str) -> None:
    went, refused = try_all(field, spread(strings(shared), SOME))
    assert went > SOME / 4, f"only {went} of {went + refused} arrived"


@pytest.mark.soak
@pytest.mark.parametrize("field", FIELDS)
def test_all_of_them_into_each_field(shared: Path, field: str) -> None:
    went, refused = try_all(field, strings(shared))
    assert went > refused


def test_mark_up_in_contributions_goes_through_the_one_sanitiser(shared: Path) -> None:
    lines = (shared / "attack/markup/xss_vectors.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    vectors = [row.get("payload") or row.get("input") or row.get("text") or row.get("vector") or "" for row in rows]
    at = Fields()
    for one in spread([v for v in vectors if isinstance(v, str) and v.strip() and sendable(v)], SOME):
        if at.send("words", one).status_code == 302:
            row = at.talk.contributions.order_by("-number").first()
            assert row is not None
            assert row.html == rendered(one.replace("\r\n", "\n"), "markdown")
    assert at.talk.contributions.count() > SOME / 2
    assert Person.objects.filter(name="Bob").exists()
