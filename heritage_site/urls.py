"""Every address of the site, each app's own under its prefix; Wagtail's pages take what is left."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from heritage_site import display
from search.api.urls import urls as api_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api_urls),
    path("catalogue/", include("search.urls")),
    path("display/", display.display, name="display"),
    path("files/", include("media.urls")),
    path("", include(wagtail_urls)),
]

handler403 = "heritage_site.errors.forbidden"
handler404 = "heritage_site.errors.not_found"
handler500 = "heritage_site.errors.server_error"
