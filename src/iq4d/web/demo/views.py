from __future__ import annotations

from django.contrib.auth import login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from iq4d.web.demo.cast import PASSWORD, PEOPLE
from iq4d.web.demo.models import SentMail
from iq4d.web.people.models import Person
from iq4d.web.people.signed_in import BACKEND
from iq4d.web.ui.surfaces import surface


@surface("page", open_to="anyone")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Step in as one of the cast."""
    found = {person.email: person for person in Person.objects.filter(email__in=[p["email"] for p in PEOPLE.values()])}
    cast = [(who, found[told["email"]]) for who, told in PEOPLE.items() if told["email"] in found]
    context = {"cast": cast, "password": PASSWORD, "mails": SentMail.objects.count()}
    return render(request, "demo/sign_in.html", context)


@surface("act", open_to="anyone")
@require_POST
def step_in(request: HttpRequest, who: str) -> HttpResponse:
    if who not in PEOPLE:
        raise Http404
    person = get_object_or_404(Person, email=PEOPLE[who]["email"])
    login(request, person, backend=BACKEND)
    return redirect("home")


@surface("page", open_to="anyone", shows="demo mail")
def mails(request: HttpRequest) -> HttpResponse:
    page = Paginator(SentMail.objects.order_by("-pk"), 25).get_page(request.GET.get("page"))
    return render(request, "demo/mails.html", {"page": page})


@surface("page", open_to="anyone", shows="demo mail")
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "demo/mail.html", {"mail": get_object_or_404(SentMail, pk=pk)})
