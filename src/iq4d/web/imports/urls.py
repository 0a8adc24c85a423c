from django.urls import path

from iq4d.web.imports import views

urlpatterns = [
    path("circles/<str:key>/import/", views.import_new, name="import_new"),
    path("imports/<str:key>/", views.import_page, name="import"),
    path("imports/<str:key>/undo/", views.import_undo, name="import_undo"),
    path("imports/<str:key>/drop/", views.import_drop, name="import_drop"),
]
