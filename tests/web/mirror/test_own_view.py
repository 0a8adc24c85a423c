"""How people see it themselves, beside the measure: each for oneself, together only what tells of nobody."""

from __future__ import annotations

import re
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import cast
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.actions.people import come_in
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.models import Entry
from iq4d.web.mirror import rules
from iq4d.web.mirror.models import OwnView, Together
from iq4d.web.mirror.own_view import actions as own_view_actions
from iq4d.web.mirror.own_view import queries as own_view_queries
from iq4d.web.mirror.own_view import wording as own_view_wording
from iq4d.web.mirror.own_view.queries import Beside, OfGroup
from iq4d.web.mirror.own_view.questions import QUESTIONS
from iq4d.web.people.actions import merge
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.dialogues.coming import guest, let_go
from web.dialogues.playing import page, words_of, write
from web.mirror.live import fresh, mirror, poll, tag
from web.mirror.own_views import DIMENSIONS, end, mirror_html, own_view

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(people: dict[str, Person], browsers: dict[str, Client], talk: Dialogue) -> Dialogue:
    """Bob's talk with Dee and Ada, in which something was said; its mirror is made. Eve reads along."""
    come_in(person=people["Ada"], dialogue=talk, invite=None, now=cast.NOW)
    write(browsers["Dee"], talk, "Why is it a question for you now? What did you try?", "question", "reactions")
    cast.work()
    return fresh(talk)


def test_one_sets_it_before_reading_on_changes_it_and_takes_it_back(browsers, people, held) -> None:
    bob = browsers["Bob"]
    html = mirror_html(bob, held)
    assert "Set your own view first" in html
    assert own_view(bob, held, 4, 3, "cannot tell", 0).status_code == 302
    kept = OwnView.objects.get()
    assert (kept.purpose, kept.depth, kept.diversity, kept.deeds, kept.may_test) == (4, 3, None, 0, False)
    html = mirror_html(bob, held)
    assert "Set your own view first" not in html
    assert "Only you see what you chose" in html
    form = bob.get(f"/dialogues/{held.key}/mirror/own-view/").content.decode()
    assert re.search(r'name="depth" value="3"[^>]*checked', form)
    assert re.search(r'name="diversity" value="cannot tell"[^>]*checked', form)
    assert own_view(bob, held, 1, may_test="on").status_code == 302
    kept = OwnView.objects.get()
    assert (kept.depth, kept.may_test) == (1, True)
    assert bob.post(f"/dialogues/{held.key}/mirror/own-view/away/").status_code == 302
    assert not OwnView.objects.exists()
    assert bob.post(f"/dialogues/{held.key}/mirror/own-view/away/").status_code == 404


def test_nothing_is_chosen_beforehand_and_nothing_chosen_is_told(browsers, held) -> None:
    form = browsers["Bob"].get(f"/dialogues/{held.key}/mirror/own-view/").content.decode()
    assert "checked" not in form
    assert form.count("I cannot tell</label>") == 4
    assert form.count('type="radio"') == 24
    answer = browsers["Bob"].post(f"/dialogues/{held.key}/mirror/own-view/", {"may_test": "on"})
    assert answer.status_code == 200
    assert "Nothing is chosen yet" in answer.content.decode()
    assert not OwnView.objects.exists()


@pytest.mark.parametrize("nonsense", ["5", "-1", "1.5", "١", "\x00", "x" * 10_000, "😀"])
def test_what_is_no_choice_is_refused_and_the_rest_kept_on_the_page(browsers, held, nonsense: str) -> None:
    answer = own_view(browsers["Bob"], held, nonsense, 4, 4, 4)
    assert answer.status_code in (200, 400)
    assert not OwnView.objects.exists()
    if answer.status_code == 200:
        assert re.search(r'name="deeds" value="4"[^>]*checked', answer.content.decode())


def test_the_action_refuses_what_the_form_would(people, held) -> None:
    steps = dict.fromkeys(DIMENSIONS, 7)
    with pytest.raises(Refused):
        own_view_actions.set_own_view(person=people["Bob"], dialogue=held, steps=steps, may_test=False, now=cast.NOW)
    with pytest.raises(Refused):
        own_view_actions.set_own_view(person=people["Eve"], dialogue=held, steps={}, may_test=False, now=cast.NOW)
    assert not OwnView.objects.exists()


