"""What happens to an account, besides what allauth does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from iq4d.web.journal.actions import record
from iq4d.web.journal.models import Once, Turn
from iq4d.web.people import photos, queries, rules
from iq4d.web.people.models import LANGUAGES, Claim, FreeDays, Person, normal_email
from iq4d.web.people.zones import is_zone, own_zone
from iq4d.web.ui.verdicts import require

WELCOME = "people.welcome_guest"

# Later apps say here how what a guest did moves to an account: functions of the guest and the account, called inside
# the transaction.
merging: list[Callable[[Person, Person], None]] = []


@transaction.atomic
def change_profile(
    *,
    person: Person,
    name: str,
    language: str,
    theme: str,
    zone: str,
    mails: str | None = None,
    mail_hour: int | None = None,
    hints: bool | None = None,
    photo: bytes | None = None,
    remove_photo: bool = False,
) -> None:
    """Change how a person appears and reads, and when mail may come; what is None stays as it is.

    photo: already re-encoded (photos.re_encoded).
    """
    person.name, person.language, person.theme, person.zone = name, language, theme, zone
    person.mails = person.mails if mails is None else mails
    person.mail_hour = person.mail_hour if mail_hour is None else mail_hour
    person.hints = person.hints if hints is None else hints
    old = person.photo
    if photo is not None:
        person.photo = photos.stored(photo)
    elif remove_photo:
        person.photo = ""
    person.save(update_fields=["name", "language", "theme", "zone", "mails", "mail_hour", "hints", "photo"])
    record("people.profile-changed", actor=person, subject=person)
    if old != person.photo:
        transaction.on_commit(lambda: photos.removed(old))


@transaction.atomic
def no_more_hints(*, person: Person) -> None:
    """Until they want hints again, on their profile. The journal hears nothing: it would say that one was given."""
    person.hints = False
    person.save(update_fields=["hints"])


@transaction.atomic
def add_free_days(*, person: Person, first: date, last: date, now: datetime) -> FreeDays:
    """Days on which this person does not work, the first and the last included. Twice is once."""
    Person.objects.select_for_update().get(pk=person.pk)
    if found := FreeDays.objects.filter(person=person, first=first, last=last).first():
        return found
    stretches = queries.own_free_days(person, now).count()
    require(rules.may_be_free(first=first, last=last, stretches=stretches))
    days = FreeDays.objects.create(person=person, first=first, last=last)
    record("people.free-days-added", actor=person, subject=days)
    return days


@transaction.atomic
def remove_free_days(*, person: Person, days: FreeDays) -> None:
    """Only one's own: who asks has looked among those (queries.own_free_days)."""
    record("people.free-days-removed", actor=person, subject=days)
    FreeDays.objects.filter(pk=days.pk, person=person).delete()


def welcome(*, person: Person, cleaned: dict[str, Any]) -> None:
    """What the sign-up form adds to a new account."""
    person.name, person.language = cleaned["name"], cleaned["language"]
    person.save(update_fields=["name", "language"])


@transaction.atomic
def welcome_guest(*, name: str, language: str, zone: str, now: datetime, form: str = "") -> Person:
    """Somebody who came by a link and said a name. A language or time zone we do not know becomes the usual one.

    form: what their form is known by, in one browser; sent again within the hour it is the same guest, also when both
    come at once: the second waits here until the first is somebody.
    """
    if form:
        Turn.objects.get_or_create(name=WELCOME, slot=form)
        Turn.objects.select_for_update().get(name=WELCOME, slot=form)  # a new look at the rows, once it is ours
        if known := queries.guest_of(form, now):
            return known
    guest = Person.objects.create_user(
        None,
        name=name,
        language=language if language in dict(LANGUAGES) else "en",
        zone=zone if is_zone(zone) else own_zone(),
        created_at=now,
    )
    if form:
        Once.objects.create(person=guest, key=form, result="")
    record("people.guest-came", actor=guest, subject=guest)
    return guest


@transaction.atomic
def ask_claim(*, person: Person, email: str, now: datetime) -> Claim:
    """A guest wants an account with this address. The mail with the link goes out in background work (listeners.py)."""
    guest, email = Person.objects.select_for_update().get(pk=person.pk), normal_email(email)
    today = Claim.objects.filter(asked_at__gt=now - timedelta(days=1))
    by_guest, to_this_address = today.filter(person=guest).count(), today.filter(email=email).count()
    require(rules.may_ask_claim(is_guest=guest.is_guest, by_guest=by_guest, to_this_address=to_this_address))
    claim = Claim.objects.create(person=guest, email=email, asked_at=now)
    record("people.claim-asked", actor=guest, subject=claim)
    return claim


@transaction.atomic
def claim(*, guest: Person, email: str) -> Person:
    """The guest has an account from now on, with an address that was proven and no password yet.

    Every other browser is signed out: whoever typed the address there need not be who reads its mail.
    Raises IntegrityError where the address got an account in the meantime.
    """
    person = Person.objects.select_for_update().get(pk=guest.pk)
    require(rules.may_claim(is_guest=person.is_guest and person.is_active))
    person.email = normal_email(email)
    person.set_unusable_password()  # another one: sessions are bound to it
    person.save(update_fields=["email", "password"])
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    record("people.claimed", actor=person, subject=person)
    return person


@transaction.atomic
def merge(guest: Person, into: Person) -> None:
    """What a guest did is the account's from now on, and the guest is nobody any more. Twice is once."""
    guest = Person.objects.select_for_update().get(pk=guest.pk)
    if not guest.is_active:
        return
    require(rules.may_merge(is_guest=guest.is_guest, into_guest=into.is_guest))
    FreeDays.objects.filter(person=guest).update(person=into)
    if not guest.hints:
        no_more_hints(person=into)
    for bring in merging:
        bring(guest, into)
    guest.is_active = False
    guest.save(update_fields=["is_active"])
    record("people.merged", actor=into, subject=guest, data={"into": into.pk})
