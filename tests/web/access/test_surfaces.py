"""Only what is declared is served: a page nobody declared does not exist."""

from __future__ import annotations

from types import ModuleType

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

import cast
from iq4d.web import urls
from iq4d.web.ui.surfaces import ACCOUNT_PAGES, surface, surface_of
from iq4d.web.urls import patterns
from web.stage import routes

# allauth's page for signing in with a mailed code, which we do not offer: it has no surface, so it is not there.
NOT_OFFERED = {"account_confirm_login_code"}


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a page its maker forgot to declare")


@surface("page", open_to="anyone")
def declared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("a declared page")


def test_every_route_is_a_surface() -> None:
    served = {name for name, view in routes(patterns(demo=True)) if surface_of(name, view)}
    assert {name for name, _view in routes(patterns(demo=True))} - served == NOT_OFFERED
    assert set(ACCOUNT_PAGES) <= served, "a surface is declared for a page that is not there"


def test_only_the_stop_of_mail_needs_no_form_token() -> None:
    """RFC 8058: a mail program posts to the signed address. Everything else a browser sends proves where it is from."""
    ours = {name: view for name, view in routes(patterns(demo=True)) if surface_of(name, view)}
    assert {name for name, view in ours.items() if getattr(view, "csrf_exempt", False)} == {"mail_stop"}
    assert {name for name, view in ours.items() if surface_of(name, view).kind == "one-click"} == {"mail_stop"}


@pytest.mark.django_db
def test_an_undeclared_view_is_not_served(quiet: None) -> None:
    pages = ModuleType("pages")
    pages.urlpatterns = [path("forgotten/", forgotten), path("declared/", declared), *patterns(demo=False)]
    pages.handler404 = urls.handler404
    ada = cast.signed_in(cast.person("Ada"))
    with override_settings(ROOT_URLCONF=pages):
        assert ada.get("/forgotten/").status_code == 404
        assert ada.get("/declared/").status_code == 200, "control: the same page, declared"


@pytest.mark.django_db
def test_the_demos_pages_exist_only_in_the_demo(quiet: None) -> None:
    names = {name for name, _ in routes(patterns(demo=True))} - {name for name, _ in routes(patterns(demo=False))}
    assert names == {"demo", "demo_step_in", "demo_mails", "demo_mail"}
    ada = cast.person("Ada")
    browser = cast.signed_in(ada)
    for address in ("/demo/", "/demo/step-in/ada/", "/demo/mails/", "/demo/mails/1/"):
        assert browser.get(address).status_code == 404
        assert browser.post(address).status_code == 404
    with override_settings(ROOT_URLCONF="web.demo_urls"):
        assert browser.get("/demo/").status_code == 200
        assert browser.get("/demo/mails/").status_code == 200
