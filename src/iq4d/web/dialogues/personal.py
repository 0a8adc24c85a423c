from iq4d.web.dialogues.models import (
    Contribution,
    Dialogue,
    Draft,
    Gesture,
    Invite,
    OwnMethod,
    Participant,
    Standing,
    Version,
)
from iq4d.web.journal.personal import Held, declare, nothing

SHARED = "belongs to the group that talked"
declare(
    Dialogue,
    **{
        field: Held("words", "kept", SHARED)
        for field in ("title", "why", "for_whom", "done_when", "outside", "stays_open", "confidence")
    },
    declared=Held("words", "with its owner"),
    origin=Held("nothing", "kept"),
)
nothing(
    Dialogue, "key", "language", "state", "room", "method", "course", "steering", "lengths", "learning", "platform",
    "source_key", "summaries", "hats_passed", "fate",
)  # fmt: skip
nothing(Standing, "state", "method_text")
declare(
    Participant,
    name=Held("identity", "emptied"),
    seeks=Held("words", "emptied"),
    brings=Held("words", "emptied"),
)
nothing(Participant, "role", "way")
declare(
    Contribution,
    source=Held("words", "with its owner"),
    text=Held("words", "with its owner"),
    html=Held("words", "with its owner"),
    hidden_why=Held("words", "with its owner"),
    picture=Held("words", "with its owner"),
)
nothing(Contribution, "markup", "step", "kind", "consent")
declare(Version, source=Held("words", "with its owner"), html=Held("words", "with its owner"))
nothing(Gesture, "step", "kind", "value")
declare(Draft, source=Held("words", "erased"), more=Held("words", "erased"))
nothing(Draft, "step", "kind", "why")
declare(
    Invite,
    email=Held("identity", "erased"),
    name=Held("identity", "erased"),
    question=Held("words", "kept", SHARED),
)

OF_THE_CIRCLE = "belongs to the circle, not to one person"
declare(OwnMethod, text=Held("words", "kept", OF_THE_CIRCLE), name=Held("words", "kept", OF_THE_CIRCLE))
nothing(OwnMethod, "key", "fingerprint", "problem")
