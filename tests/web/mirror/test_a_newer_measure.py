"""IQ4D was updated and measures otherwise. The mirrors are made anew behind the scenes, and say so."""

from __future__ import annotations

import re
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

import cast
from iq4d.measures import Scorecard
from iq4d.measures.changes import MEASURE, since
from iq4d.measures.score import DIMENSIONS
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.models import Delivery, Turn
from iq4d.web.journal.tasks import deliver, tick
from iq4d.web.mirror import actions, queries
from iq4d.web.mirror.listeners import LISTENER
from iq4d.web.mirror.models import Mirror, Remark
from iq4d.web.mirror.tasks import FEW, TURN, begin_to_renew, renew_a_few
from iq4d.web.mirror.wording import renewed
from iq4d.web.people.models import Person
from web.at_once import at_once
from web.dialogues.playing import words_of, write
from web.mirror.live import in_reactions

pytestmark = pytest.mark.django_db
TOLD = "This picture was made anew, with a newer measure"


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


@pytest.fixture
def wednesdays(ada: Person) -> Circle:
    """Ada's circle, with Bob in it."""
    return cast.circle(ada, cast.person("Bob"))


@pytest.fixture
def dialogue(ada: Person, wednesdays: Circle) -> Dialogue:
    """Brought in, and its mirror made by the first measure."""
    return looked_at_before(ada, wednesdays)


def looked_at_before(by: Person, circle: Circle, contributions: int = 24) -> Dialogue:
    made = cast.dialogue(circle, cast.long_talk(contributions), by)
    cast.work()
    age(made)
    return made


def age(dialogue: Dialogue) -> None:
    """Its card as the first measure kept it: with fewer indicators, other points, and no word of the measure."""
    mirror = Mirror.objects.get(dialogue=dialogue)
    mirror.scorecard.pop("measure")
    for one in mirror.scorecard["dimensions"]:
        one["scores"] = [score for score in one["scores"] if score["indicator"] != "on_task"]
        one["points"], one["interval"] = one["points"] and 3.0, None
    mirror.measure, mirror.digest = 1, "as it was then"
    mirror.save()


def a_while_later() -> None:
    """The pause of the chain is over, and the worker does what waits."""
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    cast.work()


def renew() -> None:
    begin_to_renew(timezone.now())
    while queries.of_an_older_measure().exists() and DBTaskResult.objects.filter(status="READY").exists():
        a_while_later()


def mirror_page(who: Person, dialogue: Dialogue) -> str:
    answer = cast.signed_in(who).get(f"{dialogue.get_absolute_url()}mirror/")
    assert answer.status_code == 200
    return answer.content.decode()


def note(page: str) -> str:
    """The words of the note about the newer measure; empty where there is none."""
    found = re.search(r'<details[^>]*id="renewed".*?</details>', page, re.DOTALL)
    return words_of(found[0]) if found else ""


def told_for(card: Scorecard, *dimensions: str) -> list[tuple[str, str]]:
    """What changed since the first measure in these dimensions and has something to say on this card, in English."""
    here = {s.indicator for d in card.dimensions for s in d.scores if s.value is not None or s.evidence}
    changes = [one for name in dimensions for one in since(1, MEASURE, {name})]
    return [one.say("en") for one in changes if not one.added or here & set(one.added)]


def test_the_old_picture_stays_until_the_new_one_is_there_and_looking_makes_nothing(ada, dialogue) -> None:
    before = Mirror.objects.values().get()
    for _ in range(2):
        page = mirror_page(ada, dialogue)
        assert '<b class="points-value">3</b>' in page
        assert "being updated" not in page
        assert not note(page)
    cast.work()
    assert Mirror.objects.values().get() == before
    renew()
    mirror = Mirror.objects.get()
    assert (mirror.measure, mirror.scorecard["measure"], mirror.under_way) == (MEASURE, MEASURE, False)
    assert TOLD in note(mirror_page(ada, dialogue))


