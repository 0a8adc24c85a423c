"""Which method when, and one method as who leads it reads it: nothing here is about anybody, so anybody may look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from iq4d.methods import Method, Phase, catalog, dumps
from iq4d.methods.kinds import ROLES, kind_names
from iq4d.methods.suiting import (
    DIMENSION_WORDS,
    PURPOSE_WORDS,
    TRUST_WORDS,
    Fit,
    Wish,
    minutes_of,
    suits,
    working_days_of,
)
from iq4d.speech import Text
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.wording import COURSES
from iq4d.web.ui.surfaces import surface


class WishForm(forms.Form):
    """What somebody is looking for; all of it may stay empty."""

    purpose = forms.ChoiceField(required=False, label=_("What is it about?"))
    people = forms.IntegerField(required=False, min_value=1, max_value=100_000, label=_("With how many are you?"))
    trust = forms.ChoiceField(required=False, label=_("How well do you know each other?"))
    mode = forms.ChoiceField(required=False, choices=[("", _("It does not matter")), *COURSES], label=_("How?"))
    minutes = forms.IntegerField(required=False, min_value=1, max_value=1_000, label=_("Minutes to sit together"))
    dimension = forms.ChoiceField(required=False, label=_("What needs help?"))

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("purpose", PURPOSE_WORDS), ("trust", TRUST_WORDS), ("dimension", DIMENSION_WORDS)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("It does not matter")), *_said(words, language)]

    def wish(self) -> Wish:
        return Wish(**{name: value for name, value in self.cleaned_data.items() if value})


def _said(words: Mapping[str, Text], language: str) -> list[tuple[str, str]]:
    return [(key, text.say(language)) for key, text in words.items()]


@dataclass(frozen=True, slots=True)
class Card:
    """One method in the list, with what fits and what does not, in the reader's language."""

    method: Method
    reasons: tuple[str, ...]
    misfits: tuple[str, ...]
    people: str
    minutes: int
    days: int


@surface("page", open_to="anyone")
def methods(request: HttpRequest) -> HttpResponse:
    """All methods, what fits first. A plain form in the address, so that a choice can be shared."""
    language = get_language() or "en"
    form = WishForm(request.GET or None, language=language)
    wish = form.wish() if form.is_valid() else Wish()
    cards = [_card(fit, wish, language) for fit in suits(_shipped(), wish, language)]
    asked = wish != Wish()
    context = {
        "form": form,
        "asked": asked,
        "fitting": [card for card in cards if not card.misfits],
        "others": [card for card in cards if card.misfits],
    }
    return render(request, "dialogues/methods.html", context)


def _shipped() -> list[Method]:
    found = (standings.method_named(key) for key in sorted({key for key, _version in catalog()}))
    return [method for method in found if method is not None]


def _card(fit: Fit, wish: Wish, language: str) -> Card:
    method = fit.method
    return Card(
        method,
        tuple(reason.say(language) for reason in fit.reasons),
        tuple(misfit.say(language) for misfit in fit.misfits),
        people_of(method),
        minutes_of(method, wish.mode if wish.mode in ("live", "hybrid") else "live"),
        working_days_of(method, "apart"),
    )


def people_of(method: Method) -> str:
    """How many people it is for, in figures.

    >>> from iq4d.methods import newest
    >>> people_of(newest("three_way"))
    '3'
    """
    if method.most is None:
        return f"{method.least}+"
    return f"{method.least}" if method.least == method.most else f"{method.least}–{method.most}"


@dataclass(frozen=True, slots=True)
class StepCard:
    """One phase on the page of a method: who brings what, in words."""

    phase: Phase
    who: list[tuple[str, str]]


@surface("page", open_to="anyone")
def method_page(request: HttpRequest, key: str) -> HttpResponse:
    """One method, to prepare it in ten minutes and to lead it."""
    method = standings.method_named(key)
    if method is None:
        raise Http404
    language = get_language() or "en"
    courses = [
        (str(told), minutes_of(method, course), working_days_of(method, course), course == method.course)
        for course, told in reversed(COURSES)
    ]
    context = {
        "method": method,
        "people": people_of(method),
        "trust": TRUST_WORDS[method.trust].say(language),
        "purposes": [PURPOSE_WORDS[purpose].say(language) for purpose in method.purposes],
        "dimensions": method.dimensions,
        "courses": courses,
        "steps": [StepCard(phase, _who(phase, language)) for phase in method.phases],
        "guide": method.guide.say(language).split("\n\n") if method.guide else [],
    }
    return render(request, "dialogues/method.html", context)


def _who(phase: Phase, language: str) -> list[tuple[str, str]]:
    """Who brings what, as words; a step that only somebody's notes are for names nobody."""
    told = []
    for role, kinds in phase.allowed.items():
        brought = [kind for kind in kinds if kind not in ("note", "pass")]
        if brought:
            told.append((ROLES[role].say(language), kind_names(brought).say(language)))
    return told


@surface("file", open_to="anyone")
def method_file(request: HttpRequest, key: str) -> HttpResponse:
    """The method as one file, to change and to share."""
    method = standings.method_named(key)
    if method is None:
        raise Http404
    answer = HttpResponse(dumps(method), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{method.key}.toml"'
    return answer
