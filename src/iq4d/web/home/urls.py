from django.urls import path

from iq4d.web.home import views

urlpatterns = [path("", views.home, name="home"), path("about/", views.about, name="about")]
