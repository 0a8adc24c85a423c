"""What the measures may know of a dialogue held here: what its people declared, and no more than all of them see."""

from __future__ import annotations

from datetime import timedelta

import pytest

import cast
from iq4d.measures import measure
from iq4d.measures.score import Score
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.actions.sitting import sit_down
from iq4d.web.dialogues.actions.writing import put
from iq4d.web.dialogues.declared import as_conversation
from iq4d.web.dialogues.models import Dialogue, Gesture
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.models import Person
from web.dialogues.coming import ask, fresh, let_go
from web.dialogues.playing import number_of, open_step, started, write

pytestmark = pytest.mark.django_db


def member(circle: Circle, name: str) -> Person:
    made = cast.person(name)
    Membership.objects.create(circle=circle, person=made, role="member", joined_at=cast.NOW)
    return made


def say(who: Person, talk: Dialogue, words: str, kind: str = "view") -> None:
    sitting = sit_down(talk, cast.NOW, person=who)
    put(sitting, kind=kind, step=open_step(talk), source=words)
    sitting.close()


def score(talk: Dialogue, indicator: str) -> Score:
    card = measure(as_conversation(fresh(talk)), now=cast.NOW)
    return next(one for dimension in card.dimensions for one in dimension.scores if one.indicator == indicator)


def test_dee_was_asked_by_name_and_has_not_come(ada: Person, bob: Person, circle: Circle) -> None:
    talk = started(ada, circle, bob, method="open_dialogue")
    dee = member(circle, "Dee")
    ask(ada, talk, member=dee.pk, email="")
    ask(bob, talk, member=dee.pk, email="")
    say(ada, talk, "The garden closes in winter.")
    invited = as_conversation(fresh(talk)).declared.invited
    assert invited == {"1", "2", f"asked-{dee.pk}"}, "asked twice is one voice"
    assert score(talk, "voices").base == 3


def test_whose_address_it_is_cannot_be_read_from_the_mirror(ada: Person, bob: Person, circle: Circle) -> None:
    """Bob takes part already: an invitation to his address and one to nobody's make the same figure."""
    talk = started(ada, circle, bob, method="open_dialogue")
    before = as_conversation(fresh(talk)).declared
    ask(ada, talk, email="bob@example.org")
    assert as_conversation(fresh(talk)).declared == before
    ask(ada, talk, email="nobody@example.org")
    assert as_conversation(fresh(talk)).declared == before


def test_who_leads_only_or_left_again_is_no_missing_voice(ada: Person, bob: Person, circle: Circle) -> None:
    dee, eve, fay = (member(circle, name) for name in ("Dee", "Eve", "Fay"))
    talk = started(bob, circle, dee, eve, fay, facilitator=ada)
    numbers = {one.person.name: str(one.number) for one in talk.participants.select_related("person") if one.person}
    let_go(talk, ada, eve)
    assert as_conversation(fresh(talk)).declared.invited == {numbers[name] for name in ("Bob", "Dee", "Fay")}


def test_of_somebody_s_verdicts_the_last_is_declared_last(ada: Person, bob: Person, circle: Circle) -> None:
    talk = started(ada, circle, bob, method="open_dialogue")
    me = talk.participants.get(person=bob)
    for step, value, minutes in (("second", "reached", 9), ("first", "not reached", 1)):
        at = cast.NOW + timedelta(minutes=minutes)
        Gesture.objects.create(dialogue=talk, participant=me, step=step, kind="judge", value=value, at=at)
    verdicts = as_conversation(fresh(talk)).declared.verdicts
    assert [one.value for one in verdicts] == ["not reached", "reached"]


def test_a_wording_that_touched_and_a_question_put_anew_are_seen_in_the_mirror(
    ada: Person, bob: Person, circle: Circle
) -> None:
    """Nobody rates their own wording: that another's touched, and was kept, says it."""
    peers = [cast.signed_in(member(circle, name)) for name in ("Dee", "Eve", "Fay")]
    talk = started(bob, circle, *[one.get("/").wsgi_request.user for one in peers], facilitator=ada)
    owner = cast.signed_in(bob)

    def on() -> None:
        step = bare_state(fresh(talk).standing).step(open_step(talk))
        owner.post(f"/dialogues/{talk.key}/move/", {"kind": "close", "step": step.id, "version": step.version})

    def rate(about: int, value: str) -> None:
        owner.post(f"/dialogues/{talk.key}/rate/", {"step": open_step(talk), f"rate-{about}": value})

    write(owner, talk, "Nobody comes in winter. How do I keep the garden open?", "case")
    for n, peer in enumerate(peers):
        for m in "ab":
            write(peer, talk, f"What happened in winter {n}{m}?", "question")
    rate(number_of(talk, "What happened in winter 0a?"), "warm")
    on()
    on()
    assert open_step(talk) == "cores"
    for peer, words in zip(peers, ("I like to be needed", "I fear the silence", "I am cold"), strict=True):
        write(peer, talk, f"My problem is that {words}", "core")
    assert open_step(talk) == "new_question"
    assert score(talk, "reframing").value is None, "nothing is put anew yet"
    rate(number_of(talk, "My problem is that I fear the silence"), "warm")
    write(owner, talk, "My question is really: whom do I miss in winter?", "core")
    card = measure(as_conversation(fresh(talk)), now=cast.NOW)
    finding = next(one for one in card["depth"].scores if one.indicator == "reframing")
    assert (finding.value, [piece.rule for piece in finding.evidence]) == (None, ["reframing.rewritten"])
    on()
    finding = score(talk, "reframing")
    assert [piece.rule for piece in finding.evidence] == ["reframing.offered"], "known to all once the step is over"
    assert (finding.raw, finding.base) == (1.0, 1)


def test_steps_are_called_in_the_language_of_the_dialogue(ada: Person, bob: Person, circle: Circle) -> None:
    talk = started(ada, circle, bob, method="open_dialogue")
    english = as_conversation(fresh(talk)).declared.phases[0].name
    Dialogue.objects.filter(pk=talk.pk).update(language="nl")
    assert (english, as_conversation(fresh(talk)).declared.phases[0].name) == ("Your question", "Je vraag")
