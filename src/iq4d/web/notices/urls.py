from django.urls import path

from iq4d.web.notices import views

urlpatterns = [
    path("mail/stop/<str:token>/", views.stop, name="mail_stop"),
    path("dialogues/<str:key>/follow/", views.follow, name="follow"),
    path("dialogues/<str:key>/look-back/away/", views.look_back_away, name="look_back_away"),
]
