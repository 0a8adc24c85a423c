"""Ada chooses three learnings of her year, says a few words of each, and takes them home. They are hers alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

import cast
from iq4d.web.deeds.actions import tell, tell_story
from iq4d.web.deeds.models import Deed
from iq4d.web.harvests import wording
from iq4d.web.harvests.actions import catching
from iq4d.web.harvests.models import Bycatch, Harvest, Learning
from iq4d.web.harvests.paper import paper_of
from iq4d.web.harvests.tasks import forget
from iq4d.web.people.models import Person
from iq4d.web.ui import pdf
from web.harvests.years import IN_YEAR, a_talk, keys, looked, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet")]
LABELS = {"words": "", "intended": "", "from_whom": "", "used_where": "", "shows": ""}


@pytest.fixture
def ada() -> Person:
    return cast.person("Ada")


@pytest.fixture
def phone(ada: Person) -> Client:
    """Ada's phone, after a conversation with Bob, something done and something caught."""
    a_talk(ada, cast.person("Bob"))
    deed = Deed.objects.get()
    tell(person=ada, deed=deed, outcome="done", now=IN_YEAR)
    tell_story(person=ada, deed=deed, story="They talked.", now=IN_YEAR)
    catching.catch(person=ada, words="Silence is not refusal 🌱", from_whom="the corridor", now=IN_YEAR)
    return cast.signed_in(ada)


def choose(phone: Client, *learned: str, of: str = "2026", **more: str) -> str:
    """Where it leads; empty where it was refused."""
    answer = phone.post(reverse("harvest_choose"), {"of": of, "learned": learned, "own": "", **more})
    return answer["Location"] if answer.status_code == 302 else ""


def three(phone: Client) -> Harvest:
    chosen = [*keys("Waiting helps.", "I wait ten seconds."), f"b{Bycatch.objects.get().pk}"]
    assert choose(phone, *chosen)
    return Harvest.objects.get()


def test_three_screens_and_nothing_lost_between_them(phone: Client) -> None:
    harvest = three(phone)
    one, two, last = harvest.learnings.order_by("pk")
    assert [(row.source, row.intended, row.from_whom) for row in (one, two, last)] == [
        ("takeaway", True, "Bob"), ("deed", None, ""), ("bycatch", False, "the corridor"),
    ]  # fmt: skip
    assert two.shows == "They talked.", "what came of a deed shows it"
    page = phone.get(one.get_absolute_url()).content.decode()
    assert "Learning 1 of 3" in page
    said = {
        "words": "Waiting helps me ask.",
        "intended": "yes",
        "from_whom": "Bob",
        "used_where": "On Monday",
        "shows": "",
    }
    assert phone.post(one.get_absolute_url(), said | {"then": "on"})["Location"] == two.get_absolute_url()
    said = LABELS | {"words": "I wait.", "intended": "no", "then": "back"}
    assert phone.post(two.get_absolute_url(), said)["Location"] == one.get_absolute_url()
    two.refresh_from_db()
    assert (two.words, two.intended) == ("I wait.", False), "also the way back keeps what was filled in"
    assert phone.post(last.get_absolute_url(), LABELS | {"words": "Silence."})["Location"] == harvest.get_absolute_url()
    page = phone.get(harvest.get_absolute_url()).content.decode()
    for words in ("Waiting helps me ask.", "On Monday", "I wait.", "Silence.", "only if you send it"):
        assert words in page
    assert "Harvest of" in looked(phone)


def test_more_than_three_or_nothing_comes_back_as_it_was_chosen(phone: Client, ada: Person) -> None:
    for n in range(3):
        catching.catch(person=ada, words=f"Number {n}", now=IN_YEAR)
    learned = [*keys("Waiting helps."), *(f"b{pk}" for pk in Bycatch.objects.values_list("pk", flat=True))]
    form = {"of": "2026", "learned": learned, "own": "and my own"}
    page = phone.post(reverse("harvest_choose"), form).content.decode()
    assert "At most 3 fit in a harvest." in page
    assert page.count(" checked>") == 5
    assert "and my own" in page
    assert page.count('id="learned-b') == 4, "what was chosen stands there once"
    page = phone.post(reverse("harvest_choose"), {"of": "2026", "own": " "}).content.decode()
    assert "Choose at least one" in page
    assert not Harvest.objects.exists()


