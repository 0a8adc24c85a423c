"""Ada takes a grouping that comes along, and hears which columns it needs."""

import pytest

from iq4d.cli.meant import range_in
from iq4d.errors import IQ4DError
from iq4d.groups.people.attributes import Attribute
from iq4d.groups.people.presets import presets
from iq4d.groups.rules import Shares


@pytest.mark.parametrize("preset", presets().values(), ids=lambda preset: preset.key)
def test_each_of_them_can_be_used(preset):
    least, most = range_in(preset.size)
    assert 2 <= least <= most
    roles = [one.role for one in preset.columns]
    assert len(roles) == len(set(roles))
    assert any(one.needed for one in preset.columns)
    for one in preset.columns:
        assert one.wish or one.share or one.share_hours, "a column of which nothing is asked"
        if one.wish:
            assert Attribute("nominal", one.wish, one.weight).wish == one.wish
        assert Shares(one.role, (), one.share).least <= 1
        assert one.called == tuple(name.casefold() for name in one.called)
    for both in (preset.name, preset.summary, *(one.what for one in preset.columns)):
        assert both.en != both.nl
    found = preset.found([one.called[-1] for one in preset.columns], {})
    assert [one.role for one in found.values()] == roles, "its Dutch columns are found by themselves"


def test_a_column_is_found_by_what_it_is_usually_called_or_by_what_ada_says():
    trios = presets()["peer-trios"]
    heads = ["Afdeling", "Beroep", "bureau", "Talen"]
    assert {head: one.role for head, one in trios.found(heads, {}).items()} == {
        "Afdeling": "team",
        "Beroep": "role",
        "Talen": "language",
    }
    assert trios.found(heads, {"team": "bureau"})["bureau"].role == "team"
    assert "Afdeling" not in trios.found(heads, {"team": "bureau"})


def test_what_is_needed_and_missing_is_said():
    with pytest.raises(IQ4DError) as told:
        presets()["peer-trios"].found(["age", "town"], {})
    assert "needs a column that tells with whom somebody works already" in told.value.say("en")
    assert "--column team=NAME; there are: age, town." in told.value.say("en")
    assert "met wie iemand al samenwerkt" in told.value.say("nl")
