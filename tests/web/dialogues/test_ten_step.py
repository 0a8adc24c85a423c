"""A whole ten-step, from the sentence to the date to look back."""

from __future__ import annotations

import pytest

import cast
from iq4d.web.dialogues.models import Dialogue
from web.dialogues.playing import as_seen, number_of, open_step, page, started, words_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay")}


@pytest.fixture
def ten_step(people) -> Dialogue:
    ada, bob, dee, eve, fay = people.values()
    circle = cast.circle(ada, bob, dee, eve, fay)
    return started(bob, circle, dee, eve, fay, facilitator=ada)


def move(browser, dialogue, kind, step=""):
    fresh = Dialogue.objects.select_related("standing").get(pk=dialogue.pk)
    from iq4d.web.dialogues.standing import bare_state

    version = bare_state(fresh.standing).step(step or open_step(dialogue)).version
    form = {"kind": kind, "step": step or open_step(dialogue), "version": version}
    return browser.post(f"/dialogues/{dialogue.key}/move/", form)


def test_from_a_case_to_a_deed(people, ten_step):
    browsers = {name: cast.signed_in(one) for name, one in people.items()}
    bob, peers = browsers["Bob"], [browsers[name] for name in ("Dee", "Eve", "Fay")]
    assert "Asked of you now" in page(bob, ten_step)
    assert open_step(ten_step) == "case"
    assert (
        write(bob, ten_step, "I avoid a talk with a colleague. My question: how do I tell it?", "case").status_code
        == 302
    )
    assert open_step(ten_step) == "questions", "all are in, so the step closed by itself"
    for peer, name in zip(peers, ("Dee", "Eve", "Fay"), strict=True):
        for n in (1, 2):
            assert write(peer, ten_step, f"What happened then, {name} {n}?", "question").status_code == 302
        others = [f"{other} 1" for other in ("Dee", "Eve", "Fay") if other != name]
        if name != "Fay":
            assert not any(other in page(peer, ten_step) for other in others), "private until all are in"
    assert open_step(ten_step) == "rate"
    warm, cold = number_of(ten_step, "What happened then, Dee 1?"), number_of(ten_step, "What happened then, Eve 1?")
    answer = bob.post(
        f"/dialogues/{ten_step.key}/rate/", {"step": "rate", f"rate-{warm}": "warm", f"rate-{cold}": "cold"}
    )
    assert answer.status_code == 302
    assert open_step(ten_step) == "answers"
    seen = page(peers[0], ten_step)
    assert "kept" in seen
    assert "cold" not in words_of(seen)
    assert write(bob, ten_step, "I looked away.", "answer", about=warm).status_code == 302
    assert move(bob, ten_step, "close").status_code == 302
    assert write(peers[0], ten_step, "What did you fear?", "question").status_code == 302
    move(bob, ten_step, "close")
    assert open_step(ten_step) == "cores"
    for peer, words in zip(peers, ("that I want to be liked", "that I avoid it", "that I am alone"), strict=True):
        write(peer, ten_step, f"My problem is {words}", "core")
    assert open_step(ten_step) == "new_question"
    write(bob, ten_step, "My question is really: whom do I spare?", "core")
    move(bob, ten_step, "close")
    write(bob, ten_step, "It keeps things quiet. I will risk some noise.", "view")
    assert open_step(ten_step) == "tips"
    move(bob, ten_step, "skip")
    assert open_step(ten_step) == "harvest"
    for name in ("Dee", "Eve", "Fay", "Bob"):
        form = {"step": "harvest", "takeaway": f"{name} learned to wait", "deed": "", "judge": "reached"}
        if name == "Bob":
            form |= {"deed": "I talk to her on Monday", "due": "2026-11-30", "if_then": "If she sits down, I begin"}
        assert browsers[name].post(f"/dialogues/{ten_step.key}/harvest/", form).status_code == 302
    assert open_step(ten_step) == "outcome"
    done = {
        "step": "outcome",
        "outcome": "From telling her to daring it.",
        "stays_open": "The team",
        "review_on": cast.LATER,
    }
    assert bob.post(f"/dialogues/{ten_step.key}/round-off/", done).status_code == 302
    ten_step.refresh_from_db()
    assert ten_step.state == "finished"
    assert str(ten_step.review_on) == cast.LATER
    last = page(peers[2], ten_step)
    assert "whom do I spare?" in last
    assert "The team" in last
    assert "I talk to her on Monday" in last
    assert len(as_seen(people["Ada"], ten_step)) == ten_step.contribution_count
