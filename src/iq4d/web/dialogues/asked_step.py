"""One open step as one person meets it: what is asked of them there, with all that a composer needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.safestring import SafeString

from iq4d.methods import Asked, Count, Phase, Step
from iq4d.web.dialogues.gestured import Rated
from iq4d.web.dialogues.hatting import MyHat
from iq4d.web.dialogues.models import Draft
from iq4d.web.dialogues.queries import Shown
from iq4d.web.dialogues.restating import Restating
from iq4d.web.dialogues.stands import Stands


@dataclass(slots=True)
class Task:
    """One open step as this person meets it. asked: what is asked of them, None where they read along."""

    step: Step
    phase: Phase
    asked: Asked | None
    name: str
    prompt: str
    minutes: int
    deadline: datetime | None
    count: Count | None
    turn: str  # whose turn it is, by name; empty where there are no turns
    chosen: str  # whose case was chosen, by name; empty where none was
    number: int  # of this person, as a participant
    my_turn: bool  # whether that is this person
    kinds: list[tuple[str, str]]  # words one may bring: (kind, what the choice is called)
    words: tuple[str, ...]  # all of them, those of the harvest too
    gestures: tuple[str, ...]
    harvest: bool
    starter: str
    notes: bool  # whether they can keep a note to themselves
    reads: bool  # whether they only listen and read along
    material: list[Shown] = field(default_factory=list)
    answering: bool = False  # each piece of material can be answered by itself
    open_to_me: frozenset[int] = frozenset()  # numbers of the questions this person can answer now
    drawn: dict[int, SafeString] = field(default_factory=dict)
    drafts: dict[tuple[str, int], Draft] = field(default_factory=dict)
    rated: dict[int, Rated] = field(default_factory=dict)  # what this person rated here so far, by number
    kept_for_one: bool = False  # whether only its author and the owner read what is rated, and so what of it is kept
    points: dict[int, int] = field(default_factory=dict)  # what its material got, where it was scored before
    restating: Restating | None = None
    stands: list[Stands] = field(default_factory=list)  # where people stand, in the steps that it takes up
    learnable: frozenset[int] = frozenset()  # numbers of what others brought and one can say to have learned from
    voted: frozenset[int] = frozenset()  # what this person votes for here so far, by number
    moves: list[str] = field(default_factory=list)
    guided: bool = False
    outside: list[tuple[str, str]] = field(
        default_factory=list
    )  # what the dial lets one bring besides, in one step more
    owns: bool = False  # whether the step is this person's to end
    asks_process: bool = False
    sums_up: str = ""  # how a summary of this person's goes in here ("fine", "advice", "outside"); empty: not
    beneath: frozenset[str] = frozenset()  # what is possible only under something that lies on the table
    offered: frozenset[str] = frozenset()  # all that the step's data lets this person bring, now or under something
    hat: MyHat | None = None  # what this person looks after besides
    brought: int = 0  # of what this person brings here so far, where more than one is asked
    said_at: int | None = None  # the section of the page in which others said something here; None where nobody did

    @property
    def is_required(self) -> bool:
        return self.asked is not None and self.asked.required

    @property
    def is_at_work(self) -> bool:
        """Whether this person has something to say here: a hat is for them, not for who waits, or only votes."""
        return bool(self.kinds or self.beneath) or self.step.mode == "together"

    @property
    def is_in(self) -> bool:
        return self.count is not None and self.count.am_in

    @property
    def passes(self) -> bool:
        return "pass" in self.gestures

    @property
    def offers_nothing(self) -> bool:
        """Whether one is still to say "nothing this time"; the harvest says it with an empty form."""
        return self.passes and not self.is_in and not self.harvest and bool(self.kinds or self.votes)

    @property
    def lies_open(self) -> bool:
        """Whether the table need not be unfolded: who is asked something, and who has to read what others brought."""
        others = any(one.participant != self.number for one in self.material)
        return self.is_required or (self.reads and others)

    @property
    def rates(self) -> bool:
        return "rate" in self.gestures and bool(self.material)

    @property
    def answers_only(self) -> bool:
        """Whether all that is asked is to answer what lies on the table, piece by piece."""
        return [kind for kind, _ in self.kinds] == ["answer"]

    @property
    def composes(self) -> bool:
        """Whether a composer stands under the step; what is answered one by one has a composer each."""
        return not self.answers_only

    @property
    def jumps(self) -> bool:
        """Whether there is so much above the composer that a link leads straight to it."""
        return bool(self.material and self.kinds) and self.composes and not self.harvest and not self.rounds_off

    @property
    def votes(self) -> bool:
        """Whether one can vote for what lies on the table."""
        return bool(self.phase.chooses) and "vote" in self.gestures and bool(self.material)

    @property
    def asks_place(self) -> bool:
        """Whether one says where one stands, on a scale."""
        return self.phase.scale is not None and any(kind == "view" for kind, _ in self.kinds)

    @property
    def needs_place(self) -> bool:
        """Whether nothing else can be brought with these words than a view, which has one."""
        return self.asks_place and len(self.kinds) == 1

    @property
    def learns(self) -> bool:
        """Whether its composer asks from whose view it was learned."""
        return any(kind == "takeaway" for kind, _ in self.kinds)

    @property
    def lays_itself(self) -> bool:
        """Whether what is brought in the step lies on its own table, too."""
        return self.answers_only or self.asks_on or "accept" in self.offered

    @property
    def asks_on(self) -> bool:
        """Whether people ask and answer each other in the step itself: then what is said there lies on its table."""
        return self.phase.statements == "in_answer" or "one_at_a_time" in self.phase.questions

    @property
    def rounds_off(self) -> bool:
        """The last step: one form for the outcome, what stays open and the date, which also takes the step."""
        return "close" in self.moves and "date" in self.gestures

    @property
    def draft(self) -> Draft | None:
        """What was being written here, without being a reply."""
        return next((draft for (_, about), draft in self.drafts.items() if not about), None)
