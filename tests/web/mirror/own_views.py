"""Setting own views through the pages, as people do, and ending a dialogue."""

from __future__ import annotations

from django.http import HttpResponse
from django.test import Client

from iq4d.web.dialogues.models import Dialogue
from iq4d.web.people.models import Person
from web.dialogues.playing import open_step
from web.mirror.live import close_all, fresh

DIMENSIONS = ("purpose", "depth", "diversity", "deeds")


def own_view(browser: Client, talk: Dialogue, *steps: int | str, **more: str) -> HttpResponse:
    """Four answers in the order of the dimensions, or one for all four."""
    told = steps * 4 if len(steps) == 1 else steps
    form = dict(zip(DIMENSIONS, map(str, told), strict=True))
    return browser.post(f"/dialogues/{talk.key}/mirror/own-view/", form | more)


def mirror_html(browser: Client, talk: Dialogue) -> str:
    answer = browser.get(f"/dialogues/{talk.key}/mirror/")
    assert answer.status_code == 200
    return answer.content.decode()


def end(owner: Person, talk: Dialogue) -> None:
    close_all(owner, talk, until="")
    assert open_step(talk) == ""
    assert fresh(talk).state == "finished"
