"""Whatever stands in an address, a page answers: what is asked behind it, and numbers nothing has."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from django.urls import reverse

from web.stage import Stage, addresses


@pytest.mark.django_db
@pytest.mark.urls("web.demo_urls")
@pytest.mark.parametrize("one_in", [2, pytest.param(1, marks=pytest.mark.soak)])
def test_no_query_brings_a_page_down(quiet: None, stage: Stage, shared: Path, one_in: int) -> None:
    """Ordering, filters, page numbers and nonsense: an answer, and never an error of the server."""
    told = (json.loads(line) for line in (shared / "attack/markup/query_params.jsonl").open(encoding="utf-8"))
    asked = sorted({(row["param"], str(row["value"])) for row in told})
    ada = stage.browser("steward")
    pages = (
        "home", "circle_list", "circle", "circle_people", "circle_mirror", "dialogue", "mirror", "mirror_over_time",
        "series", "grounds", "import", "demo_mails",
    )  # fmt: skip
    at = addresses(stage.here)
    first_answer = {name: ada.get(reverse(name, args=at[name][0])).status_code for name in pages}
    assert set(first_answer.values()) == {200}
    for number, (name, value) in enumerate(asked[::one_in]):
        everywhere = name == "page" and (one_in == 1 or not number % 3)
        for page in pages if everywhere else [pages[number % len(pages)]]:
            query = f"?{quote(name)}={quote(value, errors='surrogatepass')}"
            status = ada.get(reverse(page, args=at[page][0]) + query).status_code
            assert status in (200, 400, 404), f"{page} ?{name}={value!r}: {status}"
    for page in ("dialogue", "grounds"):
        address = reverse(page, args=at[page][0])
        for nonsense in ("0", "-1", "2", "1.0", "", "١", "99999999999999999999", "last"):
            assert ada.get(address, {"page": nonsense}).status_code == 404, nonsense
        assert ada.get(address, {"page": "1"}).status_code == 200
        assert ada.get(address + "?page=1%00").status_code == 400


@pytest.mark.django_db
def test_no_number_in_an_address_is_too_large(quiet: None, stage: Stage) -> None:
    ada, huge = stage.browser("steward"), 10**30
    key, dialogue = stage.here.circle.key, stage.here.dialogue.key
    for name, args in (
        ("contribution", [dialogue, huge]),
        ("photo", [huge]),
        ("member_remove", [key, huge]),
    ):
        assert ada.get(reverse(name, args=args)).status_code == 404, name
    for name, args in (
        ("member_role", [key, huge]),
        ("member_remove", [key, huge]),
        ("invitation_withdraw", [key, huge]),
        ("invitation_accept", [huge]),
    ):
        assert ada.post(reverse(name, args=args)).status_code == 404, name
