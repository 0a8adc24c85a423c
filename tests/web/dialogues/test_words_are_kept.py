"""Whatever is refused, and why: the words stay with who wrote them, and a sentence says what happened."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions.moving import make_move
from iq4d.web.dialogues.actions.people import let_go
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.people.models import Person
from iq4d.web.people.signed_in import BACKEND
from web.dialogues.playing import open_step, page, started, words_of, write
from web.dialogues.rooms import guest, open_room

pytestmark = pytest.mark.django_db
WORDS = "What did you see, <b>and</b> what did you make of it? Þetta er ekki 'alveg' \"rétt\" 🎈"
People = dict[str, Person]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Fay")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*people.values())


def ten_step(people: People, circle: Circle) -> Dialogue:
    """Strict: Bob asks, Dee, Eve and Fay think along, Ada facilitates; the questions are asked for."""
    ada, bob, dee, eve, fay = people.values()
    made = started(bob, circle, dee, eve, fay, facilitator=ada)
    write(cast.signed_in(bob), made, "My case", "case")
    return made


def act(person: Person, dialogue: Dialogue, kind: str, step: str = "") -> None:
    fresh = Dialogue.objects.select_related("circle", "standing").get(pk=dialogue.pk)
    version = bare_state(fresh.standing).step(step).version if step else 0
    make_move(person=person, dialogue=fresh, kind=kind, step=step, version=version, now=timezone.now())


# How it comes to be refused: the dialogue, who writes, as what and into which step.
Refusal = Callable[[People, Circle], tuple[Dialogue, Person, str, str, int]]


def the_step_closed(people: People, circle: Circle) -> tuple[Dialogue, Person, str, str, int]:
    talk = ten_step(people, circle)
    act(people["Ada"], talk, "close", "questions")
    return talk, people["Dee"], "question", "questions", 0


def it_is_not_open_yet(people: People, circle: Circle) -> tuple[Dialogue, Person, str, str, int]:
    return ten_step(people, circle), people["Dee"], "core", "cores", 0


def there_is_no_such_step(people: People, circle: Circle) -> tuple[Dialogue, Person, str, str, int]:
    return ten_step(people, circle), people["Dee"], "question", "nowhere", 0


def it_is_not_asked(people: People, circle: Circle) -> tuple[Dialogue, Person, str, str, int]:
    return ten_step(people, circle), people["Dee"], "advice", "questions", 0


def the_owner_listens(people: People, circle: Circle) -> tuple[Dialogue, Person, str, str, int]:
    return ten_step(people, circle), people["Bob"], "answer", "questions", 0


def it_was_enough(people: People, circle: Circle) -> tuple[Dialogue, Person, str, str, int]:
    talk = ten_step(people, circle)
    for n in range(5):
        write(cast.signed_in(people["Dee"]), talk, f"Question {n}", "question", "questions")
    Draft.objects.all().delete()
    return talk, people["Dee"], "question", "questions", 0


def it_is_paused(people: People, circle: Circle) -> tuple[Dialogue, Person, str, str, int]:
    talk = ten_step(people, circle)
    act(people["Ada"], talk, "pause")
    return talk, people["Dee"], "question", "questions", 0


def it_answers_what_is_not_seen(people: People, circle: Circle) -> tuple[Dialogue, Person, str, str, int]:
    talk = ten_step(people, circle)
    write(cast.signed_in(people["Eve"]), talk, "Hers alone", "question")
    number = talk.contributions.get(source="Hers alone").number
    return talk, people["Dee"], "question", "questions", number


def it_is_over(people: People, circle: Circle) -> tuple[Dialogue, Person, str, str, int]:
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    while step := open_step(talk):
        act(people["Bob"], talk, "close", step)
    return talk, people["Dee"], "view", "reactions", 0


REFUSALS: list[Refusal] = [
    the_step_closed, it_is_not_open_yet, there_is_no_such_step, it_is_not_asked, the_owner_listens, it_was_enough,
    it_is_paused, it_answers_what_is_not_seen, it_is_over,
]  # fmt: skip


@pytest.mark.parametrize("how", REFUSALS, ids=lambda how: how.__name__)
def test_what_is_refused_stays_with_its_author(people: People, circle: Circle, how: Refusal) -> None:
    talk, person, kind, step, about = how(people, circle)
    before = Contribution.objects.count()
    browser = cast.signed_in(person)
    for _twice in range(2):
        answer = write(browser, talk, WORDS, kind, step, about)
        assert answer.status_code == 409
        told = answer.content.decode()
        assert html.escape(WORDS) in told
    kept = Draft.objects.get(participant__person=person)
    assert kept.source == WORDS, "byte for byte, and once"
    assert kept.why.endswith((".", "”")), kept.why
    assert kept.why in html.unescape(told)
    assert Contribution.objects.count() == before
    assert html.escape(WORDS) in page(browser, talk), "and they are there tomorrow"
    others = [one for one in people.values() if one != person and talk.participants.filter(person=one).exists()]
    assert all(html.escape(WORDS) not in page(cast.signed_in(one), talk) for one in others)
    browser.post(f"/dialogues/{talk.key}/draft/{kept.pk}/away/")
    assert not Draft.objects.exists()


def test_a_step_closes_while_somebody_types(people: People, circle: Circle) -> None:
    """What was saved on the way has no composer any more: it stands there, to be used elsewhere."""
    talk = ten_step(people, circle)
    dee = cast.signed_in(people["Dee"])
    form = {"source": WORDS, "kind": "question", "step": "questions", "about": 0}
    answer = dee.post(f"/dialogues/{talk.key}/draft/", form, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert html.escape(WORDS) in page(dee, talk), "in its composer"
    act(people["Ada"], talk, "close", "questions")
    assert html.escape(WORDS) in page(dee, talk)
    assert html.escape(WORDS) not in page(cast.signed_in(people["Eve"]), talk)


def test_who_was_let_go_while_typing_reads_the_words_on_the_answer(people: People, circle: Circle) -> None:
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    dee = talk.participants.get(person=people["Dee"])
    let_go(person=people["Bob"], dialogue=talk, number=dee.number, now=timezone.now())
    answer = write(cast.signed_in(people["Dee"]), talk, WORDS, "view", "reactions")
    assert answer.status_code == 403
    assert html.escape(WORDS) in answer.content.decode()
    assert not Contribution.objects.filter(source=WORDS).exists()


def kept_form(told: str) -> dict[str, str]:
    """The fields of the form that sends a kept text again, as a browser reads them."""
    form = told[told.index('<form class="form"') : told.index("</form>", told.index('<form class="form"'))]
    fields = dict(re.findall(r'<input [^>]*name="([^"]+)" value="([^"]*)"', form))
    one_line = {name: value.replace("\n", "") for name, value in fields.items() if 'id="kept-' in form}
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    areas = dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.DOTALL))
    told_as = one_line | hidden | {name: value.removeprefix("\n") for name, value in areas.items()}
    return {name: html.unescape(value) for name, value in told_as.items()}


@pytest.mark.parametrize("words", [WORDS, "One line\nand another", "\n  indented\n\n" + "long " * 40])
def test_a_lost_session_costs_an_account_no_words(people: People, circle: Circle, words: str) -> None:
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    lost = Client()
    asked = write(lost, talk, words, "view", "reactions")
    assert asked.status_code == 302
    back = asked["Location"].split("next=")[1]
    lost.force_login(people["Dee"], backend=BACKEND)
    again = kept_form(lost.get(back).content.decode())
    assert lost.post(f"/dialogues/{talk.key}/write/", again).status_code == 302
    assert Contribution.objects.get(participant__person=people["Dee"]).source == words


def test_a_guest_whose_session_is_lost_comes_in_by_the_link_again_and_sends_it(people: People, circle: Circle) -> None:
    talking = {who: people[name] for who, name in zip(("owner", "participant", "host", "quiet"), people, strict=False)}
    room = open_room(circle, talking | {"guest-here": guest("Gus")}, of="K")
    lost = Client()
    asked = write(lost, room.dialogue, WORDS, "view", "reactions")
    back = asked["Location"].split("next=")[1]
    assert lost.post(f"/join/{room.token}/", {"name": "Gus"}).status_code == 302
    again = kept_form(lost.get(back).content.decode())
    assert lost.post(f"/dialogues/{room.dialogue.key}/write/", again).status_code == 302
    assert Contribution.objects.filter(source=WORDS).count() == 1


def test_a_stale_token_costs_no_words(people: People, circle: Circle) -> None:
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    dee = Client(enforce_csrf_checks=True)
    dee.force_login(people["Dee"], backend=BACKEND)
    stale = dee.post(
        f"/dialogues/{talk.key}/write/",
        {"source": WORDS, "kind": "view", "step": "reactions", "csrfmiddlewaretoken": "x" * 64},
        headers={"origin": "http://testserver"},
    )
    assert stale.status_code == 302
    again = kept_form(dee.get(stale["Location"]).content.decode())
    assert dee.post(f"/dialogues/{talk.key}/write/", again).status_code == 302
    assert Contribution.objects.get(participant__person=people["Dee"]).source == WORDS


ODD = {
    "nothing": ("", False),
    "whitespace": (" \n\t ", False),
    "too long": ("x" * 20_001, False),
    "as long as may be": ("x" * 20_000, True),
    "NUL": ("a\x00b", False),
    "emoji": ("👩‍👩‍👧‍👦🏳️‍🌈", True),
    "right to left": ("שלום \u202eabc\u202c مرحبا", True),
    "ten thousand lines": ("a\n" * 9_999 + "a", True),
    "no-break spaces only": ("\u00a0\u00a0", False),
}


@pytest.mark.parametrize("what", ODD)
def test_odd_words_are_kept_byte_for_byte_or_refused_with_a_sentence(people: People, circle: Circle, what: str) -> None:
    words, goes = ODD[what]
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    answer = write(cast.signed_in(people["Dee"]), talk, words, "view", "reactions")
    mine = Contribution.objects.filter(participant__person=people["Dee"])
    if goes:
        assert answer.status_code == 302
        assert mine.get().source == words
        assert cast.signed_in(people["Bob"]).get(talk.get_absolute_url()).status_code == 200
    else:
        assert answer.status_code == 200
        assert not mine.exists()
        told = answer.content.decode()
        assert 'role="alert"' in told
        assert not words.strip() or html.escape(words[:100].replace("\x00", "")[:1]) in words_of(told)


def test_a_lone_surrogate_is_refused_with_a_sentence(people: People, circle: Circle) -> None:
    """No browser sends one; as bytes that are no UTF-8 it becomes a character that says so."""
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    body = b"source=a%ED%A0%80b&kind=view&step=reactions&about=0"
    browser = cast.signed_in(people["Dee"])
    answer = browser.generic(
        "POST", f"/dialogues/{talk.key}/write/", body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (200, 302, 400)
    assert all("\ud800" not in one.source for one in Contribution.objects.all())
    assert page(browser, talk)


def test_other_words_for_what_was_hidden_meanwhile_come_back_with_the_refusal(people: People, circle: Circle) -> None:
    from iq4d.web.dialogues.actions.writing import set_hidden

    talk = started(people["Bob"], circle, people["Dee"], people["Ada"], method="open_dialogue")
    talk.participants.filter(person=people["Ada"]).update(role="facilitator")
    dee = cast.signed_in(people["Dee"])
    write(dee, talk, "Something", "view", "reactions")
    number = talk.contributions.get(source="Something").number
    set_hidden(person=people["Ada"], dialogue=talk, number=number, why="A name", hidden=True, now=timezone.now())
    answer = dee.post(f"/dialogues/{talk.key}/c/{number}/change/", {"source": WORDS})
    assert answer.status_code == 403
    assert html.escape(WORDS) in answer.content.decode()


def test_a_harvest_that_comes_too_late_keeps_all_its_words(people: People, circle: Circle) -> None:
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    while step := open_step(talk):
        act(people["Bob"], talk, "close", step)
    form = {"step": "harvest", "takeaway": "T-words", "deed": "D-words", "process": "P-words", "if_then": "I-words"}
    form |= {"obstacle": "O-words", "first_step": "F-words"}
    dee = cast.signed_in(people["Dee"])
    assert dee.post(f"/dialogues/{talk.key}/harvest/", form).status_code == 409
    told = page(dee, talk)
    assert all(f"{letter}-words" in told for letter in "TDPIOF")


def test_help_to_ask_that_comes_too_late_keeps_every_answer_however_long(people: People, circle: Circle) -> None:
    talk = ten_step(people, circle)
    act(people["Ada"], talk, "close", "questions")
    names = ("context", "mine", "now", "tried", "assumption", "question")
    form = {name: f"{name}: {'x' * 3_900}" for name in names}
    dee = cast.signed_in(people["Dee"])
    for kind in ("question", "no such kind at all"):
        answer = dee.post(f"/dialogues/{talk.key}/write/guided/", form | {"step": "questions", "kind": kind})
        assert answer.status_code == 409
    assert all(words in Draft.objects.first().source for words in form.values())


def test_other_words_with_the_same_form_are_other_words(people: People, circle: Circle) -> None:
    """The browser's Back brings the form again, with the key it had; a double press still makes one."""
    talk = started(people["Bob"], circle, people["Dee"], method="open_dialogue")
    dee = cast.signed_in(people["Dee"])
    for words in ("First words", "First words", "Twenty minutes of other words"):
        assert write(dee, talk, words, "view", "reactions", once="one form").status_code == 302
    said = list(talk.contributions.filter(kind="view").order_by("number").values_list("source", flat=True))
    assert said == ["First words", "Twenty minutes of other words"]
