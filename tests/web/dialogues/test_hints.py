"""Help to ask, after writing: one line at most, to who wrote it alone; it blocks nothing and nothing of it is kept."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from time import perf_counter

import pytest
from django.test import Client
from django.urls import reverse

import cast
from iq4d.methods import Method
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft
from iq4d.web.journal.models import Entry
from iq4d.web.people.actions import merge, no_more_hints
from iq4d.web.people.models import Person
from methods.every_feature import more
from web.dialogues.any_method import held, only
from web.dialogues.playing import page, words_of, write
from web.dialogues.rooms import guest

pytestmark = pytest.mark.django_db
People = dict[str, Person]
TIP = "Heb je al eens geprobeerd om te bellen?"
LINE = "Zit hier een tip in?"
ASKS = {"hint": "1"}  # the hidden field of a composer that asks for a line


@pytest.fixture
def people() -> People:
    return {name: cast.person(name, "nl") for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*(one for name, one in people.items() if name != "Carla"))


def method(questions: tuple[str, ...] = ("open",), **kinds: tuple[str, ...]) -> Method:
    """One step in which all ask and answer."""
    asking = more().phase("asking")
    allowed = {role: kinds.get(role, ("question", "answer", "pass")) for role in ("owner", "peer")}
    given = replace(asking, questions=questions, statements="free", allowed=allowed)
    made = only(more(), "asking")
    return replace(made, phases=(given, *made.phases[1:]))


def talk_of(people: People, circle: Circle, steering: str = "light", **asks: tuple[str, ...]) -> Dialogue:
    peers = people["Dee"], people["Eve"]
    made = held(method(**asks), people["Bob"], circle, *peers, steering=steering, facilitator=people["Ada"])
    Dialogue.objects.filter(pk=made.pk).update(language="nl")
    return made


def form_of(html: str) -> dict[str, str]:
    """The hidden fields and the words of the form that gives words back."""
    form = re.search(r'<section[^>]* id="words-back".*?<form.*?</form>', html, re.DOTALL)
    assert form, "no words came back"
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    words = re.search(r"<textarea[^>]*>(.*?)</textarea>", form[0], re.DOTALL)
    assert words
    return dict(hidden) | {"source": words[1].strip()}


def hinted(browser: Client, talk: Dialogue, words: str = TIP, kind: str = "question") -> str:
    """The page that comes instead of what was posted."""
    answer = write(browser, talk, words, kind, "asking", **ASKS)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def posted(talk: Dialogue) -> list[str]:
    return list(talk.contributions.values_list("source", flat=True))


def test_dee_gets_one_line_and_keeps_her_question(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle), cast.signed_in(people["Dee"])
    assert '<input type="hidden" name="hint" value="1">' in page(dee, talk)
    html = hinted(dee, talk)
    assert html.count(LINE) == 1
    assert "Een vraag zet aan het denken" in html, "with its reason"
    assert posted(talk) == []
    form = form_of(html)
    assert "hint" not in form, "it is said once"
    assert dee.post(f"/dialogues/{talk.key}/write/", form).status_code == 302
    dee.post(f"/dialogues/{talk.key}/write/", form)  # a double click
    assert posted(talk) == [TIP], "unchanged, and once"
    assert not Draft.objects.exists()


def test_changed_words_are_posted_as_they_are_now(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle), cast.signed_in(people["Dee"])
    form = form_of(hinted(dee, talk)) | {"source": "Wat heb je al geprobeerd?"}
    assert dee.post(f"/dialogues/{talk.key}/write/", form).status_code == 302
    assert posted(talk) == ["Wat heb je al geprobeerd?"]


def test_a_form_that_asks_for_no_line_and_a_good_question_go_through(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle), cast.signed_in(people["Dee"])
    assert write(dee, talk, TIP, "question", "asking").status_code == 302
    assert write(dee, talk, "Wat heb je al geprobeerd?", "question", "asking", **ASKS).status_code == 302


def test_who_goes_away_finds_the_words_and_nothing_tells_of_the_line(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle), cast.signed_in(people["Dee"])
    before = Entry.objects.count()
    hinted(dee, talk)
    kept = Draft.objects.get()
    assert (kept.source, kept.why, kept.more) == (TIP, "", {})
    assert Entry.objects.count() == before
    assert f">{TIP}</textarea>" in page(dee, talk)
    for reader in ("Bob", "Ada"):
        html = page(cast.signed_in(people[reader]), talk)
        assert TIP not in html
        assert LINE not in html


def test_no_more_hints_is_for_ever_and_costs_no_words(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle), cast.signed_in(people["Dee"])
    before = Entry.objects.count()
    form = form_of(hinted(dee, talk)) | {"hints": "off"}
    html = dee.post(f"/dialogues/{talk.key}/write/", form).content.decode()
    assert LINE not in html
    assert form_of(html)["source"] == TIP
    assert posted(talk) == []
    assert Entry.objects.count() == before, "the journal would say that a line was given"
    assert not Person.objects.get(name="Dee").hints
    assert Person.objects.get(name="Bob").hints
    assert 'name="hint"' not in page(dee, talk)
    assert write(dee, talk, TIP, "question", "asking", **ASKS).status_code == 302


def test_on_again_on_the_profile(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle), cast.signed_in(people["Dee"])
    no_more_hints(person=people["Dee"])
    html = dee.get(reverse("profile")).content.decode()
    assert 'name="hints"' in html
    profile = {"name": "Dee", "language": "nl", "theme": "auto", "zone": "Europe/Amsterdam", "mails": "daily"}
    dee.post(reverse("profile"), profile | {"mail_hour": "8", "hints": "on"})
    assert LINE in hinted(dee, talk)


def test_a_guest_can_do_without_and_their_account_too(people: People) -> None:
    gina = guest("Gina")
    no_more_hints(person=gina)
    merge(gina, people["Dee"])
    assert not Person.objects.get(name="Dee").hints


def test_none_where_advice_is_welcome(people: People, circle: Circle) -> None:
    talk = talk_of(people, circle, peer=("question", "advice", "pass"))
    assert write(cast.signed_in(people["Dee"]), talk, TIP, "question", "asking", **ASKS).status_code == 302


def test_where_steps_are_free_the_asker_says_whether_tips_are_welcome(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle, "free", peer=("question", "advice", "pass")), cast.signed_in(people["Dee"])
    assert LINE in hinted(dee, talk)
    assert "tips zijn welkom" not in page(dee, talk)
    Dialogue.objects.filter(pk=talk.pk).update(tips_welcome=True)
    assert "tips zijn welkom" in page(cast.signed_in(people["Ada"]), talk)
    assert write(dee, talk, TIP, "question", "asking", **ASKS).status_code == 302


def test_a_strict_step_is_blocked_by_the_engine_alone(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle, "strict"), cast.signed_in(people["Dee"])
    form = form_of(hinted(dee, talk))
    assert dee.post(f"/dialogues/{talk.key}/write/", form).status_code == 302
    refused = write(dee, talk, TIP, "view", "asking", **ASKS)
    assert refused.status_code == 409, "and what is refused is told at once, without a line before it"
    assert LINE not in refused.content.decode()


def test_a_step_for_facts_asks_for_facts(people: People, circle: Circle) -> None:
    why = "Waarom belde je niet?"
    talk = talk_of(people, circle, questions=("facts",))
    assert "Nu gaat het om feiten." in hinted(cast.signed_in(people["Dee"]), talk, why)
    other = talk_of(people, circle, questions=())
    assert write(cast.signed_in(people["Dee"]), other, why, "question", "asking", **ASKS).status_code == 302


def test_an_answer_too_and_in_the_language_of_its_reader(people: People, circle: Circle) -> None:
    talk, bob = talk_of(people, circle), cast.signed_in(people["Bob"])
    write(cast.signed_in(people["Dee"]), talk, "Wat zag je?", "question", "asking")
    asked = talk.contributions.get().number
    html = page(bob, talk)
    assert html.count('name="hint"') >= 1
    Person.objects.filter(name="Bob").update(language="en")
    answer = write(bob, talk, TIP, "answer", "asking", asked, **ASKS)
    html = answer.content.decode()
    assert "Is there a tip in this?" in html
    assert "Wat zag je?" in words_of(html), "what is answered stands by"
    assert form_of(html)["about"] == str(asked)
    assert bob.post(f"/dialogues/{talk.key}/write/", form_of(html)).status_code == 302
    assert Contribution.objects.get(source=TIP).answers == asked


def test_other_languages_get_none(people: People, circle: Circle) -> None:
    talk = talk_of(people, circle)
    words = "Hast du schon einmal versucht, mit deiner Kollegin darüber zu sprechen, bevor du gegangen bist?"
    assert write(cast.signed_in(people["Dee"]), talk, words, "question", "asking", **ASKS).status_code == 302


def asked(browser: Client, talk: Dialogue, **more: object) -> tuple[int, dict[str, str]]:
    """What the script asks after a pause in typing."""
    told = {"source": TIP, "step": "asking", "kind": "question", "about": "0"} | more
    answer = browser.post(f"/dialogues/{talk.key}/write/hint/", json.dumps(told), content_type="application/json")
    return answer.status_code, answer.json() if answer.status_code == 200 else {}


def test_a_pause_in_typing_gets_the_same_line_and_nothing_is_stored(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle), cast.signed_in(people["Dee"])
    before = Entry.objects.count()
    status, line = asked(dee, talk)
    assert (status, set(line)) == (200, {"sentence", "reason"})
    assert line["sentence"].startswith(LINE)
    assert asked(dee, talk, kind="", source="Wat zag je?")[0] == 204
    assert asked(dee, talk, source="")[0] == 204
    assert (Draft.objects.count(), Entry.objects.count(), posted(talk)) == (0, before, [])
    assert asked(cast.signed_in(people["Carla"]), talk)[0] == 404
    no_more_hints(person=people["Dee"])
    assert asked(dee, talk)[0] == 204


def test_a_session_that_ended_keeps_no_copy_of_what_was_being_typed(people: People, circle: Circle) -> None:
    talk, nobody = talk_of(people, circle), Client()
    assert asked(nobody, talk)[0] in (302, 401)
    assert "kept_texts" not in nobody.session


def test_nonsense_gets_no_line(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle), cast.signed_in(people["Dee"])
    for body in (b"", b"[1]", b"{", b"\xff", json.dumps({"source": [1], "step": {}, "kind": "no-such"}).encode()):
        answer = dee.post(f"/dialogues/{talk.key}/write/hint/", body, content_type="application/json")
        assert answer.status_code == 204, body


def test_asking_too_often_is_no_error(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle), cast.signed_in(people["Dee"])
    found = [asked(dee, talk)[0] for _ in range(62)]
    assert (found[0], found[-1]) == (200, 204)


def test_guided_asking_looks_at_the_question_alone(people: People, circle: Circle) -> None:
    talk, dee = talk_of(people, circle), cast.signed_in(people["Dee"])
    address = f"/dialogues/{talk.key}/write/guided/"
    form = {"step": "asking", "kind": "question", "context": "Hij belde niet.", "question": TIP}
    html = dee.post(address, form | ASKS).content.decode()
    assert LINE in html
    assert "Hij belde niet." in html
    assert 'name="hint"' not in html
    assert posted(talk) == []
    assert LINE not in dee.post(address, form | {"hints": "off"}).content.decode()
    assert dee.post(address, form).status_code == 302
    assert len(posted(talk)) == 1


def test_one_sentence_that_asks_nobody_anything(people: People) -> None:
    browser = Client(headers={"accept-language": "nl"})
    form = {"sentence": "Wij hebben vorige week een heel nieuw rooster ingevoerd op de afdeling.", "name": "Gina"}
    assert 'name="hint"' in browser.get("/start/").content.decode()
    html = browser.post("/start/", form | ASKS).content.decode()
    assert "Wat wil je van de anderen, en waarvoor?" in html
    assert form["sentence"] in html
    assert not Dialogue.objects.exists()
    html = browser.post("/start/", form | {"hints": "off"}).content.decode()
    assert 'name="no_hints"' in html
    assert "Wat wil je van de anderen" not in html
    assert browser.post("/start/", form | {"no_hints": "1", "tips_welcome": "on"}).status_code == 302
    made = Dialogue.objects.get()
    assert (made.title, made.tips_welcome) == (form["sentence"], True)
    assert not Person.objects.get(name="Gina").hints


def test_something_to_be_for_or_against_is_no_question(people: People) -> None:
    bob = cast.signed_in(people["Bob"])
    form = {"sentence": "De school begint voortaan om tien uur op alle dagen van de week.", **ASKS}
    assert "Wat wil je van de anderen" in bob.post("/start/", form).content.decode(), "the control"
    assert bob.post("/start/", form | {"method": "views"}).status_code == 302


def test_it_is_quick_and_asks_the_database_nothing(people: People, circle: Circle, django_assert_num_queries) -> None:
    from django.utils import timezone

    from iq4d.web.dialogues.hinting import line_for
    from iq4d.web.dialogues.queries import room_for

    room = room_for(people["Dee"], talk_of(people, circle), timezone.now())
    line_for(room, step="asking", kind="question", source=TIP)
    with django_assert_num_queries(0):
        began = perf_counter()
        for _ in range(20):
            assert line_for(room, step="asking", kind="question", source=TIP)
        assert (perf_counter() - began) / 20 < 0.005
