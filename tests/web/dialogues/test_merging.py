"""Gil, a guest, turns out to be Bob, who takes part too: Bob reads what was for Gil alone; Ada and Carla do not."""

from __future__ import annotations

import pytest

import cast
from iq4d.web.dialogues.actions.writing import write as bring
from iq4d.web.dialogues.models import Contribution
from iq4d.web.people.actions import merge
from iq4d.web.people.models import Person
from web.dialogues.coming import guest
from web.dialogues.playing import as_seen, open_step, started

pytestmark = pytest.mark.django_db


def test_a_word_between_gil_and_dee_is_one_between_bob_and_dee(bob: Person, ada: Person) -> None:
    gil, dee = guest(), cast.person("Dee")
    talk = started(ada, cast.circle(ada, bob, dee), bob, dee, gil, method="open_dialogue")
    made = bring(person=dee, dialogue=talk, kind="question", step=open_step(talk), source="Zebra?", now=cast.NOW)
    to = talk.participants.get(person=gil)
    Contribution.objects.filter(pk=made.pk).update(is_narrow=True, only_to=to)
    answer = {"kind": "answer", "step": made.step, "about": made.number, "source": "Zebra.", "now": cast.NOW}
    bring(person=gil, dialogue=talk, **answer)
    merge(gil, bob)
    for who, sees in ((bob, True), (dee, True), (ada, False)):
        assert [words in as_seen(who, talk) for words in ("Zebra?", "Zebra.")] == [sees, sees], who.name
    assert bring(person=dee, dialogue=talk, **(answer | {"source": "And?"})).only_to == made.dialogue.participants.get(
        person=bob
    )
    carla = cast.signed_in(cast.person("Carla"))
    assert carla.get(talk.get_absolute_url()).status_code == 404
