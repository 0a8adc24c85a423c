"""Who has no account starts a conversation, or comes into one by its link."""

from __future__ import annotations

import pytest
from django.test import Client

import cast
from iq4d.web.dialogues.models import Dialogue
from web.dialogues.rooms import open_room

pytestmark = pytest.mark.django_db


def test_a_stranger_types_one_sentence_and_has_a_link() -> None:
    stranger = Client()
    answer = stranger.post("/start/", {"sentence": "What do we read next?", "name": "Ina"})
    assert answer.status_code == 302
    made = Dialogue.objects.get()
    assert "What do we read next?" in stranger.get(answer["Location"]).content.decode()
    assert made.participants.get().name == "Ina"


def test_a_whole_class_comes_in_behind_one_address_and_a_flood_does_not(quiet: None) -> None:
    talking = {who: cast.person(who) for who in ("owner", "participant", "host", "quiet", "guest-here")}
    room = open_room(cast.circle(*talking.values()), talking, of="X")
    before = room.dialogue.participants.count()
    answers = [Client().post(f"/join/{room.token}/", {"name": f"Pupil {n}"}).status_code for n in range(61)]
    assert answers == [302] * 60 + [429]
    assert room.dialogue.participants.count() == before + 60
    assert Client().get(f"/join/{room.token}/").status_code == 200, "control: reading is not counted"