def test_it_says_what_changed_and_why_with_the_points_before_and_now(ada, dialogue) -> None:
    renew()
    told = note(mirror_page(ada, dialogue))
    assert TOLD in told
    assert "Your conversation is the same." in told
    _, card = queries.mirror_of(dialogue)
    for name in ("Purpose", "Depth"):
        assert f"{name} first 3, now {card[name.lower()].points:.0f} points" in told
    assert "Deeds" not in told, "an import tells of none, before or now"
    for change in since(1, MEASURE, DIMENSIONS):
        shown = change.say("en") in told_for(card, "purpose", "depth", "diversity")
        assert (" ".join(change.say("en")) in told) == shown, "nothing about what cannot be seen here"
    assert "stay with the subject" in told
    assert "call it reached" not in told


def test_bob_reads_it_too_daan_in_dutch_and_carla_nothing(ada, wednesdays, dialogue, quiet) -> None:
    daan = cast.person("Daan", language="nl")
    Membership.objects.create(circle=wednesdays, person=daan, role="member", joined_at=cast.NOW)
    renew()
    assert TOLD in note(mirror_page(Person.objects.get(name="Bob"), dialogue))
    in_dutch = note(mirror_page(daan, dialogue))
    assert TOLD not in in_dutch
    assert "Je gesprek is hetzelfde" in in_dutch
    assert "of jullie bij het onderwerp blijven" in in_dutch
    assert cast.signed_in(cast.person("Carla")).get(f"{dialogue.get_absolute_url()}mirror/").status_code == 404


def test_only_what_touches_the_dimensions_that_are_shown(dialogue) -> None:
    renew()
    mirror, card = queries.mirror_of(dialogue)
    assert [one["name"] for one in renewed(mirror, card, "en")][:2] == ["Purpose", "Depth"]
    unseen(mirror, "depth")
    mirror, card = queries.mirror_of(dialogue)
    told = renewed(mirror, card, "en")
    assert [one["name"] for one in told][:1] == ["Purpose"]
    assert [change for one in told for change in one["changes"]] == told_for(card, "purpose", "diversity")
    unseen(mirror, *DIMENSIONS)
    assert renewed(*queries.mirror_of(dialogue), "en") == []


def unseen(mirror: Mirror, *dimensions: str) -> None:
    for one in mirror.scorecard["dimensions"]:
        if one["dimension"] in dimensions:
            one["seen"] = "unseen"
    mirror.save()


def test_a_short_conversation_hears_it_without_a_number(ada, wednesdays) -> None:
    dialogue = looked_at_before(ada, wednesdays, 6)
    renew()
    page = mirror_page(ada, dialogue)
    assert TOLD in note(page)
    assert "points" not in note(page).lower()


def test_a_conversation_the_older_measure_never_saw_says_nothing_of_it(ada, wednesdays) -> None:
    dialogue = cast.dialogue(wednesdays, cast.long_talk(24), ada)
    cast.work()
    assert Mirror.objects.get().measure == MEASURE
    renew()
    assert not note(mirror_page(ada, dialogue))


def test_where_the_conversation_moved_on_as_well_points_are_not_held_side_by_side(people, browsers, talk) -> None:
    in_reactions(browsers, talk)
    for n in range(12):
        write(browsers["Dee"], talk, f"I think the {n} matters because of what Bob told us in week {n}.", "view")
    cast.work()
    age(talk)
    write(browsers["Bob"], talk, "And what if she does not want to hear it, because of May?", "question")
    cast.work()
    mirror = Mirror.objects.get()
    assert (mirror.measure, mirror.renewed) == (MEASURE, {"from": 1}), "what is said now needs no chain"
    page = mirror_page(people["Dee"], talk)
    assert "Your conversation has moved on as well" in note(page)
    assert "first" not in note(page)


def test_once_it_moves_on_the_points_of_before_go(ada, dialogue) -> None:
    renew()
    assert set(Mirror.objects.get().renewed) == {"from", "points"}
    evidence = next(iter(queries.all_evidence(queries.mirror_of(dialogue)[1])))
    form = {"evidence": evidence, "stance": "wrong"}
    assert cast.signed_in(ada).post(f"{dialogue.get_absolute_url()}mirror/remark/", form).status_code == 302
    cast.work()
    assert Mirror.objects.get().renewed == {"from": 1}
    page = mirror_page(ada, dialogue)
    assert "has moved on as well" in note(page)
    assert "first" not in note(page)


