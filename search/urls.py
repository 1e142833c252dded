"""Addresses of the public catalogue, under /catalogue/."""

from django.urls import path

from search.views import catalogue

app_name = "catalogue"
urlpatterns = [
    path("", catalogue.catalogue, name="list"),
    path("suggest/", catalogue.suggest, name="suggest"),
]
