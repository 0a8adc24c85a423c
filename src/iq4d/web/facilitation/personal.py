from iq4d.web.facilitation.models import PrivateWord
from iq4d.web.journal.personal import Held, declare

declare(PrivateWord, source=Held("words", "erased"), html=Held("words", "erased"))
