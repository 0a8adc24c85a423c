"""What was on the page when a button was pressed may be gone when the press arrives."""

from __future__ import annotations

import cast
from iq4d.web.circles.actions import give_role, remove
from iq4d.web.circles.models import Membership
from iq4d.web.journal.models import Entry


def test_a_role_for_somebody_who_just_left_changes_nothing(db: None) -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    circle = cast.circle(ada, bob)
    place = Membership.objects.get(circle=circle, person=bob)
    remove(person=bob, membership=Membership.objects.get(pk=place.pk), now=cast.NOW)
    give_role(person=ada, membership=place, role="facilitator")
    assert not Membership.objects.filter(circle=circle, person=bob).exists()
    assert not Entry.objects.filter(verb="circles.role-given").exists(), "nothing is told that did not happen"
