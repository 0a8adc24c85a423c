"""What an import tells, in the language of whoever reads it, and whom it keeps."""

from __future__ import annotations

import json

import pytest

import cast
from iq4d.web.dialogues.models import Contribution, Dialogue, Participant
from iq4d.web.people.models import Person
from readers.small_exports import comment, discourse_topic, item, wxr
from web.imports.bringing import brought, confirmed


@pytest.fixture
def ada(db: None) -> Person:
    return cast.person("Ada")


@pytest.mark.parametrize(
    ("language", "place", "damaged"),
    [
        ("en", "<b>post 10, comment 2</b>", "site.xml, line 2: This file is damaged or cut off. Export it again"),
        ("nl", "<b>bericht 10, reactie 2</b>", "site.xml, regel 2: Dit bestand is beschadigd of afgebroken. Exporteer"),
    ],
)
def test_places_are_said_in_the_readers_language(ada: Person, language: str, place: str, damaged: str) -> None:
    Person.objects.update(language=language)
    browser, circle = cast.signed_in(ada), cast.circle(ada)
    good = wxr(item(10, comment(1, "Bob", "Hi"), comment(2, "Eve", "Buy", approved="spam")))
    page = browser.get(brought(browser, circle, ("site.xml", good.encode())).get_absolute_url(), follow=True)
    assert place in page.content.decode()
    cut = '<rss xmlns:wp="http://wordpress.org/export/1.2/">\n<channel><item'
    page = browser.get(brought(browser, circle, ("site.xml", cut.encode())).get_absolute_url(), follow=True)
    assert damaged in page.content.decode()


@pytest.mark.parametrize("pseudonyms", ["on", None])
def test_who_said_nothing_is_kept_by_no_name(ada: Person, pseudonyms: str | None) -> None:
    """With pseudonyms they become a participant in the words; without, they stand in the words only."""
    topic = discourse_topic(details={"participants": [{"username": "zeno99", "name": "Zeno"}]})
    topic["post_stream"]["posts"][2]["cooked"] = "<p>After six, as Zeno said. <a href='/u/zeno99'>@zeno99</a></p>"
    browser, circle = cast.signed_in(ada), cast.circle(ada)
    confirmed(browser, brought(browser, circle, ("t.json", json.dumps(topic).encode())), pseudonyms=pseudonyms)
    people = Participant.objects.values()
    words = repr([*Contribution.objects.values(), *Dialogue.objects.values()])
    assert len(people) == 2
    assert "zeno" not in repr(people).lower()
    assert ("zeno" in words.lower()) == (pseudonyms is None)
    assert ("as Participant 3 said" in words) == (pseudonyms is not None)
