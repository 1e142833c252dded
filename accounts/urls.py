"""The person's own pages under /account/; allauth's pages for getting in stand there as well."""

from django.urls import path

from . import views

app_name = "account"

urlpatterns = [
    path("", views.overview, name="overview"),
    path("profile/", views.profile, name="profile"),
    path("security/", views.security, name="security"),
    path("sessions/<int:pk>/end/", views.end_session, name="end-session"),
    path("data/", views.data, name="data"),
    path("data/download/", views.download, name="download"),
    path("delete/", views.delete, name="delete"),
    path("deleted/", views.deleted, name="deleted"),
    path("units/new/", views.new_unit, name="new-unit"),
    path("units/<int:pk>/", views.unit, name="unit"),
    path("units/<int:pk>/edit/", views.edit_unit, name="edit-unit"),
    path("units/<int:pk>/invite/", views.invite, name="invite"),
    path("units/<int:pk>/leave/", views.leave, name="leave"),
    path("units/<int:pk>/members/<int:member>/", views.change_member, name="member"),
    path("units/<int:pk>/requests/<int:request_pk>/", views.answer_request, name="request"),
    path("units/<int:pk>/invitations/<int:invitation>/", views.withdraw, name="withdraw"),
    path("invitations/<int:pk>/", views.answer_invitation, name="invitation"),
    path("requests/<int:pk>/", views.withdraw_request, name="own-request"),
]
