from iq4d.web.harvests.models import Bycatch, Harvest, Learning
from iq4d.web.journal.personal import Held, declare, nothing

declare(Bycatch, words=Held("words", "erased"), from_whom=Held("words", "erased"))
declare(Harvest, language=Held("setting", "erased"), pdf=Held("words", "erased"))
nothing(Harvest, "period", "pdf_problem")
declare(
    Learning,
    words=Held("words", "erased"),
    from_whom=Held("words", "erased"),
    used_where=Held("words", "erased"),
    shows=Held("words", "erased"),
)
nothing(Learning, "source")
