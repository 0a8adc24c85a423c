"""What somebody wrote is not lost, and a profile shows what its person wants."""

import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageFile

from cast import PASSWORD, circle, person, signed_in
from iq4d.web.circles.models import Circle
from iq4d.web.people import photos
from iq4d.web.people.models import Person
from iq4d.web.people.signed_in import BACKEND
from iq4d.web.ui.kept import words_in
from web.people.account_browser import browser, heading, sign_in, words_of

pytestmark = pytest.mark.django_db
WORDS = "Why do the quiet ones stay quiet in our online lessons, and what would they say themselves?"


@pytest.fixture
def photo_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "photos"


# Nothing written is lost


def kept_form(page) -> dict[str, str]:
    """The fields of the form that sends a kept text again."""
    html = words_of(page)
    form = html[html.index('<form class="form"') : html.index("</form>", html.index('<form class="form"'))]
    lines = dict(re.findall(r'<input [^>]*name="([^"]+)" value="([^"]*)"', form))
    return lines | dict(re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\s*(.*?)</textarea>', form, re.DOTALL))


def test_ada_is_signed_out_while_writing_and_her_words_wait_for_her():
    person("Ada")
    ada = browser()
    form = {"name": "Quiet lessons", "about": WORDS, "language": "en", "once": "a-key-of-its-own"}

    asked = ada.post(reverse("circle_new"), form, follow=True)
    assert heading(asked) == "Sign in"
    assert "Your text is still here" in words_of(asked)

    back = sign_in(ada, next=asked.redirect_chain[-1][0].split("next=")[1])
    assert heading(back) == "Your text is still here"
    again = kept_form(back)
    assert again["about"] == WORDS
    assert again["name"] == "Quiet lessons"

    there = ada.post(reverse("circle_new"), again, follow=True)
    assert heading(there) == "Quiet lessons"
    ada.post(reverse("circle_new"), again)
    assert Circle.objects.get().about == WORDS, "sent twice, made once"
    assert ada.get(back.request["PATH_INFO"]).status_code == 404, "what arrived is no longer kept"


def test_a_stale_token_costs_no_words():
    ada = browser(enforce_csrf_checks=True)
    ada.force_login(person("Ada"), backend=BACKEND)
    form = {"name": "Quiet lessons", "about": WORDS, "language": "en", "once": "key", "csrfmiddlewaretoken": "x" * 64}

    page = ada.post(reverse("circle_new"), form, follow=True)
    assert heading(page) == "Your text is still here"
    assert not Circle.objects.exists()

    again = kept_form(page)
    assert again["csrfmiddlewaretoken"] != "x" * 64
    assert heading(ada.post(reverse("circle_new"), again, follow=True)) == "Quiet lessons"


def test_what_a_circle_is_about_is_words_and_the_number_of_a_contribution_is_not():
    words = [("about", WORDS), ("name", "Quiet lessons")]
    assert words_in([*words, ("step", "open")]) == words
    assert words_in([("about", "12"), ("source", "Why?"), ("kind", "question")]) == [("source", "Why?")]


def test_a_stale_sign_in_form_is_opened_again_and_keeps_no_secret():
    person("Ada")
    ada = browser(enforce_csrf_checks=True)
    page = sign_in(ada, next="/circles/")
    assert page.status_code == 403
    assert heading(page) == "This form was too old"
    assert PASSWORD not in words_of(page) + str(dict(ada.session))


# The profile


def picture(size=(600, 400), kind="PNG", **more) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return SimpleUploadedFile(f"me.{kind.lower()}", out.getvalue(), content_type=f"image/{kind.lower()}")


def profile(**more) -> dict:
    usual = {"name": "Ada", "language": "en", "theme": "auto", "zone": "Europe/Amsterdam"}
    return usual | {"mails": "daily", "mail_hour": "8"} | more


def test_ada_changes_name_language_and_colours():
    ada = person("Ada")
    client = signed_in(ada)

    page = client.post(reverse("profile"), profile(name="Ada L.", language="nl", theme="dark"), follow=True)

    assert heading(page) == "Je profiel"
    assert 'lang="nl"' in words_of(page)
    assert 'data-theme="dark"' in words_of(page)
    assert "Je profiel is bijgewerkt." in words_of(page)
    ada.refresh_from_db()
    assert (ada.name, ada.language, ada.theme) == ("Ada L.", "nl", "dark")


def test_the_profile_form_starts_with_what_is():
    ada = person("Ada", "nl")
    Person.objects.filter(pk=ada.pk).update(theme="dark")
    form = words_of(signed_in(ada).get(reverse("profile")))
    assert 'value="Ada"' in form
    assert '<option value="nl" selected>' in form
    assert '<option value="dark" selected>' in form


def test_a_photo_keeps_its_pixels_and_nothing_else(photo_folder):
    ada, bob, carla = person("Ada"), person("Bob"), person("Carla")
    circle(ada, bob)
    exif = Image.Exif()
    exif[0x010E] = "taken at home, Elm Street 5"

    signed_in(ada).post(reverse("profile"), profile(photo=picture(exif=exif)))

    ada.refresh_from_db()
    kept = (photo_folder / ada.photo).read_bytes()
    assert b"Elm Street" not in kept
    with Image.open(BytesIO(kept)) as seen:
        assert (seen.format, seen.size) == ("WEBP", (photos.SIDE, photos.SIDE))
        assert not seen.getexif()

    face = reverse("photo", args=[ada.pk])
    for friend in (ada, bob):
        shown = signed_in(friend).get(face)
        assert shown.status_code == 200
        assert shown["Content-Type"] == "image/webp"
        assert b"".join(shown.streaming_content) == kept
    assert signed_in(carla).get(face).status_code == 404
    assert heading(Client().get(face, follow=True)) == "Sign in"


def test_a_new_photo_takes_the_place_of_the_old_one_and_it_can_go(photo_folder, django_capture_on_commit_callbacks):
    ada = person("Ada")
    client = signed_in(ada)
    for colour in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse("profile"), profile(photo=picture(size=(300 + colour, 300))))
    ada.refresh_from_db()
    assert [file.name for file in photo_folder.iterdir()] == [ada.photo]

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("profile"), profile(remove_photo="on"))
    ada.refresh_from_db()
    assert ada.photo == ""
    assert not list(photo_folder.iterdir())


