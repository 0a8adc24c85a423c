from django.urls import path

from iq4d.web.mirror.over_time import views as views_over_time

urlpatterns = [path("<str:key>/mirror/", views_over_time.circle_mirror, name="circle_mirror")]
