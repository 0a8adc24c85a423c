"""Methods as data, and one engine for all of them: who may do what, who sees what, what is due.

Pure functions from a state to something new; words, people and time come from outside. docs/methods.md shows the
methods that come along, docs/decisions/0008 why the engine is as it is.
"""

from iq4d.methods.asking import Asked, Progress, asked_of, progress
from iq4d.methods.attendance import leads
from iq4d.methods.beginning import begin, join, may_join, planned
from iq4d.methods.catalog import catalog, newest
from iq4d.methods.clock import Calendar
from iq4d.methods.contributing import bring_back, contribute, hide, withdraw
from iq4d.methods.handing import hand_over, turn_of
from iq4d.methods.hats import HAT, Hat, Worn, hats_in, stretch_of
from iq4d.methods.keeping import from_json, to_json
from iq4d.methods.kinds import KINDS, ROLES, Kind
from iq4d.methods.lengths import Length, ends_at, lengths_of, set_lengths
from iq4d.methods.method import Both, Course, Method, Module, Phase, Scale
from iq4d.methods.mistakes import BrokenMethod, CannotBegin, MethodGone
from iq4d.methods.moving import apply, due, settle
from iq4d.methods.permitting import can_be_about, may, may_move, open_steps, permitted_kinds
from iq4d.methods.presence import own_suffice, present, steps_in_use
from iq4d.methods.reading import load, loads
from iq4d.methods.seeing import Count, counts, how_shown, material, sees, visible
from iq4d.methods.state import Entry, Move, Person, State, Step
from iq4d.methods.verdicts import Verdict
from iq4d.methods.waking import wakes_at
from iq4d.methods.writing import dumps, fingerprint

__all__ = [
    "HAT",
    "KINDS",
    "ROLES",
    "Asked",
    "Both",
    "BrokenMethod",
    "Calendar",
    "CannotBegin",
    "Count",
    "Course",
    "Entry",
    "Hat",
    "Kind",
    "Length",
    "Method",
    "MethodGone",
    "Module",
    "Move",
    "Person",
    "Phase",
    "Progress",
    "Scale",
    "State",
    "Step",
    "Verdict",
    "Worn",
    "apply",
    "asked_of",
    "begin",
    "bring_back",
    "can_be_about",
    "catalog",
    "contribute",
    "counts",
    "due",
    "dumps",
    "ends_at",
    "fingerprint",
    "from_json",
    "hand_over",
    "hats_in",
    "hide",
    "how_shown",
    "join",
    "leads",
    "lengths_of",
    "load",
    "loads",
    "material",
    "may",
    "may_join",
    "may_move",
    "newest",
    "open_steps",
    "own_suffice",
    "permitted_kinds",
    "planned",
    "present",
    "progress",
    "sees",
    "set_lengths",
    "settle",
    "steps_in_use",
    "stretch_of",
    "to_json",
    "turn_of",
    "visible",
    "wakes_at",
    "withdraw",
]  # fmt: skip