def test_only_who_takes_part_is_asked(people, browsers, held) -> None:
    """Eve reads along, Carla belongs elsewhere, and Dee was let go."""
    for who in ("Eve", "Carla"):
        assert browsers[who].get(f"/dialogues/{held.key}/mirror/own-view/").status_code == 404
        assert own_view(browsers[who], held, 2).status_code == 404
        assert browsers[who].post(f"/dialogues/{held.key}/mirror/own-view/away/").status_code == 404
    assert "Set your own view" not in mirror_html(browsers["Eve"], held)
    own_view(browsers["Dee"], held, 2)
    let_go(held, people["Bob"], people["Dee"])
    assert own_view(browsers["Dee"], held, 4).status_code == 404
    assert browsers["Dee"].post(f"/dialogues/{held.key}/mirror/own-view/away/").status_code == 302, "hers to take back"
    assert not OwnView.objects.exists()


def test_a_guest_with_a_name_takes_part_too(held) -> None:
    gil = guest()
    come_in(person=gil, dialogue=held, invite=None, now=cast.NOW)
    assert own_view(cast.signed_in(gil), held, 2).status_code == 302
    assert OwnView.objects.get().person == gil


def test_of_a_conversation_brought_in_its_known_speakers_are_asked(people, browsers, circle: Circle) -> None:
    """Bob is known to be one of those who spoke; Ada brought it in and is of the circle."""
    made = cast.dialogue(circle, cast.long_talk(12), people["Ada"], people={"Bob": people["Bob"]})
    cast.work()
    assert own_view(browsers["Bob"], made, 2).status_code == 302
    assert own_view(browsers["Ada"], made, 2).status_code == 404


def test_before_anything_was_said_there_is_nothing_to_see(people, browsers, ten_step, quiet) -> None:
    answer = browsers["Bob"].get(f"/dialogues/{ten_step.key}/mirror/own-view/")
    assert answer.status_code == 403
    assert "Nothing was said here yet" in answer.content.decode()


def test_the_journal_hears_that_it_was_set_and_not_what(people, browsers, held) -> None:
    own_view(browsers["Bob"], held, 4, 0, 3, "cannot tell", may_test="on")
    browsers["Bob"].post(f"/dialogues/{held.key}/mirror/own-view/away/")
    told = Entry.objects.filter(verb__startswith="mirror.view").order_by("pk")
    assert [(one.verb, one.actor, one.data) for one in told] == [
        ("mirror.viewed", people["Bob"], {}),
        ("mirror.view-taken-back", people["Bob"], {}),
    ]


def test_together_once_it_is_over_and_all_have_set_theirs(people, browsers, held) -> None:
    for who in ("Bob", "Dee", "Ada"):
        own_view(browsers[who], held, 4)
    assert not Together.objects.exists(), "while they talk nothing is shown"
    assert "From 3 people on" in words_of(mirror_html(browsers["Bob"], held))
    end(people["Bob"], held)
    cast.work()
    made = Together.objects.get()
    assert made.people == 3
    assert made.middles == {key: {"middle": "a lot", "apart": None} for key in DIMENSIONS}
    for who in ("Bob", "Eve"):
        html = mirror_html(browsers[who], held)
        assert "views of 3 of you together" in words_of(html)
        assert 'aria-labelledby="beside-title beside-desc"' in html


def test_two_are_never_put_together(people, browsers, held) -> None:
    own_view(browsers["Bob"], held, 4)
    own_view(browsers["Dee"], held, 0)
    end(people["Bob"], held)
    cast.work()
    own_view_actions.bring_together(dialogue=fresh(held), now=timezone.now() + timedelta(days=90))
    assert not Together.objects.exists()


def test_who_stays_away_is_waited_for_three_days(people, browsers, held) -> None:
    gil = guest()
    come_in(person=gil, dialogue=held, invite=None, now=cast.NOW)
    end(people["Bob"], held)
    for who in ("Bob", "Dee", "Ada"):
        own_view(browsers[who], held, 2)
    now = timezone.now()
    assert not Together.objects.exists()
    assert not own_view_queries.waiting_long(now).exists()
    assert list(own_view_queries.waiting_long(now + rules.WAIT)) == [held]
    own_view_actions.bring_together(dialogue=fresh(held), now=now + rules.WAIT)
    assert Together.objects.get().people == 3
    assert not own_view_queries.waiting_long(now + rules.WAIT).exists()


