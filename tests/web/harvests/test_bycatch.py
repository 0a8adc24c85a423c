"""Ada learns something by accident, keeps it on her phone in one line, and nobody else ever meets it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.harvests.actions import catching
from iq4d.web.harvests.models import Bycatch
from iq4d.web.harvests.tasks import forget
from iq4d.web.journal.models import Entry
from iq4d.web.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
WORDS = "Whoever waits ten seconds after a question hears a second answer 🌱."


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


def test_ada_catches_something_from_home(ada: Person) -> None:
    phone = cast.signed_in(ada)
    home = phone.get("/").content.decode()
    assert "without meaning to" in home
    assert f'action="{reverse("bycatches")}"' in home
    answer = phone.post(reverse("bycatches"), {"words": WORDS, "from_whom": "Dee, in the corridor", "once": "a"})
    assert answer.status_code == 302
    page = phone.get(answer["Location"]).content.decode()
    assert WORDS in page
    assert "Dee, in the corridor" in page
    (entry,) = Entry.objects.filter(verb="harvests.caught")
    assert entry.data == {}, "the journal hears that it happened, and no words"
    assert entry.circle is None


def test_a_double_press_keeps_it_once_and_other_words_are_another(ada: Person) -> None:
    phone = cast.signed_in(ada)
    for words in (WORDS, WORDS, "Something else."):
        phone.post(reverse("bycatches"), {"words": words, "from_whom": "", "once": "same"})
    assert list(Bycatch.objects.order_by("pk").values_list("words", flat=True)) == [WORDS, "Something else."]


def test_nothing_is_no_bycatch_and_what_is_too_long_comes_back(ada: Person) -> None:
    phone = cast.signed_in(ada)
    assert "There are no words in it yet." in phone.post(reverse("bycatches"), {"words": "  \n"}).content.decode()
    long = "word " * 1_001
    assert long.strip() in phone.post(reverse("bycatches"), {"words": long, "from_whom": "Bob"}).content.decode()
    assert not Bycatch.objects.exists()


def test_words_survive_a_lost_session(ada: Person) -> None:
    """Decision 0006: sent without a session, signed in again, sent once more."""
    phone = Client()
    answer = phone.post(reverse("bycatches"), {"words": WORDS, "from_whom": "", "once": "b"})
    kept = answer["Location"].partition("next=")[2]
    phone.post(reverse("account_login"), {"login": ada.email, "password": cast.PASSWORD})
    page = phone.get(kept).content.decode()
    assert WORDS in page
    assert f'action="{reverse("bycatches")}"' in page
    assert phone.post(reverse("bycatches"), {"words": WORDS, "from_whom": "", "once": "b"}).status_code == 302
    assert Bycatch.objects.get().person == ada


def test_she_changes_it_takes_it_back_and_brings_it_back(ada: Person) -> None:
    phone = cast.signed_in(ada)
    one = catching.catch(person=ada, words=WORDS, now=timezone.now())
    phone.post(one.get_absolute_url(), {"words": "Better said.", "from_whom": "Bob"})
    one.refresh_from_db()
    assert (one.words, one.from_whom, bool(one.edited_at)) == ("Better said.", "Bob", True)
    for _n in range(2):
        phone.post(reverse("bycatch_away", args=[one.pk]))
    page = phone.get(reverse("bycatches")).content.decode()
    assert "You took this back" in page
    assert phone.get(one.get_absolute_url()).status_code == 302, "brought back first, then changed"
    phone.post(reverse("bycatch_back", args=[one.pk]))
    one.refresh_from_db()
    assert one.removed_at is None


def test_after_two_weeks_it_is_gone(ada: Person) -> None:
    now = timezone.now()
    one = catching.catch(person=ada, words=WORDS, now=now)
    catching.take_back(person=ada, bycatch=one, now=now - timedelta(days=15))
    phone = cast.signed_in(ada)
    assert WORDS not in phone.get(reverse("bycatches")).content.decode()
    assert phone.post(reverse("bycatch_back", args=[one.pk])).status_code == 403
    other = catching.catch(person=ada, words="Stays", now=now)
    catching.take_back(person=ada, bycatch=other, now=now - timedelta(days=13))
    forget(now)
    assert list(Bycatch.objects.values_list("words", flat=True)) == ["Stays"]


def test_bob_meets_it_nowhere(ada: Person) -> None:
    """Control: Ada does."""
    one = catching.catch(person=ada, words=WORDS, now=timezone.now())
    bob = cast.signed_in(cast.person("Bob"))
    cast.circle(ada, Person.objects.get(name="Bob"))
    for name in ("bycatch", "bycatch_away", "bycatch_back"):
        address = reverse(name, args=[one.pk])
        gone = reverse(name, args=[10**7])
        for ask in (bob.get, bob.post):
            assert ask(address).status_code == ask(gone).status_code
    assert bob.post(one.get_absolute_url(), {"words": "Mine now"}).status_code == 404
    assert WORDS not in bob.get(reverse("bycatches")).content.decode()
    assert WORDS not in bob.get(reverse("own_period")).content.decode()
    mine = cast.signed_in(ada)
    assert WORDS in mine.get(one.get_absolute_url()).content.decode()
    assert WORDS in mine.get(reverse("own_period")).content.decode()
    one.refresh_from_db()
    assert one.words == WORDS
