"""Ada looks for a method: what fits comes first with its reason, and what does not fit says why. Nothing is hidden."""

from iq4d.methods import catalog, newest
from iq4d.methods.method import COURSES, DIMENSIONS, PURPOSES, TRUSTS
from iq4d.methods.suiting import DIMENSION_WORDS, PURPOSE_WORDS, TRUST_WORDS, Wish, minutes_of, suits, working_days_of

ALL = [newest(key) for key in sorted({key for key, _ in catalog()})]


def said(texts):
    return " ".join(one.say("en") for one in texts)


def test_without_a_wish_everything_is_there_and_nothing_is_said_against_it():
    found = suits(ALL, Wish())
    assert {fit.method.key for fit in found} == {method.key for method in ALL}
    assert all(not fit.misfits and not fit.reasons for fit in found)


def test_everything_is_there_whatever_one_wishes():
    found = suits(ALL, Wish(purpose="feeling", people=300, trust="new", minutes=1, mode="apart", dimension="deeds"))
    assert len(found) == len(ALL)


def test_what_fits_comes_first_and_says_why():
    wish = Wish(purpose="ideas", people=40, trust="new", minutes=45, mode="live", dimension="diversity")
    first, *_ = suits(ALL, wish)
    assert not first.misfits
    assert "ideas" in first.method.purposes
    assert "Works with 40 people." in said(first.reasons)
    assert "Meant for: new ideas." in said(first.reasons)


def test_what_does_not_fit_says_what_it_would_take():
    found = {fit.method: fit for fit in suits(ALL, Wish(people=2, trust="new", minutes=10, mode="live"))}
    for method, fit in found.items():
        told = said(fit.misfits)
        assert ("at least" in told or "Needs 1 person" in told) == (method.least > 2)
        assert ("Asks more trust" in told) == (method.trust != "new")
        assert ("minutes together" in told) == (minutes_of(method, "live") > 10)


def test_too_many_people_are_told_to_make_groups():
    for fit in suits(ALL, Wish(people=1_000)):
        assert ("make several groups" in said(fit.misfits)) == (fit.method.most is not None)


def test_more_trust_than_is_asked_is_no_misfit():
    assert all("trust" not in said(fit.misfits) for fit in suits(ALL, Wish(trust="close")))


def test_every_purpose_trust_and_dimension_has_its_words_in_two_languages():
    assert (tuple(PURPOSE_WORDS), tuple(TRUST_WORDS), tuple(DIMENSION_WORDS)) == (PURPOSES, TRUSTS, DIMENSIONS)
    for words in (*PURPOSE_WORDS.values(), *TRUST_WORDS.values(), *DIMENSION_WORDS.values()):
        assert words.say("en") != words.say("nl")


def test_every_purpose_has_a_method_without_training():
    for purpose in PURPOSES:
        assert any(purpose in method.purposes for method in ALL), purpose


def test_lengths_are_those_of_the_courses():
    for method in ALL:
        assert minutes_of(method, "apart") == 0
        assert working_days_of(method, "live") == 0
        assert minutes_of(method, "live") > 0 < working_days_of(method, "apart") <= 12
        assert all(minutes_of(method, course) <= 150 for course in COURSES)
