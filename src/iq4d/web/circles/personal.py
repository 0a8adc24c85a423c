from iq4d.web.circles.models import Circle, Invitation, Membership
from iq4d.web.journal.personal import Held, declare, nothing

GROUP = "belongs to the circle, not to one person"
declare(Circle, name=Held("words", "kept", GROUP), about=Held("words", "kept", GROUP))
nothing(Circle, "key", "language", "zone", "weekdays", "holidays", "joining")
nothing(Membership, "role")
declare(Invitation, email=Held("identity", "erased"))
nothing(Invitation, "role", "token_hash")
