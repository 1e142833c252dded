"""What search engines are told: where everything public is listed, and where there is nothing for them."""

from __future__ import annotations

from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from search.sitemaps import SITEMAPS as OF_THE_CATALOGUE
from search.sitemaps import Paths


class Entrances(Paths):
    """The home page, and where the other rooms of the site begin."""

    def items(self) -> list[str]:
        return ["/", "/classes/", "/notices/", "/year/"]


SITEMAPS = {"site": Entrances(), **OF_THE_CATALOGUE}
_NOT_FOR_THEM = ("/account/", "/admin/", "/apply/", "/display/", "/review/", "/track/")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt (RFC 9309). It hides nothing: what is not public asks who is there."""
    lines = ["User-agent: *", *(f"Disallow: {each}" for each in _NOT_FOR_THEM)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"},
        name="sitemap",
    ),
    path(
        "sitemap-<slug:section>.xml",
        views.sitemap,
        {"sitemaps": SITEMAPS},
        name="sitemap-section",
    ),
]
