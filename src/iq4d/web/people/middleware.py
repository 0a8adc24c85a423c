from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation


def own_language(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """A person who is known here reads in their own language and time, whatever the browser asks for."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return get_response(request)
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = request.user.language
        with timezone.override(request.user.clock):
            return get_response(request)

    return middleware
