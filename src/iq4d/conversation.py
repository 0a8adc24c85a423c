"""The shared vocabulary: a conversation, its utterances, its speakers, and what is declared about it.

Everything here is a frozen value. The words are those of ConvoKit (Chang et al. 2020). Readers make
conversations, measures look at them, the web keeps and shows them; none of them changes one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

__all__ = [
    "Conversation",
    "CoreVersion",
    "Declared",
    "DeclaredDeed",
    "Intention",
    "Phase",
    "Position",
    "Purpose",
    "Rating",
    "Restatement",
    "Role",
    "Speaker",
    "Story",
    "Takeaway",
    "Utterance",
    "Verdict",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody who takes part. `id` is unique within the conversation; `name` is what others see.

    aliases: other names the platform knows the same person by (login, display name, an earlier name). They are
    never shown: whoever takes names out of a conversation has to take these out too.
    """

    id: str
    name: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """One contribution.

    id: unique within its conversation. speaker: a `Speaker.id`. text: the speaker's own words as plain text,
    without mark-up and without quotations of others: what is measured. at: when, with time zone, or None.
    reply_to: an `Utterance.id` of the same conversation, or None. source and markup: the words exactly as the
    platform kept them, and in which notation ("text", "markdown" or "html"): what is shown.
    """

    id: str
    speaker: str
    text: str
    at: datetime | None = None
    reply_to: str | None = None
    source: str = ""
    markup: str = "text"


# What a platform may know besides the words. All of it is optional; what is absent is None or empty.


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why a conversation exists: why, for whom, when it is done, what is outside."""

    why: str
    for_whom: str = ""
    done_when: str = ""
    outside: str = ""


@dataclass(frozen=True, slots=True)
class Intention:
    """What one speaker comes for and brings, and when it was said (None: not known)."""

    speaker: str
    seeks: str = ""
    brings: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A step of the method: its name, the kinds it allows, and the utterances made in it."""

    name: str
    allows: frozenset[str] = frozenset()
    utterances: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Rating:
    """How a question touched its owner: "warm", "lukewarm" or "cold"."""

    utterance: str
    by: str
    value: str


@dataclass(frozen=True, slots=True)
class CoreVersion:
    """A version of the core question, 1 the first; `touches`: its owner says it does (None: not asked)."""

    number: int
    text: str
    utterance: str | None = None
    touches: bool | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a speaker says to stand before talking."""

    speaker: str
    value: str


@dataclass(frozen=True, slots=True)
class Role:
    """Expertise or role, as the speaker put it; never inferred."""

    speaker: str
    value: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A participant's judgement on "done when": "reached", "partly" or "not reached"."""

    speaker: str
    value: str


@dataclass(frozen=True, slots=True)
class Restatement:
    """Somebody put another's contribution in own words; `accepted` by its author (None: not answered)."""

    utterance: str
    of: str
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class DeclaredDeed:
    """What a speaker will do. outcome: "done", "partly", "not" or None (not told); reason belongs to "not"."""

    id: str
    speaker: str
    text: str
    utterance: str | None = None
    due: datetime | None = None
    if_then: str = ""
    first_step: str = ""
    obstacle: str = ""
    buddy: str | None = None
    outcome: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """What came of a deed, told back; `witnessed` by somebody else (None: nobody was asked)."""

    deed: str
    text: str
    utterance: str | None = None
    witnessed: bool | None = None


