"""The checks every method passes, ours and yours.

In a test of your own, with pytest::

    @pytest.mark.parametrize("check", battery.CHECKS, ids=lambda check: check.__name__)
    def test_my_method(check):
        check(load("my_method.toml"))

A check that fails raises AssertionError and says what was promised. What a file may not say at all, `load` refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from iq4d.methods.asking import asked_of
from iq4d.methods.attendance import owner_of
from iq4d.methods.beginning import begin
from iq4d.methods.contributing import contribute
from iq4d.methods.keeping import from_json, to_json
from iq4d.methods.kinds import KINDS
from iq4d.methods.method import COURSES, Both, Method
from iq4d.methods.mistakes import BrokenMethod, CannotBegin
from iq4d.methods.moving import apply, settle
from iq4d.methods.permitting import can_be_about
from iq4d.methods.reading import loads
from iq4d.methods.seeing import sees
from iq4d.methods.state import Move, Person, State
from iq4d.methods.writing import dumps, fingerprint
from iq4d.speech import Text, text

__all__ = ["CHECKS", "PROMISES", "Check", "NotPlayed", "broken_promises"]

Check = Callable[[Method], None]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # a Monday
TABLE = 6  # people around it when it is played: what holds for six holds for a hall, and a hall takes hours
PATIENCE = 1_000_000  # steps times what was brought, each time somebody is asked: twice what the heaviest of ours takes
LIGHT = 3  # minutes: no step asks more of one person (DESIGN, "Light as a message")
HINTS_OF_ENGLISH = {"the", "what", "your", "you", "and", "with", "of"}
HINTS_OF_DUTCH = {"de", "het", "een", "wat", "je", "en", "van"}


class NotPlayed(Exception):
    """So much work was not enough to play it to its end: nothing is known to be wrong with it, nor to be right."""


@dataclass
class Effort:
    """How much work all the playing of a method may take together, counted as `PATIENCE` is; None: no limit."""

    left: int | None = None

    def spend(self, work: int) -> None:
        if self.left is not None:
            self.left -= work
            if self.left < 0:
                raise NotPlayed


def survives_a_file(method: Method) -> None:
    """Written and read again it is the same method, with the same fingerprint."""
    again = loads(dumps(method), "written.toml")
    assert again == method, "the file of this method is another method"
    assert fingerprint(again) == fingerprint(method)


def is_light(method: Method) -> None:
    """No step asks more than three minutes of one person."""
    for phase in method.phases:
        assert phase.minutes <= LIGHT, f"{phase.key} takes {phase.minutes} minutes"


def speaks_both_languages(method: Method) -> None:
    """English is English, Dutch is Dutch, and a longer text is not the same in both."""
    for place, said in _texts(method):
        en, nl = (set(words.lower().replace("?", " ").replace(",", " ").split()) for words in (said.en, said.nl))
        long = min(len(en), len(nl)) > 3
        assert not (long and said.en == said.nl), f"{place}: the same words in both languages"
        swapped = len(en & HINTS_OF_DUTCH) > len(en & HINTS_OF_ENGLISH)
        assert not (long and swapped), f"{place}: the English reads as Dutch"
        swapped = len(nl & HINTS_OF_ENGLISH) > len(nl & HINTS_OF_DUTCH)
        assert not (long and swapped), f"{place}: the Dutch reads as English"


def talks_to_who_waits(method: Method) -> None:
    """Where somebody around the table has nothing to do, they are told what the others do."""
    for phase in method.phases:
        idle = {"owner", "peer"} - {role for role, kinds in phase.allowed.items() if set(kinds) - {"note"}}
        assert not idle or phase.meanwhile or phase.owner_prompt, f"{phase.key} says nothing to the {min(idle)}"


def names_its_source(method: Method) -> None:
    """Where it comes from, and under which licence the text may be shared."""
    assert len(method.source) > 10, "the source says nothing"
    assert "CC BY-SA" not in method.source or method.licence == "CC BY-SA 4.0", "share alike asks for the same licence"


def can_be_prepared(method: Method) -> None:
    """Somebody who never led it reads how to, and when to choose it; the catalogue can find it."""
    assert method.guide, "it does not tell how to prepare and lead it (guide)"
    assert method.good_for, "it does not tell when to choose it (good_for)"
    assert method.purposes, "it does not say which purposes it serves"
    assert method.dimensions, "it does not say which dimensions it helps"


def reaches_its_harvest(method: Method, effort: Effort | None = None) -> None:
    """Everybody does what is asked: every course ends, with the harvest taken, every deadline ahead when set."""
    for course in COURSES:
        state = _played(method, course, silent=(), effort=effort)
        assert state.finished, f"{course}: it does not end"
        last = state.steps[-1]
        assert last.status == "closed", f"{course}: the last step was {last.status}"
        assert all(step.closed_at is None or step.closed_at >= step.opened_at for step in state.steps if step.opened_at)
        assert from_json(to_json(state), [state.method]) == state, f"{course}: not the same after being kept"


def goes_on_without(method: Method, effort: Effort | None = None) -> None:
    """With one peer silent from the start, and with everybody but the owner silent, every course still ends."""
    peers = [person.id for person in _people(method) if person.role == "peer"]
    for course in COURSES:
        for silent in (peers[:1], peers):
            assert _played(method, course, silent=tuple(silent), effort=effort).finished, (
                f"{course}: waits for {silent}"
            )


def keeps_what_is_private(method: Method, effort: Effort | None = None) -> None:
    """Before its reveal, nobody but the author sees what a step keeps to oneself."""
    for course in COURSES:
        seen: list[str] = []

        def look(state: State, now: datetime, seen: list[str] = seen) -> None:
            for entry in state.entries:
                step = state.step(entry.step)
                hidden = state.phase(step).visibility == "own" and step.revealed_at is None
                if hidden or KINDS[entry.kind].private:
                    others = [person.id for person in state.people if person.id != entry.author]
                    seen += [f"{entry.kind} in {step.id}" for other in others if sees(state, other, entry, now)]

        _played(method, course, silent=(), look=look, effort=effort)
        assert not seen, f"{course}: {seen[0]} shows too early"


def asks_everybody_for_a_deed(method: Method, effort: Effort | None = None) -> None:
    """In the harvest each person is asked what they take with them and what they will do."""
    asked: set[str] = set()

    def look(state: State, now: datetime) -> None:
        for person in state.people:
            if any({"takeaway", "deed"} <= set(one.kinds) for one in asked_of(state, person.id, now)):
                asked.add(person.id)

    _played(method, "apart", silent=(), look=look, effort=effort)
    around = {person.id for person in _people(method) if person.role in ("owner", "peer")}
    assert around <= asked, f"nobody asks {min(around - asked)} for a deed"


def _texts(method: Method) -> Iterator[tuple[str, Both]]:
    yield "name", method.name
    yield "summary", method.summary
    yield from (("guide", method.guide),) if method.guide else ()
    yield from (("good_for", method.good_for),) if method.good_for else ()
    for phase in method.phases:
        for name in ("name", "prompt", "owner_prompt", "meanwhile", "starter", "guide"):
            if isinstance(said := getattr(phase, name), Both):
                yield f"{phase.key}.{name}", said
        for module in phase.modules:
            yield f"{phase.key}.{module.key}.name", module.name
            yield f"{phase.key}.{module.key}.prompt", module.prompt
        yield from ((f"{phase.key}.themes", theme) for theme in phase.themes)
        yield from ((f"{phase.key}.scale", end) for end in ((phase.scale.low, phase.scale.high) if phase.scale else ()))


def _people(method: Method) -> tuple[Person, ...]:
    around = max(min(method.least, TABLE), min(3, method.most or 3))
    others = [role for role in method.roles if role not in ("owner", "peer")]
    peers = [Person(f"peer{n}") for n in range(1, around)]
    return (Person("owner", "owner"), *peers, *(Person(role, role) for role in others))


def _played(
    method: Method,
    course: str,
    silent: tuple[str, ...],
    look: Callable[[State, datetime], None] | None = None,
    effort: Effort | None = None,
) -> State:
    """A dialogue in which everybody but the silent does what is asked, hour by hour (together: minute by minute)."""
    now, effort = START, effort or Effort()
    state = begin(replace(method, least=min(method.least, TABLE)), _people(method), now, course=course)
    written = work = 0
    for _ in range(4_000):
        if state.finished:
            break
        if look:
            look(state, now)
        for person in state.people:
            asks = len(state.steps) * (10 + len(state.entries))
            effort.spend(asks)
            work += asks
            assert work < PATIENCE, f"{course}: too many steps and too much asked to play it to the end"
            for one in asked_of(state, person.id, now):
                if person.id in silent or state.step(one.step).status in ("closed", "skipped"):
                    continue
                if one.act in ("contribute", "join_in"):
                    for kind in (one.kinds[0], *one.kinds[1:2]):
                        written += 1
                        about = next(iter(can_be_about(state, person.id, kind, state.step(one.step), now)), "")
                        state, _ = contribute(state, f"c{written}", person.id, kind, one.step, now, about=about)
                elif one.act in MOVE_FOR:
                    step = state.step(one.step)
                    move = Move(MOVE_FOR[one.act], step.id, by=person.id, version=step.version)
                    state = apply(state, move, now)
                if look:
                    look(state, now)
        before = {step.id: step.status for step in state.steps}
        state, _ = settle(state, now)
        for step in state.steps:
            if step.is_open and before[step.id] == "waiting":
                assert step.closes_at is None or step.closes_at > now, f"{step.id}: its deadline is past as it opens"
                assert owner_of(state, step), f"{step.id} has no owner"
        now += (
            timedelta(minutes=1) if any(s.is_open and s.mode == "together" for s in state.steps) else timedelta(hours=1)
        )
    return state


MOVE_FOR = {"reveal": "reveal", "meet": "open", "decide": "open", "choose": "open", "stand_in": "close"}

READ: tuple[Check, ...] = (
    survives_a_file,
    is_light,
    speaks_both_languages,
    talks_to_who_waits,
    names_its_source,
    can_be_prepared,
)
PLAYED: tuple[Callable[..., None], ...] = (  # of the method, and the effort it may take
    reaches_its_harvest,
    goes_on_without,
    keeps_what_is_private,
    asks_everybody_for_a_deed,
)
CHECKS: tuple[Check, ...] = (*READ, *PLAYED)

# What a check that fails means to whoever brought the file.
PROMISES: dict[Callable[..., None], Text] = {
    survives_a_file: text("Written and read again, this is another method."),
    is_light: text("A step asks more than three minutes of one person."),
    speaks_both_languages: text("English has to be English and Dutch has to be Dutch, everywhere."),
    talks_to_who_waits: text("In one of the steps somebody has nothing to do, and is not told what the others do."),
    names_its_source: text("It does not say where it comes from, or not with the licence that goes with that."),
    can_be_prepared: text("It does not tell how to lead it and when to choose it."),
    reaches_its_harvest: text("We played it, and it did not reach its harvest."),
    goes_on_without: text("We played it with somebody who stays silent, and it did not go on to its end."),
    keeps_what_is_private: text("We played it, and something private could be seen too early."),
    asks_everybody_for_a_deed: text("The harvest does not ask everybody what they take along and what they will do."),
}


def broken_promises(method: Method, most: int | None = None) -> Iterator[tuple[Text, str]]:
    """Each promise that this method breaks, and where, in English for whoever mends the file.

    What comes of playing it ends with the first: a table that goes wrong goes wrong in every way, and takes long.
    most: how much work all the playing may take; raises NotPlayed where that was not enough.
    """
    for check in READ:
        yield from _broken(check, partial(check, method))
    effort = Effort(most)
    for played in PLAYED:
        if found := list(_broken(played, partial(played, method, effort))):
            yield from found
            return


def _broken(check: Callable[..., None], run: Callable[[], None]) -> Iterator[tuple[Text, str]]:
    try:
        run()
    except (AssertionError, BrokenMethod, CannotBegin) as error:
        yield PROMISES[check], str(error).splitlines()[0] if str(error) else ""
