"""Addresses of the public catalogue, under /catalogue/."""

from django.urls import path

from search.addresses import PLURALS
from search.views import catalogue, collections, lists, records

app_name = "catalogue"
urlpatterns = [
    path("", catalogue.catalogue, name="list"),
    path("suggest/", catalogue.suggest, name="suggest"),
    path("categories/", collections.categories, name="categories"),
    path("categories/<slug:slug>/", collections.category, name="category"),
    path("areas/", collections.areas, name="areas"),
    path("areas/<str:code>/", collections.area, name="area"),
    path("as-of/", lists.as_of, name="as-of"),
    path("batches/", collections.batches, name="batches"),
    path("batches/<slug:slug>/", collections.batch, name="batch"),
]
for plural in PLURALS.values():
    urlpatterns += [
        path(f"{plural}/<slug:slug>/", records.record, {"plural": plural}, name=plural),
        path(f"{plural}/<slug:slug>/qr.svg", records.qr, {"plural": plural}, name=f"{plural}-qr"),
    ]