@dataclass(frozen=True, slots=True)
class Takeaway:
    """What a speaker takes along; intended or by-catch (None: not said); `from_speaker`: whose view it was."""

    speaker: str
    text: str
    intended: bool | None = None
    from_speaker: str | None = None
    from_utterance: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """All that a platform may know about a conversation besides its words (MEASURES: declared before detected).

    kinds maps an utterance to its kind of contribution, answers an answer to its question; both as pairs.
    invited holds speaker ids, also of those who never spoke.
    """

    purpose: Purpose | None = None
    intentions: tuple[Intention, ...] = ()
    invited: frozenset[str] = frozenset()
    kinds: tuple[tuple[str, str], ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    phases: tuple[Phase, ...] = ()
    ratings: tuple[Rating, ...] = ()
    core_versions: tuple[CoreVersion, ...] = ()
    positions: tuple[Position, ...] = ()
    roles: tuple[Role, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    restatements: tuple[Restatement, ...] = ()
    deeds: tuple[DeclaredDeed, ...] | None = None
    stories: tuple[Story, ...] = ()
    takeaways: tuple[Takeaway, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain data that survives JSON, without what is absent; `from_json` gives the same back."""
        known = self.deeds is not None  # "no deeds" is a fact, unlike "nobody could tell"
        return {key: _plain(value) for key, value in asdict(self).items() if value or (known and key == "deeds")}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Declared:
        """Unknown keys are passed over, so that an older version reads what a newer one kept."""
        made: dict[str, Any] = {
            name: tuple(_record(kind, row) for row in data[name]) for name, kind in _RECORDS.items() if name in data
        }
        for name in ("kinds", "answers"):
            made[name] = tuple((str(a), str(b)) for a, b in data.get(name, ()))
        made["invited"] = frozenset(data.get("invited", ()))
        if "purpose" in data:
            made["purpose"] = _record(Purpose, data["purpose"])
        return Declared(**made)

    def renamed(self, utterance: Callable[[str], str], speaker: Callable[[str], str]) -> Declared:
        """The same facts about the same things under other ids."""
        rename = {
            **dict.fromkeys(("utterance", "of", "from_utterance"), utterance),
            **dict.fromkeys(("speaker", "by", "buddy", "from_speaker"), speaker),
        }

        def record(row: Any) -> Any:
            names = [name for name in rename if getattr(row, name, None) is not None]
            return replace(row, **{name: rename[name](getattr(row, name)) for name in names})

        made: dict[str, Any] = {}
        for name in _RECORDS:
            rows = getattr(self, name)
            made[name] = rows if rows is None else tuple(map(record, rows))
        made["phases"] = tuple(replace(p, utterances=frozenset(map(utterance, p.utterances))) for p in self.phases)
        return replace(
            self,
            **made,
            kinds=tuple((utterance(u), kind) for u, kind in self.kinds),
            answers=tuple((utterance(a), utterance(q)) for a, q in self.answers),
            invited=frozenset(map(speaker, self.invited)),
        )


_RECORDS: dict[str, type] = {
    "intentions": Intention,
    "phases": Phase,
    "ratings": Rating,
    "core_versions": CoreVersion,
    "positions": Position,
    "roles": Role,
    "verdicts": Verdict,
    "restatements": Restatement,
    "deeds": DeclaredDeed,
    "stories": Story,
    "takeaways": Takeaway,
}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items() if inner not in (None, "")}
    if isinstance(value, (tuple, list)):
        return [_plain(inner) for inner in value]
    return sorted(value) if isinstance(value, frozenset) else value


def _record(kind: type, row: Mapping[str, Any]) -> Any:
    # what is empty was left out when it was kept, also where the record cannot do without
    known = {
        name: row.get(name, "")
        for name, of in kind.__dataclass_fields__.items()  # type: ignore[attr-defined]
        if name in row or (of.default is MISSING and of.default_factory is MISSING)
    }
    for name in ("at", "due"):
        if name in known:
            known[name] = datetime.fromisoformat(known[name])
    for name in ("allows", "utterances"):
        if name in known:
            known[name] = frozenset(known[name])
    return kind(**known)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Any exchange, held here or imported.

    id: unique within its export and stable between two exports of the same conversation. title: as the
    platform shows it. language: "en", "nl", another ISO 639-1 code, or None where it has to be found out.
    expected: how many contributions the platform says there are, where it tells (an export may be cut).
    origin: the web address or place it comes from, for people to read.
    others: people the export names who say nothing here (spoke in a part that was cut, were quoted or addressed).
    They stand apart from `speakers`, so that nobody counts or keeps them: they are here to have their names taken
    out of the words.

    Raises ValueError when an utterance names an unknown speaker or two utterances share an id: a reader has
    to settle that, no later layer can.
    """

    id: str
    title: str
    utterances: tuple[Utterance, ...]
    speakers: tuple[Speaker, ...]
    language: str | None = None
    expected: int | None = None
    origin: str = ""
    declared: Declared = field(default_factory=Declared)
    others: tuple[Speaker, ...] = ()

    def __post_init__(self) -> None:
        known = {speaker.id for speaker in self.speakers}
        seen: set[str] = set()
        for utterance in self.utterances:
            if utterance.speaker not in known:
                raise ValueError(f"utterance {utterance.id!r} has an unknown speaker {utterance.speaker!r}")
            if utterance.id in seen:
                raise ValueError(f"two utterances share the id {utterance.id!r}")
            seen.add(utterance.id)

    def __iter__(self) -> Iterator[Utterance]:
        return iter(self.utterances)

    def __len__(self) -> int:
        return len(self.utterances)

    def with_declared(self, declared: Declared) -> Conversation:
        """The same conversation, with other declared facts."""
        return replace(self, declared=declared)


def conversation(
    turns: Iterable[tuple[str, str]], *, id: str = "made", title: str = "", language: str | None = None
) -> Conversation:
    """A conversation from (speaker, words) pairs, for tests, doctests and notebooks.

    >>> len(conversation([("Ada", "Why now?"), ("Bob", "Because it keeps coming back.")]))
    2
    """
    pairs = list(turns)
    utterances = tuple(Utterance(str(n), who, words, source=words) for n, (who, words) in enumerate(pairs, 1))
    speakers = tuple(Speaker(who, who) for who in dict.fromkeys(who for who, _ in pairs))
    return Conversation(id=id, title=title, utterances=utterances, speakers=speakers, language=language)
