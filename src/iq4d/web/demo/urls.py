from django.urls import path

from iq4d.web.demo import views

urlpatterns = [
    path("", views.sign_in, name="demo"),
    path("step-in/<slug:who>/", views.step_in, name="demo_step_in"),
    path("mails/", views.mails, name="demo_mails"),
    path("mails/<int:pk>/", views.mail, name="demo_mail"),
]
