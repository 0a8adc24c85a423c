"""Bob is writing one thing and posts another: what is half-written stays. Ada leads; Carla sees nothing of it."""

from __future__ import annotations

import pytest
from django.test import Client

import cast
from iq4d.web.dialogues.actions.writing import hold
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft
from iq4d.web.people.models import Person
from web.deeds.promising import at_harvest, promise
from web.dialogues.playing import number_of, open_step, page, write
from web.mirror.live import ask

pytestmark = pytest.mark.django_db
HALF = "I keep thinking of what she said on Monday, and"


@pytest.fixture
def here(bob: Person) -> Client:
    return cast.signed_in(bob)


def typing(browser: Client, talk: Dialogue, words: str = HALF, **place: object):
    """The script of the page saves what somebody writes."""
    form = {"source": words, "step": "reactions", "kind": "", "about": 0, **place}
    return browser.post(f"/dialogues/{talk.key}/draft/", form, headers={"HX-Request": "true"})


def drafts(who: Person) -> list[str]:
    return list(Draft.objects.filter(participant__person=who).order_by("pk").values_list("source", flat=True))


def test_words_from_another_tab_leave_what_bob_is_writing(bob: Person, here: Client, talk: Dialogue) -> None:
    typing(here, talk)
    write(here, talk, "Yes, I agree.", "view", "reactions")
    assert drafts(bob) == [HALF]
    assert HALF in page(here, talk), "in its composer"
    carla = cast.signed_in(cast.person("Carla"))
    assert HALF.encode() not in carla.get(talk.get_absolute_url()).content


def test_the_question_of_the_mirror_leaves_it(bob: Person, ada: Person, here: Client, talk: Dialogue) -> None:
    for words in ("I see it because of this", "Why do we?"):
        write(cast.signed_in(ada), talk, words, "view", "reactions")
    typing(here, talk)
    cast.work()
    assert ask(here, talk).status_code == 302
    assert drafts(bob) == [HALF]


def test_help_to_ask_leaves_it(ada: Person, case: Dialogue) -> None:
    browser = cast.signed_in(ada)
    typing(browser, case, step="case", kind="case")
    guided = {"question": "What now?", "step": "case", "kind": "case"}
    assert browser.post(f"/dialogues/{case.key}/write/guided/", guided).status_code == 302
    assert drafts(ada) == [HALF]


def test_what_came_of_a_deed_leaves_a_reply_to_it(ada: Person, bob: Person, here: Client) -> None:
    talk = at_harvest(ada, cast.circle(ada, bob), bob)
    deed = promise(bob, talk)
    typing(here, talk, step="harvest", about=deed.contribution.number)
    here.post(f"/deeds/{deed.pk}/tell/", {"outcome": "done"})
    assert here.post(f"/deeds/{deed.pk}/story/", {"story": "It went well"}).status_code == 302
    assert drafts(bob) == [HALF]


def test_other_words_that_are_refused_leave_it(bob: Person, here: Client, talk: Dialogue) -> None:
    typing(here, talk, kind="view")
    assert write(here, talk, "x" * 20_001, "view", "reactions").status_code == 200
    assert write(here, talk, "", "view", "reactions").status_code == 200
    assert HALF in drafts(bob)


@pytest.mark.parametrize("by_script", [True, False])
@pytest.mark.parametrize(
    "posted",
    [
        HALF,
        f"{HALF} what I did not answer.",
        "I keep thinking about what she said on Monday, and why.",
        "I kept thinking of what she said on Monday and how she said it; and then of what I did not say.",
        "I keep thinking of what she said",
    ],
)
def test_what_bob_wrote_on_and_posts_is_a_draft_no_more(
    bob: Person, here: Client, talk: Dialogue, posted: str, by_script: bool
) -> None:
    headers = {"HX-Request": "true"} if by_script else {}
    form = {"source": HALF, "step": "reactions", "kind": "view", "about": 0}
    assert here.post(f"/dialogues/{talk.key}/draft/", form, headers=headers).status_code == (204 if by_script else 302)
    write(here, talk, posted, "view", "reactions")
    assert drafts(bob) == []
    assert Contribution.objects.filter(source=posted, participant__person=bob).exists()


def test_the_same_words_elsewhere_are_another_draft_unless_they_are_the_very_same(
    bob: Person, ada: Person, here: Client, talk: Dialogue
) -> None:
    write(cast.signed_in(ada), talk, "What Ada sees", "view", "reactions")
    typing(here, talk, about=number_of(talk, "What Ada sees"))
    write(here, talk, f"{HALF} more", "view", "reactions")
    assert drafts(bob) == [HALF], "a reply that is still being written"
    write(here, talk, HALF, "view", "reactions")
    assert drafts(bob) == []


def test_short_words_are_not_taken_for_each_other() -> None:
    assert not hold("Why do they?", "Why do we?")
    assert not hold("I", HALF)
    assert not hold("", HALF)
    assert not hold(" ".join(reversed(HALF.split())), HALF)
    assert hold("a " * 10_000, "a " * 9_000), "and long ones take no time"


# Signed out


def lost_words(browser: Client) -> list[str]:
    kept = browser.session["kept_texts"].values()
    return [dict(map(tuple, one["fields"]))["source"] for one in kept]


def test_typing_on_while_signed_out_takes_no_place_of_what_was_sent(bob: Person, talk: Dialogue) -> None:
    lost = Client()
    sent = write(lost, talk, "Sent with care", "view", "reactions")
    for n in range(6):
        answer = typing(lost, talk, f"{HALF} {n}")
        assert answer.status_code == 401, "no page for a script"
    assert lost_words(lost) == ["Sent with care", f"{HALF} 5"]
    typing(lost, talk, "A reply on its way", about=1)
    assert lost_words(lost) == ["Sent with care", f"{HALF} 5", "A reply on its way"], "another composer"
    back = sent["Location"].split("next=")[1]
    assert "Sent with care" in lost.get(back).content.decode()


def test_what_was_sent_takes_the_place_of_what_a_script_saved(talk: Dialogue) -> None:
    lost = Client()
    typing(lost, talk)
    for n in range(5):
        write(lost, talk, f"Sent {n}", "view", "reactions")
    assert lost_words(lost) == [f"Sent {n}" for n in range(5)]
    typing(lost, talk)
    assert lost_words(lost) == [f"Sent {n}" for n in range(5)], "it waits in the tab"
    write(lost, talk, "Sent 5", "view", "reactions")
    assert lost_words(lost) == [f"Sent {n}" for n in range(1, 6)]


def test_who_comes_in_again_finds_what_was_sent_first(talk: Dialogue) -> None:
    from web.dialogues.coming import shared

    lost = Client()
    sent = write(lost, talk, "Sent with care", "view", "reactions")
    typing(lost, talk)
    there = lost.post(shared(talk), {"name": "Gil"})
    assert there["Location"] == sent["Location"].split("next=")[1]


def test_carla_who_is_signed_out_and_types_is_told_nothing(talk: Dialogue) -> None:
    """Control: whether there is such a conversation or not, the answer is the same."""
    lost = Client()
    there = typing(lost, talk)
    nowhere = lost.post("/dialogues/nowhere/draft/", {"source": HALF}, headers={"HX-Request": "true"})
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert open_step(talk)
