"""What the database gives a reader is what the engine says they see: in random dialogues, for every viewer."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import cast
from iq4d.methods import KINDS, Entry, State, sees
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import standing
from iq4d.web.dialogues.actions import people as coming
from iq4d.web.dialogues.actions.gesturing import gesture
from iq4d.web.dialogues.actions.moving import make_move, move_on
from iq4d.web.dialogues.actions.writing import set_hidden, take_back, write
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Refused
from web.dialogues.playing import started

METHODS = ("open_dialogue", "ten_step", "three_way", "review", "standup_review")
WORDS = sorted(kind for kind, about in KINDS.items() if not about.act)
MOVES = ("close", "open", "skip", "extend", "reopen", "reveal", "pause", "resume", "leave", "return", "stand_in")
WHO = st.integers(0, 3)
PLACE = st.integers(0, 30)
ACT = st.one_of(
    st.tuples(st.just("write"), WHO, st.sampled_from(WORDS), PLACE, st.booleans()),
    st.tuples(st.just("asked"), WHO, st.just(""), PLACE, st.booleans()),
    st.tuples(st.just("asked"), WHO, st.just(""), PLACE, st.booleans()),
    st.tuples(st.just("passes"), WHO, st.just("pass"), PLACE, st.booleans()),
    st.tuples(st.just("move"), WHO, st.sampled_from(MOVES), PLACE, st.booleans()),
    st.tuples(st.just("hide"), st.just(3), st.just(""), PLACE, st.booleans()),
    st.tuples(st.just("back"), WHO, st.just(""), PLACE, st.booleans()),
    st.tuples(st.just("narrow"), WHO, st.just(""), PLACE, st.booleans()),
    st.tuples(st.just("wait"), WHO, st.just(""), PLACE, st.booleans()),
)
PLAYS = st.lists(ACT, min_size=5, max_size=25)


class Play:
    """One dialogue with Bob as its owner, Dee and Eve, and Ada, who may hide things; acts that are refused pass by."""

    def __init__(self, method: str, facilitated: bool) -> None:
        names = ("Bob", "Dee", "Eve", "Ada")
        self.people = [Person.objects.filter(name=name).first() or cast.person(name) for name in names]
        bob, dee, eve, ada = self.people
        circle = Circle.objects.first() or cast.circle(*self.people)
        with_ada = facilitated and method not in ("open_dialogue", "three_way")  # begun at once; full with three
        self.talk = started(bob, circle, dee, eve, method=method, **({"facilitator": ada} if with_ada else {}))
        self.now = cast.NOW
        self.words = 0

    @property
    def dialogue(self) -> Dialogue:
        return Dialogue.objects.select_related("circle", "standing").get(pk=self.talk.pk)

    def act(self, what: str, who: int, kind: str, place: int, whether: bool) -> None:
        try:
            with transaction.atomic():
                getattr(self, what)(self.people[who], kind, place, whether)
        except (Refused, Contribution.DoesNotExist, Participant.DoesNotExist):
            pass

    def step(self, place: int, *, open_one: bool = True) -> str:
        steps = standing.bare_state(self.dialogue.standing).steps
        here = [one for one in steps if one.is_open] if open_one else []
        return (here or steps)[place % len(here or steps)].id

    def number(self, place: int) -> int:
        every = list(self.talk.contributions.order_by("number").values_list("number", flat=True))
        return every[place % len(every)] if every else 0

    def write(self, person: Person, kind: str, place: int, whether: bool) -> None:
        self.words += 1
        about = self.number(place) if whether else None
        more = {"about": about or None, "outside": whether, "now": self.now}
        write(person=person, dialogue=self.dialogue, kind=kind, step=self.step(place), source=f"W{self.words}", **more)

    def asked(self, person: Person, kind: str, place: int, whether: bool) -> None:
        """What the step asks of this person, so that steps fill and are shown."""
        state = standing.bare_state(self.dialogue.standing)
        step = state.step(self.step(place))
        role = "owner" if self.talk.participants.get(person=person).role == "owner" else "peer"
        kinds = [kind for kind in state.phase(step).allowed.get(role, ()) if not KINDS[kind].act]
        if kinds:
            self.write(person, kinds[place % len(kinds)], place, whether=False)

    def move(self, person: Person, kind: str, place: int, whether: bool) -> None:
        step = self.step(place, open_one=kind in ("close", "extend"))
        version = standing.bare_state(self.dialogue.standing).step(step).version
        whole = kind in ("pause", "resume", "leave", "return", "stand_in")
        more = {"step": "" if whole else step, "version": 0 if whole else version, "about": str(place % 4 + 1)}
        make_move(person=person, dialogue=self.dialogue, kind=kind, days=1, now=self.now, **more)

    def hide(self, person: Person, kind: str, place: int, whether: bool) -> None:
        more = {"number": self.number(place), "why": "", "hidden": whether, "now": self.now}
        set_hidden(person=person, dialogue=self.dialogue, **more)

    def back(self, person: Person, kind: str, place: int, whether: bool) -> None:
        take_back(person=person, dialogue=self.dialogue, number=self.number(place), now=self.now)

    def narrow(self, person: Person, kind: str, place: int, whether: bool) -> None:
        """Its author chose who sees it, as of a deed: the engine knows nothing of that."""
        row = self.talk.contributions.get(number=self.number(place))
        row.is_narrow, row.only_to = True, self.talk.participants.get(person=person) if whether else None
        row.save(update_fields=["is_narrow", "only_to"])

    def wait(self, person: Person, kind: str, place: int, whether: bool) -> None:
        self.now += timedelta(hours=8 * (place % 6 + 1))
        move_on(dialogue=self.dialogue, now=self.now)

    def passes(self, person: Person, kind: str, place: int, whether: bool) -> None:
        gesture(person=person, dialogue=self.dialogue, kind="pass", step=self.step(place), now=self.now)


def whole(dialogue: Dialogue, now: datetime) -> tuple[State, list[Contribution]]:
    """The state with every contribution there is, as the engine would have it."""
    state = standing.state_of(dialogue, dialogue.standing, standing.participants_of(dialogue))
    rows = list(dialogue.contributions.filter(removed_at=None).select_related("participant", "to", "only_to"))
    entries = tuple(
        Entry(
            f"c{row.number}", row.step, str(row.participant.number), row.kind, row.at or now, hidden=row.hidden,
            to=str(row.to.number) if row.to else "",
        )
        for row in rows
    )  # fmt: skip
    return replace(state, entries=entries), rows


def agrees(play: Play) -> None:
    """The filter of each viewer gives exactly what the engine says, less what is narrow and meant for others."""
    dialogue, now = play.dialogue, play.now
    state, rows = whole(dialogue, now)
    bare, people_only = standing.bare_state(dialogue.standing), replace(state, entries=())
    entries = {entry.id: entry for entry in state.entries}
    found = dialogue.contributions.filter(removed_at=None)
    public = set(found.filter(standing.public(bare)).values_list("number", flat=True))
    for me in dialogue.participants.all():
        told = set(found.filter(standing.seen_by(people_only, me, now)).values_list("number", flat=True))
        for row in rows:
            meant = not row.is_narrow or row.participant_id == me.pk or row.only_to_id == me.pk
            should = meant and sees(state, str(me.number), entries[f"c{row.number}"], now)
            assert (row.number in told) == should, (
                f"{me.role} {me.name}, {row.kind} in {row.step}: {row.number in told}"
            )
        assert public <= told, "public, and not seen by who takes part"
    assert set(found.filter(standing.seen_by(bare, None, now)).values_list("number", flat=True)) == public
    for row in rows:
        private = KINDS[row.kind].private or row.is_narrow or row.hidden
        assert not (private and row.number in public)
    assert dialogue.contribution_count == len(public), "the number on the page counts what everybody sees"


def play_through(method: str, facilitated: bool, acts: list[tuple[str, int, str, int, bool]]) -> None:
    with transaction.atomic():
        play = Play(method, facilitated)
        before = play.dialogue.contribution_count
        for one in acts:
            play.act(*one)
            after = play.dialogue.contribution_count
            if one[0] in ("write", "asked") and after == before + 1:
                newest = play.talk.contributions.order_by("-number").first()
                bare = standing.bare_state(play.dialogue.standing)
                assert newest is not None
                shown = play.talk.contributions.filter(standing.public(bare), pk=newest.pk)
                assert shown.exists(), "a number told of what is not shown yet"
            before = after
        if any(one[0] == "narrow" for one in acts):
            recount(play)
        agrees(play)
        transaction.set_rollback(True)


def recount(play: Play) -> None:
    """A contribution made narrow behind the back of the actions is counted anew, as those would."""
    dialogue = play.dialogue
    shown = dialogue.contributions.filter(standing.public(standing.bare_state(dialogue.standing)))
    Dialogue.objects.filter(pk=dialogue.pk).update(contribution_count=shown.count())


QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
FEW = settings(
    max_examples=40, deadline=None, suppress_health_check=QUIET, derandomize=True, database=None,
    phases=[Phase.generate],
)  # fmt: skip
MANY = settings(FEW, max_examples=600, derandomize=False, phases=[Phase.generate, Phase.shrink])


@pytest.mark.django_db
@FEW
@given(st.sampled_from(METHODS), st.booleans(), PLAYS)
def test_the_database_sees_what_the_engine_sees(method, facilitated, acts) -> None:
    play_through(method, facilitated, acts)


@pytest.mark.soak
@pytest.mark.django_db
@MANY
@given(st.sampled_from(METHODS), st.booleans(), PLAYS)
def test_the_database_sees_what_the_engine_sees_in_many_dialogues(method, facilitated, acts) -> None:
    play_through(method, facilitated, acts)


@pytest.mark.django_db
@pytest.mark.parametrize("method", METHODS)
def test_the_plays_reach_what_is_private_and_what_is_shown(method) -> None:
    """Control of the plays: by doing what is asked, contributions come about, and most methods show some later."""
    play = Play(method, False)
    for n in range(24):
        play.act("asked", n % 3, "", 0, False)
    agrees(play)
    assert play.talk.contributions.count() >= 3


@pytest.mark.django_db
def test_the_comparison_bites(monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a filter that lets the reveal be forgotten differs at the first private question."""
    play = Play("ten_step", False)
    play.act("asked", 0, "", 0, False)
    play.act("asked", 1, "", 0, False)
    agrees(play)
    monkeypatch.setattr(standing, "how_shown", lambda *_: "all")
    with pytest.raises(AssertionError, match="question in questions"):
        agrees(play)


@pytest.mark.django_db
def test_who_came_in_later_sees_what_the_others_see() -> None:
    play = Play("open_dialogue", False)
    for n in range(6):
        play.act("asked", n % 3, "", n, False)
    ada = play.people[3]
    coming.come_in(person=ada, dialogue=play.dialogue, invite=None, now=play.now)
    agrees(play)
