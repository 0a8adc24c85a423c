from iq4d.web.journal.personal import Held, declare, nothing
from iq4d.web.reports.models import Release, ReportPage

# A page that somebody's words were taken out of is shown no more, and made anew without them.
declare(ReportPage, html=Held("words", "with its owner"), pdf=Held("words", "with its owner"))
nothing(ReportPage, "language", "digest", "problem", "pdf_problem")
declare(
    Release,
    purpose=Held("words", "kept", "the group was asked with these words"),
    pages=Held("words", "with its owner"),  # closed and emptied as soon as a word in it is gone
)
nothing(Release, "state", "problem", "marks", "contested", "nonce", "token_hash")