def truncated() -> SimpleUploadedFile:
    whole = picture().read()
    return SimpleUploadedFile("me.png", whole[: len(whole) // 2], content_type="image/png")


def said_to_be(side: int) -> SimpleUploadedFile:
    """A small GIF whose first lines promise a large one: it is refused before anything makes room for that."""
    small = picture(kind="GIF").read()
    return SimpleUploadedFile(
        "me.gif", small[:6] + 2 * side.to_bytes(2, "little") + small[10:], content_type="image/gif"
    )


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (lambda: SimpleUploadedFile("me.png", b"<script>alert(1)</script>"), "This is not a picture we can read."),
        (lambda: SimpleUploadedFile("me.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "This is not a picture"),
        (truncated, "This is not a picture we can read."),
        (lambda: picture(size=(6400, 6400)), "This picture has too many pixels."),
        (lambda: said_to_be(20_000), "This picture has too many pixels."),
        (lambda: SimpleUploadedFile("me.png", b"\x89PNG" + bytes(8_000_000)), "This picture is larger than 8 MB."),
    ],
    ids=["a script", "a drawing with scripts", "half a picture", "too wide", "far too wide", "too heavy"],
)
def test_what_is_no_fair_picture_is_refused_in_a_sentence(photo_folder, upload, said):
    ada = person("Ada")
    page = signed_in(ada).post(reverse("profile"), profile(name="Ada L.", photo=upload()))
    assert page.status_code == 200
    assert said in words_of(page)
    assert 'value="Ada L."' in words_of(page), "the rest of the form stays"
    ada.refresh_from_db()
    assert not ada.photo
    assert not photo_folder.exists()


def test_half_a_picture_is_refused_also_where_a_library_would_have_it(monkeypatch):
    """weasyprint changes this for the whole process in which a PDF was made."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    page = signed_in(person("Ada")).post(reverse("profile"), profile(name="Ada L.", photo=truncated()))
    assert "This is not a picture we can read." in words_of(page)
