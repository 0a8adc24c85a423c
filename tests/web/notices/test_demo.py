"""The demo sends nothing: it shows the mails as their readers would find them."""

from __future__ import annotations

import pytest
from django.test import Client

from iq4d.web.demo.models import SentMail
from web.notices.mailing import five_minutes, write

pytestmark = [pytest.mark.django_db, pytest.mark.urls("web.demo_urls")]


def test_the_demo_shows_bobs_mail(clock, ada, bob, talk, settings) -> None:
    settings.EMAIL_BACKEND = "iq4d.web.demo.mail.DemoMailBackend"
    write(ada, talk, "We begin with a walk", "answer", clock.at)
    clock.set(2026, 11, 24, 8, 0)
    assert five_minutes(clock) == []
    kept = SentMail.objects.get(to="bob@example.org")
    page = Client().get(f"/demo/mails/{kept.pk}/").content.decode()
    assert "Ada: We begin with a walk" in page
    assert f'href="http://localhost:8000/dialogues/{talk.key}/"' in page
    assert "&lt;" not in page.partition("mail-body")[2], "the plain text, and no mark-up to be read as words"


@pytest.mark.parametrize("demo", [True, False])
def test_who_looks_at_the_demo_at_night_finds_mail(clock, ada, bob, talk, settings, demo: bool) -> None:
    settings.DEMO = demo
    write(ada, talk, "We begin with a walk", "answer", clock.at)
    for hour in (5, 22):
        clock.set(2026, 11, 24, hour, 0)
        assert bool(five_minutes(clock)) == (demo and hour == 5), "and still one a day"
    clock.set(2026, 11, 25, 23, 0)
    write(ada, talk, "And with coffee", "answer", clock.at)
    assert bool(five_minutes(clock)) == demo
