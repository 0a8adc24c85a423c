"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)  # an error page may come before anybody is known
    return {"demo": settings.DEMO, "theme": getattr(user, "theme", "auto") or "auto"}
