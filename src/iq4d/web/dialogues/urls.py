from django.urls import path

from iq4d.web.dialogues import views

urlpatterns = [
    path("in/<str:key>/", views.dialogue_list, name="dialogue_list"),
    path("<str:key>/", views.dialogue_page, name="dialogue"),
    path("<str:key>/c/<int:number>/", views.contribution, name="contribution"),
]
