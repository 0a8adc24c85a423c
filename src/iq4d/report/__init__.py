"""A conversation and its scorecard in, the picture of that conversation out: a value, and a page to look at.

    from iq4d.report import page, report
    html = page(report(conversation), "nl")

`report` gathers what the measure saw, what people declared, and where in the conversation it stands. `page` says it in
one language, as one HTML document that needs nothing from elsewhere: no script, no font, no picture.
"""

from iq4d.report.page import page, style_source
from iq4d.report.report import Report, report
from iq4d.report.wordless import wordless

__all__ = ["Report", "page", "report", "style_source", "wordless"]
