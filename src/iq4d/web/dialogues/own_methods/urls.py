from django.urls import path

from iq4d.web.dialogues.own_methods import views

urlpatterns = [
    path("<str:key>/methods/", views.own_methods, name="own_methods"),
    path("<str:key>/methods/load/", views.own_method_new, name="own_method_new"),
    path("<str:key>/methods/keep/", views.own_method_keep, name="own_method_keep"),
    path("<str:key>/methods/<int:pk>/", views.own_method, name="own_method"),
    path("<str:key>/methods/<int:pk>/file/", views.own_method_file, name="own_method_file"),
    path("<str:key>/methods/<int:pk>/away/", views.own_method_away, name="own_method_away"),
    path("<str:key>/methods/<int:pk>/back/", views.own_method_back, name="own_method_back"),
]
