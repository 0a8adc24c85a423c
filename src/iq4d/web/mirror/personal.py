from iq4d.web.journal.personal import Held, declare, nothing
from iq4d.web.mirror.models import Agreement, Mirror, Moment, OwnView, Remark, Together

declare(Mirror, scorecard=Held("words", "with its owner"))  # words that carried a piece of evidence
nothing(Mirror, "seen", "digest", "renewed")
declare(Remark, words=Held("words", "with its owner"))
nothing(Remark, "evidence", "stance")
nothing(Moment, "step", "digest", "figures", "voices")
# one's own answers; the group keeps only its middle, from which nobody's can be had
declare(OwnView, **dict.fromkeys(("purpose", "depth", "diversity", "deeds", "may_test"), Held("words", "erased")))
nothing(Together, "middles")
nothing(Agreement, "figures")
