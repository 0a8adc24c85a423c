"""The checks every indicator passes, ours and yours.

In a test of your own, with pytest::

    @pytest.mark.parametrize("check", battery.CHECKS, ids=lambda check: check.__name__)
    def test_my_indicator(check):
        check(MY_INDICATOR)

A check that fails raises AssertionError and says what was promised.
"""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from iq4d.conversation import (
    Conversation,
    CoreVersion,
    Declared,
    DeclaredDeed,
    Intention,
    Phase,
    Position,
    Purpose,
    Rating,
    Restatement,
    Role,
    Speaker,
    Story,
    Takeaway,
    Utterance,
    Verdict,
    conversation,
)
from iq4d.measures.document import parts
from iq4d.measures.indicator import Finding, Indicator
from iq4d.measures.transcript import transcribe

__all__ = ["CHECKS", "Check", "lively", "long", "renamed", "samples"]

Check = Callable[[Indicator], None]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

_ENGLISH = (
    ("Ada", "How do we help new people feel at home in the workshop, so that they stay?"),
    ("Bob", "In my experience the first week decides, because nobody asks them anything after day three."),
    ("Cas", "Day three is a good point. But what if the new people do not want to be asked?"),
    ("Ada", "Then asking is no help. If they keep silent, who in the workshop would notice it?"),
    ("Bob", "I will have coffee with every new colleague on Friday and ask what surprised them."),
    (
        "Cas",
        "Coffee is fine. For example, our last trainee only told me in the third week that the noise was too much. "
        "I notice that I had always thought she was fine.",
    ),
)
_DUTCH = (
    ("Ada", "Hoe zorgen we dat nieuwe mensen zich thuis voelen in de werkplaats?"),
    ("Bob", "Volgens mij beslist de eerste week, want na dag drie vraagt niemand ze meer iets."),
    ("Cas", "Dag drie klopt. Maar wat als nieuwe mensen liever niet bevraagd worden?"),
    ("Ada", "Dan helpt vragen niet. Als ze zwijgen, wie in de werkplaats merkt dat dan?"),
    ("Bob", "Ik ga vrijdag met elke nieuwe collega koffie drinken om te vragen wat opviel."),
    (
        "Cas",
        "Koffie is prima. Bijvoorbeeld onze laatste leerling vertelde pas in week drie dat het lawaai te veel was. "
        "Ik merk dat ik altijd dacht dat het goed met haar ging.",
    ),
)


def lively(language: str = "en") -> Conversation:
    """A small conversation in which every indicator finds something; invented for this."""
    turns = _ENGLISH if language == "en" else _DUTCH
    made = conversation(turns, title="New people", language=language)
    timed = tuple(replace(u, at=START + timedelta(minutes=n)) for n, u in enumerate(made.utterances))
    return replace(made, utterances=timed, declared=_declared())


def _declared() -> Declared:
    """What a platform may know of the lively conversation besides its words. Dee was invited and never spoke."""
    before, later = START - timedelta(hours=1), START + timedelta(hours=1)
    if_then = "If somebody new comes in, I put the kettle on"
    return Declared(
        intentions=(
            Intention("Ada", "To keep new people", at=before),
            Intention("Bob", brings="Ten first weeks"),
            Intention("Cas", "To listen", at=later),
        ),
        invited=frozenset({"Ada", "Bob", "Cas", "Dee"}),
        core_versions=(
            CoreVersion(1, "How do we help new people feel at home?", "1"),
            CoreVersion(2, "Who notices that somebody keeps silent?", "4", touches=True),
        ),
        positions=(Position("Ada", "ask"), Position("Bob", "wait")),
        roles=(Role("Ada", "team leader"), Role("Bob", "carpenter"), Role("Cas", "Carpenter")),
        verdicts=(Verdict("Ada", "reached"), Verdict("Bob", "partly"), Verdict("Dee", "not reached")),
        restatements=(
            Restatement("3", "2", accepted=True),
            Restatement("4", "3", accepted=False),
            Restatement("6", "5"),
        ),
        deeds=(
            DeclaredDeed("d1", "Bob", "Coffee on Friday", "5", START + timedelta(days=4), if_then, outcome="done"),
            DeclaredDeed("d2", "Cas", "Ask about the noise", due=START + timedelta(days=7), buddy="Dee"),
        ),
        stories=(Story("d1", "Two of the three had wanted to leave", "6", witnessed=True),),
        takeaways=(
            Takeaway("Ada", "Silence is an answer too", intended=True, from_speaker="Cas"),
            Takeaway("Cas", "Coffee is fine", intended=False, from_utterance="5"),
            Takeaway("Bob", "My first week was long"),
        ),
    )


