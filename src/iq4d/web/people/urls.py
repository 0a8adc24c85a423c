from django.urls import path

from iq4d.web.people import views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("free/", views.free_days_add, name="free_days_add"),
    path("free/<int:pk>/remove/", views.free_days_remove, name="free_days_remove"),
    path("keep/", views.claim, name="claim"),
    path("keep/<str:token>/", views.claim_link, name="claim_link"),
    path("photo/<int:person_id>/", views.photo, name="photo"),
]
