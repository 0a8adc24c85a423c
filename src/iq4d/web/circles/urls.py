from django.urls import path

from iq4d.web.circles import views

urlpatterns = [
    path("", views.circle_list, name="circle_list"),
    path("new/", views.circle_new, name="circle_new"),
    path("invitation/<str:token>/", views.invitation, name="invitation"),
    path("invitations/<int:pk>/accept/", views.invitation_accept, name="invitation_accept"),
    path("<str:key>/", views.circle_page, name="circle"),
    path("<str:key>/people/", views.circle_people, name="circle_people"),
    path("<str:key>/change/", views.circle_edit, name="circle_edit"),
    path("<str:key>/people/<int:pk>/role/", views.member_role, name="member_role"),
    path("<str:key>/people/<int:pk>/remove/", views.member_remove, name="member_remove"),
    path("<str:key>/invitations/<int:pk>/withdraw/", views.invitation_withdraw, name="invitation_withdraw"),
]