def _everything() -> Declared:
    """All that `Declared` can hold at once: also a purpose, and what belongs to the steps of a method."""
    return replace(
        _declared(),
        purpose=Purpose("Feel at home", "new people", "they stay", "the pay"),
        kinds=(("1", "question"), ("2", "answer"), ("3", "restatement"), ("4", "core"), ("5", "deed"), ("6", "story")),
        answers=(("2", "1"),),
        phases=(
            Phase("Asking", frozenset({"question", "answer", "restatement"}), frozenset({"1", "2", "3"})),
            Phase("Going on", frozenset({"core", "rate", "deed", "story"}), frozenset({"4", "5", "6"})),
        ),
        ratings=(Rating("1", "Ada", "warm"), Rating("3", "Ada", "cold"), Rating("4", "Ada", "lukewarm")),
        core_versions=(CoreVersion(2, "Who notices that somebody keeps silent?", "4"),),
    )


def _little() -> Declared:
    """Of everything too little to say anything."""
    return Declared(
        intentions=(Intention("Ada"), Intention("Dee", "To read along")),
        invited=frozenset({"Dee"}),
        core_versions=(CoreVersion(1, "How do we help new people feel at home?"),),
        positions=(Position("Ada", "ask"),),
        roles=(Role("Ada", "team leader"), Role("Bob", " ")),
        verdicts=(Verdict("Ada", "reached"),),
        restatements=(Restatement("3", "2"),),
        deeds=(DeclaredDeed("d1", "Bob", "Coffee"),),
        takeaways=(Takeaway("Ada", "Silence is an answer too"),),
    )


def _odd() -> Declared:
    """Of people and contributions that are not there, in words nobody agreed on."""
    return Declared(
        purpose=Purpose(" ", done_when="\n"),
        intentions=(Intention("Zed", "To be here", at=START.replace(tzinfo=None)), Intention("Ada", " ", "\n")),
        invited=frozenset({"Zed", "Yan"}),
        kinds=(("99", "core"), ("1", "song")),
        answers=(("99", "98"), ("1", "1")),
        phases=(Phase("", frozenset({"song"}), frozenset({"99"})),),
        ratings=(Rating("99", "Zed", "warm"), Rating("1", "Ada", "boiling")),
        core_versions=(CoreVersion(3, "", "99"), CoreVersion(1, "")),
        positions=(Position("Zed", ""), Position("Ada", "")),
        roles=(Role("Zed", "sailor"), Role("Zed", "cook"), Role("Yan", "COOK")),
        verdicts=(Verdict("Zed", "reached"), Verdict("Zed", "not reached"), Verdict("Ada", "perhaps")),
        restatements=(Restatement("99", "98", accepted=True), Restatement("1", "1", accepted=True)),
        deeds=(
            DeclaredDeed("d1", "Zed", "", "99", outcome="perhaps", obstacle=" "),
            DeclaredDeed("d1", "Ada", "Twice the same id", buddy="Zed", outcome="not"),
        ),
        stories=(Story("d9", "Of no deed"), Story("d1", "", "99", witnessed=False)),
        takeaways=(Takeaway("Zed", "", from_utterance="99"), Takeaway("Ada", "Mine", from_speaker="Ada")),
    )


def long() -> Conversation:
    """24 contributions: the lively conversation four times over, about other things each time; nothing declared."""
    utterances: list[Utterance] = []
    for n, thing in enumerate(("workshop", "harbour", "library", "kitchen")):
        for u in lively().utterances:
            words = u.text.replace("workshop", thing).replace("coffee", f"coffee and {thing} bread")
            at = START + timedelta(minutes=len(utterances))
            utterances.append(replace(u, id=f"{n}-{u.id}", text=words, at=at))
    return replace(lively(), utterances=tuple(utterances), declared=Declared())


