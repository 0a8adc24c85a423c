"""An account from first to last: made, confirmed, used, forgotten, changed, guarded. With the mails that go with it."""

import re
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from allauth.account.models import EmailAddress
from axes.models import AccessAttempt
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from cast import PASSWORD, circle, person, signed_in, work
from iq4d.web.circles.actions import invite
from iq4d.web.circles.models import Circle
from iq4d.web.people import photos
from iq4d.web.people.models import Person

pytestmark = pytest.mark.django_db
HEADINGS = {
    "sign in": {"en": "Sign in", "nl": "Inloggen"},
    "look": {"en": "Look in your mail", "nl": "Kijk in je mail"},
    "confirm": {"en": "Confirm your mail address", "nl": "Bevestig je mailadres"},
}
WORDS = "Why do the quiet ones stay quiet in our online lessons, and what would they say themselves?"


@pytest.fixture
def photo_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "photos"


def browser(language="en", **more) -> Client:
    return Client(headers={"accept-language": language}, **more)


def heading(response) -> str:
    """The one heading of a page."""
    [found] = re.findall(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)
    return unescape(found)


def words_of(response) -> str:
    return unescape(response.content.decode())


def link_in(message) -> str:
    """The path of the first link in a mail."""
    [found, *_] = re.findall(r"https?://[^/\s]+(/\S+)", message.body)
    return found


def sign_up(client: Client, language="en", next_page="", email="dee@example.org", **more):
    data = {"name": "Dee", "email": email, "password1": PASSWORD, "language": language, "next": next_page} | more
    return client.post(reverse("account_signup"), data, follow=True)


def sign_in(client: Client, who: str = "ada@example.org", password: str = PASSWORD, **more):
    return client.post(reverse("account_login"), {"login": who, "password": password, **more}, follow=True)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# Making an account


@pytest.mark.parametrize("language", ["en", "nl"])
def test_dee_makes_an_account_and_confirms_her_address(language):
    dee = browser(language)

    page = sign_up(dee, language)

    assert heading(page) == HEADINGS["look"][language]
    assert not is_in(dee)
    [letter] = mail.outbox
    assert letter.to == ["dee@example.org"]
    assert letter.subject == HEADINGS["confirm"][language]
    assert ("Hello Dee," if language == "en" else "Hallo Dee,") in letter.body

    asked = dee.get(link_in(letter))
    assert heading(asked) == HEADINGS["confirm"][language]
    assert not EmailAddress.objects.get(email="dee@example.org").verified, "opening a link confirms nothing"

    there = dee.post(link_in(letter), follow=True)
    assert EmailAddress.objects.get(email="dee@example.org").verified
    assert is_in(dee)
    assert there.request["PATH_INFO"] == reverse("home")
    assert Person.objects.get(email="dee@example.org").language == language


def test_the_sign_up_form_asks_name_address_password_language_in_that_order():
    page = words_of(browser().get(reverse("account_signup")))
    asked = [page.index(f'name="{field}"', page.index("main--") if "main--" in page else page.index("<h1>"))
             for field in ("name", "email", "password1", "language")]  # fmt: skip
    assert asked == sorted(asked)
    assert 'autocomplete="name"' in page
    assert 'autocomplete="email"' in page
    assert 'autocomplete="new-password"' in page
    assert "password2" not in page


def test_a_weak_password_is_refused_in_plain_words_and_the_rest_stays():
    page = sign_up(browser(), password1="kort")
    assert "This password is shorter than 10 characters. Make it longer." in words_of(page)
    assert 'value="dee@example.org"' in words_of(page)
    assert not Person.objects.exists()

    page = sign_up(browser("nl"), password1="password12")
    assert "Veel mensen gebruiken dit wachtwoord" in words_of(page)
    page = sign_up(browser(), password1="dee@example.org")
    assert "too much like your mail address" in words_of(page)


def test_who_has_an_account_already_is_told_by_mail_and_nobody_else_is():
    person("Ada", "nl")
    stranger = browser()

    page = sign_up(stranger, email="ada@example.org")

    assert heading(page) == HEADINGS["look"]["en"], "the page says what it says to a newcomer"
    assert Person.objects.count() == 1
    [letter] = mail.outbox
    assert letter.subject == "Je hebt al een account"
    assert "Hallo Ada," in letter.body


