from iq4d.web.deeds.models import Deed
from iq4d.web.journal.personal import Held, declare, nothing

declare(
    Deed,
    if_then=Held("words", "with its owner"),
    obstacle=Held("words", "with its owner"),
    first_step=Held("words", "with its owner"),
    reason_words=Held("words", "with its owner"),
)
nothing(Deed, "outcome", "reason")
