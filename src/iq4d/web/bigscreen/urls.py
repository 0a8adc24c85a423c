from django.urls import path

from iq4d.web.bigscreen import views

urlpatterns = [path("<str:key>/screen/", views.big_screen, name="big_screen")]
