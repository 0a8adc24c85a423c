"""Sent to wear us out, or to make us stumble: large bodies, odd encodings, damaged pictures, many invitations."""

from __future__ import annotations

import io
import resource
from contextlib import suppress
from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

import cast
from iq4d.web.circles import rules
from iq4d.web.circles.actions import accept, give_role, invite, remove
from iq4d.web.circles.models import Circle, Invitation, Membership
from iq4d.web.people import photos
from iq4d.web.people.models import Person
from iq4d.web.ui.middleware import LARGEST_FORM
from iq4d.web.ui.verdicts import Refused


class Untouched:
    """A body that tells when somebody reads it."""

    def __init__(self) -> None:
        self.was_read = False

    def read(self, *size: int) -> bytes:
        self.was_read = True
        return b""

    readline = read


def send(browser: Client, size: int, path: str = "/account/login/") -> tuple[int, bool]:
    """Announce a form with a file of `size` bytes; gives the status, and whether we began to take it in."""
    body = Untouched()
    browser.cookies["csrftoken"] = "a" * 32
    sent = {"CONTENT_LENGTH": str(size), "CONTENT_TYPE": "multipart/form-data; boundary=x", "wsgi.input": body}
    answer = browser.generic("POST", path, **sent)
    return answer.status_code, body.was_read


@pytest.mark.django_db
def test_a_stranger_cannot_fill_the_disk(settings, quiet: None) -> None:
    """Django keeps an upload on disk before any form is asked: a stranger's gigabyte is refused unread."""
    stranger, ada = Client(enforce_csrf_checks=True), cast.signed_in(cast.person("Ada"))
    ada.handler.enforce_csrf_checks = True
    assert send(stranger, LARGEST_FORM + 1) == (413, False)
    assert send(stranger, LARGEST_FORM)[1], "a form of fair size is read"
    assert send(ada, settings.IMPORT_MAX_BYTES)[1], "and the largest export of somebody with an account"
    assert send(ada, 3 * settings.IMPORT_MAX_BYTES) == (413, False)


@pytest.mark.django_db
def test_a_form_in_another_encoding_is_refused_not_stumbled_over(quiet: None) -> None:
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.get(reverse("account_login"))
    kind = "application/x-www-form-urlencoded; charset=utf-7"
    assert browser.generic("POST", reverse("account_login"), b"a=1", content_type=kind).status_code == 400


def jpeg_with_exif() -> bytes:
    told = Image.Exif()
    told[0x0112], told[0x010F] = 6, "a camera"
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG", exif=told)
    return out.getvalue()


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_no_damaged_picture_makes_us_stumble() -> None:
    """Every byte of a picture's first part, one by one, made something else."""
    sound = jpeg_with_exif()
    for place in range(110):
        for wrong in (0, 1, 2, 5, 127, 255):
            broken = bytearray(sound)
            broken[place] = wrong
            with suppress(ValidationError):  # and nothing else
                photos.re_encoded(SimpleUploadedFile("me.jpg", bytes(broken)))


def test_large_pictures_sent_together_do_not_take_all_memory() -> None:
    """Four times 40 million pixels, in 160 KB each: decoded one after the other, and copied only when small."""
    out = io.BytesIO()
    Image.new("RGBA", (6_300, 6_300), "teal").save(out, "PNG")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made: list[bytes] = []

    def send_one() -> None:
        made.append(photos.re_encoded(SimpleUploadedFile("me.png", out.getvalue())))

    senders = [Thread(target=send_one) for _ in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert len(made) == 4
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 260_000, "kilobytes"


@pytest.mark.django_db
def test_nobody_writes_to_strangers_through_us(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody may found a circle and write its name: so how many mails one person has us send is bounded."""
    mallory, now = cast.person("Mallory"), timezone.now()
    circles = [cast.circle(mallory, name=f"Buy this {n}") for n in range(2)]

    def write(email: str, circle: Circle = circles[0], later: int = 0) -> Invitation:
        return invite(person=mallory, circle=circle, email=email, role="member", now=now + timedelta(hours=later))

    for n in range(rules.TO_ONE_ADDRESS):
        write("victim@example.org", circles[n % 2])
    with pytest.raises(Refused, match=r"circles\.invited-often"):
        write("Victim@Example.org", circles[1])
    write("victim@example.org", later=25)
    monkeypatch.setattr(rules, "INVITATIONS_A_DAY", 6)
    for n in range(2):
        write(f"list-{n}@example.org")
    with pytest.raises(Refused, match=r"circles\.invited-many"):
        write("one-more@example.org")


def two_stewards(one: Person, other: Person) -> Circle:
    circle = cast.circle(one, other)
    Membership.objects.filter(person=other).update(role="steward")
    return circle


@pytest.mark.django_db
def test_who_is_let_go_has_no_way_back_through_an_invitation_of_their_own() -> None:
    """Mallory, while steward, invites a second address of hers as steward, and is then let go."""
    ada, mallory, second = cast.person("Ada"), cast.person("Mallory"), cast.person("Second")
    circle, now = two_stewards(ada, mallory), timezone.now()
    own = invite(person=mallory, circle=circle, email=second.email, role="steward", now=now)
    adas = invite(person=ada, circle=circle, email="bob@example.org", role="member", now=now)
    remove(person=ada, membership=Membership.objects.get(circle=circle, person=mallory), now=now)
    with pytest.raises(Refused, match=r"circles\.invitation-over"):
        accept(person=second, invitation=own, now=now)
    assert Invitation.objects.open(now).get() == adas, "Ada's own stands"


@pytest.mark.django_db
def test_who_is_steward_no_longer_offers_that_role_no_longer() -> None:
    ada, bob = cast.person("Ada"), cast.person("Bob")
    circle, now = two_stewards(ada, bob), timezone.now()
    invite(person=bob, circle=circle, email="one@example.org", role="steward", now=now)
    member = invite(person=bob, circle=circle, email="two@example.org", role="member", now=now)
    place = Membership.objects.get(circle=circle, person=bob)
    give_role(person=ada, membership=place, role="facilitator")
    assert Invitation.objects.open(now).get() == member, "a facilitator invites members"
    give_role(person=ada, membership=place, role="member")
    assert not Invitation.objects.open(now).exists()
