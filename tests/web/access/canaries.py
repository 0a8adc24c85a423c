"""Finding the words that private things are marked with."""

from __future__ import annotations

from django.http import HttpResponse


def words_in(response: HttpResponse, words: dict[str, str]) -> set[str]:
    """The things of which a word stands in this answer: body, title, headers and cookies."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    seen = body.decode("utf-8", "replace") + repr(dict(response.items())) + response.cookies.output()
    seen = seen.casefold()
    return {thing for thing, word in words.items() if word.casefold() in seen}
