from django.urls import path

from iq4d.web.facilitation import views

urlpatterns = [
    path("<str:key>/console/", views.console, name="console"),
    path("<str:key>/words/", views.private_words, name="private_words"),
    path("<str:key>/words/to/<int:number>/", views.private_word, name="private_word"),
    path("<str:key>/words/<int:pk>/answer/", views.word_answer, name="word_answer"),
    path("<str:key>/words/<int:pk>/away/", views.word_away, name="word_away"),
]
