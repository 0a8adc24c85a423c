"""What everybody is answered everywhere: asked once for all that is held against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.http import HttpResponse

from web.access.canaries import words_in
from web.stage import Stage, sent

Answers = dict[tuple[str, ...], "Answer"]


@dataclass(frozen=True)
class Answer:
    """location: where a 302 leads to, and message: what that page is to say. things: (where, thing) whose word it has;
    where is "here" for the place, "closed" or "shared" for its rooms."""

    status: int
    location: str
    message: str
    things: frozenset[tuple[str, str]]

    def of(self, where: str) -> set[str]:
        return {thing for place, thing in self.things if place == where}


class Asking:
    """Asks as anybody. What an act writes is taken back, so on a stage as it was set each has one answer: what is in
    `before` is not asked again. Without it all is asked, as where a test has changed something."""

    def __init__(self, stage: Stage, before: Answers | None = None) -> None:
        self.stage = stage
        self._before: Answers = {} if before is None else before
        here = stage.here
        places = {"here": here.words, "closed": here.closed.words, "shared": here.shared.words}
        self._words = {(where, thing): word for where, words in places.items() for thing, word in words.items()}

    def ask(self, role: str, method: str, address: str, form: dict[str, Any], **more: str) -> Answer:
        key = (role, method, address, repr(form) if method == "POST" else "", *map(str, sorted(more.items())))
        if key not in self._before:
            cache.clear()  # how often is not asked here
            self._before[key] = self._told(sent(self.stage.browser(role), method, address, form, **more))
        return self._before[key]

    def led_on(self, role: str, answer: Answer) -> Iterator[Answer]:
        """The page that an answer leads to, if it leads anywhere."""
        if answer.status == 302:
            key = (role, "led on", answer.location, answer.message)
            if key not in self._before:
                browser = self.stage.browser(role)
                browser.cookies["messages"] = answer.message
                self._before[key] = self._told(sent(browser, "GET", answer.location, {}))
            yield self._before[key]

    def _told(self, response: HttpResponse) -> Answer:
        message = response.cookies.get("messages")
        return Answer(
            response.status_code,
            response["Location"] if response.status_code == 302 else "",
            message.value if message else "",
            frozenset(words_in(response, self._words)),
        )
