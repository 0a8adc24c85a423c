"""The report of a dialogue, its PDF, and what a group lets go outside."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _noop

from iq4d.web.dialogues.views import dialogue_or_404
from iq4d.web.journal.actions import key_of, once
from iq4d.web.mirror.queries import takes_part
from iq4d.web.people.http import PersonRequest
from iq4d.web.people.models import LANGUAGES
from iq4d.web.reports import actions, queries, rules, tokens
from iq4d.web.reports.documents import document, for_outside
from iq4d.web.reports.forms import ReleaseForm
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface


@surface("page", open_to="guests", shows="report")
def report(request: PersonRequest, key: str) -> HttpResponseBase:
    """The whole page where it is what all see now; else a page that offers to make it, or tells that it is coming."""
    dialogue, now = dialogue_or_404(request, key), timezone.now()
    if request.method == "POST":
        if dialogue.contribution_count and rules.may_make(words_gone=dialogue.words_gone):
            actions.ask_page(person=request.user, dialogue=dialogue, language=request.LANGUAGE_CODE, now=now)
        return redirect("report", key)
    page = queries.page_of(dialogue, request.LANGUAGE_CODE)
    being_made = queries.is_being_made(page, now)
    if page is not None and not being_made and queries.is_current(page, dialogue, now):
        return document(request, page.html)
    context = {"dialogue": dialogue, "page": page, "being_made": being_made}
    return render(request, "reports/report.html", context)


@surface("page", open_to="guests", shows="report")
def report_pdf(request: PersonRequest, key: str) -> HttpResponse:
    """Asks for the PDF of the report that is there, waits with who asked, and offers it."""
    dialogue, now = dialogue_or_404(request, key), timezone.now()
    page = queries.page_of(dialogue, request.LANGUAGE_CODE)
    current = page is not None and queries.is_current(page, dialogue, now)
    if request.method == "POST":
        if page is not None and current:
            actions.ask_pdf(person=request.user, page=page, now=now)
        return redirect("report_pdf", key)
    context = {
        "dialogue": dialogue,
        "page": page,
        "current": current,
        "being_made": page is not None and current and queries.pdf_is_being_made(page, now),
        "there": page is not None and current and queries.has_pdf(page, now),
    }
    return render(request, "reports/pdf.html", context)


@surface("file", open_to="guests", shows="report")
def report_file(request: PersonRequest, key: str) -> HttpResponse:
    dialogue, now = dialogue_or_404(request, key), timezone.now()
    page = queries.page_of(dialogue, request.LANGUAGE_CODE)
    if page is None or not queries.has_pdf(page, now) or not queries.is_current(page, dialogue, now):
        raise Http404
    answer = HttpResponse(bytes(page.pdf or b""), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{_("report")}-{dialogue.key}.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@surface("page", open_to="guests", shows="release")
def releases(request: PersonRequest, key: str) -> HttpResponse:
    """What was asked and what is outside; and the form to ask. To who only reads along it tells how it goes."""
    dialogue, now = dialogue_or_404(request, key), timezone.now()
    here, today = takes_part(request.user, dialogue), queries.today(now)
    asked = list(queries.releases_of(dialogue)) if here else []
    known = queries.everybody_known(dialogue, now) if here else dialogue.held_here
    waiting = actions.waiting(dialogue, now)
    may = rules.may_ask(
        takes_part=here, finished=dialogue.state == "finished", everybody_known=known, asked_already=waiting,
        words_gone=dialogue.words_gone,
    )  # fmt: skip
    form = ReleaseForm(request.POST or None, today=today, initial={"until": today + timedelta(days=rules.DAYS)})
    if request.method == "POST" and not (may and not form.is_valid()):
        return redirect(_ask(request, key, form))
    context = {
        "dialogue": dialogue,
        "releases": [(one, queries.is_over(one, now)) for one in asked],
        "form": form if may else None,
        "why_not": "" if may else sentence(may),
    }
    return render(request, "reports/releases.html", context)


def _ask(request: PersonRequest, key: str, form: ReleaseForm) -> str:
    """The address of what was asked, made once however often the form is sent. Raises Refused."""
    dialogue = dialogue_or_404(request, key)

    def make() -> str:
        told = form.cleaned_data if form.is_valid() else {"purpose": "", "quotes": False, "until": form.today}
        made = actions.ask_release(person=request.user, dialogue=dialogue, now=timezone.now(), **told)
        return made.get_absolute_url()

    return once(request.user, key_of(request.POST), make)


SAID = {
    "asked": _noop("You said yes. It goes outside only once everybody did."),
    "released": _noop("Everybody said yes. Who has the link sees the page from now on."),
    "declined": _noop("It stays here."),
    "withdrawn": _noop("It is closed. The link leads nowhere any more."),
    "changed": _noop("Something that was said was changed meanwhile, so it stays here. Ask anew if you like."),
    "dropped": _noop("Nobody is asked any more."),
}


@surface("page", open_to="guests", shows="release")
def release(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """One question to a group: what for, the page itself, and yes or no."""
    asked, now = queries.release_for(request.user, key, pk), timezone.now()
    if asked is None:
        raise Http404
    if request.method == "POST":
        state = _said(request, asked, request.POST.get("stance", ""))
        messages.success(request, _(SAID[state]))
        return redirect(asked.release if queries.release_for(request.user, key, pk) else "home")
    one, over = asked.release, queries.is_over(asked.release, now)
    outside = queries.is_outside(one, now)
    yes, of = queries.counted(one)
    context = {
        "dialogue": one.dialogue, "release": one, "asked": asked, "over": over, "outside": outside,
        "changed": one.state == "released" and not over and not outside,
        "address": tokens.address_of(one) if outside else "", "yes": yes, "of": of, "languages": LANGUAGES,
        "own": one.asked_by_id == request.user.pk,
    }  # fmt: skip
    return render(request, "reports/release.html", context)


def _said(request: PersonRequest, asked: queries.Asked, stance: str) -> str:
    person, one, now = request.user, asked.release, timezone.now()
    if stance == "drop":
        actions.drop(person=person, release=one, now=now)
        return "dropped"
    if stance == "back":
        return actions.take_back(person=person, release=one, now=now)
    if stance in ("yes", "no"):
        return actions.answer(person=person, release=one, yes=stance == "yes", now=now)
    raise Http404


@surface("page", open_to="guests", shows="released report")
def release_page(request: PersonRequest, key: str, pk: int) -> HttpResponseBase:
    """The very page that is asked about, for who is asked and who takes part; in the language they choose."""
    asked = queries.release_for(request.user, key, pk)
    language = request.GET.get("in", request.LANGUAGE_CODE)
    html = asked.release.pages.get(language) if asked else None
    if html is None or asked is None or not queries.stands(asked.release, timezone.now()):
        raise Http404
    return for_outside(document(request, html))


@surface("page", open_to="anyone", shows="released report")
def released(request: HttpRequest, token: str) -> HttpResponseBase:
    """The page itself and nothing more, for who has the link. Closed, over and never there give one answer."""
    found = tokens.released_by(token)
    if found is None or not queries.is_outside(found, timezone.now()):
        raise Http404
    return for_outside(document(request, found.pages.get(request.LANGUAGE_CODE) or next(iter(found.pages.values()))))
