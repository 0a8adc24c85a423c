from django.urls import path

from iq4d.web.mirror.agreement import views as agreement_views

urlpatterns = [path("validity/", agreement_views.validity, name="validity")]
