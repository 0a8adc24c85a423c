"""Two who took part are one person: what the engine makes of a turn."""

from dataclasses import replace

from iq4d.methods import asked_of, hand_over, turn_of
from iq4d.methods.attendance import is_in
from methods.the_table import Table


def at_the_table(**more):
    return Table.of("three_way", "dee", "eli", course="apart", **more)


def test_a_turn_goes_to_who_has_none_with_what_was_brought_into_it():
    table = at_the_table()
    table.brings("eli", "case", "share@eli")
    table.brings("eli", "case", "share@bob")  # in the turn of another, which is refused; and then what is asked there
    table.brings("bob", "case", "share@bob")
    table.brings("eli", "question", "clarify@bob")
    before = table.state
    table.state = hand_over(before, "eli", "ada")
    assert [step.id for step in turn_of(table.state, "ada")] == [step.id for step in turn_of(before, "eli")]
    assert turn_of(table.state, "eli") == ()
    share = table.state.step("share@eli")
    assert is_in(table.state, share, table.state.person("ada"))
    assert {(entry.step, entry.author) for entry in table.state.entries} == {
        ("share@eli", "ada"), ("share@bob", "bob"), ("clarify@bob", "eli"),
    }  # fmt: skip
    table.does("eli", "leave", person="eli")
    assert table.status("clarify@eli") == "open", "nobody waits for who is put away, and nothing ends"
    table.brings("dee", "question", "clarify@eli")
    assert "clarify@eli" in [one.step for one in asked_of(table.state, "ada", table.now)]
    assert hand_over(table.state, "eli", "ada") is table.state, "twice is once"


def test_nobody_has_two_turns():
    table = at_the_table()
    assert hand_over(table.state, "eli", "dee") is table.state
    table.does("eli", "leave", person="eli")
    assert {step.status for step in turn_of(table.state, "eli")} == {"closed", "skipped"}


def test_a_turn_goes_to_nobody_who_is_not_here_and_where_there_are_none_nothing_changes():
    table = at_the_table()
    assert hand_over(table.state, "eli", "carla") is table.state
    assert hand_over(table.state, "ada", "eli") is table.state, "Ada has no turn to give"
    ten = Table.of("ten_step", "dee", "eli", "fay")
    assert hand_over(ten.state, "bob", "ada") is ten.state


def test_who_was_passed_over_and_what_was_dealt_goes_along():
    table = at_the_table()
    step = table.state.step("consult@eli")
    step = replace(step, passed=("eli", "ada"), reminded=("eli",), dealt=(("eli", ("c1",)), ("dee", ("c2",))))
    after = hand_over(table.state.with_step(step), "eli", "ada").step("consult@eli")
    assert (after.passed, after.reminded) == (("ada",), ("ada",))
    assert after.dealt == (("ada", ("c1",)), ("dee", ("c2",)))
