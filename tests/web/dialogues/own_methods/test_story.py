"""A method taken as a file, changed in a text editor and loaded is a method of that circle, and the same elsewhere."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.methods import fingerprint, loads
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions import people
from iq4d.web.dialogues.models import Dialogue, OwnMethod
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person
from web.dialogues.own_methods.files import changed, load, look, own, taken, yes
from web.dialogues.playing import open_step, page, words_of, write
from web.dialogues.test_words_are_kept import act

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


@pytest.fixture
def bob() -> Person:
    return cast.person("Bob")


@pytest.fixture
def circle(ada: Person, bob: Person) -> Circle:
    return cast.circle(ada, bob)


@pytest.fixture
def browser(ada: Person) -> Client:
    return cast.signed_in(ada)


def course(dialogue: Dialogue) -> list[tuple[str, str]]:
    standing = Dialogue.objects.select_related("standing").get(pk=dialogue.pk).standing
    return [(step.id, step.status) for step in bare_state(standing).steps]


def played(owner: Person, peer: Person, circle: Circle) -> tuple[Dialogue, list[list[tuple[str, str]]]]:
    """Started on the page with the circle's own method, to the end; with where its steps stood after each act."""
    first, second = cast.signed_in(owner), cast.signed_in(peer)
    form = {"sentence": "How do we greet each other?", "circle": circle.key, "method": "our_hour", "once": ""}
    assert first.post("/start/", form).status_code == 302
    made = Dialogue.objects.get(circle=circle)
    seen = [course(made)]
    people.come_in(person=peer, dialogue=made, invite=None, now=timezone.now())
    assert write(second, made, "With a nod, at the bins.", "view").status_code == 302
    seen.append(course(made))
    act(owner, made, "close", "reactions")
    seen.append(course(made))
    harvest = {"step": "harvest", "takeaway": "Nod first", "deed": "I nod", "due": cast.LATER, "judge": ""}
    for one in (first, second):
        assert one.post(f"/dialogues/{made.key}/harvest/", harvest).status_code == 302
        seen.append(course(made))
    closing = {"step": "outcome", "outcome": "We nod.", "stays_open": "", "review_on": cast.LATER}
    assert first.post(f"/dialogues/{made.key}/round-off/", closing).status_code == 302
    return made, [*seen, course(made)]


def test_from_our_file_to_the_harvest_of_their_own(ada: Person, bob: Person, circle: Circle, browser: Client) -> None:
    looked = look(browser, circle, own(browser))
    said = words_of(looked.content.decode())
    for shown in (
        "This is in the file",
        "Our hour",
        "One question, everybody",
        "1+",
        "Thinking along",
        "3 working days",
    ):
        assert shown in said
    assert not OwnMethod.objects.exists(), "a preview keeps nothing"
    answer = yes(browser, circle, looked)
    assert "“Our hour” is in the circle" in answer.content.decode()
    kept = OwnMethod.objects.get()
    assert (kept.key, kept.version, kept.name, kept.by) == ("our_hour", 2, "Our hour", ada)
    assert kept.text == own(browser), "the file as it came, with the lines that only people read"
    assert kept.fingerprint == fingerprint(loads(kept.text, "kept"))
    assert "neighbour" in kept.text
    assert [entry.verb for entry in Entry.objects.filter(subject=f"ownmethod:{kept.pk}")] == ["dialogues.method-loaded"]

    assert "Our hour" in cast.signed_in(bob).get("/start/").content.decode()
    made, seen = played(ada, bob, circle)
    assert made.method == "our_hour"
    assert [status for _step, status in seen[-1]] == ["closed"] * 4
    assert "Our hour" in page(browser, made)


def test_the_file_is_the_same_in_another_installation(
    ada: Person, bob: Person, circle: Circle, browser: Client
) -> None:
    load(browser, circle, own(browser))
    ours = OwnMethod.objects.get()
    _made, seen = played(ada, bob, circle)
    file = browser.get(f"/circles/{circle.key}/methods/{ours.pk}/file/")
    assert file["Content-Disposition"] == 'attachment; filename="our_hour-2.toml"'

    carla, dee = cast.person("Carla"), cast.person("Dee")
    there = cast.circle(carla, dee, name="Elsewhere")
    load(cast.signed_in(carla), there, file.content.decode())
    theirs = OwnMethod.objects.get(circle=there)
    assert theirs.fingerprint == ours.fingerprint
    assert played(carla, dee, there)[1] == seen


BROKEN = {
    "a table of ten": ("three_way", {"key": '"ten"', "people.most": "10"}, "Too long", "course"),
    "a step without an end": ("open_dialogue", {"key": '"ten"', "exit": "[]"}, "never ends", "opening"),
    "a word nobody knows": (
        "open_dialogue",
        {"key": '"ten"', "steering": '"iron"'},
        "“iron” is not possible",
        "strict",
    ),
    "ten minutes of one person": (
        "open_dialogue",
        {"key": '"ten"', "minutes": "10"},
        "three minutes",
        "opening takes 10",
    ),
    "a key of ours": ("open_dialogue", {"name.en": '"Mine"'}, "Give yours a key of its own", "open_dialogue"),
}


