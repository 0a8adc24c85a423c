"""A method of ours as somebody changes it in a text editor, and their browser with which they load it."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from iq4d.web.circles.models import Circle


def taken(browser: Client, key: str = "open_dialogue") -> str:
    """The file of a method that comes along, as the page gives it."""
    answer = browser.get(f"/methods/{key}/file/")
    assert answer.status_code == 200
    return answer.content.decode()


def changed(words: str, **lines: str) -> str:
    """The file with other words behind `name = `, at the first place where it stands (`name__en` is `name.en`)."""
    for name, value in lines.items():
        start = f"{name.replace('__', '.')} = "
        before, mark, rest = f"\n{words}".partition(f"\n{start}")
        assert mark, start
        words = f"{before}{mark}{value}\n{rest.partition(chr(10))[2]}"[1:]
    return words


def own(browser: Client, **more: str) -> str:
    """An open dialogue with a key, a name and a first question of its own, whose thinking along takes three days."""
    words = changed(taken(browser), key='"our_hour"', name__en='"Our hour"', name__nl='"Ons uur"', **more)
    words = words.replace("What would you like to think about with others?", "What keeps you awake, neighbour?")
    assert "apart = 8" in words
    return "# For the neighbours: change what you like.\n" + words.replace("apart = 8", "apart = 3")


def look(browser: Client, circle: Circle, words: str | bytes, name: str = "our_hour.toml") -> HttpResponse:
    """Choose the file, and see what is in it."""
    raw = words.encode() if isinstance(words, str) else words
    return browser.post(f"/circles/{circle.key}/methods/load/", {"file": SimpleUploadedFile(name, raw)})


def yes(browser: Client, circle: Circle, looked: HttpResponse) -> HttpResponse:
    """Press the button under the preview: what it holds comes along, its ends of lines as a browser sends them."""
    words = looked.context["words"].replace("\n", "\r\n")
    return browser.post(f"/circles/{circle.key}/methods/keep/", {"words": words}, follow=True)


def load(browser: Client, circle: Circle, words: str) -> HttpResponse:
    looked = look(browser, circle, words)
    assert "words" in looked.context, looked.content.decode()
    return yes(browser, circle, looked)
