"""The console of who leads a dialogue, and words that only two people read."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.web.dialogues.overview import leads, overview
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.views import own_room_or_404
from iq4d.web.dialogues.wording import STEERING
from iq4d.web.facilitation import actions, queries
from iq4d.web.facilitation.forms import PrivateWordForm
from iq4d.web.facilitation.models import PrivateWord
from iq4d.web.journal.actions import key_of, once
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface


def led_room_or_404(request: PersonRequest, key: str) -> Room:
    """The dialogue, for who the engine says leads it."""
    room = own_room_or_404(request, key)
    if not leads(room):
        raise Http404
    return room


def word_or_404(request: PersonRequest, room: Room, pk: int) -> PrivateWord:
    word = queries.word_of(request.user, room.dialogue, pk)
    if word is None:
        raise Http404
    return word


@surface("page", open_to="guests", shows="dialogue")
def console(request: PersonRequest, key: str) -> HttpResponse:
    """Every step with the moves that may be made now, and what needs who leads it."""
    room = led_room_or_404(request, key)
    if room.state is None:
        return redirect("dialogue_people", key)
    context = {
        "dialogue": room.dialogue,
        "room": room,
        "overview": overview(room, request.LANGUAGE_CODE),
        "finished": room.state.finished,
        "steerings": STEERING,
        "hidden": queries.hidden_in(room) if room.me and room.me.role == "facilitator" else [],
        "unnamed": room.unnamed,
        "words": queries.words_of(request.user, room.dialogue)[:20],
    }
    return render(request, "facilitation/console.html", context)


@surface("page", open_to="guests", shows="dialogue")
def private_words(request: PersonRequest, key: str) -> HttpResponse:
    """What this person said and heard privately here."""
    room = own_room_or_404(request, key)
    context = {"dialogue": room.dialogue, "room": room, "words": queries.words_of(request.user, room.dialogue)[:200]}
    return render(request, "facilitation/words.html", context)


@surface("page", open_to="guests", shows="dialogue")
def private_word(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Say something to one participant; ?about=12 names the contribution it is about."""
    room = led_room_or_404(request, key)
    to = queries.somebody_in(room, number)
    if to is None:
        raise Http404
    asked = request.GET.get("about", "")
    about = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    form = PrivateWordForm(request.POST or None, initial={"about": about})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        on = given["about"] if given["about"] and queries.author_of(room, given["about"]) == number else 0

        def make() -> str:
            actions.say(
                person=request.user, dialogue=room.dialogue, to=number, source=given["source"], about=on, now=room.now
            )
            return reverse("console", args=[key])

        back = once(request.user, key_of(request.POST), make)
        messages.success(request, _("Only %(name)s and you see it.") % {"name": to.name})
        return redirect(back)
    return render(request, "facilitation/say.html", {"dialogue": room.dialogue, "to": to, "form": form})


@surface("page", open_to="guests", shows="dialogue")
def word_answer(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Say something back, once."""
    room = own_room_or_404(request, key)
    word = word_or_404(request, room, pk)
    if word.to_id != (room.me.pk if room.me else 0):
        raise Http404
    form = PrivateWordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            actions.answer(person=request.user, word=word, source=form.cleaned_data["source"], now=room.now)
            return room.dialogue.get_absolute_url()

        back = once(request.user, key_of(request.POST), make)
        messages.success(request, _("Only %(name)s and you see it.") % {"name": word.author.name})
        return redirect(back)
    context = {"dialogue": room.dialogue, "to": word.author, "word": word, "form": form}
    return render(request, "facilitation/say.html", context)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def word_away(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Put a word away; it stays among one's private words."""
    room = own_room_or_404(request, key)
    actions.put_away(person=request.user, word=word_or_404(request, room, pk), now=timezone.now())
    return redirect("console" if request.POST.get("back") == "console" else "dialogue", key)
