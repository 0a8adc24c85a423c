"""How a report's page leaves: a whole document, with a policy that lets in its own style and nothing else."""

from __future__ import annotations

from csp.constants import NONE
from csp.decorators import csp
from django.http import HttpRequest, HttpResponse, HttpResponseBase


def document(request: HttpRequest, html: str) -> HttpResponseBase:
    """The page as it was made: no script runs in it, nothing is fetched for it, and its own style alone holds."""
    from iq4d.report import style_source  # with its templates it is what only a report needs: the web starts without

    only_itself = {
        "default-src": [NONE],
        "style-src": [style_source()],
        "base-uri": [NONE],
        "form-action": [NONE],
        "frame-ancestors": [NONE],
    }
    return csp(only_itself)(lambda _asked: HttpResponse(html))(request)


def for_outside(answer: HttpResponseBase) -> HttpResponseBase:
    """Kept by nobody on the way, found by no search engine; where it leads is not told where it came from."""
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Referrer-Policy"] = "no-referrer"
    return answer