def test_it_is_made_once_and_moves_for_nobody_after(people, browsers, held) -> None:
    """A second picture would tell who came in between, or what somebody changed."""
    end(people["Bob"], held)
    for who in ("Bob", "Dee", "Ada"):
        own_view(browsers[who], held, 0)
    cast.work()
    before = (Together.objects.values().get(), shown_of(browsers["Eve"], held))
    own_view(browsers["Dee"], held, 4)
    browsers["Ada"].post(f"/dialogues/{held.key}/mirror/own-view/away/")
    assert "views of" not in words_of(mirror_html(browsers["Eve"], held)), "two of them are left"
    own_view(browsers["Ada"], held, 4)
    own_view_actions.bring_together(dialogue=fresh(held), now=timezone.now() + timedelta(days=90))
    assert Together.objects.values().get() == before[0]
    assert shown_of(browsers["Eve"], held) == before[1]


def shown_of(browser: Client, talk: Dialogue) -> str:
    html = mirror_html(browser, talk)
    return html[html.index('id="own-view"') :].partition("</section>")[0]


def test_who_has_not_set_theirs_finds_the_others_folded(people, browsers, held) -> None:
    gil = guest()
    come_in(person=gil, dialogue=held, invite=None, now=cast.NOW)
    end(people["Bob"], held)
    for who in ("Bob", "Dee", "Ada"):
        own_view(browsers[who], held, 2)
    own_view_actions.bring_together(dialogue=fresh(held), now=timezone.now() + rules.WAIT)
    assert "best after your own view" in mirror_html(cast.signed_in(gil), held)
    assert "best after your own view" not in mirror_html(browsers["Dee"], held)
    assert "made already" in cast.signed_in(gil).get(f"/dialogues/{held.key}/mirror/own-view/").content.decode()


def test_once_it_is_over_the_dialogue_offers_it_to_who_took_part(people, browsers, held) -> None:
    assert "How was it for you?" not in page(browsers["Dee"], held)
    end(people["Bob"], held)
    assert "How was it for you?" in page(browsers["Dee"], held)
    assert "How was it for you?" not in page(browsers["Eve"], held)
    own_view(browsers["Dee"], held, 2)
    assert "How was it for you?" not in page(browsers["Dee"], held)


def test_a_live_page_hears_that_ones_own_view_is_set_and_of_no_others(browsers, held) -> None:
    known = {who: tag(mirror(browsers[who], held)) for who in ("Bob", "Dee")}
    own_view(browsers["Bob"], held, 2)
    assert poll(browsers["Bob"], held, known["Bob"]).status_code == 200
    assert poll(browsers["Dee"], held, known["Dee"]).status_code == 304


@pytest.mark.parametrize("last", ["guest", "account"])
def test_of_two_views_of_one_person_the_later_stands_with_its_consent(people, browsers, held, last: str) -> None:
    gil = guest()
    come_in(person=gil, dialogue=held, invite=None, now=cast.NOW)
    sets = [(cast.signed_in(gil), 4, {"may_test": "on"}), (browsers["Dee"], 1, {})]
    for browser, step, more in sets if last == "account" else reversed(sets):
        own_view(browser, held, step, **more)
    merge(gil, people["Dee"])
    kept = OwnView.objects.get()
    assert kept.person == people["Dee"]
    assert (kept.depth, kept.may_test) == ((4, True) if last == "guest" else (1, False))


def test_a_guests_own_view_is_the_accounts_to_take_back(people, browsers, held) -> None:
    gil = guest()
    come_in(person=gil, dialogue=held, invite=None, now=cast.NOW)
    own_view(cast.signed_in(gil), held, 3)
    merge(gil, people["Eve"])
    assert browsers["Eve"].post(f"/dialogues/{held.key}/mirror/own-view/away/").status_code == 302
    assert not OwnView.objects.exists()


def test_a_person_who_is_erased_takes_their_view_along(people, browsers, held) -> None:
    own_view(browsers["Dee"], held, 3)
    people["Dee"].delete()
    assert not OwnView.objects.exists()


VALUES = (None, *range(rules.STEPS))


@pytest.mark.parametrize("people", [3, 4, 5, pytest.param(6, marks=pytest.mark.soak)])
def test_nobody_can_work_out_what_another_chose(people: int) -> None:
    """All answers a group can give. For everybody in it, with their own answer and what is shown: of nobody else only
    one answer is possible."""
    assert leaks(people, rules.together) == 0