def test_the_newest_first_and_a_few_at_a_time(ada, wednesdays) -> None:
    dialogues = [looked_at_before(ada, wednesdays, 12).pk for _ in range(FEW + 3)]
    begin_to_renew(timezone.now())
    made = []
    for _ in range(len(dialogues)):
        cast.work(at_most=1)
        done = set(Mirror.objects.filter(measure=MEASURE).values_list("dialogue", flat=True)) - set(made)
        assert len(done) <= FEW
        made += sorted(done, reverse=True)
        DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
    assert made == sorted(dialogues, reverse=True)
    assert not DBTaskResult.objects.filter(status="READY").exists(), "and then it is done"


def test_there_is_a_pause_and_everything_else_goes_before(ada, wednesdays) -> None:
    for _ in range(FEW + 1):
        looked_at_before(ada, wednesdays, 12)
    begin_to_renew(timezone.now())
    cast.work(at_most=1)
    waiting = DBTaskResult.objects.get(status="READY")
    assert waiting.task_path.endswith(renew_a_few.name)
    assert waiting.run_after > timezone.now(), "the worker has a moment for others"
    DBTaskResult.objects.update(run_after=timezone.now() - timedelta(minutes=1))
    deliver.enqueue(0)
    assert DBTaskResult.objects.ready().first().task_path.endswith(deliver.name)


def test_a_worker_that_dies_loses_nothing(ada, wednesdays) -> None:
    for _ in range(FEW + 2):
        looked_at_before(ada, wednesdays, 12)
    now = timezone.now()
    tick(now)
    cast.work(at_most=1)
    while (waiting := DBTaskResult.objects.filter(status="READY").first()) is not None:
        waiting.claim("it was killed while it was at it")
    a_while_later()
    assert queries.of_an_older_measure().count() == 2
    assert tick(now) == 0, "this turn of the clock is taken"
    Turn.objects.exclude(name__startswith="iq4d.web.mirror.").delete()
    tick(now + timedelta(minutes=TURN))
    a_while_later()
    assert not queries.of_an_older_measure().exists()


def test_one_that_cannot_be_measured_stops_no_other(ada, wednesdays, caplog) -> None:
    dialogues = [looked_at_before(ada, wednesdays, 12) for _ in range(3)]
    Dialogue.objects.filter(pk=dialogues[2].pk).update(declared={"kinds": 3})
    renew()
    a_while_later()
    assert list(queries.of_an_older_measure().values_list("dialogue", flat=True)) == [dialogues[2].pk]
    assert f"the mirror of dialogue {dialogues[2].pk} could not be made anew" in caplog.text
    assert '<b class="points-value">3</b>' in mirror_page(ada, dialogues[2]), "its old picture stays"
    assert not DBTaskResult.objects.filter(status="READY").exists(), "until the clock comes round"


def test_a_chain_ends_when_the_next_begins(ada, wednesdays) -> None:
    for _ in range(FEW + 1):
        looked_at_before(ada, wednesdays, 12)
    begin_to_renew(timezone.now() - timedelta(minutes=TURN))
    cast.work()
    assert queries.of_an_older_measure().count() == 1
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_a_dialogue_that_went_in_between_stops_nothing(ada, wednesdays, dialogue) -> None:
    begin_to_renew(timezone.now())
    dialogue.delete()
    cast.work()
    assert not Mirror.objects.exists()


