from iq4d.web.demo.models import SentMail
from iq4d.web.journal.personal import Held, declare

declare(
    SentMail,
    to=Held("identity", "erased"),
    subject=Held("words", "erased"),
    body=Held("words", "erased"),
)
