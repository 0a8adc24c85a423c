"""Founding a circle, its roles, leaving it, and the names people give it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.utils import timezone, translation

import cast
from iq4d.web.circles.actions import give_role, remove
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.people.models import Person
from iq4d.web.ui.fields import Line, Words
from iq4d.web.ui.verdicts import Refused
from web.at_once import at_once


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


def role(circle: Circle, who: Person) -> str | None:
    return Membership.objects.filter(circle=circle, person=who).values_list("role", flat=True).first()


def test_ada_founds_a_circle_and_is_its_steward(ada: Person) -> None:
    browser = cast.signed_in(ada)
    form = {"name": "Intervisie", "about": "Wij leren.\r\nVan elkaar.", "language": "nl", "once": "key"}
    first = browser.post("/circles/new/", form)
    assert browser.post("/circles/new/", form)["Location"] == first["Location"], "a double click makes one"
    (circle,) = Circle.objects.all()
    assert (circle.name, circle.about, role(circle, ada)) == ("Intervisie", "Wij leren.\nVan elkaar.", "steward")
    assert "Intervisie" in browser.get(first["Location"]).content.decode()


def test_only_a_steward_changes_the_circle_and_its_roles(ada: Person, quiet: None) -> None:
    bob, dee = cast.person("Bob"), cast.person("Dee")
    circle = cast.circle(ada, bob, facilitator=dee)
    place = Membership.objects.get(circle=circle, person=bob)
    at = f"{circle.get_absolute_url()}people/{place.pk}/role/"
    for who in (bob, dee):
        answer = cast.signed_in(who).post(at, {"role": "steward"})
        assert answer.status_code == 403
        assert "Only a steward of this circle can do this." in answer.content.decode()
    assert role(circle, bob) == "member"
    cast.signed_in(ada).post(at, {"role": "facilitator"})
    assert role(circle, bob) == "facilitator"
    cast.signed_in(ada).post(at, {"role": "owner"})
    assert role(circle, bob) == "facilitator", "there is no such role"


def test_a_place_is_changed_only_through_its_own_circle(ada: Person, quiet: None) -> None:
    carla = cast.person("Carla")
    here, there = cast.circle(ada), cast.circle(carla)
    hers = Membership.objects.get(circle=there, person=carla)
    for act in ("role", "remove"):
        answer = cast.signed_in(ada).post(f"{here.get_absolute_url()}people/{hers.pk}/{act}/", {"role": "member"})
        assert answer.status_code == 404
    assert role(there, carla) == "steward"


def test_the_last_steward_stays(ada: Person, quiet: None) -> None:
    bob = cast.person("Bob")
    circle = cast.circle(ada, bob)
    place = Membership.objects.get(circle=circle, person=ada)
    browser, at = cast.signed_in(ada), f"{circle.get_absolute_url()}people/{place.pk}"
    for address, form in ((f"{at}/role/", {"role": "member"}), (f"{at}/remove/", {})):
        answer = browser.post(address, form)
        assert answer.status_code == 403
        assert "Make somebody else steward first." in answer.content.decode()
    give_role(person=ada, membership=Membership.objects.get(circle=circle, person=bob), role="steward")
    assert browser.post(f"{at}/remove/")["Location"] == "/circles/"
    assert role(circle, ada) is None


def test_bob_leaves_and_ada_lets_dee_go(ada: Person, quiet: None) -> None:
    bob, dee = cast.person("Bob"), cast.person("Dee")
    circle = cast.circle(ada, bob, dee)
    places = {who: Membership.objects.get(circle=circle, person=who) for who in (bob, dee)}
    people = f"{circle.get_absolute_url()}people/"
    assert cast.signed_in(bob).post(f"{people}{places[dee].pk}/remove/").status_code == 403
    asked = cast.signed_in(bob).get(f"{people}{places[bob].pk}/remove/").content.decode()
    assert "Leave Wednesday circle?" in asked
    assert role(circle, bob) == "member", "asking is not doing"
    cast.signed_in(bob).post(f"{people}{places[bob].pk}/remove/")
    cast.signed_in(ada).post(f"{people}{places[dee].pk}/remove/")
    assert set(circle.memberships.values_list("person", flat=True)) == {ada.pk}
    remove(person=ada, membership=places[dee], now=timezone.now())  # twice is once


@pytest.mark.django_db(transaction=True)
def test_two_stewards_cannot_step_down_for_each_other() -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    circle = cast.circle(ada)
    Membership.objects.create(circle=circle, person=bob, role="steward", joined_at=cast.NOW)
    places = {who: Membership.objects.get(circle=circle, person=who) for who in (ada, bob)}

    def step_down(who: Person) -> str:
        try:
            give_role(person=who, membership=places[who], role="member")
        except Refused as refused:
            return refused.verdict.code
        return "done"

    said = at_once(lambda: step_down(ada), lambda: step_down(bob))
    assert sorted(said) == ["circles.last-steward", "done"]
    assert Membership.objects.filter(circle=circle, role="steward").count() == 1


def naughty(shared: Path) -> list[str]:
    listed = json.loads((shared / "attack/markup/blns.json").read_text("utf-8"))
    odd = [json.loads(line)["text"] for line in (shared / "attack/markup/unicode.jsonl").open(encoding="utf-8")]
    return [*listed, *odd, "👩‍👩‍👧" * 30, "\ud800"]


REFUSED = ["\x00", "a\x00b", "a\nb", "a\u2028b", "x" * 121, "é" * 121]


@pytest.mark.django_db
@pytest.mark.parametrize("one_in", [12, pytest.param(1, marks=pytest.mark.soak)])
def test_every_naughty_string_comes_back_as_typed_or_is_refused_with_a_sentence(
    shared: Path, quiet: None, one_in: int
) -> None:
    """Into the name (a line: blanks around it fall off) and into what the circle is for."""
    browser = cast.signed_in(cast.person("Ada"))
    kept = refused = 0
    for text in [*naughty(shared)[::one_in], *REFUSED]:
        sendable = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")  # as a browser would send it
        answer = browser.post("/circles/new/", {"name": sendable, "about": sendable, "language": "en"})
        if answer.status_code == 302:
            circle = Circle.objects.latest("pk")
            assert circle.name == sendable.strip()
            assert circle.about == sendable.replace("\r\n", "\n")
            assert browser.get(answer["Location"]).status_code == 200
            kept += 1
        else:
            assert answer.status_code == 200, repr(text)
            assert 'role="alert"' in answer.content.decode(), repr(text)
            refused += 1
    assert browser.get("/").status_code == browser.get("/circles/").status_code == 200
    assert kept > 300 / one_in
    assert refused >= len(REFUSED)


@pytest.mark.parametrize("text", ["\x00", "one\x00two", "half \ud800 pair", "\udfff"])
@pytest.mark.parametrize("field", [Line(required=False), Words(required=False)])
def test_a_field_refuses_what_no_database_keeps(field: Line | Words, text: str) -> None:
    with translation.override("en"), pytest.raises(Exception, match="character"):
        field.clean(text)
    assert field.clean("whole 𝄞 pair") == "whole 𝄞 pair"


@pytest.mark.parametrize("name", ["a\nb", "a\rb", "a\u2028b", "a\u202eb", "\x1b[31mred", "\u200b"])
def test_a_line_is_one_line_that_reads_as_it_is(name: str) -> None:
    """No line end, no control character, none that turns what follows around, and something to see."""
    with translation.override("en"), pytest.raises(Exception, match="one line"):
        Line().clean(name)
    for fine in ("Ann de Wit", "مريم", "שרה", "Ĳsbrand", "李明", "O’Neill 🎓", "👩‍👩‍👧"):
        assert Line().clean(fine) == fine
