from django.urls import path

from iq4d.web.deeds import views

urlpatterns = [
    path("tell/<str:token>/", views.by_mail, name="deed_by_mail"),
    path("<int:pk>/", views.deed_page, name="deed"),
    path("<int:pk>/tell/", views.tell, name="deed_tell"),
    path("<int:pk>/story/", views.story, name="deed_story"),
    path("<int:pk>/day/", views.move, name="deed_move"),
]
