"""What the indicators of depth see, and what they leave alone: steps that forbid it, declared facts, tricks."""

import random
from dataclasses import replace

import pytest

from iq4d.conversation import Declared, Phase, Rating, conversation
from iq4d.measures.depth.asked import asked
from iq4d.measures.depth.asking import asking
from iq4d.measures.depth.probing import probing
from iq4d.measures.depth.reasoning import reasoning
from iq4d.measures.depth.reflection import reflection
from iq4d.measures.languages import cues
from iq4d.measures.transcript import transcribe

REASONED = "Because the tour takes two hours the older visitors get tired, so they leave before the end."
ANSWERED = "If we make it shorter they would stay, but then the guides cannot show the mill."
PLAIN = ("Buy bread and cheese.", "Hello there dear friends.", "The bus leaves at ten.", "Lovely weather today.")
QUESTIONS = (
    "What made you leave the tour early?",
    "How do other museums solve this?",
    "What would happen if it were shorter?",
)


def found(indicator, turns, declared=None, language="en"):
    talk = conversation(turns, language=language)
    return indicator(transcribe(talk if declared is None else talk.with_declared(declared)))


def rules(finding):
    return {piece.utterance: piece.rule for piece in finding.evidence}


# Reasoning


def mixed():
    return [
        ("Ada", QUESTIONS[0]),
        ("Bob", QUESTIONS[1]),
        ("Cas", QUESTIONS[2]),
        ("Ada", REASONED),
        ("Bob", ANSWERED),
        ("Cas", PLAIN[0]),
    ]


def test_a_step_that_asks_only_for_questions_does_not_lower_reasoning():
    asks = Phase("First questions", frozenset({"question", "pass"}), frozenset({"1", "2", "3"}))
    tells = Phase("Answers", frozenset({"answer"}), frozenset({"4", "5", "6"}))
    plain, phased = found(reasoning, mixed()), found(reasoning, mixed(), Declared(phases=(asks, tells)))
    assert (plain.base, phased.base) == (6, 3)
    assert phased.raw > plain.raw
    assert set(rules(phased)) == {"4", "5"}


def test_what_was_declared_to_be_a_question_is_no_place_for_reasons():
    kinds = (("1", "question"), ("2", "question"), ("3", "question"), ("4", "answer"), ("5", "view"))
    assert found(reasoning, mixed(), Declared(kinds=kinds)).base == 3


def test_a_step_of_silence_leaves_nothing_to_look_at():
    silent = Phase("What touches you?", frozenset({"rate"}), frozenset(map(str, range(1, 7))))
    assert found(reasoning, mixed(), Declared(phases=(silent,))).raw is None


def test_because_in_front_of_every_line_is_a_habit():
    things = ("tour", "bus", "bread", "guide", "mill", "noise", "garden", "ticket", "door", "lamp", "fence", "soup")
    plain = [("Ada" if n % 2 else "Bob", f"The {thing} stands near number {n}.") for n, thing in enumerate(things)]
    tricked = [(who, f"Because {said}") for who, said in plain]
    yes = [sum(over for _, over, _ in found(reasoning, turns).units) for turns in (plain, tricked)]
    assert yes[1] <= yes[0] + 3


# Reflection

LOOKS_BACK = (
    "I notice that I always thought it was their fault, and I never asked them.",
    "Looking back I should have asked, that was my own part in it.",
)


def test_reflection_shows_the_sentence_with_the_signal_word():
    turns = [("Ada", f"The bus was late. {LOOKS_BACK[0]}"), ("Bob", PLAIN[0]), ("Cas", PLAIN[2])]
    (piece,) = found(reflection, turns).evidence
    assert (piece.rule, piece.words) == ("reflection.notices", (LOOKS_BACK[0],))


def test_a_long_contribution_in_the_first_person_is_no_reflection_yet():
    long = (
        "I think we need to allow more common questions that can be answered easily, and I think the guide, the bus, "
        "the ticket, the garden, the mill, the fence, the lamp and the soup deserve a page with a map and prices."
    )
    assert found(reflection, [("Ada", long), ("Bob", PLAIN[0]), ("Cas", PLAIN[2])]).evidence == ()


def test_steps_for_questions_or_advice_do_not_lower_reflection():
    turns = [("Ada", LOOKS_BACK[0]), ("Bob", LOOKS_BACK[1]), ("Cas", PLAIN[2]), *(("Dee", q) for q in QUESTIONS)]
    asks = Phase("First questions", frozenset({"question", "pass"}), frozenset({"4", "5", "6"}))
    assert found(reflection, turns, Declared(phases=(asks,))).raw > found(reflection, turns).raw


