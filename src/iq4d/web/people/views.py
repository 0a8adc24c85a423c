from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from iq4d.web.people import actions, photos, queries
from iq4d.web.people.forms import ProfileForm
from iq4d.web.people.http import PersonRequest
from iq4d.web.ui.surfaces import surface


@surface("page", open_to="guests", shows="own account")
def profile(request: PersonRequest) -> HttpResponse:
    person = request.user
    now = {"name": person.name, "language": person.language, "theme": person.theme}
    form = ProfileForm(request.POST or None, request.FILES or None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.change_profile(person=person, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Your profile is up to date."))
        return redirect("profile")
    return render(request, "people/profile.html", {"form": form})


@surface("file", open_to="guests", shows="photo")
def photo(request: PersonRequest, person_id: int) -> FileResponse:
    name = queries.photo_of(request.user, person_id)
    path = photos.folder() / name if name else None
    if path is None or not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=300"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@surface("page", open_to="guests", shows="own account")
def claim(request: PersonRequest) -> HttpResponse:
    """Where a guest gets an account."""
    if not request.user.is_guest:
        return redirect("home")
    return render(request, "people/claim.html")
