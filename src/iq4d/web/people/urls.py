from django.urls import path

from iq4d.web.people import views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("keep/", views.claim, name="claim"),
    path("photo/<int:person_id>/", views.photo, name="photo"),
]
