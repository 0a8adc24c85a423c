from django.urls import path

from iq4d.web.mirror import agreement_views

urlpatterns = [path("validity/", agreement_views.validity, name="validity")]
