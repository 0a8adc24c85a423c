"""Words that go with a conversation whose words were let go."""

from __future__ import annotations

from iq4d.web.facilitation import actions
from iq4d.web.journal.listening import listens_to
from iq4d.web.journal.models import Entry


@listens_to("dialogues.wiped")
def let_go(entry: Entry) -> None:
    actions.let_go(dialogue=int(entry.subject.split(":")[1]))
