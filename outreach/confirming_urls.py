"""/classes/confirm/…: for teachers and venues, by their link."""

from django.urls import path

from outreach.views import confirming

urlpatterns = [
    path("confirm/<str:token>/", confirming.confirm, name="confirm"),
]
