"""What the report gathers: the course of a conversation, its questions, where its purpose was lost, what came of it."""

from datetime import timedelta

from iq4d.conversation import Conversation, DeclaredDeed, Utterance, conversation
from iq4d.measures import measure
from iq4d.report import report
from iq4d.report.questions import INTO, WAITING
from report.talks import BEGAN, LINES, garden, harvested, renamed, said_by_many


def words(pieces):
    return "".join(said for said, _ in pieces)


def test_a_report_of_nothing_and_of_one_line():
    told = report(Conversation("empty", "", (), ()))
    assert (told.course, told.questions, told.sight, told.replies, told.began) == (None, None, None, None, None)
    assert [one.score.seen for one in told.dimensions] == ["unseen"] * 4
    alone = report(conversation([("Ada", "Why now?")]))
    assert alone.replies is None
    assert alone.card.footing == "words"


def test_it_shows_the_card_that_was_kept():
    talk = garden()
    card = measure(talk, without={"reasoning:u4"})
    assert report(talk, card=card).card is card
    assert report(talk, without={"reasoning:u4"}).card == card


def test_people_ask_first_and_promise_last():
    told = report(garden()).course
    assert set(told.asks) >= {1, 2, 3, 9}
    assert ({10, 12} <= set(told.decides), told.told) == (True, False)
    assert 4 in told.reasons
    assert told.stretches[0].first == 1
    assert sum(one.contributions for one in told.stretches) == len(LINES)
    assert told.stretches[0].doing == "asking"


def test_the_steps_of_a_method_are_its_stretches():
    told = report(harvested()).course
    assert [(one.step, one.first, one.last) for one in told.stretches] == [("Questions", 1, 3), ("Answers", 4, 12)]


def test_a_question_is_gone_into_or_waits():
    told = report(garden()).questions
    outcome = dict(told.places)
    assert outcome[3] == INTO  # Ada goes into it with a because
    assert sum(told.count(name) for name in ("into", "answered", "waiting")) == len(told.places)
    late = report(garden(), now=BEGAN)
    assert late.questions == told
    last = conversation([*LINES, ("bob", "Which flowers would the neighbours like best in spring?")], language="en")
    assert report(last).questions.places[-1] == (13, WAITING)
    assert words(report(last).questions.waiting[-1].words).endswith("in spring?")


def test_the_words_of_the_purpose_are_lost_over_football_and_come_back():
    told = report(garden()).sight
    assert [(one.first, one.last, one.steps) for one in told.lost] == [(6, 8, ())]
    assert told.after
    assert [one.steps for one in report(harvested()).sight.lost] == [("Answers",)]


def test_a_purpose_that_never_comes_back():
    talk = garden()
    told = report(Conversation(talk.id, talk.title, talk.utterances[:8], talk.speakers, language="en")).sight
    assert (told.lost[-1].last, told.after) == (8, False)


def test_a_question_put_anew_is_not_lost():
    """Its own words are the purpose from then on, however few of them were there before."""
    told = report(garden(kinds=(("u7", "core"),))).sight
    assert told.lost == ()


def test_who_answers_whom_is_taken_from_the_order_and_from_the_platform_where_it_tells():
    told = report(garden()).replies
    assert not told.told
    assert [str(name) for name in told.people] == ["Ada Vos", "Bob", "Cas"]
    assert sum(n for *_, n in told.counts) == 11  # Bob goes on after himself nowhere: each follows another
    talk = said_by_many(5, 40)
    assert report(talk).replies.told
    assert report(harvested()).replies is None, "who comes next answers the step"


def test_of_many_people_some_stand_together():
    told = report(said_by_many(60, 400)).replies
    assert len(told.people) == 16
    assert str(told.people[-1]) == "45 others"
    assert all(one != other for one, other, _ in told.counts)
    assert {one for one, *_ in told.counts} <= set(range(16))


def test_a_person_without_a_name_has_a_number():
    told = report(renamed(garden(), bob="", cas="  ")).replies
    assert [str(name) for name in told.people] == ["Ada Vos", "Participant 2", "Participant 3"]


def test_what_people_take_along_is_told_side_by_side():
    told = report(harvested()).learning
    assert [words(one.words) for one in told.intended] == ["Ask somebody in the fourth week."]
    assert str(told.intended[0].whose) == "Cas"
    assert [str(one.who) for one in told.bycatch] == ["Bob"]


def test_deeds_with_what_came_of_them():
    told = report(harvested(), now=BEGAN + timedelta(days=30)).deeds
    assert [(one.outcome, one.reason) for one in told.declared] == [("done", ""), ("why", "I lost the address")]
    assert [words(story) for story in told.declared[0].stories] == ["They gave us four beds."]
    early = report(garden(deeds=(DeclaredDeed("d", "bob", "Ask", due=BEGAN + timedelta(days=5)),)), now=BEGAN)
    assert early.deeds.declared[0].outcome == "running", "nobody is asked before its day"
    assert report(garden()).deeds.declared is None
    assert [one.place for one in report(garden()).deeds.perhaps] == [10, 12]


def test_advice_goes_by_dimension():
    told = report(garden())
    assert [one.dimension for one in told.advice] == ["purpose", "depth", "diversity", "deeds"]
    assert told.missing


def test_times_that_nobody_knows():
    talk = Conversation(
        "t", "t", tuple(Utterance(str(n), "ada", said) for n, (_, said) in enumerate(LINES)), garden().speakers
    )
    told = report(talk)
    assert told.began is None
    assert told.replies is None


def test_the_same_conversation_gives_the_same_report():
    assert report(garden(), now=BEGAN) == report(garden(), now=BEGAN)
