"""What people declare themselves: Ada facilitates, Bob takes part, and nobody is ranked by it."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from iq4d.conversation import (
    CoreVersion,
    Declared,
    DeclaredDeed,
    Intention,
    Phase,
    Purpose,
    Rating,
    Restatement,
    Role,
    Story,
    Takeaway,
    Verdict,
    conversation,
)
from iq4d.measures import measure
from iq4d.measures.battery import lively, renamed, samples
from iq4d.measures.deeds.if_then import IF_THEN
from iq4d.measures.deeds.told_back import TOLD_BACK
from iq4d.measures.depth.reframing import REFRAMING
from iq4d.measures.diversity.restated import RESTATED
from iq4d.measures.diversity.roles import ROLES
from iq4d.measures.diversity.used import USED
from iq4d.measures.diversity.voices import VOICES
from iq4d.measures.purpose.known import KNOWN
from iq4d.measures.purpose.reached import REACHED
from iq4d.measures.transcript import transcribe

OURS = (KNOWN, REACHED, REFRAMING, VOICES, ROLES, RESTATED, USED, IF_THEN, TOLD_BACK)
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TALK = conversation(
    [
        ("Ada", "How do we keep the garden open in winter?"),
        ("Bob", "In my experience volunteers stay away once the paths freeze."),
        ("Cas", "Frozen paths are one thing, but who tells them that the greenhouse is warm?"),
        ("Ada", "So warmth is the question, more than paths."),
        ("Bob", "I will hang a sign on the gate on Friday."),
    ],
    language="en",
)
TIMED = replace(
    TALK, utterances=tuple(replace(u, at=NINE + timedelta(minutes=n)) for n, u in enumerate(TALK.utterances))
)


def found(indicator, declared, without=(), talk=TALK, now=None):
    return indicator.find(transcribe(talk.with_declared(declared), now), set(without))


def why(finding):
    assert finding.raw is None
    return str(finding.reason)


@pytest.mark.parametrize("indicator", OURS, ids=lambda one: one.key)
def test_an_import_that_declares_nothing_loses_nothing(indicator):
    finding = found(indicator, Declared())
    assert why(finding)
    assert (finding.basis, finding.evidence) == ("declared", ())


@pytest.mark.parametrize("indicator", OURS, ids=lambda one: one.key)
def test_each_is_an_extra_on_its_own_scale_that_opens_to_what_was_declared(indicator):
    assert indicator.extra
    assert indicator.own_scale
    whole = indicator.find(transcribe(samples()["everything declared"], NINE + timedelta(days=30)), ())
    assert 0 < whole.raw <= 1
    assert whole.basis == "declared"
    rules = {piece.rule for piece in whole.evidence}
    assert rules <= set(indicator.rules)


def test_who_says_beforehand_what_they_come_for_is_counted_and_who_never_speaks_is_not():
    intentions = (
        Intention("Ada", "A plan for the winter", at=NINE - timedelta(days=1)),
        Intention("Dee", "To read along", at=NINE - timedelta(days=1)),
        Intention("Bob", brings="Ten winters", at=NINE + timedelta(hours=1)),  # after he had begun
    )
    finding = found(KNOWN, Declared(intentions=intentions), talk=TIMED)
    assert finding.raw == pytest.approx(1 / 3)
    assert [(piece.utterance, piece.words) for piece in finding.evidence] == [("1", ("A plan for the winter",))]


def test_an_intention_without_a_moment_counts_and_a_clock_without_a_zone_is_read_as_utc():
    timeless = Declared(intentions=(Intention("Ada", "A plan"), Intention("Bob", brings="Ten winters")))
    assert found(KNOWN, timeless, talk=TIMED).raw == pytest.approx(2 / 3)
    naive = Declared(intentions=(Intention("Ada", "A plan", at=NINE.replace(tzinfo=None)),))
    assert found(KNOWN, naive, talk=TIMED).raw == pytest.approx(1 / 3)
    early = Declared(intentions=(Intention("Ada", "A plan", at=NINE),))
    assert found(KNOWN, early, talk=TALK).raw == pytest.approx(1 / 3), "a contribution without a time"


def test_asked_and_left_open_is_nothing_and_never_asked_is_not_known():
    assert found(KNOWN, Declared(intentions=(Intention("Ada"), Intention("Bob", " ")))).raw == 0
    assert "not known" in why(found(KNOWN, Declared()))


def test_twenty_oks_of_a_bystander_change_no_share_of_people():
    crowd = conversation([*((u.speaker, u.text) for u in TALK), *[("Zoe", "ok 👍")] * 20], language="en")
    declared = Declared(intentions=(Intention("Ada", "A plan"),), invited=frozenset({"Ada", "Bob", "Zoe"}))
    assert found(KNOWN, declared, talk=crowd).raw == found(KNOWN, declared).raw
    assert found(VOICES, declared, talk=crowd).raw == found(VOICES, declared).raw == pytest.approx(2 / 3)


def test_the_group_says_whether_it_was_reached_and_nobody_sees_who_said_what():
    purpose = Purpose("A warm winter", done_when="ten volunteers in January")
    verdicts = (Verdict("Ada", "reached"), Verdict("Bob", "not reached"), Verdict("Cas", "partly"))
    finding = found(REACHED, Declared(purpose=purpose, verdicts=verdicts))
    assert finding.raw == pytest.approx((1 + 1.5) / (2 + 3))
    assert [(piece.utterance, piece.words) for piece in finding.evidence] == [("", ("ten volunteers in January",))]
    turned = tuple(Verdict(who, one.value) for who, one in zip(("Cas", "Ada", "Bob"), verdicts, strict=True))
    again = found(REACHED, Declared(purpose=purpose, verdicts=turned))
    assert (again.raw, again.evidence) == (finding.raw, finding.evidence)


def test_one_verdict_is_not_the_group_s_and_somebody_s_last_one_counts():
    assert "Only one" in why(found(REACHED, Declared(verdicts=(Verdict("Bob", "not reached"),))))
    changed = (Verdict("Bob", "not reached"), Verdict("Ada", "reached"), Verdict("Bob", "reached"))
    finding = found(REACHED, Declared(verdicts=changed))
    assert (finding.raw, finding.base) == (pytest.approx(3 / 4), 2)
    odd = (*changed, Verdict("Cas", "perhaps"))
    assert found(REACHED, Declared(verdicts=odd)).base == 2


def test_a_few_verdicts_weigh_less_than_many():
    few, many = (
        found(REACHED, Declared(verdicts=tuple(Verdict(f"p{n}", "reached") for n in range(size)))) for size in (2, 20)
    )
    assert few.raw < many.raw < 1
    assert few.spread > many.spread > 0


def test_bob_rewrites_his_question_and_it_touches_him():
    first = CoreVersion(1, "How do we keep the garden open?", "1")
    touching = found(REFRAMING, Declared(core_versions=(CoreVersion(2, "Who is warm?", "4", touches=True), first)))
    assert touching.raw == 1
    assert [(p.utterance, p.rule, p.words) for p in touching.evidence] == [
        ("4", "reframing.touches", ("Who is warm?",))
    ]
    cold = found(REFRAMING, Declared(core_versions=(first, CoreVersion(2, "Who is warm?", "4", touches=False))))
    assert cold.raw == 0


@pytest.mark.parametrize(("value", "figure"), [("warm", 1.0), ("lukewarm", 0.5), ("cold", 0.0)])
def test_where_the_version_does_not_tell_the_owner_s_rating_does(value, figure):
    versions = (CoreVersion(2, "Who is warm?", "4"),)
    finding = found(REFRAMING, Declared(core_versions=versions, ratings=(Rating("4", "Ada", value),)))
    assert finding.raw == figure
    assert "cold" not in str([piece.rule for piece in finding.evidence])


def test_another_s_wording_that_touched_counts_for_what_was_written_after_it():
    told = Declared(core_versions=(CoreVersion(2, "Who is warm?", "4"),), kinds=(("3", "core"), ("4", "core")))
    warm = found(REFRAMING, replace(told, ratings=(Rating("3", "Ada", "warm"),)))
    assert (warm.raw, warm.evidence[0].rule) == (1.0, "reframing.offered")
    a_question = found(REFRAMING, replace(told, kinds=(("3", "question"),), ratings=(Rating("3", "Ada", "warm"),)))
    assert "not known" in why(a_question)
    of_bob = found(REFRAMING, replace(told, ratings=(Rating("3", "Bob", "warm"),)))
    assert "not known" in why(of_bob), "it is Ada's question"


def test_a_rewritten_question_is_shown_also_where_nobody_was_asked_whether_it_touches():
    finding = found(REFRAMING, Declared(core_versions=(CoreVersion(2, "Who is warm?", "4"),)))
    assert "not known" in why(finding)
    assert [piece.utterance for piece in finding.evidence] == ["4"]


def test_a_question_that_stayed_as_it_was():
    first = CoreVersion(1, "How do we keep the garden open?", "1")
    again = CoreVersion(2, "how do we keep  the garden OPEN?", "4", touches=None)
    assert found(REFRAMING, Declared(core_versions=(first,))).raw == 0
    assert found(REFRAMING, Declared(core_versions=(first, again))).raw == 0, "other capitals are no other question"
    assert "as it was" in why(found(REFRAMING, Declared(core_versions=(replace(first, touches=True),))))
    asking = Phase("Asking", frozenset({"question"}))
    forbids = Declared(core_versions=(first,), phases=(asking,))
    assert "No step" in why(found(REFRAMING, forbids)), "a method loses nothing for what its steps do not ask"
    allows = replace(forbids, phases=(asking, Phase("Anew", frozenset({"core"}))))
    assert found(REFRAMING, allows).raw == 0


def test_dee_was_invited_and_never_spoke_and_a_passer_by_fills_no_place():
    finding = found(VOICES, Declared(invited=frozenset({"Ada", "Bob", "Dee", "Eve"})))
    assert finding.raw == pytest.approx(1 / 2)  # Cas dropped in
    assert {piece.utterance for piece in finding.evidence} == {"1", "2"}
    assert "Dee" not in repr(finding.evidence)
    assert "Fewer" in why(found(VOICES, Declared(invited=frozenset({"Ada"}))))


def test_roles_are_those_that_people_tell_and_show_whose_to_nobody():
    told = (Role("Ada", "Gardener"), Role("Bob", "gardener "), Role("Cas", "visitor"), Role("Ada", "treasurer"))
    finding = found(ROLES, Declared(roles=told))
    assert finding.raw == pytest.approx(2 / 3)
    assert [(piece.utterance, piece.words) for piece in finding.evidence] == [("", ("gardener, visitor",))]
    assert found(ROLES, Declared(roles=(Role("Ada", "gardener"), Role("Bob", "gardener")))).raw == 0
    assert "Only one" in why(found(ROLES, Declared(roles=(Role("Ada", "gardener"), Role("Ada", "cook")))))


def test_bob_tries_until_ada_says_yes_and_that_counts_as_right():
    tries = (Restatement("5", "1", accepted=True), Restatement("2", "1", accepted=False))
    finding = found(RESTATED, Declared(restatements=tries))
    assert (finding.raw, finding.base) == (pytest.approx(2 / 3), 1)
    assert [piece.utterance for piece in finding.evidence] == ["5"]


def test_who_was_not_answered_loses_nothing_and_oneself_is_nobody_else():
    unanswered = Declared(restatements=(Restatement("3", "2"),))
    assert "No author" in why(found(RESTATED, unanswered))
    own = Declared(restatements=(Restatement("4", "1", accepted=True),))
    assert "Nobody put" in why(found(RESTATED, own))
    mixed = Declared(restatements=(Restatement("3", "2"), Restatement("4", "3", accepted=False)))
    finding = found(RESTATED, mixed)
    assert (finding.raw, finding.base, finding.evidence) == (pytest.approx(1 / 3), 1, ())


def test_what_ada_takes_along_from_bob_counts_and_what_she_knew_herself_does_not():
    takeaways = (
        Takeaway("Ada", "So warmth is the question, more than paths.", from_speaker="Bob"),
        Takeaway("Cas", "Signs help", from_utterance="5"),
        Takeaway("Bob", "I like signs", from_speaker="Bob"),
        Takeaway("Bob", "Paths freeze", from_utterance="2"),
    )
    finding = found(USED, Declared(takeaways=takeaways))
    assert finding.raw == pytest.approx((1 + 2) / (2 + 4))
    assert [piece.utterance for piece in finding.evidence] == ["4"], "found by its own words; the other stands nowhere"


def test_where_nobody_asked_whose_view_it_was_nothing_is_said():
    bare = (Takeaway("Ada", "Warmth"), Takeaway("Bob", "Signs"))
    assert "never have been asked" in why(found(USED, Declared(takeaways=bare)))
    asked = (Takeaway("Ada", "Warmth", intended=False), *bare)
    assert found(USED, Declared(takeaways=asked)).raw == pytest.approx(1 / 5)


def test_a_deed_with_an_if_then_or_an_obstacle_is_planned_for():
    deeds = (
        DeclaredDeed("1", "Bob", "A sign on the gate", "5", if_then="If it rains, I use tape"),
        DeclaredDeed("2", "Ada", "Ask the school", "4", obstacle="Holidays"),
        DeclaredDeed("3", "Cas", "Heat the greenhouse", buddy="Bob"),
    )
    finding = found(IF_THEN, Declared(deeds=deeds))
    assert finding.raw == pytest.approx((1 + 2) / (2 + 3))
    assert {piece.rule for piece in finding.evidence} == {"if_then.plan", "if_then.obstacle"}
    assert found(IF_THEN, Declared(deeds=deeds[2:])).raw == pytest.approx(1 / 3), "how was asked, and this left open"


def test_a_promise_that_was_only_confirmed_was_never_asked_for_a_plan():
    assert "never have been asked" in why(found(IF_THEN, Declared(deeds=(DeclaredDeed("1", "Bob", "A sign"),))))
    assert "Nobody promised" in why(found(IF_THEN, Declared(deeds=())))
    assert "words alone" in why(found(IF_THEN, Declared()))


DUE = (
    DeclaredDeed("1", "Bob", "A sign on the gate", "5", outcome="done"),
    DeclaredDeed("2", "Ada", "Ask the school", "4", due=NINE),
    DeclaredDeed("3", "Cas", "Heat the greenhouse", due=NINE + timedelta(days=40)),
)


def test_of_what_was_due_it_is_told_what_came_of_it_also_when_it_failed():
    told = Declared(deeds=DUE, stories=(Story("1", "The sign blew away, and four came"),))
    assert found(TOLD_BACK, told).raw == pytest.approx(2 / 3), "without a clock only what was told is due"
    later = found(TOLD_BACK, told, now=NINE + timedelta(days=1))
    assert (later.raw, later.base) == (pytest.approx(2 / 4), 2)
    assert [(piece.utterance, piece.rule) for piece in later.evidence] == [("5", "told_back.told")]
    early = replace(told, stories=(Story("3", "Warm already", "3"),))
    assert found(TOLD_BACK, early).base == 2, "told before its day is told"


@pytest.mark.parametrize(("witnessed", "worth"), [(True, 1), (None, 1), (False, 0.5)])
def test_a_witness_who_does_not_confirm_halves_it_and_one_who_was_not_asked_takes_nothing(witnessed, worth):
    told = Declared(deeds=DUE[:1], stories=(Story("1", "Four came", "5", witnessed),))
    finding = found(TOLD_BACK, told)
    assert finding.raw == pytest.approx((1 + worth) / 3)
    assert (finding.evidence[0].rule == "told_back.witnessed") == (witnessed is True)
    twice = replace(told, stories=(Story("1", "I think four", "5", witnessed), Story("1", "Four", "3", True)))
    assert found(TOLD_BACK, twice).raw == pytest.approx(2 / 3), "the best story counts"


def test_no_story_at_all_and_nothing_due_are_told_apart():
    assert "not known" in why(found(TOLD_BACK, Declared(deeds=DUE)))
    assert "No deed is due" in why(found(TOLD_BACK, Declared(deeds=DUE[2:], stories=(Story("9", "Of another"),))))
    assert "words alone" in why(found(TOLD_BACK, Declared(stories=(Story("1", "Four came"),))))


@pytest.mark.parametrize("indicator", OURS, ids=lambda one: one.key)
def test_called_not_right_it_leaves_and_with_the_last_piece_the_figure_goes(indicator):
    transcript = transcribe(samples()["everything declared"], NINE + timedelta(days=30))
    before = indicator.find(transcript, ())
    after = indicator.find(transcript, {piece.id for piece in before.evidence})
    assert after.evidence == ()
    assert after.raw is None or (after.base < before.base and after.raw < before.raw) or not before.evidence


@pytest.mark.parametrize("indicator", OURS, ids=lambda one: one.key)
def test_no_figure_is_more_certain_than_so_few_people_can_make_it(indicator):
    finding = indicator.find(transcribe(lively(), NINE + timedelta(days=30)), ())
    assert math.isfinite(finding.spread)
    assert finding.spread > 0.1 or indicator is REFRAMING  # one fact, as its owner says it


def test_other_names_change_nothing_for_who_was_invited_asked_or_named_either():
    for name in ("lively", "everything declared", "little declared", "oddly declared"):
        talk = samples()[name]
        other = renamed(talk)
        assert not {"Ada", "Bob", "Cas", "Dee", "Zed", "Yan"} & set(repr(other.declared).split("'")), name
        assert measure(other, now=NINE + timedelta(days=30)) == measure(talk, now=NINE + timedelta(days=30)), name


def test_every_fact_of_the_samples_survives_being_kept():
    for name in ("lively", "everything declared", "little declared", "no deeds", "nothing declared"):
        declared = samples()[name].declared
        assert Declared.from_json(declared.to_json()) == declared, name
