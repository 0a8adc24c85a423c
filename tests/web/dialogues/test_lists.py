"""In which order conversations are listed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import cast
from iq4d.conversation import Conversation
from iq4d.web.dialogues.queries import dialogues_in


def moved(title: str, at: datetime | None) -> Conversation:
    talk = cast.talk(("Ada", "Why now?"), ("Bob", "Because."), title=title)
    return replace(talk, utterances=tuple(replace(utterance, at=at) for utterance in talk))


def test_newest_talk_stands_first_and_talk_without_a_time_last(db: None) -> None:
    ada = cast.person("Ada")
    circle = cast.circle(ada)
    for title, at in (
        ("earlier", cast.NOW.replace(month=1)),
        ("some day", None),
        ("later", cast.NOW.replace(month=2)),
    ):
        cast.dialogue(circle, moved(title, at), ada)
    assert [dialogue.title for dialogue in dialogues_in(circle, ada)] == ["later", "earlier", "some day"]
    assert "NULLS LAST" in str(dialogues_in(circle, ada).query), "said, and not left to the database"