def _calling_each_other() -> Conversation:
    """People who say each other's names all the time: whom one talks to is not what one talks about."""
    after = [
        ("Bob", "Ada, a tour of the workshop with bread."),
        ("Cas", "Bob's tour tired older visitors, @Ada."),
        ("Ada", "Cas, shorten Bob's tour of the workshop."),
        ("Bob", "Visitors like bread, Cas, bread and noise."),
    ]
    return conversation([*_ENGLISH[:3], *after], language="en")


def samples() -> dict[str, Conversation]:
    """Conversations an indicator has to cope with."""
    plain = replace(lively(), declared=Declared())
    alone = [("Ada", said) for _, said in _ENGLISH]
    return {
        "lively": lively(),
        "lively, in Dutch": lively("nl"),
        "nothing declared": plain,
        "declared purpose": plain.with_declared(Declared(purpose=Purpose("Feel at home", "new people", "they stay"))),
        "everything declared": plain.with_declared(_everything()),
        "little declared": plain.with_declared(_little()),
        "oddly declared": plain.with_declared(_odd()),
        "declared before a word": conversation([]).with_declared(_everything()),
        "names in the text": _calling_each_other(),
        "no deeds": plain.with_declared(Declared(deeds=())),
        "empty": conversation([]),
        "one speaker": conversation(alone, language="en"),
        "one contribution": conversation(_ENGLISH[:1], language="en"),
        "emoji only": conversation([("Ada", "👍🎉"), ("Bob", "🙂"), ("Ada", "…"), ("Bob", "!!!")] * 4, language="en"),
        "empty words": conversation([("Ada", ""), ("Bob", " \n"), ("Ada", "ok")] * 5, language="en"),
        "the same again": conversation([("Ada", "Turn the tap off"), ("Bob", "Turn the tap off")] * 8, language="en"),
        "another language": conversation([("Ada", "Was machen wir denn nun damit, und warum nicht heute?")] * 3),
        "odd characters": conversation(
            [("Ada", "\ud800\x00\u202e " + "a" * 5000), ("Bob", "'" * 90)] * 6, language="nl"
        ),
        "one word each": conversation([("Ada", "hedge"), ("Bob", "fence"), ("Cas", "wall")] * 5, language="en"),
    }


def value_or_reason(indicator: Indicator) -> None:
    """A figure that is a number, or none with the reason; own scales stay within 0 and 1."""
    for name, talk in samples().items():
        found = _found(indicator, talk)
        if found.raw is None:
            assert found.reason is not None, f"{name}: no value and no reason"
            assert found.reason.say("en"), f"{name}: the reason says nothing"
        else:
            assert math.isfinite(found.raw), f"{name}: {found.raw}"
            assert found.reason is None, f"{name}: a value and a reason why there is none"
            assert not indicator.own_scale or 0 <= found.raw <= 1, f"{name}: {found.raw} on a scale of 0 to 1"
            assert math.isfinite(found.spread), f"{name}: standard error {found.spread}"


def something_is_found(indicator: Indicator) -> None:
    """In the lively conversation there is a value, with evidence where it is detected: one that never speaks fails."""
    found = _found(indicator, lively())
    assert found.raw is not None
    assert found.evidence or found.basis == "declared"


def evidence_in_order(indicator: Indicator) -> None:
    """At most one piece a contribution, each worth 0 to 1, strongest first, with a rule of its own."""
    for name, talk in samples().items():
        evidence = _found(indicator, talk).evidence
        ids = [piece.id for piece in evidence]
        assert len(ids) == len(set(ids)), f"{name}: two pieces share an id"
        assert all(0 <= piece.value <= 1 for piece in evidence), f"{name}: a piece outside 0 to 1"
        assert all(piece.indicator == indicator.key and piece.rule for piece in evidence), name
        values = [piece.value for piece in evidence]
        assert values == sorted(values, reverse=True), f"{name}: not strongest first"


