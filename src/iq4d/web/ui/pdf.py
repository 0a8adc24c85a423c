"""A page as a PDF: tagged, with its title and language, made of the page alone.

weasyprint is an extra and needs Pango of the operating system. It fetches nothing: no address of the network, no file.
"""

from __future__ import annotations

from typing import Any


class NoPdf(Exception):
    """This installation makes no PDF: weasyprint or what it needs of the operating system is not there."""


def can_make_pdf() -> bool:
    try:
        _weasyprint()
    except NoPdf:
        return False
    return True


def pdf_of(html: str, css: str = "") -> bytes:
    """PDF/UA-1. css: what the page does not hold itself. Raises NoPdf."""
    weasyprint = _weasyprint()

    class Nothing(weasyprint.urls.URLFetcher):  # type: ignore[misc,name-defined]
        """Whatever a page asks for is not fetched: a page of ours has everything in it."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            raise ValueError("a page on its way to paper fetches nothing")

    document = weasyprint.HTML(string=html, url_fetcher=Nothing())
    styles = [weasyprint.CSS(string=css, url_fetcher=Nothing())] if css else []
    made: bytes = document.write_pdf(stylesheets=styles, pdf_variant="pdf/ua-1")
    return made


def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as problem:  # OSError: without Pango
        raise NoPdf from problem
    return weasyprint
