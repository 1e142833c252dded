"""Addresses of the public catalogue, under /catalogue/."""

from django.urls import path
from django.views.generic import RedirectView

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
for kind, plural in PLURALS.items():
    every = RedirectView.as_view(url=f"../?kind={kind}", permanent=True)
    urlpatterns += [
        path(f"{plural}/", every),  # the address of a record, shortened by hand
        path(f"{plural}/<slug:slug>/", records.record, {"plural": plural}, name=plural),
        path(f"{plural}/<slug:slug>/qr.svg", records.qr, {"plural": plural}, name=f"{plural}-qr"),
    ]