def test_an_older_measure_never_overwrites_a_newer_and_loses_nothing(ada, wednesdays, dialogue) -> None:
    """Two machines are updated one after the other; the last one with the old measure still works."""
    renew()
    Mirror.objects.update(measure=MEASURE + 1)
    before = Mirror.objects.get().scorecard
    evidence = next(iter(queries.all_evidence(queries.mirror_of(dialogue)[1])))
    form = {"evidence": evidence, "stance": "wrong"}
    cast.signed_in(ada).post(f"{dialogue.get_absolute_url()}mirror/remark/", form)
    waiting = Delivery.objects.get(listener=LISTENER, done_at=None)
    with pytest.raises(actions.NewerMeasureThere):
        deliver.call(waiting.pk)
    assert Mirror.objects.get().scorecard == before
    assert Delivery.objects.filter(pk=waiting.pk, done_at=None).exists(), "another worker will hear of it"
    Mirror.objects.update(measure=MEASURE)  # as that worker sees it
    cast.work()
    assert evidence not in queries.all_evidence(queries.mirror_of(dialogue)[1])


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_the_points_of_before_stand(ada, dialogue) -> None:
    now = timezone.now()
    at_once(*[lambda n=n: actions.compute(dialogue=dialogue, now=now + timedelta(milliseconds=n)) for n in range(3)])
    mirror = Mirror.objects.get()
    assert mirror.measure == MEASURE
    assert mirror.renewed["from"] == 1
    assert mirror.renewed["points"]["depth"] == 3.0
    assert mirror.computed_at == now + timedelta(milliseconds=2)


def test_an_old_card_with_an_indicator_that_is_gone_can_still_be_read(ada, dialogue) -> None:
    mirror = Mirror.objects.get()
    score: dict[str, Any] = next(s for d in mirror.scorecard["dimensions"] for s in d["scores"] if s["evidence"])
    score["indicator"] = "gone"
    for piece in score["evidence"]:
        piece |= {"indicator": "gone", "id": f"gone:{piece['utterance']}"}
    other = next(s for d in mirror.scorecard["dimensions"] for s in d["scores"] if s["evidence"] and s is not score)
    other["evidence"][0]["rule"] = "a.rule.that.is.gone"
    mirror.scorecard["dimensions"][0]["quotes"] = score["evidence"][:1]
    mirror.save()
    Remark.objects.create(dialogue=dialogue, evidence="gone:2", stance="wrong", words=["two"], person=ada, at=cast.NOW)
    assert "not right: left out" in mirror_page(ada, dialogue)
    browser, at = cast.signed_in(ada), f"{dialogue.get_absolute_url()}mirror/"
    assert browser.get(f"{at}gone/").status_code == 404
    assert browser.get(f"{at}{other['indicator']}/").status_code == 200
    renew()
    assert "not right: left out" in mirror_page(ada, dialogue)


def test_the_clock_asks_once_and_the_note_costs_no_query(ada, wednesdays, dialogue) -> None:
    with CaptureQueriesContext(connection) as asked:
        begin_to_renew(timezone.now())
    assert len(asked) == 2, "is there one, and its task"
    counts = []
    for act in (lambda: None, renew):
        act()
        browser = cast.signed_in(ada)
        with CaptureQueriesContext(connection) as asked:
            browser.get(f"{dialogue.get_absolute_url()}mirror/")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    with CaptureQueriesContext(connection) as asked:
        begin_to_renew(timezone.now())
    assert len(asked) == 1, "nothing to do: one question"


@pytest.mark.django_db(transaction=True)
def test_the_migration_goes_there_and_back(ada, dialogue) -> None:
    executor = import_module("django.db.migrations.executor").MigrationExecutor
    renew()
    card = Mirror.objects.get().scorecard
    try:
        executor(connection).migrate([("mirror", "0002_digest")])
    finally:
        there = executor(connection)
        there.migrate(there.loader.graph.leaf_nodes("mirror"))
    mirror = Mirror.objects.get()
    assert (mirror.scorecard, mirror.measure, mirror.renewed) == (card, 1, {})
    renew()
    assert Mirror.objects.get().measure == MEASURE


def test_the_clock_heals_a_mirror_that_never_came_to_be(ada, wednesdays) -> None:
    dialogue = cast.dialogue(wednesdays, cast.long_talk(12), ada)
    actions.ask(dialogue=dialogue, now=timezone.now())
    DBTaskResult.objects.all().delete()
    assert "The mirror is being made" in mirror_page(ada, dialogue)
    renew()
    page = mirror_page(ada, dialogue)
    assert "The mirror is being made" not in page
    assert not note(page), "there was no older one"


def test_who_is_older_is_found_without_reading_a_card(dialogue) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps large values elsewhere")
    assert "COVERING INDEX made_by_measure" in queries.of_an_older_measure().values("dialogue_id").explain()
