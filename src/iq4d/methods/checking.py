"""Whether what a method says can work: every rule names its phase and what would be possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import pairwise

from iq4d.methods.method import EXITS, Block, Course, Method, Phase
from iq4d.methods.mistakes import BrokenMethod
from iq4d.speech import Text, text

__all__ = ["OFFER_DAYS", "OFFER_MINUTES", "all_broken", "check", "days", "minutes"]

APART_BLOCKS, APART_DAYS = 4, 12  # working days (METHODS §1)
TOGETHER_MINUTES, LIVE_MINUTES = 60, 150
OFFER_DAYS, OFFER_MINUTES = 1, 3  # how long the owner may think about opening an optional step


def check(method: Method, file: str) -> None:
    """Raises BrokenMethod for the first rule that does not hold."""
    for rule in _rules(method, file):
        rule()


def all_broken(method: Method, file: str) -> list[BrokenMethod]:
    """Every rule that does not hold, each at the first place where it does not."""
    found: list[BrokenMethod] = []
    for rule in _rules(method, file):
        try:
            rule()
        except BrokenMethod as broken:
            found.append(broken)
    return found


def _rules(method: Method, file: str) -> Iterator[Callable[[], None]]:
    yield partial(_keys, method, file)
    for phase in method.phases:
        yield from (partial(rule, phase, file) for rule in (_acts, _ends, _asks, _rounds))
    yield partial(_outputs, method, file)
    yield partial(_harvest, method, file)
    yield from (partial(_course, method, course, file) for course in method.courses)


def _keys(method: Method, file: str) -> None:
    keys = [phase.key for phase in method.phases]
    for key in keys:
        if keys.count(key) > 1:
            raise _broken(text("Two phases have the same key."), file, key, "key")


def _broken(what: Text, file: str, phase: str, rule: str, allowed: Iterable[object] = ()) -> BrokenMethod:
    return BrokenMethod(what, file=file, phase=phase, rule=rule, allowed=allowed)


def _acts(phase: Phase, file: str) -> None:
    if not any(set(kinds) - {"note"} for kinds in phase.allowed.values()):
        raise _broken(text("Nobody may do anything in this phase."), file, phase.key, "allowed")
    if phase.owner in ("listen", "absent") and set(phase.allowed.get("owner", ())) - {"note"}:
        what = text("The owner only listens in this phase, and yet may act.")
        raise _broken(what, file, phase.key, "owner", ["talk", "last"])
    if phase.owner == "last" and "owner" not in phase.allowed:
        what = text("The owner comes last in this phase, and yet may do nothing.")
        raise _broken(what, file, phase.key, "owner", ["talk", "listen", "absent"])
    if phase.owner == "absent" and phase.visibility == "to_owner":
        what = text("What goes to the owner only cannot be kept from the owner.")
        raise _broken(what, file, phase.key, "visibility", ["all", "own", "not_owner"])
    if phase.visibility in ("all", "to_owner") and phase.reveal != "close":
        what = text("There is nothing to reveal in this phase.")
        raise _broken(what, file, phase.key, "reveal", ["close"])
    if phase.reveal == "all_in" and not phase.at_least:
        raise _broken(text("Nobody has to be in, so “all in” never comes."), file, phase.key, "reveal", ["close"])


def _ends(phase: Phase, file: str) -> None:
    if not phase.exit:
        raise _broken(text("This phase never ends."), file, phase.key, "exit", EXITS)
    if not {"time", "facilitator", "owner"} & set(phase.exit):
        what = text("If somebody stays away this phase never ends.")
        raise _broken(what, file, phase.key, "exit", ["time", "facilitator", "owner"])
    if "all_in" in phase.exit and not phase.at_least:
        others = [way for way in EXITS if way != "all_in"]
        raise _broken(text("Nobody has to be in, so “all in” never comes."), file, phase.key, "exit", others)
    if ("quorum" in phase.exit) != (phase.quorum is not None):
        raise _broken(text("A quorum needs both its number and its exit."), file, phase.key, "quorum", ["1-"])


def _kinds(phase: Phase) -> set[str]:
    return {kind for kinds in phase.allowed.values() for kind in kinds}


def _asks(phase: Phase, file: str) -> None:
    """What a phase says about its kinds, it must be possible to bring."""
    kinds = _kinds(phase) | {kind for module in phase.modules for kind in module.kinds}
    needs = (
        ("questions", bool(phase.questions), ("question",)),
        ("statements", phase.statements == "in_answer", ("question",)),
        ("chooses", bool(phase.chooses), ("vote",)),
        ("scale", phase.scale is not None, ("rate", "view")),
        ("period", bool(phase.period), ("takeaway",)),
        ("allowed", "accept" in kinds, ("restatement",)),
    )
    for rule, said, wanted in needs:
        if said and not kinds & set(wanted):
            what = text("This needs one of these kinds in the phase: {kinds}.", kinds=", ".join(wanted))
            raise _broken(what, file, phase.key, rule, wanted)
    if phase.chooses and not phase.uses:
        raise _broken(text("There is nothing to choose from."), file, phase.key, "uses", ["the output with the cases"])
    if "accept" in kinds and not (phase.uses or phase.deal):
        raise _broken(text("There is nothing to restate."), file, phase.key, "uses", ["the output with the views"])
    if "accept" in kinds and phase.visibility != "all":
        what = text("Its author has to read what is made of a view: in this phase everybody sees it at once.")
        raise _broken(what, file, phase.key, "visibility", ["all"])
    if phase.authors == "hidden" and kinds & {"deed", "takeaway", "story", "core"}:
        what = text("A promise or a learning is somebody’s: in this phase its author is shown.")
        raise _broken(what, file, phase.key, "authors", ["shown"])
    if phase.period and phase.visibility != "own":
        what = text("What somebody lays down of their own time is theirs alone until the step closes.")
        raise _broken(what, file, phase.key, "visibility", ["own"])


def _rounds(phase: Phase, file: str) -> None:
    if (phase.rounds == "theme") != bool(phase.themes):
        what = text("Rounds by theme need themes, and themes need rounds.")
        raise _broken(what, file, phase.key, "rounds", ["theme"])
    if phase.along and (phase.rounds == "theme" or phase.optional):
        raise _broken(text("This step cannot go along with the one before it."), file, phase.key, "along", ["false"])
    keys = [module.key for module in phase.modules]
    if len(keys) == 1 or len(set(keys)) < len(keys):
        raise _broken(
            text("To choose there are two modules at least, each with a key of its own."), file, phase.key, "modules"
        )
    if keys and phase.rounds != "once":
        raise _broken(text("A module is chosen once."), file, phase.key, "rounds", ["once"])
    if keys and phase.optional:
        raise _broken(text("A step is either left out or filled by choice."), file, phase.key, "optional", ["false"])


def _outputs(method: Method, file: str) -> None:
    given: dict[str, Phase] = {}
    used = {name for phase in method.phases for name in phase.uses} | set(method.results)
    used |= {phase.deal.of for phase in method.phases if phase.deal}
    for phase in method.phases:
        for name in (*phase.uses, *((phase.deal.of,) if phase.deal else ())):
            if name not in given:
                raise _broken(text("No earlier phase gives “{name}”.", name=name), file, phase.key, "uses", given)
            if given[name].optional and not phase.optional:
                what = text("“{name}” comes from an optional phase and may never be there.", name=name)
                sure = [key for key, giver in given.items() if not giver.optional]
                raise _broken(what, file, phase.key, "uses", sure)
            if given[name].authors == "hidden" and phase.authors == "shown" and "accept" in _kinds(phase):
                what = text(
                    "Who says yes to what is made of a view is known as its author: hide the authors here, too."
                )
                raise _broken(what, file, phase.key, "authors", ["hidden"])
        if phase.output in given:
            raise _broken(text("Two phases give “{name}”.", name=phase.output), file, phase.key, "output")
        if phase.output:
            given[phase.output] = phase
            if phase.output not in used:
                what = text(
                    "Nothing is ever done with “{name}”: use it later, or list it in results.", name=phase.output
                )
                raise _broken(what, file, phase.key, "output", sorted(used))
    for before, phase in pairwise(method.phases):
        uses = (*phase.uses, *((phase.deal.of,) if phase.deal else ()))
        alike = before.rounds == phase.rounds and not before.optional
        if phase.along and (not alike or (before.output and before.output in uses)):
            what = text("This step cannot go along with the one before it.")
            raise _broken(what, file, phase.key, "along", ["false"])
    for name in method.results:
        if name not in given:
            raise _broken(text("No phase gives “{name}”.", name=name), file, "", "results", given)


def _harvest(method: Method, file: str) -> None:
    """Every method ends with its two questions, the verdict on "done when", deeds and a date to look back."""
    asked = {"owner": ("takeaway", "deed", "judge", "date"), "peer": ("takeaway", "deed", "judge")}
    if method.most == 1:  # nobody thinks along
        del asked["peer"]
    for role, kinds in asked.items():
        at_end = {kind for phase in method.phases[-2:] if not phase.optional for kind in phase.allowed.get(role, ())}
        for kind in kinds:
            if kind not in at_end:
                what = text("The last phases do not ask “{role}” for “{kind}”.", role=role, kind=kind)
                raise _broken(what, file, method.phases[-1].key, f"allowed.{role}", kinds)
    for phase in method.phases[-2:]:
        if phase.rounds != "once":
            raise _broken(text("The harvest is one for all."), file, phase.key, "rounds", ["once"])


def _course(method: Method, course: Course, file: str) -> None:
    place = f"course {course.key}"
    order = [key for block in course.blocks for key in block.phases]
    if order != [phase.key for phase in method.phases]:
        what = text("The blocks of a course hold every phase once, in order.")
        raise _broken(what, file, place, "blocks", (phase.key for phase in method.phases))
    if any(not block.phases for block in course.blocks):
        raise _broken(text("A block holds at least one phase."), file, place, "blocks")
    together = [block for block in course.blocks if block.mode == "together"]
    apart = [block for block in course.blocks if block.mode == "apart"]
    fits = {"hybrid": len(together) == 1 and bool(apart), "live": not apart and len(together) == 1}
    if not fits.get(course.key, not together):
        what = text("Hybrid is apart with one block together, live is one block together, apart is never together.")
        raise _broken(what, file, place, "mode", ["apart", "together"])
    if method.rotates and method.most is None:
        raise _broken(
            text("With a turn for everybody, there has to be a largest number of people."), file, "", "people"
        )
    if len(apart) > APART_BLOCKS or sum(days(method, block) for block in apart) > APART_DAYS:
        what = text("Too long: at most {blocks} blocks in {days} working days.", blocks=APART_BLOCKS, days=APART_DAYS)
        raise _broken(what, file, place, "apart")
    most = LIVE_MINUTES if course.key == "live" else TOGETHER_MINUTES
    if sum(minutes(method, block) for block in together) > most:
        raise _broken(text("Too long: at most {n} minutes together.", n=most), file, place, "live", [f"1-{most}"])


def days(method: Method, block: Block) -> int:
    """Working days a block takes at most when nobody is free or extends; 0 for one together."""
    return 0 if block.mode == "together" else _length(method, block, lambda phase: phase.apart, OFFER_DAYS)


def minutes(method: Method, block: Block) -> int:
    """Minutes a block together takes; 0 for one apart."""
    return 0 if block.mode == "apart" else _length(method, block, lambda phase: phase.live, 0)


def _length(method: Method, block: Block, of: Callable[[Phase], int], offer: int) -> int:
    total = beside = 0  # beside: the longest so far of those that go along with each other
    for place, phase in enumerate(map(method.phase, block.phases)):
        turns = (method.most or 1) if phase.rounds == "participant" and block.turns == "serial" else 1
        turns = len(phase.themes) or turns
        length = of(phase) * turns + (offer if phase.is_offered else 0)
        if phase.along and block.mode == "apart" and place:  # only what it takes longer than those beside it
            total, beside = total + max(0, length - beside), max(length, beside)
        else:
            total, beside = total + length, length
    return total
