"""Long lists in pages: ?page=2."""

from __future__ import annotations

from django.http import Http404, HttpRequest


def asked_page(request: HttpRequest, things: int, per_page: int) -> tuple[int, int]:
    """(page, pages), both from 1; without a question the first. Raises Http404 for a page that is not there."""
    pages = max(1, -(-things // per_page))
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 0
    if not 1 <= page <= pages:
        raise Http404
    return page, pages