def test_words_of_ones_own_in_an_empty_year(phone: Client) -> None:
    assert choose(phone, of="2025", own="To listen without nodding.")
    harvest = Harvest.objects.get()
    assert (harvest.of.name, harvest.learnings.get().source) == ("2025", "own")


def test_a_double_press_is_one_harvest(phone: Client) -> None:
    places = {choose(phone, *keys("Waiting helps."), once="x") for _n in range(2)}
    assert len(places) == 1
    assert Harvest.objects.count() == 1


def test_nobody_chooses_the_words_of_others(phone: Client, ada: Person) -> None:
    """Bob's takeaway, a by-catch of his and nonsense: nothing of it comes into Ada's harvest. Control: her own does."""
    bob = Person.objects.get(name="Bob")
    his = catching.catch(person=bob, words="Bob's own", now=IN_YEAR)
    nonsense = ["", "b", "c", "x1", "c-1", "b9999999999999999999", "c99", "b१"]
    assert not choose(phone, *keys("Ada asks without pushing."), f"b{his.pk}", *nonsense)
    assert choose(phone, *keys("Waiting helps."), f"b{his.pk}", *nonsense)
    assert [one.words for one in Learning.objects.all()] == ["Waiting helps."]


def test_one_more_later_but_never_four(phone: Client) -> None:
    harvest = three(phone)
    first = harvest.learnings.order_by("pk").first()
    phone.post(reverse("learning_away", args=[harvest.pk, first.pk]))
    page = phone.get(harvest.get_absolute_url()).content.decode()
    assert "Choose one more" in page
    assert "Left out" in page
    assert "Back to your harvest" in looked(phone, into=str(harvest.pk))
    where = choose(phone, into=str(harvest.pk), own="Another")
    assert where == Learning.objects.get(words="Another").get_absolute_url()
    assert phone.post(reverse("learning_back", args=[harvest.pk, first.pk])).status_code == 403, "three stand there"
    phone.post(reverse("learning_away", args=[harvest.pk, Learning.objects.get(words="Another").pk]))
    assert choose(phone, *keys("Waiting helps."), into=str(harvest.pk)), "chosen again it is the same one"
    first.refresh_from_db()
    assert first.removed_at is None
    assert harvest.learnings.count() == 4
    assert not choose(phone, into=str(harvest.pk), own="A fourth")


def test_what_was_left_out_goes_after_two_weeks(phone: Client) -> None:
    harvest, now = three(phone), timezone.now()
    old, lately, _stays = harvest.learnings.order_by("pk")
    Learning.objects.filter(pk=old.pk).update(removed_at=now - timedelta(days=15))
    Learning.objects.filter(pk=lately.pk).update(removed_at=now - timedelta(days=13))
    forget(now)
    assert harvest.learnings.count() == 2


def test_it_stays_as_it_was_chosen(phone: Client, ada: Person) -> None:
    """What is changed or taken back later where it came from does not change the harvest."""
    three(phone)
    catching.take_back(person=ada, bycatch=Bycatch.objects.get(), now=timezone.now() - timedelta(days=20))
    forget(timezone.now())
    assert not Bycatch.objects.exists()
    learning = Learning.objects.get(source="bycatch")
    assert (learning.words, learning.bycatch) == ("Silence is not refusal 🌱", None)


def test_plain_text_to_copy(phone: Client, ada: Person) -> None:
    harvest = three(phone)
    text = wording.as_text("Ada", harvest.of, harvest.learnings.order_by("pk"))
    assert text == (
        "Year harvest 2026\nAda\n\n"
        "1. Waiting helps.\n(learned on purpose)\nFrom whom, or where: Bob\n\n"
        "2. I wait ten seconds.\nWhat shows it: They talked.\n\n"
        "3. Silence is not refusal 🌱\n(by-catch)\nFrom whom, or where: the corridor\n"
    )
    assert "Silence is not refusal 🌱\n(by-catch)" in phone.get(harvest.get_absolute_url()).content.decode()


