from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.journal.personal import Held, declare, nothing

SHARED = "belongs to the group that talked"
declare(
    Dialogue,
    **{field: Held("words", "kept", SHARED) for field in ("title", "why", "for_whom", "done_when", "outside")},
    declared=Held("words", "with its owner"),
    origin=Held("nothing", "kept"),
)
nothing(Dialogue, "key", "language", "state", "platform", "source_key")
declare(Participant, name=Held("identity", "emptied"))
declare(
    Contribution,
    source=Held("words", "with its owner"),
    text=Held("words", "with its owner"),
    html=Held("words", "with its owner"),
)
nothing(Contribution, "markup")
