"""Where each app's pages hang. A route that declares no surface is refused (ui/surfaces.py) and fails the tests."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path


def patterns(*, demo: bool) -> list[URLPattern | URLResolver]:
    return [
        path("", include("iq4d.web.home.urls")),
        path("", include("iq4d.web.ui.urls")),
        path("account/", include("allauth.account.urls")),
        path("me/", include("iq4d.web.people.urls")),
        path("circles/", include("iq4d.web.circles.urls")),
        path("", include("iq4d.web.dialogues.urls")),
        path("deeds/", include("iq4d.web.deeds.urls")),
        path("", include("iq4d.web.harvests.urls")),
        path("dialogues/", include("iq4d.web.mirror.urls")),
        path("circles/", include("iq4d.web.mirror.over_time.urls")),
        path("", include("iq4d.web.mirror.agreement.urls")),
        path("dialogues/", include("iq4d.web.facilitation.urls")),
        path("dialogues/", include("iq4d.web.bigscreen.urls")),
        path("", include("iq4d.web.imports.urls")),
        path("", include("iq4d.web.notices.urls")),
        path("", include("iq4d.web.reports.urls")),
        *([path("demo/", include("iq4d.web.demo.urls"))] if demo else []),
    ]


urlpatterns = patterns(demo=settings.DEMO)
handler400 = "iq4d.web.ui.views.bad_request"
handler403 = "iq4d.web.ui.views.refused"
handler404 = "iq4d.web.ui.views.not_found"
handler500 = "iq4d.web.ui.views.server_error"
