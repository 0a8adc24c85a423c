"""The same form twice, words on the way, one person here twice, and who sees what. Ada leads, Bob takes part."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import queries
from iq4d.web.dialogues.actions import people, starting, writing
from iq4d.web.dialogues.models import Dialogue, Draft, Invite
from iq4d.web.people.actions import merge
from iq4d.web.people.models import Person
from web.dialogues.coming import ask, fresh, guest, let_go, shared
from web.dialogues.playing import number_of, open_step, started

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
WORDS = "What I was writing all along"


# Twice


def posted_twice(address: str, form: dict[str, str], once: str) -> list[Client]:
    """A double click: both leave the browser before it has a session."""
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.cookies["csrftoken"] = "a" * 32
        assert browser.post(address, form | {"once": once}).status_code == 302
    return browsers


def test_a_double_click_on_join_is_one_guest(talk: Dialogue) -> None:
    page = Client().get(shared(talk)).content.decode()
    assert 'name="once"' in page
    before = talk.participants.count()
    browsers = posted_twice(shared(talk), {"name": "Gus"}, "form-one")
    assert talk.participants.count() == before + 1
    assert len({browser.session["_auth_user_id"] for browser in browsers}) == 1
    other = Client()
    other.cookies["csrftoken"] = "b" * 32
    other.post(shared(talk), {"name": "Mallory", "once": "form-one"})
    assert talk.participants.count() == before + 2, "another browser with the same key is somebody else"
    posted_twice(shared(talk), {"name": "Hal"}, "form-two")
    assert talk.participants.count() == before + 3, "control: another form"


def test_a_double_click_on_start_is_one_conversation() -> None:
    posted_twice("/start/", {"sentence": "What do we read next?", "name": "Ina"}, "form-one")
    assert Dialogue.objects.count() == 1
    assert Person.objects.count() == 1


# Words


@pytest.mark.parametrize("room", ["talk", "case"])
def test_who_is_let_go_while_writing_keeps_the_words(
    request: pytest.FixtureRequest, ada: Person, bob: Person, room: str
) -> None:
    held = request.getfixturevalue(room)
    browser, address = cast.signed_in(bob), f"/dialogues/{held.key}/write/"
    form = {"source": WORDS, "kind": "question", "step": open_step(held), "about": 0}
    let_go(held, ada, bob)
    answer = browser.post(address, form)
    assert answer.status_code == 403
    assert WORDS in answer.content.decode()
    assert "You no longer take part in this conversation" in answer.content.decode()
    assert browser.post(address, form | {"source": ""}).status_code == 404, "without words there is nothing to keep"
    assert browser.get(f"/dialogues/{held.key}/people/").status_code == 404
    carla = cast.signed_in(cast.person("Carla")).post(address, form)
    assert carla.status_code == 404, "control: who never took part hears of nothing"
    assert WORDS in carla.content.decode(), "and has the words back all the same"
    held.delete()
    gone = browser.post(address, form)
    assert gone.status_code == 404
    assert WORDS in gone.content.decode()


def test_a_guest_whose_session_ended_finds_the_words_after_joining_again(talk: Dialogue) -> None:
    browser = Client()
    answer = browser.post(
        f"/dialogues/{talk.key}/write/", {"source": WORDS, "kind": "view", "step": open_step(talk), "about": "0"}
    )
    login = browser.get(answer["Location"]).content.decode()
    [kept] = browser.session["kept_texts"]
    assert f'href="/kept/{kept}/"' in login
    assert "Open the link by which you came" in login
    elsewhere = browser.post(shared(talk), {"name": "Gil"})
    assert elsewhere["Location"] == f"/kept/{kept}/"
    page = browser.get(elsewhere["Location"]).content.decode()
    assert WORDS in page
    assert page.count("What you wrote") == 1, "step, kind and number are nobody's words"
    sent = {"source": WORDS, "kind": "view", "step": open_step(talk), "about": "0", "kept": kept}
    assert browser.post(f"/dialogues/{talk.key}/write/", sent).status_code == 302
    assert number_of(talk, WORDS)
    assert browser.get(shared(talk))["Location"] == talk.get_absolute_url(), "control: nothing waits any more"


# One person, twice here


def test_a_guest_whose_account_is_here_too_is_asked_once(ada: Person, bob: Person, talk: Dialogue) -> None:
    gil = guest()
    people.come_in(person=gil, dialogue=talk, invite=None, now=timezone.now())
    as_guest, own = talk.participants.get(person=gil), talk.participants.get(person=bob)
    step, now = open_step(talk), timezone.now()
    writing.write(person=gil, dialogue=fresh(talk), kind="view", step=step, source="As Gil", now=now)
    for who, place in ((as_guest, "view"), (as_guest, "question"), (own, "view")):
        writing.save_draft(participant=who, step=step, kind=place, about=0, source=f"{who} {place}", now=now)
    invite = ask(gil, talk, email="kim@example.org")
    count = fresh(talk).participant_count
    merge(gil, bob)
    as_guest.refresh_from_db()
    assert as_guest.gone
    assert as_guest.removed_at
    assert talk.contributions.get(source="As Gil").participant == as_guest
    assert sorted(Draft.objects.filter(participant=own).values_list("source", "why")) == [
        ("Bob view", ""), ("Gil question", ""), ("Gil view", "You wrote this as Gil."),
    ]  # fmt: skip
    assert fresh(talk).participant_count == count - 1
    room = queries.room_for(bob, fresh(talk), timezone.now())
    assert room.me == own
    assert room.state is not None
    assert room.state.person(str(as_guest.number)).gone
    assert Invite.objects.standing(timezone.now()).filter(pk=invite.pk).exists(), "whom they asked may still come"


def test_a_guest_who_leads_leads_on_with_the_account(bob: Person) -> None:
    gil = guest()
    made = starting.start(person=gil, sentence="What next?", circle=None, now=timezone.now(), begin=False)
    people.come_in(person=bob, dialogue=made, invite=None, now=timezone.now())
    merge(gil, bob)
    assert made.participants.get(person=bob).role == "owner"
    assert queries.room_for(bob, fresh(made), timezone.now()).leads


# Who sees it


def test_the_filter_and_the_question_of_one_agree(ada: Person, bob: Person, circle: Circle) -> None:
    """Whoever comes or goes, and however: `seen_by` in SQL, `dialogue_for` and `room_by_key` say one thing."""
    carla, ina = cast.person("Carla"), cast.person("Ina")
    elsewhere = cast.circle(ina, name="Elsewhere")
    made = [started(ada, circle, bob, method="open_dialogue"), started(ada, None, bob, method="open_dialogue")]
    made.append(started(ina, elsewhere, bob, method="open_dialogue"))
    seen = []
    for talk in made:
        mine = talk.participants.filter(person=bob)
        for room in ("open", "closed"):
            for way in ("started", "member", "link", "invited"):
                for removed, by_another in ((None, False), (cast.NOW, False), (cast.NOW, True)):
                    Dialogue.objects.filter(pk=talk.pk).update(room=room)
                    mine.update(way=way, removed_at=removed, gone=bool(removed), let_go=by_another)
                    told = {
                        talk in Dialogue.objects.seen_by(bob),
                        queries.dialogue_for(bob, talk.key) is not None,
                        queries.room_by_key(bob, talk.key, timezone.now()) is not None,
                    }
                    assert len(told) == 1, (room, way, removed, by_another)
                    reads_on = queries.reads_on(mine.get(), fresh(talk))
                    assert not removed or told == {reads_on}, "what the page on letting go says is true"
                    seen.append(*told)
                    assert talk not in Dialogue.objects.seen_by(carla)
    assert 0 < sum(seen) < len(seen)