def test_a_wrong_address_at_sign_up_can_be_mended():
    dee = browser()
    page = sign_up(dee, email="dee@exmaple.org")
    assert "dee@exmaple.org" in words_of(page), "so that she sees the slip"
    assert "Start again with another one" in words_of(page)

    sign_up(dee)
    assert mail.outbox[-1].to == ["dee@example.org"]
    dee.post(link_in(mail.outbox[-1]), follow=True)
    assert is_in(dee)


def test_a_person_with_odd_characters_in_the_name_reads_it_unharmed():
    sign_up(browser(), name="Zoë <b>O'Neill</b> & co")
    assert "Hello Zoë <b>O'Neill</b> & co," in mail.outbox[0].body


# An invitation survives it all


@pytest.fixture
def invited():
    ada = person("Ada")
    invite(person=ada, circle=circle(ada), email="dee@example.org", role="member", now=timezone.now())
    assert work()
    return link_in(mail.outbox[-1])


def test_an_invitation_survives_sign_up_and_confirmation(invited):
    dee = browser()
    ask = words_of(dee.get(invited))
    assert f"{reverse('account_signup')}?next={invited}" in ask

    assert "your invitation came to" in words_of(dee.get(f"{reverse('account_signup')}?next={invited}"))
    sign_up(dee, next_page=invited)
    there = dee.post(link_in(mail.outbox[-1]), follow=True)

    assert there.request["PATH_INFO"] == invited
    assert heading(there) == "Wednesday circle"


def test_a_link_opened_in_another_browser_leads_to_sign_in_and_home_shows_the_invitation(invited):
    sign_up(browser(), next_page=invited)
    telephone = browser()

    page = telephone.post(link_in(mail.outbox[-1]), follow=True)
    assert heading(page) == "Sign in", "a link alone lets nobody in"
    assert not is_in(telephone)

    home = sign_in(telephone, "dee@example.org")
    assert home.request["PATH_INFO"] == reverse("home")
    assert "Ada invites you to Wednesday circle" in words_of(home)


def test_an_invitation_survives_signing_in(invited):
    person("Dee")
    dee = browser()
    page = dee.get(f"{reverse('account_login')}?next={invited}")
    assert "Then you go on to your invitation." in words_of(page)
    assert f"{reverse('account_signup')}?next=" in words_of(page)
    assert sign_in(dee, "dee@example.org", next=invited).request["PATH_INFO"] == invited


def test_a_sign_in_page_never_sends_anybody_to_another_site():
    person("Ada")
    ada = browser()
    there = sign_in(ada, next="https://elsewhere.example/")
    assert there.request["PATH_INFO"] == reverse("home")
    assert is_in(ada)


# Signing in, wrong passwords


def test_a_wrong_password_is_said_in_a_sentence_and_says_nothing_about_who_exists():
    person("Ada")
    wrong, unknown = sign_in(browser(), password="something else"), sign_in(browser(), "nobody@example.org")
    for page in (wrong, unknown):
        assert page.status_code == 200
        assert "This mail address and password do not belong together. Try again." in words_of(page)
        assert 'role="alert"' in words_of(page)
        assert PASSWORD not in words_of(page)
    assert 'autocomplete="current-password"' in words_of(wrong)
    assert 'autocomplete="username"' in words_of(wrong)


@pytest.mark.parametrize(("language", "title"), [("en", "Wait half an hour"), ("nl", "Wacht een half uur")])
def test_eight_wrong_passwords_lock_this_address_for_half_an_hour(language, title):
    person("Ada")
    person("Bob")
    guesser = browser(language)
    for _ in range(7):
        assert sign_in(guesser, password="guess").status_code == 200

    locked = sign_in(guesser, password="guess")
    assert locked.status_code == 429
    assert heading(locked) == title
    assert "8" in words_of(locked)
    assert heading(sign_in(guesser)) == title, "the right password does not help now"
    assert sign_in(browser(), "bob@example.org").request["PATH_INFO"] == reverse("home"), "Bob is not concerned"

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=31))
    assert sign_in(guesser).status_code == 200
    assert is_in(guesser)


def test_signing_in_well_forgets_the_wrong_passwords_before():
    person("Ada")
    ada = browser()
    for _ in range(3):
        for _ in range(5):
            sign_in(ada, password="guess")
        sign_in(ada)
        assert is_in(ada)
        ada.post(reverse("account_logout"))
    assert not AccessAttempt.objects.exists()


