"""The account of a plan: what it says, figures worked out by hand, and what it keeps to itself."""

import json
from itertools import permutations
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iq4d.groups.account.account import account
from iq4d.groups.account.figures import balance, most_effective
from iq4d.groups.people.attributes import Attribute, code
from iq4d.groups.rules import NeverOne, Shares, Together
from iq4d.groups.sizes import sizes_of
from iq4d.speech import Text

NAMES = ["Ada", "Bob", "Carla", "Dirk", "Eva", "Fay", "Gus", "Hana"]
ROLES = ["nurse", "doctor", "cook", "cook", "nurse", "doctor", "cook", "guard"]
AGES = [25, 41, 33, 62, 28, 45, 51, 38]
TWO = [0, 0, 0, 0, 1, 1, 1, 1]
BALANCE, SIMILAR = Attribute(wish="balance"), Attribute("multi", "similar")


def eight(labels=TWO, **more):
    columns = [code("role", ROLES, Attribute()), code("age", AGES, Attribute("numeric", "balance"))]
    return account(NAMES, columns, labels, **more)


def said(told, kind, language="en"):
    return [one.told.say(language) for one in told.cautions if one.kind == kind]


# figures


def test_who_is_where_and_what_nobody_else_in_the_group_brings():
    first, second = eight().groups
    assert [(one.name, one.brings) for one in first.people] == [
        ("Ada", (("role", "nurse"),)),
        ("Bob", (("role", "doctor"),)),
        ("Carla", ()),
        ("Dirk", ()),
    ]
    assert second.people[-1].brings == (("role", "guard"),)
    role, age = first.counts
    assert role.kinds == (("cook", 2), ("doctor", 1), ("nurse", 1))
    assert age.kinds == (("25–33", 2), ("38–41", 1), ("45–62", 1))


def test_figures_of_a_group_by_hand():
    """Two cooks, a doctor and a nurse: 1 / (1/4 + 1/16 + 1/16) = 2.67 of 4; Blau 5/8 of at most 3/4."""
    role, age = eight().groups[0].counts
    assert role.effective == pytest.approx(8 / 3)
    assert role.most == 4
    assert role.blau == pytest.approx((5 / 8) / (3 / 4))
    assert (age.effective, age.most, age.blau) == (None, None, None)
    assert [most_effective(*one) for one in ((5, 5), (5, 8), (4, 2))] == [5, 5, 2]
    assert most_effective(5, 2) == pytest.approx(25 / 13)


def test_balance_by_hand():
    """Rao's Q of all: 1 - (4 + 4 + 9 + 1) / 64 = 46/64; of the groups 10/16 and 12/16."""
    role, age = eight().attributes
    assert role.within == pytest.approx((10 / 16 + 12 / 16) / 2 / (46 / 64))
    assert role.within + role.between == pytest.approx(1)
    assert role.chance == pytest.approx(1 / 7)
    assert role.eta_squared is None
    places = code("age", AGES, Attribute("numeric")).place[code("age", AGES, Attribute("numeric")).codes]
    means = [places[:4].mean(), places[4:].mean()]
    assert age.eta_squared == pytest.approx(4 * np.var(means) * 2 / (np.var(places) * 8))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=5, max_size=5).filter(lambda ages: len(set(ages)) > 1))
def test_the_chance_level_is_the_mean_of_all_plans(ages):
    for attribute in (Attribute(), Attribute("numeric")):
        column = code("age", ages, attribute)
        plans = [np.array(labels) for labels in set(permutations([0, 0, 0, 1, 1]))]
        all_of_them = [balance(column, labels, 2) for labels in plans]
        assert np.mean([one.between for one in all_of_them]) == pytest.approx(all_of_them[0].chance)
        if attribute.scale == "numeric":
            assert np.mean([one.eta_squared for one in all_of_them]) == pytest.approx(all_of_them[0].chance)


def test_proved_where_the_bound_is_met_and_the_rest_from_chance():
    told = eight()
    assert told.proved
    assert told.share == 1
    assert str(told.told[0]) == "As diverse as this pool allows: proved, no plan does better."
    worse = eight([0, 0, 1, 1, 0, 0, 1, 1])
    assert not worse.proved
    assert worse.share < 0
    assert str(worse.told[0]) == "No more diverse than chance would make it."


def test_the_group_that_is_mixed_least_is_pointed_at():
    """Three cooks and a guard: 3 of 6 pairs differ; in the most diverse plan 5 of one group do and 6 of the other."""
    worst = eight([0, 0, 1, 1, 0, 0, 1, 1]).worst
    assert worst.group == 2
    assert worst.share == pytest.approx((3 / 6) / ((5 / 6 + 6 / 6) / 2))


def test_where_all_are_mixed_alike_no_group_is_pointed_at():
    roles = ["nurse", "doctor", "cook", "guard"] * 2
    told = account(NAMES, [code("role", roles, Attribute())], TWO)
    assert told.worst.share == 1
    assert str(told.told[1]) == "All groups are equally mixed: 100 % of what this pool allows a group on average."


