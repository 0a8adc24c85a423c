from django.urls import path

from iq4d.web.people import views

urlpatterns = [
    path("", views.profile, name="profile"),
    path("photo/<int:person_id>/", views.photo, name="photo"),
]
