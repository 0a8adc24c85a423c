"""How well measure and people agree on an installation: counted with consent, shown of many, traceable to nobody."""

from __future__ import annotations

from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import cast
from iq4d.measures.changes import MEASURE
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues.models import Dialogue, Gesture, Participant
from iq4d.web.mirror.agreement import actions as agreement_actions
from iq4d.web.mirror.agreement import figures as agreement
from iq4d.web.mirror.agreement import queries as agreement_queries
from iq4d.web.mirror.agreement.figures import Figures, Pair
from iq4d.web.mirror.models import Agreement, Mirror, OwnView, Remark
from iq4d.web.mirror.own_view import actions as own_view_actions
from iq4d.web.mirror.tasks import count_agreement
from iq4d.web.people.models import Person
from web.dialogues.playing import words_of

pytestmark = pytest.mark.django_db
DIMENSIONS = ("purpose", "depth", "diversity", "deeds")


@pytest.fixture
def somebody(db: None) -> list[Person]:
    return [cast.person(f"Somebody{n}") for n in range(6)]


@pytest.fixture
def ada(somebody: list[Person]) -> Person:
    return cast.person("Ada")


@pytest.fixture
def circle(ada: Person) -> Circle:
    return cast.circle(ada, name="Zebra circle")


def a_dialogue(circle: Circle, number: int, points: float, *, contested: int = 0) -> Dialogue:
    """With a mirror of which every dimension has these points, as this version of the measure keeps it."""
    talk = Dialogue.objects.create(
        circle=circle, title=f"Talk giraffe{number}", created_at=cast.NOW, contribution_count=12, state="finished"
    )
    scores = [{"indicator": "reasoning", "evidence": [{"id": f"reasoning:{n}"} for n in range(4)]}]
    dimensions = [{"dimension": key, "points": points, "scores": scores} for key in DIMENSIONS]
    card = {"dimensions": dimensions, "points": 4 * points, "out_of": 100}
    Mirror.objects.create(dialogue=talk, scorecard=card, measure=MEASURE, asked_at=cast.NOW, computed_at=cast.NOW)
    return talk


def view(talk: Dialogue, who: Person, step: int | None, may_test: bool = True, judged: str = "") -> None:
    OwnView.objects.create(
        dialogue=talk, person=who, **dict.fromkeys(DIMENSIONS, step), may_test=may_test, first_at=cast.NOW, at=cast.NOW
    )
    if judged:
        number = talk.participants.count() + 1
        me = Participant.objects.create(dialogue=talk, number=number, name=who.name, person=who, way="member")
        Gesture.objects.create(dialogue=talk, participant=me, step="h", kind="judge", value=judged, at=cast.NOW)


def many(circle: Circle, people: list[Person], talks: int = 12, judged: str = "reached") -> list[Dialogue]:
    """In each dialogue three people who see as much as the measure does."""
    made = []
    for number in range(talks):
        step = number % 5
        talk = a_dialogue(circle, number, 5.0 * step + 1)
        for n in range(3):
            said = judged if step > 1 else "not reached"
            view(talk, people[(number + n) % len(people)], step, judged=said if judged else "")
        made.append(talk)
    return made


def page(who: Person) -> str:
    answer = cast.signed_in(who).get("/validity/")
    assert answer.status_code == 200
    return answer.content.decode()


def counted() -> Figures:
    agreement_actions.count(now=timezone.now())
    return Figures.from_json(Agreement.objects.get().figures)


def test_before_anything_was_counted_the_page_says_so(ada) -> None:
    assert "Not counted yet" in page(ada)
    counted()
    assert words_of(page(ada)).count("fewer than 10 conversations, or than 5 people") == 6


def test_the_clock_has_it_counted_in_background_work(ada, circle, somebody) -> None:
    many(circle, somebody)
    count_agreement(timezone.now())
    assert not Agreement.objects.exists()
    cast.work()
    assert Agreement.objects.get().figures["dimensions"]["depth"]["rho"] == 1.0


def test_people_who_see_what_the_measure_sees(ada, circle, somebody) -> None:
    many(circle, somebody)
    figures = counted()
    depth = figures.dimensions["depth"]
    assert (depth.dialogues, depth.people, depth.rho, depth.low, depth.high, depth.within) == (12, 6, 1.0, 1.0, 1.0, 1)
    assert figures.verdicts.rho is not None
    assert figures.verdicts.rho > 0.7
    html = page(ada)
    assert "12" in html
    assert "100%" in html


@pytest.mark.parametrize("who", ["Ada", "guest"])
def test_nothing_on_the_page_names_a_dialogue_a_circle_or_a_person(ada, circle, somebody, who: str) -> None:
    from web.dialogues.coming import guest

    many(circle, somebody)
    counted()
    html = page(ada if who == "Ada" else guest())
    main = html[html.index("<main") : html.index("</main>")]
    assert not [word for word in ("giraffe", "Zebra", "Somebody", "/dialogues/", "/circles/") if word in main]


@pytest.mark.parametrize(("talks", "people"), [(9, 6), (12, 4)])
def test_below_the_floors_not_even_how_many_there_are(ada, circle, somebody, talks: int, people: int) -> None:
    """A count that moves by one on a young installation tells who gave their view, and who could not tell."""
    many(circle, somebody[:people], talks)
    told = counted().dimensions["depth"]
    assert (told.dialogues, told.people, told.enough) == (0, 0, False)
    assert told.rho is told.low is told.within is None
    assert "fewer than 10 conversations, or than 5 people" in words_of(page(ada))


