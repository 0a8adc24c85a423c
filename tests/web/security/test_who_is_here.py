"""Nobody finds out by trying who has an account."""

from __future__ import annotations

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse

import cast


@pytest.mark.django_db
def test_signing_up_takes_as_much_work_for_an_address_that_has_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing the password is nearly all of the second it takes: it is counted, because clocks are not steady."""
    cast.person("Ada")
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self: hashers.MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    asked = {"name": "Mallory", "language": "en", "password1": "a-fine-long-password"}
    counts = []
    for email in ("new@example.org", "ada@example.org"):
        hashed.clear()
        answer = Client().post(reverse("account_signup"), asked | {"email": email})
        assert answer["Location"] == reverse("account_email_verification_sent")
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0, counts
