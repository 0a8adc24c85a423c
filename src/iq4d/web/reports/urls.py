from django.urls import path

from iq4d.web.reports import views

urlpatterns = [
    path("dialogues/<str:key>/report/", views.report, name="report"),
    path("dialogues/<str:key>/report/pdf/", views.report_pdf, name="report_pdf"),
    path("dialogues/<str:key>/report/file/", views.report_file, name="report_file"),
    path("dialogues/<str:key>/releases/", views.releases, name="releases"),
    path("dialogues/<str:key>/releases/<int:pk>/", views.release, name="release"),
    path("dialogues/<str:key>/releases/<int:pk>/page/", views.release_page, name="release_page"),
    path("released/<str:token>/", views.released, name="released"),
]
