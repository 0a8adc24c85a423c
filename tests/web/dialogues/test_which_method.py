"""Choosing a method, and reading how it is led: anybody may look, and nothing about anybody stands there."""

from __future__ import annotations

import pytest
from django.test import Client

import cast
from iq4d.methods import catalog, fingerprint, loads, newest
from web.dialogues.playing import words_of

pytestmark = pytest.mark.django_db
KEYS = sorted({key for key, _version in catalog()})


def told(client: Client, address: str, language: str = "en") -> str:
    answer = client.get(address, headers={"accept-language": language})
    assert answer.status_code == 200
    return words_of(answer.content.decode())


def test_all_of_them_are_there_for_somebody_without_an_account(client: Client) -> None:
    page = told(client, "/methods/", "nl")
    assert all(newest(key).name.nl in page for key in KEYS)
    assert "Alle werkvormen" in page


def test_what_fits_stands_first_with_why_and_the_rest_with_what_it_takes(client: Client) -> None:
    page = told(client, "/methods/?purpose=harvest&people=2&trust=new")
    fitting, others = page.split("This comes near")
    assert "Meant for: the harvest of a month, quarter or year." in fitting
    assert "Works with 2 people." in fitting
    assert "Not meant for" not in fitting
    assert "at least." in others
    assert sum(newest(key).name.en in page for key in KEYS) == len(KEYS), "nothing is hidden"


def test_a_wish_that_nothing_fits_says_so(client: Client) -> None:
    assert "Nothing fits all of it." in told(client, "/methods/?purpose=harvest&people=900")


@pytest.mark.parametrize("wrong", ["people=-1", "people=many", "purpose=nonsense", "minutes=99999999999999999999"])
def test_a_wish_that_cannot_be_meant_is_said_and_all_stand_there(client: Client, wrong: str) -> None:
    page = told(client, f"/methods/?{wrong}")
    assert all(newest(key).name.en in page for key in KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_each_tells_how_it_is_led_in_both_languages(client: Client, key: str) -> None:
    method = newest(key)
    for language in ("en", "nl"):
        page = told(client, f"/methods/{key}/", language)
        for phase in method.phases:
            assert " ".join(phase.name.say(language).split()) in page.replace("&#x27;", "'")
        assert method.licence in page
        assert f"?method={key}" in client.get(f"/methods/{key}/").content.decode()


def test_the_file_is_the_method(client: Client) -> None:
    for key in KEYS:
        answer = client.get(f"/methods/{key}/file/")
        assert fingerprint(loads(answer.content.decode(), "own.toml")) == fingerprint(newest(key))
        assert f'filename="{key}.toml"' in answer["Content-Disposition"]


def test_one_that_is_not_there_is_not_found(client: Client) -> None:
    assert client.get("/methods/no-such/").status_code == 404
    assert client.get("/methods/no-such/file/").status_code == 404


def test_it_asks_the_database_nothing_of_anybody(client: Client, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.get("/methods/")
        client.get(f"/methods/{KEYS[0]}/")


def test_starting_with_it_has_it_chosen(client: Client) -> None:
    bob = cast.person("Bob")
    page = cast.signed_in(bob).get(f"/start/?method={KEYS[-1]}").content.decode()
    assert f'value="{KEYS[-1]}" selected' in page
