"""What happens to an account, besides what allauth does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from iq4d.web.journal.actions import record
from iq4d.web.people import photos
from iq4d.web.people.models import LANGUAGES, Person
from iq4d.web.people.zones import is_zone, own_zone


@transaction.atomic
def change_profile(
    *, person: Person, name: str, language: str, theme: str, photo: bytes | None = None, remove_photo: bool = False
) -> None:
    """Change how a person appears and reads. photo: already re-encoded (photos.re_encoded)."""
    person.name, person.language, person.theme = name, language, theme
    old = person.photo
    if photo is not None:
        person.photo = photos.stored(photo)
    elif remove_photo:
        person.photo = ""
    person.save(update_fields=["name", "language", "theme", "photo"])
    record("people.profile-changed", actor=person, subject=person)
    if old != person.photo:
        transaction.on_commit(lambda: photos.removed(old))


def welcome(*, person: Person, cleaned: dict[str, Any]) -> None:
    """What the sign-up form adds to a new account."""
    person.name, person.language = cleaned["name"], cleaned["language"]
    person.save(update_fields=["name", "language"])


@transaction.atomic
def welcome_guest(*, name: str, language: str, zone: str, now: datetime) -> Person:
    """Somebody who came by a link and said a name. A language or time zone we do not know becomes the usual one."""
    guest = Person.objects.create_user(
        None,
        name=name,
        language=language if language in dict(LANGUAGES) else "en",
        zone=zone if is_zone(zone) else own_zone(),
        created_at=now,
    )
    record("people.guest-came", actor=guest, subject=guest)
    return guest
