"""The people of our stories and a small hand to play them: Ada facilitates, Bob asks, Dee, Eli and Fay think along."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from iq4d.methods import Move, Person, State, Verdict, apply, begin, contribute, newest, settle

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # ten o'clock in Amsterdam


def people(*peers: str, facilitator: bool = True) -> tuple[Person, ...]:
    """Bob with his question, the peers of these names, and Ada."""
    around = (Person("bob", "owner"), *(Person(name) for name in peers))
    return (*around, Person("ada", "facilitator")) if facilitator else around


@dataclass
class Table:
    """A dialogue being played: what people do and what the clock does, with the time in between."""

    state: State
    now: datetime = MONDAY
    written: int = 0
    moves: list[Move] = field(default_factory=list)

    @staticmethod
    def of(method: str, *peers: str, facilitator: bool = True, **more) -> Table:
        return Table(begin(newest(method), people(*peers, facilitator=facilitator), MONDAY, **more))

    def brings(self, person: str, kind: str, step: str, *, about: str = "", outside: bool = False) -> Verdict:
        """Somebody contributes, and the clock ticks."""
        self.written += 1
        before = self.state
        self.state, verdict = contribute(
            self.state, f"c{self.written}", person, kind, step, self.now, about=about, outside=outside
        )
        assert verdict or self.state is before
        self.tick()
        return verdict

    def all_bring(self, kind: str, step: str, *who: str, times: int = 1) -> None:
        for person in who:
            for _ in range(times):
                assert self.brings(person, kind, step)

    def does(self, by: str, kind: str, step: str = "", **more) -> bool:
        """Somebody makes a move; gives whether anything came of it."""
        version = self.state.step(step).version if step else 0
        before = self.state
        self.state = apply(self.state, Move(kind, step, by=by, version=version, **more), self.now)
        moved = self.state is not before
        self.tick()
        return moved

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)
        self.tick()

    def wait_for(self, step: str) -> None:
        """Until just after the deadline of a step."""
        closes = self.state.step(step).closes_at
        assert closes is not None
        self.now = closes + timedelta(minutes=1)
        self.tick()

    def tick(self) -> None:
        self.state, made = settle(self.state, self.now)
        self.moves += made

    def status(self, step: str) -> str:
        return self.state.step(step).status

    def made(self, kind: str) -> list[Move]:
        return [move for move in self.moves if move.kind == kind]
