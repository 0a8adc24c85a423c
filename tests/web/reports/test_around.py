"""What a reviewer found of releases, and what was mended: names around a dialogue, who is asked, and when."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import cast
from iq4d.web.circles.models import Membership
from iq4d.web.dialogues.models import Contribution, Dialogue, Invite, Participant
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person
from iq4d.web.reports import actions, making, queries
from iq4d.web.reports.models import Release
from web.reports.playing import again, all_said_yes, asked, fresh, link, say

pytestmark = pytest.mark.usefixtures("quiet")
People = dict[str, Person]


@pytest.mark.parametrize("who", ["asked by mail", "left the circle"])
def test_who_was_asked_in_or_left_the_circle_is_not_named(talk: Dialogue, people: People, who: str) -> None:
    if who == "asked by mail":
        later = timezone.now() + timedelta(days=9)
        Invite.objects.create(
            dialogue=talk, email="j@example.org", name="Joris Hoekstraqz", created_at=timezone.now(), expires_at=later
        )
    else:
        Person.objects.filter(pk=people["Eve"].pk).update(name="Joris Hoekstraqz")
        Membership.objects.filter(person=people["Eve"]).delete()
        Entry.objects.create(at=timezone.now(), actor=people["Eve"], verb="circles.left", circle=talk.circle_id)
    said = talk.contributions.first()
    assert said is not None
    Contribution.objects.filter(pk=said.pk).update(text=f"Joris Hoekstraqz should be here. {said.text}")
    out = making._nameless(talk, queries.to_measure(fresh(talk), timezone.now()).conversation)
    assert not any("Hoekstraqz" in one.text for one in out)


def test_who_put_the_purpose_in_words_is_asked(talk: Dialogue, people: People) -> None:
    """Eve leads, sharpened the purpose, and wrote nothing else."""
    Entry.objects.create(
        at=timezone.now(), actor=people["Eve"], verb="dialogues.sharpened", subject=f"dialogue:{talk.pk}"
    )
    Dialogue.objects.filter(pk=talk.pk).update(why="Because quiet students fall silent, evewordqz.")
    release = asked(people["Ada"], talk)
    assert release.answers.filter(person=people["Eve"]).exists()


def test_its_last_day_is_one_day_for_everybody(talk: Dialogue, people: People) -> None:
    """Carla, an outsider with an account, chooses a zone in the far west, and another in the far east."""
    release = all_said_yes(asked(people["Ada"], talk))
    today = queries.today(timezone.now())
    for zone in ("Pacific/Pago_Pago", "Pacific/Kiritimati"):
        Person.objects.filter(pk=people["Carla"].pk).update(zone=zone)
        carla = cast.signed_in(Person.objects.get(pk=people["Carla"].pk))
        for until, told in ((today - timedelta(days=1), 404), (today, 200)):
            Release.objects.filter(pk=release.pk).update(until=until)
            assert Client().get(link(release)).status_code == told
            assert carla.get(link(release)).status_code == told


def test_of_two_who_are_away_one_reads_first(talk: Dialogue, people: People) -> None:
    """Bob and Dee no longer see the dialogue: not both read the other's words before either agreed."""
    away = [people["Bob"], people["Dee"]]
    Participant.objects.filter(dialogue=talk, person__in=away).update(removed_at=timezone.now())
    Dialogue.objects.filter(pk=talk.pk).update(room="closed")
    release = asked(people["Ada"], talk)
    say(release, True, people["Ada"])
    page = f"{release.get_absolute_url()}page/?in=en"
    assert [cast.signed_in(one).get(page).status_code for one in away] == [200, 404]
    say(release, True, people["Bob"])
    assert cast.signed_in(people["Dee"]).get(page).status_code == 200


def test_who_said_yes_stands_nowhere_so_who_said_no_does_neither(talk: Dialogue, people: People) -> None:
    release = asked(people["Bob"], talk)
    say(release, True, people["Bob"], people["Ada"])
    say(release, False, people["Dee"])
    agreed = Entry.objects.filter(verb="reports.agreed", data__release=release.pk)
    assert set(agreed.values_list("actor", flat=True)) == {None}


def test_a_page_that_got_stuck_locks_nobody_out(talk: Dialogue, people: People) -> None:
    """The worker died while it was made: after five minutes anybody can ask anew."""
    Release.objects.create(
        dialogue=talk,
        asked_by=people["Bob"],
        purpose="x",
        until=timezone.localdate() + timedelta(days=90),
        asked_at=timezone.now() - timedelta(minutes=10),
        nonce="n",
    )
    html = cast.signed_in(people["Ada"]).get(f"/dialogues/{talk.key}/releases/").content.decode()
    assert "Ask everybody" in html


def test_what_was_frozen_goes_with_who_is_gone(talk: Dialogue, people: People) -> None:
    release = all_said_yes(asked(people["Bob"], talk))
    people["Dee"].delete()
    actions.forget(timezone.now())
    assert again(release).pages == {}