def test_who_is_not_known_is_left_out_of_the_figures_and_told():
    roles = ["nurse", "doctor", None, None, None, "doctor", "cook", None]
    told = account(NAMES, [code("role", roles, Attribute())], TWO)
    assert [group.counts[0].unknown for group in told.groups] == [2, 2]
    assert told.groups[0].counts[0].effective == 2
    assert told.attributes[0].unknown == 4
    assert told.attributes[0].chance == pytest.approx(1 / 3)
    assert [str(note) for note in told.notes] == ["role is not known of 4 people, who are left out of its figures."]
    assert said(told, "unknown") == [
        "In group 1, role is known of 2 of 4 people.",
        "In group 2, role is known of 2 of 4 people.",
    ]


# cautions


def test_somebody_alone_among_others_who_are_all_the_same():
    told = account(NAMES, [code("gender", list("mmmf") + list("ffmm"), BALANCE)], TWO)
    assert said(told, "alone") == ["In group 1, Dirk is the only one with gender “f”; all others have “m”."]
    assert told.limits[2].groups == (1,)


def test_two_camps_are_named_with_what_divides_them():
    columns = [
        code("role", ["nurse", "doctor"] * 2 + ["cook", "guard", "clerk", "smith"], Attribute()),
        code("shift", ["night", "day"] * 2 + ["day", "night", "day", "night"], Attribute()),
    ]
    (caution,) = (one for one in account(NAMES, columns, TWO).cautions if one.kind == "camps")
    assert caution.sides == (("Ada", "Carla"), ("Bob", "Dirk"))
    assert str(caution.told) == (
        "Group 1 may fall into two camps, Ada + Carla and Bob + Dirk: they differ in role, shift."
    )


def test_met_before_whichever_way_round_it_was_written():
    told = eight(history={(0, 1): 1, (1, 0): 2, (4, 7): 1, (5, 6): 1, (0, 7): 3, (2, 3): 0})
    assert said(told, "met") == [
        "In group 1 two people met before: Ada, Bob.",
        "2 pairs in group 2 met before, among Eva, Fay, Gus, Hana.",
    ]


def test_too_alike_is_said_where_the_pool_had_others():
    roles = ["nurse"] * 4 + ["doctor", "cook", "cook", "nurse"]
    assert said(account(NAMES, [code("role", roles, Attribute())], TWO), "alike") == [
        "In group 1 all have the same role."
    ]
    rare = ["nurse"] * 7 + ["doctor"]  # one doctor cannot be in two groups
    assert said(account(NAMES, [code("role", rare, Attribute())], TWO), "alike") == []


def test_no_language_that_all_share_by_a_rule_or_by_a_wish():
    languages = [{"nl"}, {"nl", "en"}, {"nl"}, {"en"}, {"fr"}, {"fr", "nl"}, {"fr"}, None]
    column = code("languages", languages, SIMILAR)
    expected = ["Group 1 lacks common ground in languages: Dirk cannot join in what most share."]
    assert said(account(NAMES, [column], TWO), "unlike") == expected
    number = {"nl": 0, "en": 1, "fr": 2}
    brings = tuple(frozenset(number[one] for one in spoken or number) for spoken in languages)
    told = account(NAMES, [column], TWO, rules=[Shares("languages", brings, 1)])
    assert said(told, "unlike") == expected
    assert told.limits[1].groups == (1,)
    two = account(NAMES, [], TWO, rules=[Shares("hours", brings, 2)])
    assert [one.people for one in two.cautions if one.kind == "unlike"] == [
        ("Ada", "Carla", "Dirk"),
        ("Eva", "Gus"),
    ]


def test_the_three_limits_are_there_and_none_is_a_number_to_reach():
    kinds = [limit.kind for limit in eight().limits]
    assert kinds == ["pool", "common-ground", "ceiling"]
    assert "other people might" in str(eight().limits[0].told)
    assert "Nobody said" in str(eight().limits[1].told)


# what it keeps to itself


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(2, 14))
def test_what_is_withheld_appears_nowhere_and_changes_nothing(data, n):
    """Carla's faith steers the groups, perhaps; the account is the same as if nobody had ever asked for it."""
    kinds = st.sampled_from(["zephyr-a", "zephyr-b", "zephyr-c", None])
    secret = data.draw(st.lists(kinds, min_size=n, max_size=n))
    roles = data.draw(st.lists(st.sampled_from("abc"), min_size=n, max_size=n))
    labels = data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n))
    names = [f"person {k}" for k in range(n)]
    role = code("role", roles, Attribute())
    withheld = code("xylophone", secret, Attribute(wish=data.draw(st.sampled_from(["spread", "balance", "similar"]))))
    ignored = code("yggdrasil", secret, Attribute(wish="ignore"))
    sets = [None if one is None else {one} for one in secret]
    hours = code("wolfram", sets, SIMILAR)
    rules = [
        NeverOne("xylophone zephyr-a", frozenset({0})),
        Shares("Wolfram", (frozenset(),) * n, 1),
        Together((0, 1)),
    ]
    told = account(
        names, [withheld, role, ignored, hours], labels, rules=rules, withheld={"xylophone", "wolfram", "zinc"}
    )
    words = json.dumps(told.to_json()) + " ".join(sentence.say("nl") for sentence in sentences(told))
    for word in ("zephyr", "xylophone", "yggdrasil", "olfram", "zinc"):
        assert word not in words
    assert told == account(names, [role], labels, rules=[Together((0, 1))])