def test_the_proof_bites() -> None:
    """Control: with the median itself, with "apart" of three, or with a second showing, somebody learns an answer."""

    def bare(steps: tuple[int | None, ...]) -> object:
        told = sorted(step for step in steps if step is not None)
        return told[len(told) // 2] if len(told) == 3 else None

    def apart_of_three(steps: tuple[int | None, ...]) -> object:
        told = sorted(step for step in steps if step is not None)
        return (rules.together(steps), len(told) == 3 and told[0] < 2 < told[-1])

    assert leaks(3, bare) > 0
    assert leaks(3, apart_of_three) > 0
    assert leaks(5, lambda steps: (rules.together(steps[:3]), rules.together(steps))) > 0


def leaks(people: int, shown) -> int:
    """In how many situations one other person's answer is certain."""
    possible: dict[tuple[object, int, int | None], list[set[int | None]]] = {}
    for steps in product(VALUES, repeat=people):
        told = shown(steps)
        for me in range(people):
            others = possible.setdefault((told, me, steps[me]), [set() for _ in steps])
            for other, step in enumerate(steps):
                others[other].add(step)
    return sum(
        len(answers) == 1 for (_, me, _), others in possible.items() for n, answers in enumerate(others) if n != me
    )


def a_row(middle: str, points: float | None, low: float = 0, high: float = 0, **more: object) -> Beside:
    interval = None if points is None else (low or points, high or points)
    facts = {"dimension": "depth", "seen": "some", "apart": None} | more
    return Beside(points=points, interval=interval, middle=middle, **facts)


def test_they_differ_much_when_the_interval_lies_outside_the_peoples_word() -> None:
    assert a_row("a lot", 5, 2, 9).more == pytest.approx(25 * 2 / 3 - 5)
    assert a_row("a lot", 12, 8, 17).more == 0, "the interval reaches into it"
    assert a_row("little", 20, 15, 24).more == pytest.approx(25 / 3 - 20)
    assert a_row("", 20, 15, 24).more == 0
    assert a_row("little", 10, 9, 12).more == 0, "outside, and less than half a word away"
    assert a_row("a lot", None, seen="little").more > 0
    assert a_row("some", None, seen="little").more == 0
    assert a_row("little", None, seen="a lot").more < 0


def test_one_question_where_they_differ_most_and_one_where_people_do() -> None:
    rows = (
        a_row("a lot", 5, 3, 8, dimension="depth"),
        a_row("a lot", 14, 12, 16, dimension="purpose"),
        a_row("some", 12, 10, 14, dimension="deeds", apart=True),
    )
    told = own_view_wording.questions(OfGroup(5, rows), "en", vary=0)
    assert [one.words for one in told] == [QUESTIONS["depth", "people"][0], QUESTIONS["deeds", "apart"][0]]
    assert [one.name for one in told] == ["Depth", "Deeds"]
    assert own_view_wording.questions(OfGroup(5, rows), "en", vary=1) != told, "it varies"
    assert own_view_wording.questions(OfGroup(5, rows[2:]), "en", vary=0) == told[1:]
    assert own_view_wording.questions(OfGroup(3, (a_row("some", 12),)), "en", vary=0) == []


def test_every_dimension_has_questions_in_each_direction() -> None:
    wanted = set(product(DIMENSIONS, ("people", "measure", "apart")))
    assert set(QUESTIONS) == wanted
    assert all(len(set(choices)) >= 2 for choices in QUESTIONS.values())


def test_the_mirror_page_asks_the_same_number_of_queries_however_many_views(
    people, browsers, held, django_assert_num_queries
) -> None:
    end(people["Bob"], held)
    own_view(browsers["Bob"], held, 2)
    cast.work()
    mirror_html(browsers["Eve"], held)
    with CaptureQueriesContext(connection) as one:
        mirror_html(browsers["Eve"], held)
    for n in range(12):
        somebody = cast.person(f"Somebody{n}")
        OwnView.objects.create(
            dialogue=held, person=somebody, purpose=2, depth=1, diversity=4, deeds=0, first_at=cast.NOW, at=cast.NOW
        )
    own_view_actions.bring_together(dialogue=fresh(held), now=timezone.now() + rules.WAIT)
    with django_assert_num_queries(len(one)):
        assert "views of 13 of you" in words_of(mirror_html(browsers["Eve"], held))


def test_ten_thousand_views_become_three_words() -> None:
    assert rules.together([0] * 4_000 + [4] * 6_000) == ("a lot", True)


def test_an_empty_conversation_cannot_be_seen() -> None:
    assert not rules.may_set_own_view(took_part=True, state="finished", said=0)
    assert not rules.may_set_own_view(took_part=True, state="gathering", said=3)
    assert rules.may_set_own_view(took_part=True, state="running", said=1)
