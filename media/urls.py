"""Addresses of uploaded files; included under MEDIA_URL, so that `file.url` and these agree."""

from django.urls import path

from . import views

app_name = "media"
urlpatterns = [
    path("sized/<str:variant>/<path:name>", views.variant, name="variant"),
    path("<path:name>", views.file, name="file"),
]
