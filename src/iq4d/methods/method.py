"""A method as data: phases, what they ask and allow, and the courses in which they can be gone through.

Frozen values without behaviour beyond looking things up. `reading` makes them from a file and refuses what cannot
work; the engine never asks *which* method runs, only what a phase says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from iq4d.speech import Both

__all__ = [
    "AUTHORS",
    "CHOICES",
    "COURSES",
    "DEALS",
    "DIMENSIONS",
    "EXITS",
    "HATS",
    "KEEPINGS",
    "LICENCES",
    "MANNERS",
    "MODES",
    "OWNER_MODES",
    "PERIODS",
    "PURPOSES",
    "REPEATS",
    "REVEALS",
    "ROOMS",
    "ROUNDS",
    "SCALE",
    "STATEMENTS",
    "STEERINGS",
    "TRUSTS",
    "TURNS",
    "VISIBILITIES",
    "Block",
    "Both",
    "Course",
    "Deal",
    "Method",
    "Module",
    "Phase",
    "Scale",
]  # fmt: skip

VISIBILITIES = ("all", "own", "not_owner", "to_owner")
REVEALS = ("close", "all_in", "facilitator")
OWNER_MODES = ("talk", "last", "listen", "absent")
EXITS = ("time", "quorum", "all_in", "facilitator", "owner")
ROUNDS = ("once", "participant", "theme")
TURNS = ("serial", "parallel")
MODES = ("apart", "together")
COURSES = ("hybrid", "live", "apart")
ROOMS = ("open", "closed")
STEERINGS = ("free", "light", "strict")
DEALS = ("not_own", "farthest", "balanced")
LICENCES = ("CC BY 4.0", "CC BY-SA 4.0")
MANNERS = ("facts", "open", "one_at_a_time")
STATEMENTS = ("free", "in_answer")
AUTHORS = ("shown", "hidden")
CHOICES = ("", "owner")
PERIODS = ("", "month", "quarter", "year")
KEEPINGS = ("always", "if_all")
REPEATS = ("", "daily", "weekly")
SCALE = 5  # places of a scale, from its low end to its high one
# For "which method when": what one wants, how well the people know each other, hats that go round.
PURPOSES = (
    "question", "case", "feeling", "choice", "problem", "ideas", "sides", "looking_back", "plan", "results", "material",
    "noticing", "harvest",
)  # fmt: skip
DIMENSIONS = ("purpose", "depth", "diversity", "deeds")
TRUSTS = ("new", "known", "close")
HATS = ("starter", "questioner", "summariser", "devils_advocate", "timekeeper")


@dataclass(frozen=True, slots=True)
class Deal:
    """Who gets whose card. `of`: the output whose contributions are the cards; `each`: how many a person gets."""

    rule: str
    of: str
    each: int = 1


@dataclass(frozen=True, slots=True)
class Scale:
    """Five places from low to high: points for a rating, a position for a view."""

    low: Both
    high: Both


@dataclass(frozen=True, slots=True)
class Module:
    """One of several ways to fill a phase, chosen when it is about to open. kinds: what peers bring then."""

    key: str
    name: Both
    prompt: Both
    kinds: tuple[str, ...]
    starter: Both | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of a method, before anybody takes it.

    minutes: what one person needs to do what is asked. allowed: per role the kinds, in the order in which a composer
    offers them. visibility, until the reveal: *all* everybody at once, *own* only one's own, *not_owner* everybody but
    the owner, *to_owner* its author and the owner, also after the reveal. reveal: at close, when all are in (or at
    close), or when the facilitator opens it. at_least, at_most: contributions per person; 0 asks nobody, None is
    no limit. quorum: how many people end the phase. live: minutes together; apart: working days. owner: *talk*,
    *last* (after the others), *listen* (reads, does not write), *absent* (does not read either until close).
    output: the name under which later phases take up (`uses`) what was made here. exit: what may end it.
    optional: only the owner opens it. rounds: once, once per participant, each in turn the owner, or once per theme.
    prompt: what is asked of those who act; owner_prompt: of the owner, where that differs; meanwhile: what the others
    read; starter: the first words in the composer; guide: a word to who leads, about this step.
    questions: how they are to be asked: *facts* only, *open*, *one_at_a_time* (the next waits for an answer).
    statements: *in_answer*: what is no question is possible only in answer to a question that one may answer.
    modules: ways to fill it, of which the owner or who leads chooses one. chooses: *owner*: who brought what most
    votes are for becomes the owner at its close. authors: *hidden*: nobody reads who brought what, until they say so
    themselves. scale: points for a rating, or a position for a view. photo: a picture may come along. consent: people
    are named in it, and are asked. along: apart in time it opens together with the one before it. period: the owner
    chooses from what they did in the last month, quarter or year.
    """

    key: str
    name: Both
    prompt: Both
    minutes: int
    allowed: dict[str, tuple[str, ...]]
    live: int
    apart: int
    exit: tuple[str, ...]
    owner_prompt: Both | None = None
    meanwhile: Both | None = None
    starter: Both | None = None
    visibility: str = "all"
    reveal: str = "close"
    at_least: int = 1
    at_most: int | None = None
    quorum: int | None = None
    owner: str = "talk"
    output: str = ""
    uses: tuple[str, ...] = ()
    optional: bool = False
    rounds: str = "once"
    deal: Deal | None = None
    guide: Both | None = None
    questions: tuple[str, ...] = ()
    statements: str = "free"
    themes: tuple[Both, ...] = ()
    modules: tuple[Module, ...] = ()
    chooses: str = ""
    authors: str = "shown"
    scale: Scale | None = None
    photo: bool = False
    consent: bool = False
    along: bool = False
    period: str = ""

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def rests_on_owner(self) -> bool:
        """Without the owner nothing comes of it, so a missing owner pauses it; what one may pass, nobody waits for."""
        return self.at_least > 0 and set(self.allowed) == {"owner"} and "pass" not in self.allowed["owner"]

    @property
    def rounds_off(self) -> bool:
        """The last one: what came out, and the date to look back."""
        return any("date" in kinds for kinds in self.allowed.values())

    @property
    def is_offered(self) -> bool:
        """Whether somebody decides first: whether it is taken, or how it is filled."""
        return self.optional or bool(self.modules)

    def filled(self, module: str, theme: int) -> Phase:
        """The phase as one step has it: with the module that was chosen ("": none yet) and its theme (from 1; 0: none).

        Raises KeyError for a module it does not have.
        """
        if not module and not theme:
            return self
        return _filled(self, module, theme)

    def prompt_for(self, role: str) -> Both:
        """What is asked of somebody in this role."""
        return self.owner_prompt if role == "owner" and self.owner_prompt else self.prompt


