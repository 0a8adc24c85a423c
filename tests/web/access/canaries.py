"""Finding the words that private things are marked with."""

from __future__ import annotations

from typing import TypeVar

from django.http import HttpResponse

Thing = TypeVar("Thing", str, tuple[str, str])


def words_in(response: HttpResponse, words: dict[Thing, str]) -> set[Thing]:
    """The things of which a word stands in this answer: body, title, headers and cookies."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    seen = body.decode("utf-8", "replace") + repr(dict(response.items())) + response.cookies.output()
    seen = seen.casefold()
    return {thing for thing, word in words.items() if word.casefold() in seen}