def sentences(told):
    yield from (*told.told, *told.notes)
    yield from (one.told for one in (*told.cautions, *told.limits))


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 20))
def test_nobody_is_lost_and_every_figure_is_what_it_says(data, n):
    labels = np.array(data.draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    one = st.sampled_from
    columns = [
        code("role", data.draw(st.lists(one(["a", "b", "c", None]), min_size=n, max_size=n)), Attribute(weight=2)),
        code(
            "level",
            data.draw(st.lists(one(["l", "m", "h"]), min_size=n, max_size=n)),
            Attribute("ordinal", order=tuple("lmh")),
        ),
        code(
            "age",
            data.draw(st.lists(one([20, 30.5, 70, None]), min_size=n, max_size=n)),
            Attribute("numeric", "balance"),
        ),
        code("tongue", data.draw(st.lists(one([{"nl"}, {"nl", "en"}, None]), min_size=n, max_size=n)), SIMILAR),
    ]
    names = [f"person {k}" for k in range(n)]
    told = account(names, columns, labels, history={(0, n - 1): 1})
    assert sorted(member.name for group in told.groups for member in group.people) == sorted(names)
    for group in told.groups:
        members = [names.index(member.name) for member in group.people]
        assert members == sorted(members)  # as they came: nobody stands above another
        assert {int(labels[row]) for row in members} <= {group.group - 1}
        for counts in group.counts[:3]:
            assert sum(n for _, n in counts.kinds) + counts.unknown == len(members)
            if counts.effective is not None:
                assert 1 <= counts.effective <= counts.most + 1e-9
            if counts.blau is not None:
                assert -1e-9 <= counts.blau <= 1 + 1e-9
    for attribute in told.attributes:
        assert attribute.share is None or attribute.share <= 1 + 1e-9
        if attribute.within is not None:
            assert attribute.within + attribute.between == pytest.approx(1)
            assert attribute.effective is None or attribute.effective <= attribute.most + 1e-9
    assert told.share is None or (told.share <= 1 and (told.proved or told.share < 1))
    there = set(names)
    for caution in told.cautions:
        assert set(caution.people) <= {member.name for member in told.groups[caution.group - 1].people} <= there
    assert Text.from_json(json.loads(json.dumps(told.to_json()))["told"][0]) == told.told[0]


def test_the_order_of_rows_does_not_matter():
    rng = np.random.default_rng(5)
    n = 60
    names = [f"person {k:02}" for k in range(n)]
    values = {"role": rng.integers(0, 4, n), "team": rng.integers(0, 3, n), "place": rng.integers(0, 3, n)}
    labels = np.arange(n) % 10
    order = rng.permutation(n)

    def told(rows):
        columns = [code(name, one[rows].tolist(), Attribute()) for name, one in values.items()]
        return account([names[row] for row in rows], columns, labels[rows])

    here, there = told(np.arange(n)), told(order)
    assert (here.share, here.worst, here.attributes) == (there.share, there.worst, there.attributes)
    assert [(one.kind, one.group, set(one.people)) for one in here.cautions] == [
        (one.kind, one.group, set(one.people)) for one in there.cautions
    ]


def test_every_sentence_is_there_in_dutch():
    languages = code("talen", [{"nl"}, {"en"}, {"nl"}, {"nl"}, {"fr"}, None, {"fr"}, {"fr"}], SIMILAR)
    gender = code("gender", list("mmmf") + list("ffmm"), BALANCE)
    roles = code("role", ["nurse"] * 4 + [None, None, "cook", "cook"], Attribute())
    camps = code("shift", ["day", "day", "night", "night"] * 2, Attribute())
    told = account(NAMES, [languages, gender, roles, camps], TWO, history={(0, 1): 1})
    assert {one.kind for one in told.cautions} >= {"unlike", "alone", "alike", "met", "unknown"}
    for sentence in (*sentences(told), *sentences(eight()), *sentences(account(["Ada"], [], [0]))):
        assert sentence.say("nl") != sentence.say("en")


def test_it_asks_for_what_belongs_together():
    with pytest.raises(ValueError, match="belong together"):
        account(["Ada"], [], [0, 0])
    with pytest.raises(ValueError, match="nobody"):
        account([], [], [])


def test_a_thousand_people_are_told_of_at_once():
    rng = np.random.default_rng(0)
    n = 1_000
    columns = [code(f"attribute {k}", rng.integers(0, 6, n).tolist(), Attribute()) for k in range(6)]
    sizes = sizes_of(n, size=8)
    labels = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    eight()  # what is compiled is compiled once
    start = process_time()
    told = account([f"person {k}" for k in range(n)], columns, labels)
    assert process_time() - start < 1  # .05 s on a quiet core
    assert len(told.groups) == 125