# Questions


@pytest.mark.parametrize(
    ("language", "said", "rule"),
    [
        ("en", "What made you leave the tour early?", "asking.why"),
        ("en", "why did the older visitors leave", "asking.why"),
        ("en", "How do you see the garden?", "asking.open"),
        ("en", "What if we closed the mill on Mondays?", "asking.assume"),
        ("en", "What do you mean by shorter tours?", "asking.clarify"),
        ("en", "Who has the key to the mill?", "asking.fact"),
        ("en", "Is the mill open on Mondays?", "closed.yes_no"),
        ("en", "The mill is open on Mondays?", None),
        ("en", "What I mean is that the mill closes early.", None),
        ("en", "Whatever the mill costs, we pay.", None),
        ("nl", "Waarom liepen de oudere bezoekers weg?", "asking.why"),
        ("nl", "Wat maakt dat je de molen sluit?", "asking.why"),
        ("nl", "Hoe kijk jij naar die tuin?", "asking.open"),
        ("nl", "Stel dat we de molen op maandag sluiten?", "asking.assume"),
        ("nl", "Hoe bedoel je dat met die kortere rondleiding?", "asking.clarify"),
        ("nl", "Wie heeft de sleutel van de molen?", "asking.fact"),
        ("nl", "Is de molen op maandag open?", "closed.yes_no"),
        ("nl", "De molen is op maandag open?", None),
        ("nl", "Wat fijn dat de molen weer open is!", None),
        ("nl", "Wat ik bedoel is dat de molen eerder dichtgaat.", None),
    ],
)
def test_a_question_is_known_by_its_wording(language, said, rule):
    one = asked(transcribe(conversation([("Ada", said)], language=language)))
    assert [question.rule for question in one] == ([] if rule is None else [rule])


def test_the_question_that_opens_most_counts():
    said = "Is the mill open? And what would happen if we closed the garden?"
    (one,) = asked(transcribe(conversation([("Ada", said)], language="en")))
    assert (one.rule, one.words) == ("asking.assume", "And what would happen if we closed the garden?")


def test_the_same_question_again_is_not_asked_again():
    turns = [("Ada", "The tour is long. What do you think of the mill?"), ("Bob", "Nothing much, old stones.")]
    again = [*turns, ("Cas", "Bread is cheap. What do you think of the mill?")]
    assert [one.utterance for one in asked(transcribe(conversation(again, language="en")))] == ["1"]


def test_declared_goes_before_detected():
    turns = [("Ada", "How do I get the visitors to stay?"), ("Bob", "And the mill itself."), ("Cas", QUESTIONS[1])]
    declared = Declared(kinds=(("1", "case"), ("2", "question"), ("3", "question")))
    told = asked(transcribe(conversation(turns, language="en").with_declared(declared)))
    assert [(one.utterance, one.rule, one.opens) for one in told] == [
        ("2", "asking.declared", None),
        ("3", "asking.open", True),
    ]


def test_more_questions_are_not_better():
    closed = ("Is the mill open today?", "Has the guide a ticket?", "Can the bus wait outside?")
    three, six = ([("Ada", q) for q in (*QUESTIONS[:n], *closed[:m])] for n, m in ((2, 1), (4, 2)))
    six.insert(0, ("Bob", "How did the garden start?"))
    assert found(asking, six).raw == pytest.approx(found(asking, three).raw, abs=0.03)
    assert found(asking, [("Ada", q) for q in QUESTIONS]).raw > found(asking, [("Ada", q) for q in closed]).raw


def test_no_figure_with_two_questions():
    assert found(asking, [("Ada", q) for q in QUESTIONS[:2]]).raw is None
    assert found(probing, [("Ada", q) for q in QUESTIONS[:2]]).raw is None


def test_answering_in_a_step_for_questions_counts_as_leaving_no_room():
    turns = [("Ada", PLAIN[2]), *(("Bob", q) for q in QUESTIONS), ("Cas", "Just paint the garden fence green.")]
    meant = Phase("First questions", frozenset({"question", "pass"}), frozenset({"2", "3", "4", "5"}))
    both = Phase("Talk", frozenset({"question", "answer"}), frozenset({"2", "3", "4", "5"}))
    strict, loose = (found(asking, turns, Declared(phases=(phase,))) for phase in (meant, both))
    assert rules(strict)["5"] == "asking.instead"
    assert strict.raw < loose.raw


# Probing


def asks(*answers):
    turns = []
    for question, answer in zip(QUESTIONS, answers, strict=True):
        turns += [("Ada", question), ("Bob", answer), *(("Cas", one) for one in PLAIN[:1]), ("Bob", PLAIN[1])]
    return [(who, f"{said} {n}") for n, (who, said) in enumerate(turns)]


