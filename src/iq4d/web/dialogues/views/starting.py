"""A dialogue begins: one sentence and a link; sharper, with people, a plan and an agreement, when there is time."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.methods import catalog
from iq4d.web.circles.models import Circle
from iq4d.web.circles.queries import circle_for, circles_of
from iq4d.web.dialogues import hatting, hinting, letting_go, links, overview, queries, rules
from iq4d.web.dialogues import standing as standings
from iq4d.web.dialogues.actions import people, starting
from iq4d.web.dialogues.forms import StartForm
from iq4d.web.dialogues.models import Dialogue, Invite
from iq4d.web.dialogues.own_methods.choosing import choices_for, planned_for
from iq4d.web.dialogues.queries import Room
from iq4d.web.dialogues.setup_forms import AgreementForm, AskInForm, PlanForm, RolesForm, SharpenForm
from iq4d.web.dialogues.views.hinting import wants_no_more
from iq4d.web.dialogues.views.reading import own_room_or_404, people_missing
from iq4d.web.dialogues.wording import STEERING
from iq4d.web.journal.actions import key_of, made_before, once
from iq4d.web.people.actions import no_more_hints, welcome_guest
from iq4d.web.people.http import PersonRequest
from iq4d.web.people.signed_in import BACKEND
from iq4d.web.ui import kept
from iq4d.web.ui.refusals import sentence
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import Refused, require

OFTEN = {"start": "60/h/ip", "join": "60/m/ip,300/h/ip"}  # a whole class may join behind one address


def methods_for(language: str) -> list[tuple[str, str, str]]:
    """(key, name, summary) of every shipped method, the lightest first."""
    newest = {key: standings.method_named(key) for key, _version in catalog()}
    named = [(key, method) for key, method in newest.items() if method is not None]
    named.sort(key=lambda pair: (pair[0] != starting.LIGHTEST, pair[1].least, pair[0]))
    return [(key, method.name.say(language), method.summary.say(language)) for key, method in named]


def method_choices(language: str) -> list[tuple[str, str]]:
    return [(key, f"{name}: {summary}") for key, name, summary in methods_for(language)]


def step_in_as_guest(request: PersonRequest, name: str) -> None:
    """Somebody without an account is somebody from now on, in this browser; the same form sent twice is one guest."""
    guest = welcome_guest(
        name=name, language=request.LANGUAGE_CODE, zone=settings.TIME_ZONE, now=timezone.now(), form=_form_of(request)
    )
    login(request, guest, backend=BACKEND)


def _form_of(request: PersonRequest) -> str:
    """What one form in one browser is known by, before there is a session; empty where either has no key.

    The cookie is the browser's own secret: without it a key would let in whoever knows it. Signing in renews it.
    """
    key, browser = request.POST.get("once", ""), request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return sha256(f"{browser}/{key}".encode()).hexdigest()[:40] if key and browser else ""


def too_often(request: PersonRequest, action: str, form: Form) -> bool:
    """Guests are not counted by who they are but by where they come from. The form says so, and stays filled in."""
    if request.user.is_authenticated or ratelimit.consume(request, app="iq4d", action=action, config=OFTEN):
        return False
    form.add_error(
        None, _("That was too often in a short time. It is all still here: wait a little, then send it again.")
    )
    return True


@surface("page", open_to="anyone")
def start(request: PersonRequest) -> HttpResponse:
    """One sentence becomes a dialogue with a link to share."""
    known = request.user.is_authenticated
    if not known and not settings.OPEN_START:
        return kept.sign_in_first(request)
    has_account = known and not request.user.is_guest
    before = _goes_on_from(request) if known else None
    circles = [(circle.key, circle.name) for circle in circles_of(request.user)] if has_account and not before else []
    initial = {"circle": request.GET.get("circle", ""), "method": request.GET.get("method", "")}
    if before is not None:
        initial |= {"sentence": before.title, "method": before.method}
    form = StartForm(
        request.POST or None,
        guest=not known,
        circles=circles,
        methods=method_choices(request.LANGUAGE_CODE),
        own=choices_for(request.user, before, request.LANGUAGE_CODE) if known else {},
        here=before.circle.key if before and before.circle else "",
        initial=initial if initial["circle"] in dict(circles) else initial | {"circle": ""},
    )
    status, line = 200, None
    off = request.method == "POST" and wants_no_more(request)
    if request.method == "POST" and form.is_valid() and not off:
        line = _line_before(request, form)
    if request.method == "POST" and form.is_valid() and not off and line is None:
        if too_often(request, "start", form):
            status = 429
        else:
            if not known:
                step_in_as_guest(request, form.cleaned_data["name"])
                if "no_hints" in request.POST:
                    no_more_hints(person=request.user)
            return redirect(once(request.user, key_of(request.POST), lambda: _started(request, form, before)))
    asked_again = people.took_part_with(request.user, before) if before else []
    context: dict[str, Any] = {"form": form, "before": before, "asked_again": [one.name for one in asked_again]}
    no_hints = off or "no_hints" in request.POST if not known else not request.user.hints
    context |= {"line": line, "asks_line": line is None and not no_hints, "no_hints": no_hints and not known}
    return render(request, "dialogues/start.html", context, status=status)


def _line_before(request: PersonRequest, form: StartForm) -> hinting.Line | None:
    """One line about the sentence, where nothing else says what it is for, and it is not to be for or against."""
    given, person = form.cleaned_data, request.user if request.user.is_authenticated else None
    if "hint" not in request.POST or given["article"] or given["questions"]:
        return None
    method = standings.method_named(given.get("method", ""))
    if method is not None and method.phases[0].scale is not None:
        return None
    if person is not None and made_before(person, key_of(request.POST)):
        return None
    return hinting.opening_line(person, given["sentence"], request.LANGUAGE_CODE)


def _goes_on_from(request: PersonRequest) -> Dialogue | None:
    """The finished dialogue that the next one goes on from; None where nobody asked for that.

    Raises Http404 for one that this person does not see, Refused where they may not.
    """
    key = request.POST.get("follows") or request.GET.get("follows", "")
    if not key:
        return None
    found = queries.dialogue_for(request.user, key) if key.isprintable() else None  # PostgreSQL refuses a NUL
    if found is None:
        raise Http404
    require(starting.may_follow(request.user, found, found.circle))
    return found


def _started(request: PersonRequest, form: StartForm, before: Dialogue | None) -> str:
    given = form.cleaned_data
    circle: Circle | None = circle_for(request.user, given["circle"]) if given.get("circle") else None
    dialogue = starting.start(
        person=request.user,
        sentence=given["sentence"],
        circle=before.circle if before else circle,
        follows=before,
        method=given.get("method") or starting.LIGHTEST,
        language=request.LANGUAGE_CODE,
        tips_welcome=given["tips_welcome"],
        article=given["article"],
        questions=given["questions"],
        now=timezone.now(),
    )
    if before is not None and request.POST.get("ask_again"):
        people.ask_again(person=request.user, dialogue=dialogue, now=timezone.now())
    return f"{dialogue.get_absolute_url()}?started=1"


def leading_room_or_404(request: PersonRequest, key: str) -> Room:
    """For who sets it up; others hear whom to ask."""
    room = own_room_or_404(request, key)
    assert room.me is not None
    started = room.dialogue.created_by_id == request.user.pk
    require(rules.may_prepare(role=room.me.role, started_it=started))
    return room


@surface("page", open_to="guests", shows="dialogue")
def sharpen(request: PersonRequest, key: str) -> HttpResponse:
    room = leading_room_or_404(request, key)
    dialogue = room.dialogue
    names = ("title", "why", "for_whom", "done_when", "outside", "target", "target_by", "tips_welcome")
    form = SharpenForm(request.POST or None, initial={name: getattr(dialogue, name) for name in names})
    if request.method == "POST" and form.is_valid():
        starting.sharpen(person=request.user, dialogue=dialogue, now=room.now, **form.cleaned_data)
        messages.success(request, _("That is sharper."))
        return redirect(dialogue)
    return render(request, "dialogues/sharpen.html", {"dialogue": dialogue, "form": form})


@surface("page", open_to="guests", shows="dialogue")
def plan(request: PersonRequest, key: str) -> HttpResponse:
    """The method, apart or together, when. How long each step takes has a page of its own."""
    room = leading_room_or_404(request, key)
    dialogue = room.dialogue
    initial = {
        "method": dialogue.method,
        "course": dialogue.course,
        "meeting": timezone.localtime(dialogue.meeting_at) if dialogue.meeting_at else None,
        "steering": dialogue.steering,
        "room": dialogue.room,
    }
    own = planned_for(dialogue)
    form = PlanForm(
        request.POST or None,
        methods=[*method_choices(request.LANGUAGE_CODE), *((one.key, "") for one in own)],
        has_circle=dialogue.circle is not None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        other = (given["method"], given["course"]) != (dialogue.method, dialogue.course)
        chosen = starting.Plan(
            method=given["method"],
            course=given["course"],
            steering=given["steering"],
            room=given.get("room") or dialogue.room,
            meeting=given["meeting"],
            lengths={} if other else None,  # they were those of other steps
        )
        starting.plan(person=request.user, dialogue=dialogue, plan=chosen, now=room.now)
        messages.success(request, _("The plan is kept."))
        return redirect(dialogue)
    return render(
        request,
        "dialogues/plan.html",
        {
            "dialogue": dialogue,
            "form": form,
            "methods": methods_for(request.LANGUAGE_CODE),
            "wiping": letting_go.keys_of(own),
            "own": own,
            "leads": overview.leads(room),
        },
    )


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def begin(request: PersonRequest, key: str) -> HttpResponse:
    """The people are there: take the first step."""
    room = leading_room_or_404(request, key)
    try:
        starting.begin_now(person=request.user, dialogue=room.dialogue, now=room.now)
    except Refused as why:
        messages.error(request, sentence(why.verdict))
        return redirect("dialogue_people", key)
    return redirect(room.dialogue)


@surface("page", open_to="guests", shows="dialogue")
def dialogue_people(request: PersonRequest, key: str) -> HttpResponse:
    """Who is here, who is asked in, and the link."""
    room = own_room_or_404(request, key)
    dialogue = room.dialogue
    form = AskInForm(request.POST or None, members=_members(room))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        member = int(given["member"]) if given.get("member") else None
        try:
            people.ask_in(
                person=request.user,
                dialogue=dialogue,
                now=room.now,
                email=given["email"],
                member=member,
                name=given["name"],
                question=given["question"],
            )
        except Refused as why:
            form.add_error(None, sentence(why.verdict))
        else:
            messages.success(request, _("The invitation is on its way. Who wants no mail from us finds it here."))
            return redirect("dialogue_people", key)
    return render(request, "dialogues/people.html", _people_page(request, room, form))


def _members(room: Room) -> list[tuple[str, str]]:
    """Who can be asked in by name. Who is of the circle is for its members alone."""
    circle = room.dialogue.circle
    if circle is None or not room.along.is_member:
        return []
    here = {one.person_id for one in room.participants if one.removed_at is None}
    rows = circle.memberships.exclude(person__in=[pk for pk in here if pk]).order_by("person__name")
    return [(str(pk), name) for pk, name in rows.values_list("person", "person__name")]


def _people_page(request: PersonRequest, room: Room, form: AskInForm) -> dict[str, Any]:
    dialogue = room.dialogue
    here = [one for one in room.participants if one.removed_at is None]
    roles = [(one.number, one.name, one.role) for one in here]
    gathering = dialogue.state == "gathering"
    return {
        "dialogue": dialogue,
        "room": room,
        "people": here,
        "hats": hatting.by_person(room, request.LANGUAGE_CODE),
        "form": form,
        "missing": people_missing(room) if gathering else 0,
        "roles": RolesForm(people=roles) if gathering and room.leads else None,
        "invites": Invite.objects.open().filter(dialogue=dialogue, expires_at__gt=room.now).order_by("created_at"),
        "link": links.address(links.token_of(dialogue)),
    }


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def roles(request: PersonRequest, key: str) -> HttpResponse:
    room = leading_room_or_404(request, key)
    here = [(one.number, one.name, one.role) for one in room.participants if one.removed_at is None]
    form = RolesForm(request.POST, people=here)
    if form.is_valid():
        try:
            starting.give_roles(person=request.user, dialogue=room.dialogue, roles=form.roles())
            messages.success(request, _("The roles are given."))
        except Refused as why:
            messages.error(request, sentence(why.verdict))
    return redirect("dialogue_people", key)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def invite_away(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    room = own_room_or_404(request, key)
    invite = Invite.objects.select_related("dialogue").filter(pk=pk, dialogue=room.dialogue).first()
    if invite is None:
        raise Http404
    people.withdraw_invite(person=request.user, invite=invite, now=room.now)
    return redirect("dialogue_people", key)


@surface("act", open_to="guests", shows="dialogue")
@require_POST
def new_link(request: PersonRequest, key: str) -> HttpResponse:
    room = leading_room_or_404(request, key)
    people.renew_link(person=request.user, dialogue=room.dialogue)
    messages.success(request, _("There is a new link; the old one, and personal links sent before, lead nowhere."))
    return redirect("dialogue_people", key)


@surface("page", open_to="guests", shows="dialogue")
def let_go(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """Asks first: somebody else, or oneself, takes part no longer."""
    room = own_room_or_404(request, key)
    one = next((p for p in room.participants if p.number == number and p.removed_at is None), None)
    if one is None:
        raise Http404
    own = one.person_id == request.user.pk
    if not own:
        leading_room_or_404(request, key)
    if request.method == "POST":
        people.let_go(person=request.user, dialogue=room.dialogue, number=number, now=room.now)
        return redirect("home") if own else redirect("dialogue_people", key)
    reads_on = queries.reads_on(one, room.dialogue)
    context = {"dialogue": room.dialogue, "one": one, "own": own, "reads_on": reads_on}
    return render(request, "dialogues/let_go.html", context)


@surface("page", open_to="guests", shows="dialogue")
def agreement(request: PersonRequest, key: str) -> HttpResponse:
    """The start agreement: read it, say yes, or propose another."""
    room = own_room_or_404(request, key)
    dialogue = room.dialogue
    if request.method == "POST" and "yes" in request.POST:
        version = request.POST["yes"]
        number = int(version) if version.isascii() and version.isdigit() and len(version) < 5 else 0
        starting.say_yes(person=request.user, dialogue=dialogue, version=number)
        return redirect(dialogue)
    steering = room.state.steering if room.state else dialogue.steering
    initial = {
        "learning": dialogue.learning,
        "steering": steering,
        "confidence": dialogue.confidence,
        "keep_months": dialogue.keep_months or "",
    }
    form = AgreementForm(request.POST or None, initial=initial)
    if not (overview.leads(room) if room.state else room.leads):
        del form.fields["steering"]
    if request.method == "POST" and form.is_valid():
        given = {"steering": "", **form.cleaned_data}
        starting.agree(person=request.user, dialogue=dialogue, now=room.now, **given)
        messages.success(request, _("The agreement is changed; everybody is asked to say yes to it."))
        return redirect(dialogue)
    here = [one for one in room.participants if one.removed_at is None]
    context = {
        "dialogue": dialogue,
        "room": room,
        "form": form,
        "wipes": letting_go.holds_for(dialogue),
        "steering_name": dict(STEERING).get(steering, _("As the method says")),
        "said_yes": sum(one.agreed == dialogue.agreement for one in here),
        "all": len(here),
        "mine": room.me is not None and room.me.agreed == dialogue.agreement,
    }
    return render(request, "dialogues/agreement.html", context)
