"""docs/methods.md, made from the catalog so that it cannot lag.

Write it anew with `python -m iq4d.methods.document > docs/methods.md`.
"""

from __future__ import annotations

import sys

from iq4d.methods.catalog import catalog
from iq4d.methods.checking import OFFER_DAYS, days, minutes
from iq4d.methods.kinds import KINDS, ROLES, Kind
from iq4d.methods.method import Course, Method, Phase
from iq4d.methods.writing import fingerprint

__all__ = ["page"]

SEEN = {
    "all": "everybody, at once",
    "own": "its author",
    "not_owner": "everybody but the owner",
    "to_owner": "its author and the owner, for good",
}
SHOWN = {"close": "at its close", "all_in": "when all are in", "facilitator": "when the facilitator shows it"}
COURSE_NAMES = {"hybrid": "hybrid", "live": "live", "apart": "apart in time"}


def page() -> str:
    """The whole page, in Markdown."""
    lines = [
        "# Methods",
        "",
        "Made by `python -m iq4d.methods.document` from the catalog; do not edit. Why the engine is as it is:",
        "[decision 0008](decisions/0008-the-phase-engine.md).",
        "",
        "A method is a file in `src/iq4d/methods/catalog/`, English and Dutch side by side. Change one or write your",
        "own, and `iq4d.methods.load` says what is wrong with it: file, phase, rule, and what would be possible. Your",
        "own method passes the same checks as ours: `iq4d.methods.battery`.",
        "",
        "- **Steering.** *free*: a step advises. *light*: one click to step outside it, and that is noted. *strict*:",
        "  it is enforced. What is private until a reveal, is so under each of them.",
        "  Who leads may turn the dial while it runs.",
        "- **Room.** *closed*: seen by those who take part only. *open*: seen by all of the circle.",
        "- **Time.** Apart in time a deadline is the closing hour of a working day; a person's own free days move it",
        "  by two days at most. One reminder at three quarters of the time, to those missing only, when they are",
        "  awake. Together it is minutes. A step ends early by whatever its exits say.",
        "- **Who falls out.** A peer is passed over after the deadline. A step that rests on the owner alone waits for",
        "  the owner, and the facilitator is told; without a facilitator, everybody.",
        "",
        "## Kinds of contribution",
        "",
        "| key | English | Dutch | |",
        "|---|---|---|---|",
        *(_kind(kind) for kind in KINDS.values()),
        "",
        "Roles: " + ", ".join(f"`{key}` ({name.say('nl')})" for key, name in ROLES.items()) + ".",
        "",
    ]
    for method in sorted(catalog().values(), key=lambda method: (method.key, method.version)):
        lines += _method(method)
    return "\n".join(lines)


def _kind(kind: Kind) -> str:
    told = [
        "read by its author only" if kind.private else "",
        "a gesture, without words" if kind.act else "",
        "welcome in every open step" if kind.always else "",
        "and when all is over" if kind.afterwards else "",
    ]
    return f"| `{kind.key}` | {kind.name.say('en')} | {kind.name.say('nl')} | {', '.join(filter(None, told))} |"


def _method(method: Method) -> list[str]:
    most = f"{method.most}" if method.most is not None else "many"
    people = f"{method.least}" if method.least == method.most else f"{method.least}-{most}"
    lines = [
        f"## `{method.key}` {method.version}: {method.name.en}",
        "",
        f"*{method.name.nl}.* {method.summary.en}",
        "",
        f"- **People.** {people}" + (", each in turn the owner" if method.rotates else ""),
        f"- **Steering.** {method.steering}",
        f"- **Room.** {method.room}",
        *(f"- **{_course_name(method, course)}.** {_course(method, course)}" for course in method.courses),
        f"- **Source.** {method.source} {method.licence}.",
        f"- **Content.** `{fingerprint(method)}`",
    ]
    lines += [f"- **Short form of** `{method.short_form_of}`"] if method.short_form_of else []
    lines += [
        "",
        "| step | asks | who brings what | shown to | live | apart | ends by |",
        "|---|---|---|---|---|---|---|",
        *(_phase(phase) for phase in method.phases),
        "",
    ]
    return lines


def _course_name(method: Method, course: Course) -> str:
    usual = " (the usual one)" if course.key == method.course else ""
    return COURSE_NAMES[course.key].capitalize() + usual


def _course(method: Method, course: Course) -> str:
    told = []
    for block in course.blocks:
        length = f"{days(method, block)} d apart" if block.mode == "apart" else f"{minutes(method, block)} min together"
        turns = f", turns {block.turns}" if any(method.phase(key).rounds != "once" for key in block.phases) else ""
        told.append(f"{', '.join(block.phases)} ({length}{turns})")
    return "; ".join(told) + "."


def _phase(phase: Phase) -> str:
    who = "; ".join(f"{role}: {', '.join(kinds)}" for role, kinds in phase.allowed.items())
    amount = f"{phase.at_least}" + (f"-{phase.at_most}" if phase.at_most != phase.at_least else "")
    amount = amount if phase.at_most else f"{phase.at_least} or more"
    seen = SEEN[phase.visibility] + (f"; all {SHOWN[phase.reveal]}" if phase.visibility in ("own", "not_owner") else "")
    owner = "" if phase.owner == "talk" else f"; owner: {phase.owner}"
    apart = f"{phase.apart} d" + (f" (+{OFFER_DAYS} to decide)" if phase.optional else "")
    name = f"`{phase.key}`" + (" (only if the owner opens it)" if phase.optional else "")
    name += " (each in turn)" if phase.rounds != "once" else ""
    prompt = f"{phase.prompt.en} *{phase.prompt.nl}* ({phase.minutes} min)"
    return f"| {name} | {prompt} | {who}{owner}; {amount} | {seen} | {phase.live} | {apart} | {', '.join(phase.exit)} |"


if __name__ == "__main__":
    sys.stdout.write(page())