def test_a_question_counts_where_another_goes_into_it():
    told = rules(found(probing, asks(REASONED, PLAIN[2], PLAIN[3])))
    assert told == {"1": "probing.followed", "5": "probing.waiting", "9": "probing.waiting"}


def test_going_into_ones_own_question_is_not_probing():
    turns = [(who if who != "Bob" else "Ada", said) for who, said in asks(REASONED, REASONED, REASONED)]
    assert set(rules(found(probing, turns)).values()) == {"probing.waiting"}


def test_a_declared_answer_goes_before_what_stands_near():
    turns = asks(REASONED, PLAIN[2], PLAIN[3])
    far = [*turns, ("Dee", ANSWERED)]
    declared = Declared(answers=(("13", "9"), ("3", "1")))
    told = rules(found(probing, far, declared))
    assert told == {"1": "probing.waiting", "5": "probing.waiting", "9": "probing.followed"}


def test_a_kept_question_counts_and_one_laid_aside_does_not_count_against():
    turns = [*(("Bob" if n % 2 else "Cas", q) for n, q in enumerate(QUESTIONS)), ("Bob", "How did the mill burn down?")]
    turns += [("Ada", PLAIN[2])]
    step = Phase("First questions", frozenset({"question", "pass"}), frozenset({"1", "2", "3", "4"}))
    kept = tuple(Rating(where, "Ada", "warm") for where in ("1", "2", "3"))
    told = rules(found(probing, turns, Declared(phases=(step,), ratings=kept)))
    assert told == dict.fromkeys(("1", "2", "3"), "probing.kept")


def test_questions_of_a_step_wait_for_the_step_in_which_they_can_be_answered():
    others = ["How did the mill burn down?", "What did the guides say?", "How does the garden look in May?"]
    turns = [("Bob" if n % 2 else "Cas", q) for n, q in enumerate([*QUESTIONS, *others])] + [("Ada", REASONED)]
    numbers = frozenset(map(str, range(1, 7)))
    steps = (Phase("Ask", frozenset({"question"}), numbers), Phase("Tell", frozenset({"answer"}), frozenset({"7"})))
    assert set(rules(found(probing, turns, Declared(phases=steps))).values()) == {"probing.followed"}
    assert "probing.waiting" in rules(found(probing, turns)).values()


def test_probing_stays_near_what_is_usual_with_few_questions():
    high, low = (found(probing, asks(*answers)).raw for answers in ([REASONED] * 3, PLAIN[1:]))
    assert 0 < high - low < 0.3


# Grounds, which the cues carry


@pytest.mark.parametrize(
    ("nl", "en"),
    [
        ("We stoppen, want de bus is vol", "We stop, because the bus is full"),
        ("Dus we beginnen later", "So we start later"),
        ("Dan is het te laat voor de bakker", "Then it's too late for the baker"),
        ("Toen ik daar werkte was het stil", "When I worked there it was quiet"),
        ("Bij ons is het net andersom", "With us it's the other way round"),
        ("Al vind ik dat wachten lastig", "Though I find the waiting hard"),
        ("Maar de gids is ziek", "But the guide is ill"),
        ("Alleen had hij geen sleutel", "Only he had no key"),
        ("Als de bel gaat lopen ze weg", "When the bell goes they walk off"),
    ],
)
def test_what_is_a_ground_in_one_language_is_one_in_the_other(nl, en):
    assert cues("nl", "grounds").first(nl) is not None
    assert cues("en", "grounds").first(en) is not None


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Dat klinkt als een goede school"),
        ("nl", "Zoek maar een andere sopraan"),
        ("nl", "Ik had het al gezegd"),
        ("en", "We asked if they could come"),
        ("en", "I want nothing but bread"),
        ("en", "Just so you know it"),
    ],
)
def test_what_only_looks_like_one_is_none(language, said):
    assert cues(language, "grounds").first(said) is None


# All of them


@pytest.mark.parametrize("indicator", [reasoning, probing, asking, reflection], ids=lambda one: one.__name__)
def test_speakers_of_one_word_in_between_change_nothing(indicator):
    turns = asks(REASONED, ANSWERED, PLAIN[2])
    chance, more = random.Random(2), list(conversation(turns, language="en"))
    for n in range(20):
        more.insert(chance.randrange(1, len(more)), replace(more[0], id=f"ok{n}", speaker="Ada", text="ok"))
    talk = conversation(turns, language="en")
    assert indicator(transcribe(replace(talk, utterances=tuple(more)))).raw == indicator(transcribe(talk)).raw
