from django.urls import path

from iq4d.web.mirror import views

urlpatterns = [
    path("<str:key>/mirror/", views.mirror_page, name="mirror"),
    path("<str:key>/mirror/ask/", views.mirror_ask, name="mirror_ask"),
    path("<str:key>/mirror/remark/", views.remark, name="remark"),
    path("<str:key>/mirror/<slug:indicator>/", views.grounds, name="grounds"),
]
