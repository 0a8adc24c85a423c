"""One act at a time: a dialogue is locked, brought up to date, changed, and written down with what it moved."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Max

from iq4d.methods import Move, State, apply, settle
from iq4d.web.dialogues import letting_go, rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.distance import between
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant, Standing
from iq4d.web.journal.actions import record
from iq4d.web.people.models import Person
from iq4d.web.ui.verdicts import Verdict, require

SPREAD = 3  # numbers for each one that may be brought in a step without names


@dataclass(slots=True)
class Sitting:
    """A dialogue under lock, inside a transaction. `me`: who acts, None for the clock."""

    dialogue: Dialogue
    standing: Standing
    participants: list[Participant]
    state: State
    now: datetime
    me: Participant | None
    stale: bool = False  # whether the state has to be written down

    @property
    def my_id(self) -> str:
        return str(self.me.number) if self.me else ""

    def settle(self, actor: Person | None = None) -> tuple[Move, ...]:
        """Make the moves that are due, and record each."""
        self.state, moves = settle(self.state, self.now, between(self.dialogue))
        for move in moves:
            self.record(move, actor)
        if any(move.kind == "appoint" for move in moves):
            self.write_people()
        return moves

    def write_people(self) -> None:
        """Roles and who fell out, as the engine has them now."""
        told = {person.id: person for person in self.state.people}
        for one in self.participants:
            person = told.get(str(one.number))
            if person is not None and (one.role, one.gone) != (person.role, person.gone):
                one.role, one.gone = person.role, person.gone
                one.save(update_fields=["role", "gone"])

    def record(self, move: Move, actor: Person | None = None) -> None:
        """A move that was made goes into the journal: mails, mirrors and live pages hear of it there."""
        self.stale = True
        told = {"move": move.kind, "step": move.step, "how": move.how, "person": move.person}
        record(
            "dialogues.moved",
            actor=actor,
            subject=self.dialogue,
            circle=self.dialogue.circle_id,
            data={key: value for key, value in told.items() if value},
        )

    def changed(self, state: State) -> None:
        self.state, self.stale = state, True

    def close(self, *, recount: bool = False) -> None:
        """Settle once more, write what changed, and notice an end or a new beginning."""
        moves = self.settle()
        if self.stale:
            standings.write(self.standing, self.state, self.now)
        else:
            self.standing.wakes_at = standings.wakes_at(self.state, self.now)
            self.standing.save(update_fields=["wakes_at"])
        if recount or moves or self.stale:
            self.recount()
        if self.state.finished != (self.dialogue.state == "finished"):
            self._ended()

    def recount(self) -> None:
        """How much everybody here sees: a number must not tell of what is still private."""
        shown = self.dialogue.contributions.filter(standings.public(self.state))
        self.dialogue.contribution_count = shown.count()
        self.dialogue.save(update_fields=["contribution_count"])

    def _ended(self) -> None:
        dialogue, over = self.dialogue, self.state.finished
        dialogue.state = "finished" if over else "running"
        fields = ["state"]
        if over:
            dialogue.ended_at = self.now
            fields.append("ended_at")
        dialogue.wipes_at = letting_go.until(dialogue, self.state, self.now) if over else None
        dialogue.fate = "" if over or dialogue.fate == "kept" else dialogue.fate
        dialogue.save(update_fields=[*fields, "wipes_at", "fate"])
        Participant.objects.filter(dialogue=dialogue).exclude(keeps=None).update(keeps=None)  # said of other words
        verb = "dialogues.finished" if over else "dialogues.reopened"
        record(verb, actor=None, subject=dialogue, circle=dialogue.circle_id)

    def come_back(self) -> None:
        """Who fell out and writes again is back: they are asked as before."""
        if self.me is None or not self.me.gone:
            return
        move = Move("return", by=self.my_id, person=self.my_id)
        self.changed(apply(self.state, move, self.now))
        self.me.gone = False
        self.me.save(update_fields=["gone"])
        self.record(move, self.me.person)

    def next_number(self, step: str) -> int:
        """The next one. Where nobody reads who brought what one by chance: who sees people come in sees no order."""
        taken = Contribution.objects.filter(dialogue=self.dialogue)
        last = taken.aggregate(last=Max("number"))["last"] or 0
        where = next((one for one in self.state.steps if one.id == step), None)
        if where is None or where.opened_at is None or step not in standings.unnamed_steps(self.state):
            return last + 1
        before = taken.filter(at__lt=where.opened_at).aggregate(last=Max("number"))["last"] or 0
        room = range(before + 1, before + 1 + SPREAD * max(10, len(self.participants)))
        free = sorted(set(room) - set(taken.values_list("number", flat=True)))
        return secrets.choice(free) if free else last + 1


def sit_down(
    dialogue: Dialogue,
    now: datetime,
    *,
    person: Person | None = None,
    about: Iterable[int] = (),
    gathering: Verdict = rules.NOT_BEGUN,
) -> Sitting:
    """Lock the dialogue and bring it up to date. Inside a transaction; raises Refused for who does not take part.

    gathering: what is said where nothing has begun, or no longer.
    """
    # the dialogue first and then its standing, as everybody locks them who locks both; and it may just have ended
    now_is = Dialogue.objects.select_for_update(no_key=True).filter(pk=dialogue.pk).values_list("state", flat=True)
    dialogue.state = now_is.first() or dialogue.state
    standing = Standing.objects.select_for_update().filter(dialogue=dialogue).first()
    require(standings.ALLOWED if standing else gathering)
    assert standing is not None
    participants = standings.participants_of(dialogue)
    here = [one for one in participants if one.way and one.removed_at is None]
    me = next((one for one in here if person and one.person_id == person.pk), None)
    require(standings.ALLOWED if me or person is None else rules.NOT_TAKING_PART)
    state = standings.state_of(dialogue, standing, participants, viewer=me.number if me else 0, about=about)
    sitting = Sitting(dialogue, standing, participants, state, now, me)
    sitting.settle()
    return sitting


def with_people(state: State, participants: Iterable[Participant]) -> State:
    """The same state with the people as they now are."""
    return replace(state, people=standings.engine_people(participants))