def test_a_pdf_of_ones_own(phone: Client) -> None:
    pytest.importorskip("weasyprint", reason="the extra pdf is not installed", exc_type=(ImportError, OSError))
    harvest = three(phone)
    page, file = (reverse(name, args=[harvest.pk]) for name in ("harvest_pdf", "harvest_file"))
    assert phone.get(file).status_code == 404
    phone.post(page)
    phone.post(page)
    assert len(recorded("harvests.pdf-asked")) == 1, "what is on its way is not asked twice"
    assert 'http-equiv="refresh"' in phone.get(page).content.decode()
    cast.work()
    assert "Download the PDF" in phone.get(page).content.decode()
    answer = phone.get(file)
    assert answer["Content-Type"] == "application/pdf"
    assert 'filename="harvest-2026.pdf"' in answer["Content-Disposition"]
    assert answer.content.startswith(b"%PDF-")
    one = harvest.learnings.first()
    phone.post(one.get_absolute_url(), LABELS | {"words": "Other words"})
    assert phone.get(file).status_code == 404, "a PDF of other words is no longer this harvest's"
    phone.post(page)
    cast.work()
    forget(timezone.now() + timedelta(days=2))
    assert phone.get(file).status_code == 404


def test_words_on_paper_are_words(phone: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mark-up in a learning stays what was typed; without weasyprint the page says what to do."""
    harvest = three(phone)
    Learning.objects.update(words="<img src=x onerror=alert(1)>")
    html, css = paper_of(harvest, "nl", timezone.now())
    assert "<img" not in html
    assert "&lt;img" in html
    assert "Jaaroogst 2026" in html
    assert "@page" in css

    def not_there() -> None:
        raise pdf.NoPdf

    monkeypatch.setattr(pdf, "_weasyprint", not_there)
    page = reverse("harvest_pdf", args=[harvest.pk])
    phone.post(page)
    cast.work()
    assert "This site makes no PDF" in phone.get(page).content.decode()


def test_deleted_for_good(phone: Client) -> None:
    harvest = three(phone)
    page = reverse("harvest_delete", args=[harvest.pk])
    assert "Delete it for good" in phone.get(page).content.decode()
    assert Harvest.objects.exists(), "asked first"
    assert phone.post(page)["Location"].endswith("?of=2026")
    assert not Harvest.objects.exists()
    assert not Learning.objects.exists()
    assert Bycatch.objects.exists()
    assert "Waiting helps." in looked(phone)


def test_bob_opens_none_of_it(phone: Client) -> None:
    """Not in their common circle, by no address, into no harvest. Control: Ada does."""
    harvest = three(phone)
    bob = cast.signed_in(Person.objects.get(name="Bob"))
    learning = harvest.learnings.first()
    for name in ("harvest_kept", "harvest_ask", "harvest_pdf", "harvest_file", "harvest_delete"):
        address = reverse(name, args=[harvest.pk])
        assert (bob.get(address).status_code, bob.post(address).status_code) == (404, 404)
    for name in ("learning", "learning_away", "learning_back"):
        assert bob.post(reverse(name, args=[harvest.pk, learning.pk]), {"words": "x"}).status_code == 404
    assert bob.get(reverse("own_period"), {"into": harvest.pk}).status_code == 404
    assert not choose(bob, own="Mine", into=str(harvest.pk))
    assert "Harvest of" not in looked(bob)
    assert phone.get(harvest.get_absolute_url()).status_code == 200
    other = phone.post(reverse("harvest_choose"), {"of": "2026", "own": "Another one"})["Location"]
    mixed = reverse("learning", args=[harvest.pk, Learning.objects.get(words="Another one").pk])
    assert other != mixed
    assert phone.get(mixed).status_code == 404, "a learning stands in its own harvest only"
