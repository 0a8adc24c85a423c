from iq4d.web.journal.personal import Held, declare, nothing
from iq4d.web.notices.models import Bundle, Following, Notice, Unasked

nothing(Bundle, "message_id")
nothing(Notice, "kind", "about")
declare(Following, stance=Held("setting", "erased"))
nothing(Unasked, "proof")  # an address cannot be read from it