def test_no_password_is_written_down():
    person("Ada")
    sign_in(browser(), password="nearly-the-right-one")
    assert "nearly-the-right-one" not in str(AccessAttempt.objects.values().get())


def test_many_addresses_tried_from_one_place_are_slowed_down():
    for n in range(30):
        sign_in(browser(), f"somebody{n}@example.org")
    page = sign_in(browser(), "ada@example.org")
    assert page.status_code == 429
    assert heading(page) == "Wait a minute"


def test_a_closed_account_gets_a_plain_page():
    ada = person("Ada")
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert heading(sign_in(browser())) == "This account is closed"


# A forgotten password


@pytest.mark.parametrize("language", ["en", "nl"])
def test_ada_forgot_her_password_and_chooses_a_new_one(language):
    person("Ada", language)
    ada = browser(language)
    for _ in range(8):
        sign_in(ada, password="guess")  # locked out, too

    page = ada.post(reverse("account_reset_password"), {"email": "ada@example.org"}, follow=True)
    assert heading(page) == HEADINGS["look"][language]
    [letter] = mail.outbox
    assert letter.subject == {"en": "Choose a new password", "nl": "Kies een nieuw wachtwoord"}[language]

    form = ada.get(link_in(letter), follow=True)
    done = ada.post(form.request["PATH_INFO"], {"password1": "a-better-password"}, follow=True)
    assert heading(done) == {"en": "Your password is new", "nl": "Je wachtwoord is nieuw"}[language]
    assert "Ada," in mail.outbox[-1].body
    assert mail.outbox[-1].subject == heading(done)

    assert sign_in(ada, password="a-better-password").status_code == 200
    assert is_in(ada), "who proved the mailbox need not wait out the lock"
    again = browser(language).get(link_in(letter), follow=True)
    assert heading(again) == {"en": "This link no longer works", "nl": "Deze link werkt niet meer"}[language]


def test_asking_for_a_reset_does_not_tell_whether_an_account_exists():
    person("Ada")
    answers = []
    for email in ("ada@example.org", "nobody@example.org"):
        page = browser().post(reverse("account_reset_password"), {"email": email}, follow=True)
        answers.append((page.status_code, page.redirect_chain, re.sub(r'value="[^"]{64}"', "", words_of(page))))
    assert answers[0] == answers[1]
    assert [letter.subject for letter in mail.outbox] == [
        "Choose a new password",
        "There is no account with this address",
    ]


def test_a_mail_to_a_stranger_does_not_name_who_asked():
    signed_in(person("Ada")).post(reverse("account_reset_password"), {"email": "nobody@example.org"})
    assert "Ada" not in mail.outbox[0].body
    assert "Hello," in mail.outbox[0].body


# Changing things


def test_bob_changes_his_password_and_is_told():
    person("Bob", "nl")
    bob = browser("en")
    sign_in(bob, "bob@example.org")
    change = reverse("account_change_password")

    refused = bob.post(change, {"oldpassword": "no idea", "password1": "a-better-password"})
    assert "Dit is niet je huidige wachtwoord. Probeer het opnieuw." in words_of(refused)
    there = bob.post(change, {"oldpassword": PASSWORD, "password1": "a-better-password"}, follow=True)

    assert there.request["PATH_INFO"] == reverse("profile")
    assert is_in(bob), "he stays signed in"
    assert mail.outbox[-1].subject == "Je wachtwoord is veranderd"
    assert sign_in(browser(), "bob@example.org", "a-better-password").request["PATH_INFO"] == reverse("home")


def test_ada_moves_to_another_mail_address():
    ada = person("Ada")
    client = browser()
    sign_in(client)
    address = reverse("account_email")

    asked = client.post(address, {"action_add": "1", "email": "ada@home.example"}, follow=True)
    assert heading(asked) == "Is it you?", "an open screen is not enough to take over an account"
    assert not mail.outbox
    page = client.post(f"{asked.request['PATH_INFO']}?{asked.request['QUERY_STRING']}",
                       {"password": PASSWORD, "next": address}, follow=True)  # fmt: skip

    assert heading(page) == "Mail address"
    assert "ada@home.example" in words_of(page)
    ada.refresh_from_db()
    assert ada.email == "ada@example.org", "nothing changes before the link is opened"
    [letter] = mail.outbox
    assert letter.to == ["ada@home.example"]
    client.get(link_in(letter))
    ada.refresh_from_db()
    assert ada.email == "ada@example.org"

    client.post(link_in(letter), follow=True)
    ada.refresh_from_db()
    assert ada.email == "ada@home.example"
    assert mail.outbox[-1].to == ["ada@example.org"], "the old address hears of it"
    assert mail.outbox[-1].subject == "Your mail address was changed"
    assert "Hello Ada," in mail.outbox[-1].body
    assert sign_in(browser(), "ada@home.example").request["PATH_INFO"] == reverse("home")


