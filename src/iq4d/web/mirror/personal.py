from iq4d.web.journal.personal import Held, declare, nothing
from iq4d.web.mirror.models import Mirror, Remark

declare(Mirror, scorecard=Held("words", "with its owner"))  # words that carried a piece of evidence
nothing(Mirror, "seen", "digest", "renewed")
declare(Remark, words=Held("words", "with its owner"))
nothing(Remark, "evidence", "stance")
