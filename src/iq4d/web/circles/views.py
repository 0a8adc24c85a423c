from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from iq4d.web.circles import actions, queries, rules
from iq4d.web.circles.forms import CircleChangeForm, CircleForm, InviteForm, RoleForm, now_of
from iq4d.web.circles.models import Circle, Invitation, Membership
from iq4d.web.circles.slots import CIRCLE_ACTIONS, CIRCLE_PAGE
from iq4d.web.journal.actions import key_of, once
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface
from iq4d.web.ui.verdicts import require

FACES = 8  # people whose name stands on the page of their circle


def circle_or_404(request: PersonRequest, key: str) -> Circle:
    circle = queries.circle_for(request.user, key)
    if circle is None:
        raise Http404
    return circle


@surface("page", shows="circle names")
def circle_list(request: PersonRequest) -> HttpResponse:
    now = timezone.now()
    context = {
        "circles": queries.circles_of(request.user),
        "invitations": queries.invitations_for(request.user, now),
    }
    return render(request, "circles/list.html", context)


@surface("page")
def circle_new(request: PersonRequest) -> HttpResponse:
    form = CircleForm(request.POST or None, initial={"language": request.user.language})
    if request.method == "POST" and form.is_valid():

        def make() -> str:
            return actions.found_circle(person=request.user, now=timezone.now(), **form.cleaned_data).get_absolute_url()

        return redirect(once(request.user, key_of(request.POST), make))
    return render(request, "circles/new.html", {"form": form})


@surface("page", shows="circle")
def circle_page(request: PersonRequest, key: str) -> HttpResponse:
    circle = circle_or_404(request, key)
    role = queries.role_in(request.user, circle)
    context = {
        "circle": circle,
        "role": role,
        "people": circle.memberships.count(),
        "faces": queries.members_of(circle)[:FACES],
        "may_invite": rules.may_invite(role),
        "actions": CIRCLE_ACTIONS.parts(request.user, circle, role),
        "parts": CIRCLE_PAGE.parts(request.user, circle, role),
    }
    return render(request, "circles/circle.html", context)


@surface("page", shows="members")
def circle_people(request: PersonRequest, key: str) -> HttpResponse:
    circle, now = circle_or_404(request, key), timezone.now()
    role = queries.role_in(request.user, circle)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and queries.is_member(circle, form.cleaned_data["email"]):
        form.add_error("email", _("This person is in the circle already."))
    if request.method == "POST" and form.is_valid():
        actions.invite(person=request.user, circle=circle, now=now, **form.cleaned_data)
        messages.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
        return redirect("circle_people", key)
    context = {
        "circle": circle,
        "role": role,
        "members": queries.members_of(circle),
        "may_invite": rules.may_invite(role),
        "may_change": rules.may_change(role),
        "invitations": queries.open_invitations(circle, now) if rules.may_invite(role) else [],
        "form": form,
    }
    return render(request, "circles/people.html", context)


@surface("page", shows="circle")
def circle_edit(request: PersonRequest, key: str) -> HttpResponse:
    circle = circle_or_404(request, key)
    form = CircleChangeForm(request.POST or None, initial=now_of(circle))
    if request.method == "POST" and form.is_valid():
        actions.change_circle(person=request.user, circle=circle, **form.cleaned_data)
        messages.success(request, _("The circle is changed."))
        return redirect(circle)
    context = {"circle": circle, "form": form, "may_change": rules.may_change(queries.role_in(request.user, circle))}
    return render(request, "circles/edit.html", context)


@surface("act")
@require_POST
def member_role(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    membership = get_object_or_404(Membership, pk=pk, circle=circle_or_404(request, key))
    form = RoleForm(request.POST)
    if form.is_valid():
        actions.give_role(person=request.user, membership=membership, role=form.cleaned_data["role"])
    return redirect("circle_people", key)


@surface("page", shows="members")
def member_remove(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    """Asks first: who leaves a private circle needs a new invitation to come back."""
    circle = circle_or_404(request, key)
    membership = get_object_or_404(Membership.objects.select_related("person", "circle"), pk=pk, circle=circle)
    if request.method == "POST":
        actions.remove(person=request.user, membership=membership, now=timezone.now())
        return redirect("circle_list" if membership.person_id == request.user.pk else circle)
    require(queries.may_remove(request.user, membership))
    context = {"circle": circle, "membership": membership, "own": membership.person_id == request.user.pk}
    return render(request, "circles/remove.html", context)


@surface("act")
@require_POST
def invitation_withdraw(request: PersonRequest, key: str, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk, circle=circle_or_404(request, key))
    actions.withdraw_invitation(person=request.user, invitation=invitation, now=timezone.now())
    return redirect("circle_people", key)


@surface("page", open_to="anyone", shows="invitation")
def invitation(request: PersonRequest, token: str) -> HttpResponse:
    """The page behind the link. It names the circle to who was invited, and asks who is not signed in to do so."""
    found = queries.invitation_by(token)
    if found is None:
        raise Http404
    if request.method == "POST" and request.user.is_authenticated:
        return redirect(actions.accept(person=request.user, invitation=found, now=timezone.now()))
    is_open = Invitation.objects.open(timezone.now()).filter(pk=found.pk).exists()
    return render(request, "circles/invitation.html", {"invitation": found, "is_open": is_open})


@surface("act")
@require_POST
def invitation_accept(request: PersonRequest, pk: int) -> HttpResponse:
    """Saying yes from one's own home page, without the link."""
    found = get_object_or_404(queries.invitations_for(request.user, timezone.now()), pk=pk)
    return redirect(actions.accept(person=request.user, invitation=found, now=timezone.now()))