def the_same_again(indicator: Indicator) -> None:
    """Twice the same conversation gives the same finding, and the conversation stays as it was."""
    for name, talk in samples().items():
        before = copy.deepcopy(talk)
        first, second = _found(indicator, talk), _found(indicator, talk)
        assert _told(first) == _told(second), name
        assert talk == before, f"{name}: the conversation was changed"


def names_do_not_matter(indicator: Indicator) -> None:
    """Other names for the speakers change nothing, also where the text calls them by those."""
    for name, talk in samples().items():
        _, said = _naming(talk)
        found = _found(indicator, talk)
        evidence = tuple(piece._replace(words=tuple(map(said, piece.words))) for piece in found.evidence)
        assert _told(found._replace(evidence=evidence)) == _told(_found(indicator, renamed(talk))), name


def contested_leaves(indicator: Indicator) -> None:
    """A contested piece is gone, and contesting all of them gives a value or a reason, never an error."""
    evidence = _found(indicator, lively()).evidence
    for piece in evidence:
        assert piece.id not in {left.id for left in _found(indicator, lively(), {piece.id}).evidence}
    none_left = _found(indicator, lively(), {piece.id for piece in evidence})
    assert none_left.raw is not None or none_left.reason is not None


def documented(indicator: Indicator) -> None:
    """The docstring states Formula, Range, No value and Source, and shows an example."""
    assert parts(indicator)
    assert ">>>" in (indicator.find.__doc__ or "")


def order_does_not_matter(indicator: Indicator) -> None:
    """A file that lists its contributions the other way round changes nothing where they have times."""
    talk = lively()
    turned = replace(talk, utterances=tuple(reversed(talk.utterances)))
    assert _told(_found(indicator, talk)) == _told(_found(indicator, turned))


def renamed(talk: Conversation) -> Conversation:
    """The same conversation with everybody under another name, also in its words, and listed the other way round."""
    new, said = _naming(talk)
    declared = talk.declared.renamed(lambda utterance: utterance, new.__getitem__)
    if (why := declared.purpose) is not None:
        parts = {name: said(getattr(why, name)) for name in ("why", "for_whom", "done_when", "outside")}
        declared = replace(declared, purpose=Purpose(**parts))
    return replace(
        talk,
        title=said(talk.title),
        utterances=tuple(replace(u, speaker=new[u.speaker], text=said(u.text)) for u in talk.utterances),
        speakers=tuple(Speaker(new[speaker.id]) for speaker in reversed(talk.speakers)),
        declared=declared,
    )


def _naming(talk: Conversation) -> tuple[dict[str, str], Callable[[str], str]]:
    """(other names by id, a function that puts them into words)."""
    new = {who: f"xandu{n}" for n, who in enumerate(_everybody(talk))}
    called = {old.lower(): name for old, name in new.items()}
    known = "|".join(map(re.escape, new))
    named = re.compile(rf"\b({known})\b", re.IGNORECASE) if new else re.compile(r"(?!)")
    return new, lambda words: named.sub(lambda name: called[name[0].lower()], words)


def _everybody(talk: Conversation) -> list[str]:
    """The ids of all speakers, last one first, and of all others that something is declared of."""
    named: set[str] = set()

    def meet(who: str) -> str:
        named.add(who)
        return who

    talk.declared.renamed(lambda utterance: utterance, meet)
    speakers = [speaker.id for speaker in reversed(talk.speakers)]
    return [*speakers, *sorted(named.difference(speakers))]


def _found(indicator: Indicator, talk: Conversation, without: set[str] | None = None) -> Finding:
    return indicator.find(transcribe(talk, START + timedelta(days=30)), without or set())


def _told(finding: Finding) -> tuple[object, ...]:
    return (finding.raw, finding.reason, finding.evidence, finding.base, finding.basis, finding.units, finding.spread)


CHECKS: tuple[Check, ...] = (
    value_or_reason,
    something_is_found,
    evidence_in_order,
    the_same_again,
    names_do_not_matter,
    order_does_not_matter,
    contested_leaves,
    documented,
)
