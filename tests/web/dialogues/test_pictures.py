"""A picture beside the words: without its place, for who reads them, and gone when who is in it would rather not."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.utils import timezone
from PIL import Image

import cast
from iq4d.methods import Method
from iq4d.web.circles.models import Circle
from iq4d.web.dialogues import pictures, tasks
from iq4d.web.dialogues.actions import moving, writing
from iq4d.web.dialogues.models import Contribution, Dialogue, Draft
from iq4d.web.dialogues.standing import bare_state
from iq4d.web.journal.models import Entry
from iq4d.web.notices.letter import letter_for
from iq4d.web.notices.models import Notice
from iq4d.web.people.models import Person
from methods.every_feature import more
from web.dialogues.any_method import held, only
from web.dialogues.playing import page, words_of, write

pytestmark = pytest.mark.django_db
People = dict[str, Person]
PLACE = "Waverley canary 52.0907"


@pytest.fixture(autouse=True)
def media(tmp_path: Path, settings: object) -> None:
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def people() -> People:
    return {name: cast.person(name) for name in ("Ada", "Bob", "Dee", "Eve", "Carla")}


@pytest.fixture
def circle(people: People) -> Circle:
    return cast.circle(*(one for name, one in people.items() if name != "Carla"))


def hunting(*, photo: bool = True, consent: bool = True, seen: str = "all") -> Method:
    made = only(more(), "cases")
    first = replace(made.phase("cases"), photo=photo, consent=consent, visibility=seen)
    return replace(made, phases=(first, *made.phases[1:]), room="closed")


def hunt(people: People, circle: Circle, **how: object) -> Dialogue:
    method = hunting(**how)  # type: ignore[arg-type]
    return held(method, people["Bob"], circle, people["Dee"], people["Eve"], facilitator=people["Ada"])


def snap(size: tuple[int, int] = (3000, 2000), name: str = "snap.jpg") -> SimpleUploadedFile:
    """A photo of a phone that knows where it was taken."""
    out, exif = BytesIO(), Image.Exif()
    exif[0x010E] = PLACE
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", size, "teal").save(out, "JPEG", exif=exif)
    assert PLACE.encode() in out.getvalue(), "the control: it says where"
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def post(who: Person, talk: Dialogue, words: str = "Here Jo learned", **more: object) -> HttpResponse:
    given = {"consent": "yes", "picture": snap()} | more
    return write(cast.signed_in(who), talk, words, "case", "cases", **{k: v for k, v in given.items() if v is not None})


def picture_of(row: Contribution, who: Person) -> int:
    return cast.signed_in(who).get(f"/dialogues/{row.dialogue.key}/c/{row.number}/picture/").status_code


def test_it_is_asked_only_where_the_step_says_so(people: People, circle: Circle) -> None:
    html = page(cast.signed_in(people["Dee"]), hunt(people, circle))
    assert re.search(r'<input type="file"[^>]*name="picture"[^>]*accept="image/\*"', html)
    assert "capture" not in html  # a photo taken before is as welcome: the phone lets choose
    assert 'enctype="multipart/form-data"' in html
    assert html.count('name="consent"') == 2
    plainly = page(cast.signed_in(people["Dee"]), hunt(people, circle, photo=False, consent=False))
    assert 'name="picture"' not in plainly
    assert 'name="consent"' not in plainly


def test_it_stands_with_its_words_as_alt_and_without_its_place(people: People, circle: Circle) -> None:
    talk = hunt(people, circle)
    assert post(people["Dee"], talk, 'Here "Jo" learned').status_code == 302
    row = Contribution.objects.get()
    html = page(cast.signed_in(people["Eve"]), talk)
    assert f'/c/{row.number}/picture/" alt="Here &quot;Jo&quot; learned"' in html
    assert "who is in it said yes" in words_of(html)
    told = cast.signed_in(people["Eve"]).get(f"/dialogues/{talk.key}/c/{row.number}/picture/")
    kept = b"".join(told.streaming_content)  # type: ignore[attr-defined]
    assert told["Content-Type"] == "image/webp"
    assert "no-store" in told["Cache-Control"]
    assert b"Waverley" not in kept
    with Image.open(BytesIO(kept)) as picture:
        assert max(picture.size) == pictures.SIDE
        assert not dict(picture.getexif())


@pytest.mark.parametrize("bad", ["half", "words", "bomb", "heavy"])
def test_what_is_no_sound_picture_is_refused_and_the_words_stay(people: People, circle: Circle, bad: str) -> None:
    talk, whole = hunt(people, circle), snap().read()
    given = {"half": whole[: len(whole) // 2], "words": b"<svg onload=alert(1)>", "heavy": b"x" * 8_000_001}
    if bad == "bomb":
        out = BytesIO()
        Image.new("1", (10_000, 5_000)).save(out, "PNG")
        given["bomb"] = out.getvalue()
    answer = post(people["Dee"], talk, "Words that stay", picture=SimpleUploadedFile("x.jpg", given[bad], "image/jpeg"))
    html = answer.content.decode()
    assert not Contribution.objects.exists()
    assert "Words that stay" in html
    assert "Choose the photo again" in html
    assert Draft.objects.get().source == "Words that stay"
    assert not list(pictures.folder().glob("*"))


def test_without_a_word_on_consent_nothing_is_posted_and_nothing_lost(people: People, circle: Circle) -> None:
    talk = hunt(people, circle)
    answer = post(people["Dee"], talk, "Who is that?", consent="")
    html = words_of(answer.content.decode())
    assert not Contribution.objects.exists()
    assert "Say first whether somebody can be recognised in it" in html
    assert "Choose the photo again" in html
    assert "Who is that?" in answer.content.decode()
    assert post(people["Dee"], talk, "Who is that?", consent="nobody").status_code == 302
    assert Contribution.objects.get().consent == "nobody"


def test_a_step_without_photos_takes_none_also_by_hand(people: People, circle: Circle) -> None:
    talk = hunt(people, circle, photo=False, consent=False)
    assert post(people["Dee"], talk).status_code == 302
    row = Contribution.objects.get()
    assert (row.picture, row.consent) == ("", "")
    assert not list(Path(settings.MEDIA_ROOT).rglob("*.webp"))


def test_who_reads_the_words_sees_it_and_nobody_else(people: People, circle: Circle) -> None:
    talk = hunt(people, circle, seen="own")
    post(people["Dee"], talk)
    row = Contribution.objects.get()
    seen = {name: picture_of(row, one) for name, one in people.items()}
    assert seen == {"Ada": 404, "Bob": 404, "Dee": 200, "Eve": 404, "Carla": 404}, "private until the reveal"
    state = bare_state(Dialogue.objects.select_related("standing").get(pk=talk.pk).standing)
    version = state.step("cases").version
    moving.make_move(
        person=people["Ada"], dialogue=talk, kind="close", step="cases", version=version, now=timezone.now()
    )
    seen = {name: picture_of(row, one) for name, one in people.items()}
    assert seen == {"Ada": 200, "Bob": 200, "Dee": 200, "Eve": 200, "Carla": 404}


def test_it_goes_with_its_words(people: People, circle: Circle) -> None:
    talk = hunt(people, circle)
    post(people["Dee"], talk)
    row = Contribution.objects.get()
    writing.set_hidden(
        person=people["Ada"], dialogue=talk, number=row.number, why="No", hidden=True, now=timezone.now()
    )
    assert picture_of(row, people["Eve"]) == 404
    writing.set_hidden(person=people["Ada"], dialogue=talk, number=row.number, why="", hidden=False, now=timezone.now())
    assert picture_of(row, people["Eve"]) == 200
    writing.take_back(person=people["Dee"], dialogue=talk, number=row.number, now=timezone.now())
    assert [picture_of(row, people[name]) for name in ("Ada", "Dee", "Eve")] == [404, 404, 404]
    assert list(pictures.folder().glob("*.webp")), "it can be undone"
    tasks.forget(timezone.now() + timedelta(days=15))
    assert not list(pictures.folder().glob("*.webp"))


def test_what_belongs_to_nobody_goes_and_the_rest_stays(people: People, circle: Circle) -> None:
    talk = hunt(people, circle)
    post(people["Dee"], talk)
    lost = pictures.stored(b"RIFF of nobody")
    later = timezone.now() + timedelta(hours=2)
    assert pictures.forget_those_of_nobody(timezone.now()) == 0, "its words may be on their way"
    assert pictures.forget_those_of_nobody(later) == 1
    assert not (pictures.folder() / lost).exists()
    talk.delete()
    assert pictures.forget_those_of_nobody(later) == 1


def test_who_is_in_it_and_would_rather_not(people: People, circle: Circle) -> None:
    talk = hunt(people, circle)
    post(people["Dee"], talk)
    row = Contribution.objects.get()
    eve, address = cast.signed_in(people["Eve"]), f"/dialogues/{talk.key}/c/{row.number}/rather-not/"
    assert address in page(eve, talk)
    assert address not in page(cast.signed_in(people["Dee"]), talk), "who took it takes it back"
    assert cast.signed_in(people["Carla"]).post(address).status_code == 404
    assert eve.get(address).status_code == 200
    assert eve.post(address).status_code == 302
    row.refresh_from_db()
    assert row.hidden
    assert picture_of(row, people["Eve"]) == 404
    for name in ("Dee", "Ada"):
        told = words_of(page(cast.signed_in(people[name]), talk))
        assert "Somebody who is in this picture would rather not be." in told
        assert "Eve would" not in told
    assert eve.post(address).status_code == 404, "twice is once"
    cast.work()
    heard = Notice.objects.filter(kind="photo").values_list("person__name", flat=True)
    assert sorted(heard) == ["Ada", "Bob", "Dee"], "who leads, the owner and who posted it"
    letter = letter_for(people["Dee"], Notice.objects.filter(person=people["Dee"]), timezone.now())
    assert letter.closed, "of a closed room only that there is something"
    assert not Entry.objects.filter(verb="dialogues.hidden").exclude(actor=None).exists()


def test_of_words_alone_only_the_facilitator_takes_away(people: People, circle: Circle) -> None:
    talk = hunt(people, circle)
    post(people["Dee"], talk, picture=None)
    row = Contribution.objects.get()
    address = f"/dialogues/{talk.key}/c/{row.number}/rather-not/"
    assert address not in page(cast.signed_in(people["Eve"]), talk)
    assert cast.signed_in(people["Eve"]).post(address).status_code == 404


def test_the_same_form_twice_is_one_and_another_photo_another(people: People, circle: Circle) -> None:
    talk = hunt(people, circle)
    for size in ((300, 200), (300, 200), (200, 300)):
        assert post(people["Dee"], talk, picture=snap(size), once="key").status_code == 302
    assert Contribution.objects.count() == 2


def test_shown_again_the_words_come_back_and_the_picture_does_not(people: People, circle: Circle) -> None:
    talk = hunt(people, circle)
    post(people["Dee"], talk)
    row = Contribution.objects.get()
    cast.signed_in(people["Eve"]).post(f"/dialogues/{talk.key}/c/{row.number}/rather-not/")
    cast.signed_in(people["Ada"]).post(f"/dialogues/{talk.key}/c/{row.number}/hide/", {"why": ""})
    row.refresh_from_db()
    assert (row.hidden, row.picture) == (False, "")
    assert row.source in page(cast.signed_in(people["Bob"]), talk)
    assert picture_of(row, people["Ada"]) == 404