@pytest.mark.parametrize(("key", "lines", "what", "where"), BROKEN.values(), ids=BROKEN)
def test_a_broken_one_never_gets_in(
    circle: Circle, browser: Client, key: str, lines: dict[str, str], what: str, where: str
) -> None:
    words = changed(taken(browser, key), **lines)
    said = words_of(look(browser, circle, words, "ten.toml").content.decode())
    assert what in said
    assert where in said
    assert "Bring into the circle" not in said
    browser.post(f"/circles/{circle.key}/methods/keep/", {"words": words})  # past the preview
    assert not OwnMethod.objects.exists()
    assert not Entry.objects.filter(verb__startswith="dialogues.method").exists()


def test_it_is_told_in_the_readers_language(circle: Circle, ada: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(language="nl")
    browser = cast.signed_in(Person.objects.get(pk=ada.pk))
    said = words_of(look(browser, circle, changed(taken(browser), minutes="10", key='"ten"')).content.decode())
    assert "Deze werkvorm kan nog niet werken" in said
    assert "meer dan drie minuten" in said


def test_outside_its_circle_it_does_not_exist(circle: Circle, browser: Client, bob: Person) -> None:
    load(browser, circle, own(browser))
    kept = OwnMethod.objects.get()
    carla = cast.person("Carla")
    there, hers = cast.circle(carla, name="Elsewhere"), cast.signed_in(carla)
    for way in ("", "load/", f"{kept.pk}/", f"{kept.pk}/file/"):
        assert hers.get(f"/circles/{circle.key}/methods/{way}").status_code == 404
        assert browser.get(f"/circles/{circle.key}/methods/{way}").status_code == 200
        if way.startswith(str(kept.pk)):
            assert hers.get(f"/circles/{there.key}/methods/{way}").status_code == 404, "by her own circle neither"
    for act_ in ("away", "back"):
        assert hers.post(f"/circles/{circle.key}/methods/{kept.pk}/{act_}/").status_code == 404
    assert "Our hour" not in hers.get("/start/").content.decode()
    form = {"sentence": "Mine?", "circle": there.key, "method": "our_hour", "once": ""}
    assert hers.post("/start/", form).status_code == 200
    assert not Dialogue.objects.filter(circle=there).exists()
    # and for who belongs to both, only in the one
    mine = cast.circle(bob, name="Of Bob")
    answer = cast.signed_in(bob).post("/start/", form | {"circle": mine.key})
    assert "belongs to another circle" in answer.content.decode()
    assert cast.signed_in(bob).post("/start/", form | {"circle": circle.key}).status_code == 302


def test_a_member_reads_and_takes_it_but_loads_nothing(circle: Circle, browser: Client, bob: Person) -> None:
    load(browser, circle, own(browser))
    kept, his = OwnMethod.objects.get(), cast.signed_in(bob)
    assert his.get(f"/circles/{circle.key}/methods/{kept.pk}/file/").content.decode() == kept.text
    assert "What keeps you awake, neighbour?" in his.get(f"/circles/{circle.key}/methods/{kept.pk}/").content.decode()
    assert look(his, circle, own(browser, version="3")).status_code == 403
    assert his.post(f"/circles/{circle.key}/methods/keep/", {"words": own(browser, version="3")}).status_code == 403
    assert his.post(f"/circles/{circle.key}/methods/{kept.pk}/away/").status_code == 403
    kept.refresh_from_db()
    assert kept.withdrawn_at is None
    assert OwnMethod.objects.count() == 1


def test_what_was_planned_or_runs_stays_when_it_goes_out_of_use(
    circle: Circle, browser: Client, ada: Person, bob: Person
) -> None:
    load(browser, circle, own(browser).replace("people.least = 1", "people.least = 2"))
    kept, form = OwnMethod.objects.get(), {"sentence": "How?", "circle": circle.key, "method": "our_hour", "once": ""}
    browser.post("/start/", form)
    planned = Dialogue.objects.get()
    assert planned.state == "gathering"
    browser.post(f"/circles/{circle.key}/methods/{kept.pk}/away/")
    assert "out of use" in browser.get(f"/circles/{circle.key}/methods/").content.decode()
    assert "Our hour" not in browser.get("/start/").content.decode()
    assert browser.post("/start/", form).status_code == 200, "nobody can choose it now"
    for way in ("", "plan/", "lengths/", "people/"):
        assert browser.get(f"/dialogues/{planned.key}/{way}").status_code == 200
    assert "Our hour" in browser.get(f"/dialogues/{planned.key}/plan/").content.decode()
    people.come_in(person=bob, dialogue=planned, invite=None, now=timezone.now())
    assert browser.post(f"/dialogues/{planned.key}/begin/").status_code == 302
    assert open_step(planned) == "opening"
    assert "neighbour" in page(browser, planned)
    browser.post(f"/circles/{circle.key}/methods/{kept.pk}/back/")
    assert "Our hour" in browser.get("/start/").content.decode()


def test_a_dialogue_of_another_method_is_planned_with_it(circle: Circle, browser: Client, ada: Person) -> None:
    load(browser, circle, own(browser))
    browser.post("/start/", {"sentence": "How?", "circle": circle.key, "method": "ten_step", "once": ""})
    made = Dialogue.objects.get()
    plan = {"method": "our_hour", "course": "apart", "steering": "", "room": "closed"}
    assert browser.post(f"/dialogues/{made.key}/plan/", plan).status_code == 302
    made.refresh_from_db()
    assert (made.method, made.state) == ("our_hour", "running")
