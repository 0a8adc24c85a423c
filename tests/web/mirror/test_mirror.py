"""The mirror of a conversation: words first, grounds down to each contribution, and what people say of it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

import cast
from iq4d.measures import Scorecard
from iq4d.web.circles.models import Circle, Membership
from iq4d.web.dialogues.actions import remove_dialogue
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.journal.models import Entry
from iq4d.web.mirror import actions, queries
from iq4d.web.mirror.listeners import hold_up
from iq4d.web.mirror.models import Mirror, Remark
from iq4d.web.people.models import Person


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


@pytest.fixture
def circle(ada: Person) -> Circle:
    return cast.circle(ada)


@pytest.fixture
def dialogue(ada: Person, circle: Circle) -> Dialogue:
    """A conversation long enough for a number, with its mirror made."""
    made = cast.dialogue(circle, cast.long_talk(24), ada)
    cast.work()
    return made


def mirror_page(who: Person, dialogue: Dialogue) -> str:
    answer = cast.signed_in(who).get(f"{dialogue.get_absolute_url()}mirror/")
    assert answer.status_code == 200
    return answer.content.decode()


def said(page: str) -> str:
    """The words a reader meets before anything is opened: no details, no drawings, no tags."""
    open_ = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)
    main = re.search(r"<main.*</main>", re.sub(r"<svg.*?</svg>", "", open_, flags=re.DOTALL), re.DOTALL)
    assert main
    return re.sub(r"<[^>]+>", " ", main[0])


def scorecard(dialogue: Dialogue) -> Scorecard:
    _mirror, card = queries.mirror_of(dialogue)
    assert card is not None
    return card


def some_evidence(dialogue: Dialogue, indicator: str | None = None) -> str:
    pieces = [s.evidence[0] for d in scorecard(dialogue).dimensions for s in d.scores if s.evidence]
    found = [p.id for p in pieces if p.utterance.isdigit() and indicator in (None, p.indicator)]
    return found[0]


def remark(who: Person, dialogue: Dialogue, evidence: str, stance: str = "wrong") -> int:
    answer = cast.signed_in(who).post(
        f"{dialogue.get_absolute_url()}mirror/remark/", {"evidence": evidence, "stance": stance}
    )
    return answer.status_code


def test_the_mirror_is_made_after_keeping(ada: Person, circle: Circle) -> None:
    made = cast.dialogue(circle, cast.long_talk(24), ada)
    page = mirror_page(ada, made)
    assert "The mirror is being made" in page
    assert "is being made" in cast.signed_in(ada).get(made.get_absolute_url()).content.decode()
    cast.work()
    page = mirror_page(ada, made)
    for name in ("Purpose", "Depth", "Diversity", "Deeds"):
        assert name in said(page)
    assert page.count('class="mirror-shape"') == 4
    assert page.count("<title") >= 5, "each drawing says what it is"
    assert "See this conversation in the mirror" in cast.signed_in(ada).get(made.get_absolute_url()).content.decode()


def test_words_come_first_and_points_open_under_the_grounds(ada: Person, dialogue: Dialogue) -> None:
    page = mirror_page(ada, dialogue)
    card = scorecard(dialogue)
    assert card.points is not None
    assert f'<b class="points-value">{card.points:.0f}</b>' in page
    shown = said(page)
    assert re.search(r"a lot|some|little|nothing", shown.lower())
    assert "of 25" not in shown
    assert "80 %" not in shown
    assert shown.count("Next question") == 4


@pytest.mark.parametrize("size", [1, 3, 9])
def test_under_ten_contributions_no_number_stands_anywhere(ada: Person, circle: Circle, size: int) -> None:
    dialogue = cast.dialogue(circle, cast.long_talk(size), ada)
    cast.work()
    assert scorecard(dialogue).footing == "words"
    page = mirror_page(ada, dialogue)
    assert "points-value" not in page
    assert "interval-bar" not in page
    assert not re.search(r'<span class="value">\s*[\d.,]+', page), "no number at any piece of evidence either"
    assert not re.search(r'<td class="number">\s*[\d]', page)
    for indicator in {s.indicator for d in scorecard(dialogue).dimensions for s in d.scores}:
        grounds = cast.signed_in(ada).get(f"{dialogue.get_absolute_url()}mirror/{indicator}/")
        assert grounds.status_code == 200
        assert not re.search(r'<span class="value">\s*[\d.,]+', grounds.content.decode())


def test_grounds_go_down_to_each_contribution(ada: Person, dialogue: Dialogue) -> None:
    browser, met = cast.signed_in(ada), 0
    page = mirror_page(ada, dialogue)
    for dimension in scorecard(dialogue).dimensions:
        for score in dimension.scores:
            address = f"{dialogue.get_absolute_url()}mirror/{score.indicator}/"
            grounds = browser.get(address).content.decode()
            for piece in score.evidence:
                assert f'value="{piece.id}"' in grounds
                if piece.utterance.isdigit():
                    link = f"{dialogue.get_absolute_url()}c/{piece.utterance}/"
                    assert link in grounds
                    assert browser.get(link)["Location"].endswith(f"#c-{piece.utterance}")
                    met += 1
            assert all(f'value="{piece.id}"' in page for piece in score.evidence[:8])
    assert met >= 10
    assert browser.get(f"{dialogue.get_absolute_url()}mirror/nothing/").status_code == 404


def test_this_is_not_right_takes_a_piece_off_and_back(ada: Person, dialogue: Dialogue) -> None:
    before = scorecard(dialogue)
    evidence = some_evidence(dialogue)
    assert remark(ada, dialogue, evidence) == 302
    assert "being updated" in mirror_page(ada, dialogue)
    cast.work()
    assert evidence not in queries.all_evidence(scorecard(dialogue))
    page = mirror_page(ada, dialogue)
    assert "being updated" not in said(page)
    assert "not right: left out" in page
    assert "Undo" in page
    assert remark(ada, dialogue, evidence, "") == 302
    cast.work()
    assert scorecard(dialogue) == before
    assert not Remark.objects.exists()


def test_a_confirmed_promise_makes_deeds_something_to_see(ada: Person, dialogue: Dialogue) -> None:
    (deeds,) = [d for d in scorecard(dialogue).dimensions if d.dimension == "deeds"]
    promise = scorecard(dialogue).promises[0].id
    assert deeds.points is None
    assert "Perhaps a promise?" in mirror_page(ada, dialogue)
    remark(ada, dialogue, promise, "promise")
    cast.work()
    (deeds,) = [d for d in scorecard(dialogue).dimensions if d.dimension == "deeds"]
    assert deeds.points is not None
    assert promise not in {piece.id for piece in scorecard(dialogue).promises}
    remark(ada, dialogue, promise, "")
    cast.work()
    (deeds,) = [d for d in scorecard(dialogue).dimensions if d.dimension == "deeds"]
    assert deeds.points is None


def test_what_bob_remarked_ada_sees_but_not_that_it_was_bob(ada: Person, circle: Circle, dialogue: Dialogue) -> None:
    bob = cast.person("Bobby")
    Membership.objects.create(circle=circle, person=bob, role="member", joined_at=cast.NOW)
    evidence = some_evidence(dialogue)
    remark(bob, dialogue, evidence)
    cast.work()
    page = mirror_page(ada, dialogue)
    assert "not right: left out" in page
    assert "Bobby" not in page
    assert "Undo" not in page, "it is not hers to take back"
    assert "Undo" in mirror_page(bob, dialogue)
    remark(ada, dialogue, evidence, "")
    assert Remark.objects.count() == 1, "taking back what one never said changes nothing"
    remark(ada, dialogue, evidence)
    remark(bob, dialogue, evidence, "")
    cast.work()
    assert evidence not in queries.all_evidence(scorecard(dialogue)), "Ada holds on to it"


@pytest.mark.parametrize("evidence", ["", "uptake:999", "nothing:1", "x" * 500, "uptake:2\x00", "<script>"])
def test_what_is_not_on_the_mirror_cannot_be_remarked_on(
    ada: Person, dialogue: Dialogue, quiet: None, evidence: str
) -> None:
    assert remark(ada, dialogue, evidence) == 403
    assert not Remark.objects.exists()


@pytest.mark.parametrize("stance", ["right", "wrong ", "promise\x00", "x" * 99])
def test_there_are_three_stances(ada: Person, dialogue: Dialogue, quiet: None, stance: str) -> None:
    assert remark(ada, dialogue, some_evidence(dialogue), stance) == 403


def test_only_a_promise_can_be_confirmed_as_one(ada: Person, dialogue: Dialogue, quiet: None) -> None:
    assert remark(ada, dialogue, some_evidence(dialogue), "promise") == 403
    assert not Remark.objects.exists()


def test_an_older_computation_never_overwrites_a_newer(ada: Person, dialogue: Dialogue) -> None:
    evidence = some_evidence(dialogue)
    late, early = timezone.now() + timedelta(minutes=2), timezone.now() + timedelta(minutes=1)
    Remark.objects.create(dialogue=dialogue, evidence=evidence, stance="wrong", person=ada, at=early)
    actions.compute(dialogue=dialogue, now=late)
    Remark.objects.all().delete()
    actions.compute(dialogue=dialogue, now=early)
    assert Mirror.objects.get().computed_at == late
    assert evidence not in queries.all_evidence(scorecard(dialogue))
    actions.compute(dialogue=dialogue, now=late + timedelta(minutes=1))  # control: a later one does
    assert evidence in queries.all_evidence(scorecard(dialogue))


def test_told_twice_gives_the_same(ada: Person, dialogue: Dialogue) -> None:
    before = Mirror.objects.values("scorecard").get()
    hold_up(Entry.objects.get(verb="dialogues.kept"))
    assert Mirror.objects.values("scorecard").get() == before


def test_a_promise_that_is_none_is_asked_about_no_more(ada: Person, dialogue: Dialogue) -> None:
    promise = scorecard(dialogue).promises[0].id
    remark(ada, dialogue, promise, "wrong")
    cast.work()
    assert promise not in {piece.id for piece in scorecard(dialogue).promises}
    remark(ada, dialogue, promise, "")
    cast.work()
    assert promise in {piece.id for piece in scorecard(dialogue).promises}


def test_a_dialogue_that_went_in_between_stops_nothing(ada: Person, circle: Circle) -> None:
    dialogue = cast.dialogue(circle, cast.long_talk(12), ada)
    address = f"{dialogue.get_absolute_url()}mirror/"
    remove_dialogue(person=ada, dialogue=dialogue)
    cast.work()
    assert not Mirror.objects.exists()
    assert cast.signed_in(ada).get(address).status_code == 404


def test_the_mirror_of_much_takes_as_many_queries_as_of_little(ada: Person, circle: Circle) -> None:
    counts = {}
    for size in (20, 400):
        dialogue = cast.dialogue(circle, cast.long_talk(size), ada)
        cast.work()
        for page in ("mirror/", f"mirror/{some_evidence(dialogue).split(':')[0]}/"):
            browser = cast.signed_in(ada)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(f"{dialogue.get_absolute_url()}{page}").status_code == 200
            counts[size, page] = len(asked)
    assert len({n for (_, page), n in counts.items() if page == "mirror/"}) == 1, counts
    assert max(counts.values()) <= 12, counts


def test_much_evidence_comes_in_pages(ada: Person, circle: Circle) -> None:
    things = [f"{a}{b}" for a in ("bus", "bell", "desk", "map", "book", "lamp", "door", "tree") for b in "abcdefgh"]
    lines = [
        (("Ann", "Ben")[n % 2], f"I think the {thing} matters because {thing} {n} was {thing}y")
        for n, thing in enumerate(things)
    ]
    dialogue = cast.dialogue(circle, cast.talk(*lines), ada)
    cast.work()
    scores = [s for d in scorecard(dialogue).dimensions for s in d.scores]
    score = max(scores, key=lambda one: len(one.evidence))
    assert len(score.evidence) > 50
    browser, at = cast.signed_in(ada), f"{dialogue.get_absolute_url()}mirror/{score.indicator}/"
    met = [
        re.findall(r'name="evidence" value="([^"]+)"', browser.get(f"{at}?page={n}").content.decode()) for n in (1, 2)
    ]
    assert [len(page) for page in met] == [50, len(score.evidence) - 50]
    assert met[0] + met[1] == [piece.id for piece in score.evidence]
    assert browser.get(f"{at}?page=3").status_code == 404


def test_the_mirror_speaks_dutch_to_who_reads_dutch(circle: Circle, dialogue: Dialogue) -> None:
    page = mirror_page(dialogue.created_by, dialogue)
    dutch = cast.person("Daan", language="nl")
    Membership.objects.create(circle=circle, person=dutch, role="member", joined_at=cast.NOW)
    in_dutch = mirror_page(dutch, dialogue)
    for english, own in (("Purpose", "Doelgerichtheid"), ("Depth", "Diepgang"), ("Diversity", "Diversiteit")):
        assert english in said(page)
        assert own in said(in_dutch)
        assert english not in said(in_dutch)