def _filled(phase: Phase, module: str, theme: int) -> Phase:
    name = phase.name
    if theme:
        of = phase.themes[theme - 1]
        name = Both(f"{name.en}: {of.en}", f"{name.nl}: {of.nl}")
    if not module:
        return replace(phase, name=name)
    chosen = {one.key: one for one in phase.modules}[module]
    return replace(
        phase,
        name=Both(f"{name.en}: {chosen.name.en}", f"{name.nl}: {chosen.name.nl}"),
        prompt=chosen.prompt,
        starter=chosen.starter or phase.starter,
        allowed={**phase.allowed, "peer": chosen.kinds},
    )


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a course: phases apart in time, or together at one table. turns: how rounds go within it."""

    mode: str
    phases: tuple[str, ...]
    turns: str = "serial"


@dataclass(frozen=True, slots=True)
class Course:
    """One way to go through a method: hybrid, live, or apart in time."""

    key: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """The declared course of a dialogue. key and version name it; results are the outputs it ends in.

    least, most: how many people besides the facilitator (most None: no limit). roles: who has to be there.
    course: the usual one of its courses. room: *closed* is seen by those who take part only, *open* by all of the
    circle. kept: *if_all*: the words are wiped afterwards, unless everybody wants them kept. hats: small tasks that go
    round. repeats: it is done again daily or weekly. guide: how to prepare and lead it; good_for: when to choose it,
    with the purposes it serves, the trust it needs and the dimensions it helps.
    """

    key: str
    version: int
    name: Both
    summary: Both
    source: str
    licence: str
    least: int
    most: int | None
    roles: tuple[str, ...]
    steering: str
    results: tuple[str, ...]
    phases: tuple[Phase, ...]
    courses: tuple[Course, ...]
    short_form_of: str = ""
    course: str = "hybrid"
    room: str = "closed"
    kept: str = "always"
    hats: tuple[str, ...] = ()
    repeats: str = ""
    guide: Both | None = None
    good_for: Both | None = None
    purposes: tuple[str, ...] = ()
    trust: str = "new"
    dimensions: tuple[str, ...] = ()

    def phase(self, key: str) -> Phase:
        """Raises KeyError where the method has no such phase."""
        for phase in self.phases:
            if phase.key == key:
                return phase
        raise KeyError(key)

    def blocks(self, course: str) -> tuple[Block, ...]:
        """The stretches of a course, in order. Raises KeyError where the method has no such course."""
        for one in self.courses:
            if one.key == course:
                return one.blocks
        raise KeyError(course)

    @property
    def rotates(self) -> bool:
        """Whether everybody is the owner once."""
        return any(phase.rounds == "participant" for phase in self.phases)