def test_only_who_consents_counts_and_who_takes_that_back_no_longer(circle, somebody) -> None:
    made = many(circle, somebody)
    assert counted().dimensions["depth"].dialogues == 12
    one = OwnView.objects.filter(dialogue=made[0]).first()
    own_view_actions.take_back(person=one.person, dialogue=made[0])
    OwnView.objects.filter(pk=OwnView.objects.filter(dialogue=made[1]).first().pk).update(may_test=False)
    figures = counted()
    assert figures.dimensions["depth"].dialogues == 10
    assert figures.verdicts.dialogues == 10, "their verdict goes with it"


def test_a_verdict_without_consent_is_not_counted(circle, somebody) -> None:
    for talk in many(circle, somebody):
        OwnView.objects.filter(dialogue=talk).update(may_test=False)
    figures = counted()
    assert figures.dimensions["depth"].dialogues == figures.verdicts.dialogues == 0


def test_who_cannot_tell_is_not_counted_in_that_dimension(circle, somebody) -> None:
    for talk in many(circle, somebody):
        OwnView.objects.filter(pk=OwnView.objects.filter(dialogue=talk).first().pk).update(depth=None)
    figures = counted()
    assert figures.dimensions["depth"].dialogues == 0
    assert figures.dimensions["deeds"].dialogues == 12


def test_an_older_mirror_and_one_without_points_are_left_out(circle, somebody) -> None:
    made = many(circle, somebody, 13)
    Mirror.objects.filter(dialogue=made[0]).update(measure=MEASURE - 1)
    mirror = made[1].mirror
    mirror.scorecard["points"] = mirror.scorecard["out_of"] = None
    for one in mirror.scorecard["dimensions"]:
        one["points"] = None
    mirror.save()
    figures = counted()
    assert figures.dimensions["depth"].dialogues == figures.verdicts.dialogues == 11


def test_the_most_contested_indicator_stands_first(ada, circle, somebody) -> None:
    for number, talk in enumerate(many(circle, somebody)):
        contest(talk, somebody[number % 6], "reasoning:99")
        if number < 4:
            contest(talk, somebody[number], "asking:1")
        if number < 2:  # in fewer than three dialogues: it could be known whose they are
            contest(talk, somebody[number], "probing:1")
        contest(talk, somebody[5], "promise:1")  # of no indicator
    figures = counted()
    assert [(one.indicator, one.contested, one.shown) for one in figures.contested] == [
        ("asking", 4, 4),
        ("reasoning", 12, 12 + 12 * 16),
    ]
    assert "questions leave room" in page(ada).lower()


def contest(talk: Dialogue, who: Person, evidence: str) -> None:
    Remark.objects.create(dialogue=talk, evidence=evidence, stance="wrong", person=who, at=cast.NOW)


def test_what_few_contested_is_not_told(circle, somebody) -> None:
    for talk in many(circle, somebody, 9):
        contest(talk, somebody[0], "reasoning:99")
    figures = counted()
    assert figures.contested == ()
    assert (figures.contesting.dialogues, figures.contesting.people) == (9, 1)


def test_counting_twice_gives_the_same_and_one_row(circle, somebody) -> None:
    many(circle, somebody)
    assert counted() == counted()
    assert Agreement.objects.count() == 1


def test_the_page_costs_one_query_of_its_own_however_much_there_is(ada, circle, somebody) -> None:
    counted()
    page(ada)
    browser = cast.signed_in(ada)
    with CaptureQueriesContext(connection) as little:
        browser.get("/validity/")
    many(circle, somebody, 14)
    counted()
    with CaptureQueriesContext(connection) as much:
        browser.get("/validity/")
    assert len(much) == len(little)
    assert sum("mirror_agreement" in one["sql"] for one in much) == 1


def test_counting_asks_the_same_number_of_queries_however_many_people(circle, somebody) -> None:
    many(circle, somebody, 1)
    with CaptureQueriesContext(connection) as few:
        agreement_queries.count()
    Dialogue.objects.all().delete()
    many(circle, somebody, 14)
    with CaptureQueriesContext(connection) as more:
        agreement_queries.count()
    assert len(few) == len(more) <= 4


def test_where_everybody_chose_the_same_there_is_no_figure() -> None:
    pairs = [Pair(2.0, n, frozenset({n, n + 1})) for n in range(12)]
    told = agreement.agreeing(pairs, in_steps=True)
    assert told.enough
    assert told.rho is told.low is told.high is None


def test_chance_has_an_interval_around_nothing_and_the_same_one_each_time() -> None:
    chance = Random(1)
    pairs = [Pair(chance.randrange(5), chance.uniform(0, 25), frozenset({n % 9})) for n in range(60)]
    told = agreement.agreeing(pairs, in_steps=True)
    assert told == agreement.agreeing(pairs, in_steps=True)
    assert told.low is not None
    assert told.high is not None
    assert told.low <= 0 <= told.high
    assert told.low < told.rho < told.high


def test_spearman_shares_ties() -> None:
    """By hand: ranks 1.5, 1.5, 3, 4 against 1, 2, 3, 4 give 4.5 / sqrt(4.5 * 5)."""
    assert agreement.spearman([1, 1, 2, 3], [1, 2, 3, 4]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)


def test_ten_thousand_dialogues_are_no_work_of_minutes() -> None:
    chance = Random(2)
    pairs = [Pair(chance.randrange(5), chance.uniform(0, 25), frozenset({n % 50})) for n in range(500)]
    assert agreement.agreeing(pairs, in_steps=True).enough
