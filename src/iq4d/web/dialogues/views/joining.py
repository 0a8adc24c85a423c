"""Coming in by a link: a name is enough."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from iq4d.web.dialogues import letting_go, links
from iq4d.web.dialogues.actions import people
from iq4d.web.dialogues.forms import IntentionForm, JoinForm
from iq4d.web.dialogues.models import Dialogue, Invite, Participant
from iq4d.web.dialogues.views.reading import own_room_or_404
from iq4d.web.dialogues.views.starting import step_in_as_guest, too_often
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui import kept
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import require


@surface("page", open_to="anyone", shows="dialogue by its link")
def join(request: PersonRequest, token: str) -> HttpResponse:
    """What the conversation is about, who asks, and one field: a name. Whoever is in already goes on to it."""
    dialogue, invite = links.found_by(token)
    if dialogue is None:
        raise Http404
    person = request.user if request.user.is_authenticated else None
    now = timezone.now()
    inside = person and Participant.objects.filter(dialogue=dialogue, person=person, removed_at=None)
    if inside and inside.exclude(way="").exists():
        return _said_inside(request, dialogue) if request.method == "POST" else _onward(request, dialogue)
    verdict = people.may_come_in(person=person, dialogue=dialogue, invite=invite, now=now)
    initial = {"name": invite.name if invite else ""}
    form = JoinForm(request.POST or None, guest=person is None, initial=initial)
    status = 200 if verdict else 403
    if request.method == "POST":
        require(verdict)
    if request.method == "POST" and form.is_valid() and too_often(request, "join", form):
        status = 429
    elif request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if person is None:
            step_in_as_guest(request, given["name"])
        people.come_in(
            person=request.user, dialogue=dialogue, invite=invite, now=now, seeks=given["seeks"], brings=given["brings"]
        )
        return _onward(request, dialogue)
    host = dialogue.participants.filter(role="owner").exclude(way="").first()
    context = {
        "dialogue": dialogue,
        "invite": invite,
        "host": host,
        "form": form,
        "wipes": letting_go.holds_for(dialogue),
        "refusal": "" if verdict else sentence(verdict),
        # whom it does not let in learns nothing of a closed room, nor from an invitation that is not theirs
        "bare": not verdict and (dialogue.room == "closed" or invite is not None),
        "needs_account": verdict.code == "dialogues.account-to-join",
    }
    return render(request, "dialogues/join.html", context, status=status)


def _said_inside(request: PersonRequest, dialogue: Dialogue) -> HttpResponse:
    """From a page that was open before they came in: what was filled in on it counts as it does on coming in."""
    form = IntentionForm(request.POST)
    if not form.is_valid():
        return render(request, "dialogues/intention.html", {"dialogue": dialogue, "form": form})
    people.come_in(person=request.user, dialogue=dialogue, invite=None, now=timezone.now(), **form.cleaned_data)
    return _onward(request, dialogue)


def _onward(request: PersonRequest, dialogue: Dialogue) -> HttpResponse:
    """Into the conversation, by way of what was being written when a session ended."""
    return redirect(kept.waiting(request, dialogue.get_absolute_url()) or dialogue.get_absolute_url())


@surface("page", open_to="guests", shows="dialogue")
def come_in(request: PersonRequest, key: str) -> HttpResponse:
    """Somebody of the circle, or asked in by name, takes part: one button on the page they read."""
    now = timezone.now()
    invite = Invite.objects.waiting_for(request.user, now).filter(dialogue__key=key).first()
    seen = Dialogue.objects.seen_by(request.user).select_related("circle", "standing").filter(key=key).first()
    dialogue = invite.dialogue if invite else seen
    if dialogue is None or not dialogue.held_here:
        raise Http404
    if request.method == "POST":
        people.come_in(person=request.user, dialogue=dialogue, invite=invite, now=now)
        return redirect(dialogue)
    return redirect("join", links.invite_token(invite)) if invite else redirect(dialogue)


@surface("page", open_to="guests", shows="dialogue")
def intention(request: PersonRequest, key: str) -> HttpResponse:
    """What do you come for, what do you bring: said later, or said better."""
    room = own_room_or_404(request, key)
    assert room.me is not None
    form = IntentionForm(request.POST or None, initial={"seeks": room.me.seeks, "brings": room.me.brings})
    if request.method == "POST" and form.is_valid():
        people.intend(participant=room.me, **form.cleaned_data)
        return redirect(room.dialogue)
    return render(request, "dialogues/intention.html", {"dialogue": room.dialogue, "form": form})
