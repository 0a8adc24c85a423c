from django.urls import path

from iq4d.web.mirror import views
from iq4d.web.mirror.over_time import views as views_over_time
from iq4d.web.mirror.own_view import views as own_view_views

urlpatterns = [
    path("<str:key>/mirror/", views.mirror_page, name="mirror"),
    path("<str:key>/mirror/ask/", views.mirror_ask, name="mirror_ask"),
    path("<str:key>/mirror/remark/", views.remark, name="remark"),
    path("<str:key>/mirror/over-time/", views_over_time.mirror_over_time, name="mirror_over_time"),
    path("<str:key>/series/", views_over_time.series, name="series"),
    path("<str:key>/mirror/own-view/", own_view_views.own_view, name="own_view"),
    path("<str:key>/mirror/own-view/away/", own_view_views.own_view_away, name="own_view_away"),
    path("<str:key>/mirror/<slug:indicator>/", views.grounds, name="grounds"),
]
