from django.urls import path

from iq4d.web.ui import views

urlpatterns = [
    path("kept/<str:key>/", views.kept, name="kept"),
    path("language/", views.set_language, name="set_language"),
]
