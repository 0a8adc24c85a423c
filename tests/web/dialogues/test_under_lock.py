"""What changed between the page and the act: asked again once the dialogue is locked."""

from __future__ import annotations

import pytest
from django.utils import timezone

import cast
from iq4d.web.dialogues.actions import people as coming
from iq4d.web.dialogues.actions import starting, writing
from iq4d.web.dialogues.models import Dialogue, Gesture
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.journal.models import Entry
from iq4d.web.ui.verdicts import Refused
from web.dialogues.playing import as_seen, open_step, started

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve")}


def finish(dialogue: Dialogue, owner, now) -> None:
    from iq4d.web.dialogues.actions.moving import make_move

    while step := open_step(dialogue):
        version = bare_state(dialogue.standing).step(step).version
        make_move(person=owner, dialogue=dialogue, kind="close", step=step, version=version, now=now)
        dialogue.standing.refresh_from_db()


def test_a_conversation_ends_once_however_old_the_page(people) -> None:
    _ada, bob, dee, eve = people.values()
    talk = started(bob, cast.circle(*people.values()), dee, eve, method="open_dialogue")
    old = Dialogue.objects.get(pk=talk.pk)
    finish(talk, bob, cast.NOW)
    writing.write(person=dee, dialogue=old, kind="story", step="reactions", source="It worked", now=cast.NOW)
    assert Entry.objects.filter(verb="dialogues.finished").count() == 1


def test_who_was_let_go_a_moment_ago_brings_nothing_any_more(people) -> None:
    _ada, bob, dee, eve = people.values()
    talk = started(bob, cast.circle(*people.values()), dee, eve, method="open_dialogue")
    coming.let_go(person=bob, dialogue=talk, number=talk.participants.get(person=dee).number, now=cast.NOW)
    with pytest.raises(Refused):
        writing.write(person=dee, dialogue=talk, kind="view", step="reactions", source="But I", now=cast.NOW)


def test_roles_are_not_given_once_it_has_begun(people) -> None:
    _ada, bob, dee, eve = people.values()
    talk = starting.start(
        person=bob, sentence="How?", circle=cast.circle(*people.values()), method="three_way", now=cast.NOW
    )
    for one in (dee, eve):
        coming.come_in(person=one, dialogue=talk, invite=None, now=cast.NOW)
    old = Dialogue.objects.get(pk=talk.pk)
    starting.begin_now(person=bob, dialogue=talk, now=cast.NOW)
    with pytest.raises(Refused):
        starting.give_roles(person=bob, dialogue=old, roles={1: "peer", 2: "owner"})


def test_nothing_this_time_after_enough_is_refused_and_moves_no_other(people) -> None:
    """Light steering lets words step outside a step; a gesture has no words to let."""
    _ada, bob, dee, eve = people.values()
    talk = started(bob, cast.circle(*people.values()), dee, eve, method="three_way")
    mine = next(step.id for step in bare_state(talk.standing).steps if step.is_open and step.turn == "1")
    now = timezone.now()
    writing.write(person=bob, dialogue=talk, kind="case", step=mine, source="My case", now=now)
    talk.standing.refresh_from_db()
    clear = next(step.id for step in bare_state(talk.standing).steps if step.is_open and step.turn == "1")
    for n in range(4):
        writing.write(person=dee, dialogue=talk, kind="question", step=clear, source=f"Why {n}?", now=now)
    answer = cast.signed_in(dee).post(f"/dialogues/{talk.key}/gesture/", {"kind": "pass", "step": clear})
    assert answer.status_code == 403
    assert not Gesture.objects.exists()
    form = {"question": "And a fifth?", "kind": "question", "step": clear}
    answer = cast.signed_in(dee).post(f"/dialogues/{talk.key}/write/guided/", form)
    assert answer.status_code == 409
    assert "And a fifth?" in talk.drafts.exclude(why="").get().source


def test_the_place_of_what_was_taken_back_shows_only_with_what_stands_under_it(people) -> None:
    ada, bob, dee, eve = people.values()
    talk = started(bob, cast.circle(*people.values()), dee, eve, ada, method="ten_step")
    writing.write(person=bob, dialogue=talk, kind="case", step="case", source="My case", now=cast.NOW)
    fresh = Dialogue.objects.select_related("circle", "standing").get(pk=talk.pk)
    asked = writing.write(person=dee, dialogue=fresh, kind="question", step="questions", source="Why?", now=cast.NOW)
    more = {"kind": "question", "step": "questions", "source": "And why now?", "about": asked.number}
    writing.write(person=dee, dialogue=fresh, now=cast.NOW, **more)
    writing.take_back(person=dee, dialogue=fresh, number=asked.number, now=cast.NOW)
    assert as_seen(eve, fresh) == ["My case"], "before the reveal an empty place tells that somebody wrote"
    assert len(as_seen(dee, fresh)) == 3, "control: its author finds it"
