"""The report as a PDF: made in background work of the page alone, and of nothing it points at."""

from __future__ import annotations

import builtins
import re
import socket
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import cast
from iq4d.web.dialogues.models import Dialogue
from iq4d.web.reports.models import ReportPage
from iq4d.web.ui import pdf
from web.reports.test_report import at, made

weasyprint = pytest.importorskip("weasyprint", reason="the extra pdf is not installed", exc_type=(ImportError, OSError))
pytestmark = pytest.mark.usefixtures("quiet")


def opened(made: bytes) -> bytes:
    """What stands in it, with its streams uncompressed."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", made, re.DOTALL)
    return made + b"".join(zlib.decompress(one) for one in streams if one[:1] == b"x")


def test_bob_takes_it_home(talk: Dialogue, browsers: dict[str, Client]) -> None:
    bob, page = browsers["Bob"], at(talk, "pdf/")
    assert "The report comes first" in bob.get(page).content.decode()
    made(bob, talk)
    assert "Make the PDF" in bob.get(page).content.decode()
    assert bob.get(at(talk, "file/")).status_code == 404
    bob.post(page)
    assert 'http-equiv="refresh"' in bob.get(page).content.decode()
    assert not ReportPage.objects.get().pdf, "it is not made while somebody waits"
    cast.work()
    assert "Download the PDF" in bob.get(page).content.decode()
    answer = bob.get(at(talk, "file/"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"%PDF-")
    told = opened(answer.content)
    assert b"/Lang (en)" in told
    assert b"/MarkInfo" in told, "it is tagged"
    assert b"/Title" in told


def test_it_fetches_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No address, no file, however a page asks for it. Control: weasyprint itself reads the file."""
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'SECRETQZ' }")
    html = "<!DOCTYPE html><html lang='en'><head><title>x</title>{}</head><body><p>Words</p></body></html>"
    asks = [
        f"<link rel='stylesheet' href='file://{secret}'>",
        f"<style>@import url('file://{secret}')</style>",
        f"<style>p {{ background: url('file://{secret}') }}</style>",
        f"<img src='file://{secret}'>",
        "<img src='http://127.0.0.1:9/x.png'>",
        "<img src='http://169.254.169.254/latest/meta-data/'>",
        f"<link rel='attachment' href='file://{secret}'>",
        f"<object data='file://{secret}'></object>",
        "<img src='data:image/svg+xml,%3Csvg%20xmlns=%22http://www.w3.org/2000/svg%22/%3E'>",
    ]
    reached: list[Any] = []
    opened = builtins.open
    monkeypatch.setattr(socket, "create_connection", lambda *given, **more: reached.append(given))
    monkeypatch.setattr(
        builtins, "open",
        lambda name, *given, **more: (reached.append(name) if str(name) == str(secret) else None)
        or opened(name, *given, **more),
    )  # fmt: skip
    plain = len(pdf.pdf_of(html.format("")))
    for ask in asks:
        assert pdf.pdf_of(html.format(ask)).startswith(b"%PDF-")
        assert not reached, ask
    assert abs(len(pdf.pdf_of(html.format(asks[0]))) - plain) < 400
    weasyprint.HTML(string=html.format(asks[0])).write_pdf()
    assert reached, "control: it would be read"


def test_without_weasyprint_it_says_so(
    talk: Dialogue, browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_there() -> Any:
        raise pdf.NoPdf

    made(browsers["Bob"], talk)
    monkeypatch.setattr(pdf, "_weasyprint", not_there)
    browsers["Bob"].post(at(talk, "pdf/"))
    cast.work()
    html = browsers["Bob"].get(at(talk, "pdf/")).content.decode()
    assert "This site makes no PDF" in html
    assert "Save as PDF" in html


def test_a_pdf_that_cannot_be_made_says_so(
    talk: Dialogue, browsers: dict[str, Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(browsers["Bob"], talk)
    with monkeypatch.context() as patch:
        patch.setattr(weasyprint.HTML, "write_pdf", lambda *given, **more: 1 / 0)
        browsers["Bob"].post(at(talk, "pdf/"))
        cast.work()
    assert "could not be made" in browsers["Bob"].get(at(talk, "pdf/")).content.decode()
    browsers["Bob"].post(at(talk, "pdf/"))
    cast.work()
    assert browsers["Bob"].get(at(talk, "file/")).status_code == 200
