"""Ada composes the second round: who met in the first, and who asked for whom?"""

import pytest

from iq4d.groups.people.before import meetings, would_like
from iq4d.groups.people.table import BadTable, rows_of

PEOPLE = ("Ada", "Bob", "Carla", "Dirk")


def rows(words):
    return rows_of(words.encode(), "earlier.csv")


def test_who_was_in_one_group_has_met():
    found = meetings(rows("name,group\nAda,1\nBob,1\nCarla,2\nDirk,2\n"), PEOPLE, "name")
    assert found.counts == {(0, 1): 1, (2, 3): 1}
    assert found.strangers == ()


def test_every_round_counts_and_who_was_away_met_nobody():
    words = "naam;groep;ronde\nAda;1;1\nBob;1;1\nCarla;2;1\nAda;5;2\nBob;5;2\nCarla;5;2\nDirk;;2\nEve;5;2\n"
    found = meetings(rows(words), PEOPLE, "deelnemer")
    assert found.counts == {(0, 1): 2, (0, 2): 1, (1, 2): 1}
    assert found.strangers == ("Eve",)


def test_the_name_is_called_as_in_the_pool_first():
    found = meetings(rows("name,who,Group\nx,Ada,1\ny,Bob,1\n"), PEOPLE, "who")
    assert found.counts == {(0, 1): 1}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("name,team\nAda,1\n", "earlier.csv: No column is called “group”. The columns are: name, team."),
        ("person,group\nAda,1\n", "No column is called “deelnemer”. The columns are: person, group."),
        (
            "name,group\nAda,1\nAda,2\n",
            "earlier.csv, line 3, column name: Ada stands in line 2 too, in the same round.",
        ),
        ("name,group\n,1\n", "line 2, column name: Nobody is named here."),
        ("name,group\n" + "".join(f"p{n},1\n" for n in range(201)), ""),
    ],
)
def test_what_cannot_be_meant_is_said(words, said):
    names = [f"p{n}" for n in range(201)]
    with pytest.raises(BadTable) as told:
        meetings(rows(words), names, "deelnemer")
    assert said in told.value.say("en")


def test_wishes_count_for_each_who_has_them():
    words = "name,would-like\nAda,Bob|Carla\nBob,Ada\nBob,Bob\nCarla,\nDirk,Eve; Ada\nEve,Ada\n"
    found = would_like(rows(words), PEOPLE, "name")
    assert found.counts == {(0, 1): 2, (0, 2): 1, (0, 3): 1}
    assert found.strangers == ("Eve",)
    assert would_like(rows('naam,wens\nAda,"Jansen; Piet"\n'), ("Ada", "Jansen; Piet"), "wie").counts == {(0, 1): 1}