def test_ada_thinks_better_of_it():
    ada = person("Ada")
    client = browser()
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "1", "email": "ada@home.example"})

    page = client.post(reverse("account_email"), {"action_remove": "1", "email": "ada@home.example"}, follow=True)

    assert "ada@home.example is removed." in words_of(page)
    assert [address.email for address in EmailAddress.objects.filter(user=ada)] == ["ada@example.org"]
    gone = client.get(link_in(mail.outbox[0]))
    assert heading(gone) == "This link no longer works"


def test_ada_cannot_take_over_the_address_of_bob():
    ada, bob = person("Ada"), person("Bob")
    client = browser()
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})

    page = client.post(reverse("account_email"), {"action_add": "1", "email": bob.email}, follow=True)
    assert "already" not in words_of(page), "nor learn here that he has an account"
    asked = browser().get(link_in(mail.outbox[-1]))
    assert heading(asked) == "This address belongs to another account"
    browser().post(link_in(mail.outbox[-1]))

    assert not EmailAddress.objects.get(user=ada, email=bob.email).verified
    assert sign_in(browser(), bob.email).context["user"] == bob


def test_signing_out_asks_first_and_says_so():
    ada = signed_in(person("Ada"))
    assert heading(ada.get(reverse("account_logout"))) == "Sign out?"
    assert is_in(ada), "a GET signs nobody out"
    page = ada.post(reverse("account_logout"), follow=True)
    assert not is_in(ada)
    assert "You are signed out." in words_of(page)


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "account_reauthenticate", "account_logout"],
)
def test_every_page_of_an_account_has_one_heading_and_asks_a_guest_to_sign_in(name, language):
    assert heading(signed_in(person("Ada", language)).get(reverse(name)))
    guest = browser(language).get(reverse(name), follow=True)
    assert guest.status_code == 200
    if name != "account_logout":
        assert heading(guest) == HEADINGS["sign in"][language]


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_email_verification_sent",
        "account_inactive",
    ],
)
def test_every_page_on_the_way_in_has_one_heading_in_both_languages(name):
    headings = {heading(browser(language).get(reverse(name))) for language in ("en", "nl")}
    assert len(headings) == 2


def test_an_account_without_a_password_can_choose_one():
    ada = person("Ada")
    ada.set_unusable_password()
    ada.save()
    client = signed_in(ada)
    assert heading(client.get(reverse("account_change_password"), follow=True)) == "Choose a password"
    client.post(reverse("account_set_password"), {"password1": "a-better-password"})
    assert mail.outbox[-1].subject == "Your account has a password"
    assert sign_in(browser(), password="a-better-password").request["PATH_INFO"] == reverse("home")


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
    ada.force_login(person("Ada"), backend="allauth.account.auth_backends.AuthenticationBackend")
    form = {"name": "Quiet lessons", "about": WORDS, "language": "en", "once": "key", "csrfmiddlewaretoken": "x" * 64}

    page = ada.post(reverse("circle_new"), form, follow=True)
    assert heading(page) == "Your text is still here"
    assert not Circle.objects.exists()

    again = kept_form(page)
    assert again["csrfmiddlewaretoken"] != "x" * 64
    assert heading(ada.post(reverse("circle_new"), again, follow=True)) == "Quiet lessons"


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
    return {"name": "Ada", "language": "en", "theme": "auto"} | more


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


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (lambda: SimpleUploadedFile("me.png", b"<script>alert(1)</script>"), "This is not a picture we can read."),
        (lambda: SimpleUploadedFile("me.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "This is not a picture"),
        (truncated, "This is not a picture we can read."),
        (lambda: picture(size=(9000, 9000)), "This picture has too many pixels."),
        (lambda: picture(size=(20000, 20000), kind="GIF"), "This picture has too many pixels."),
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
