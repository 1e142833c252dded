"""Every address of the site, each app's own under its prefix; Wagtail's pages take what is left."""

from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from heritage_site import crawlers, display, tracking
from outreach.views.public import year
from search.api.urls import urls as api_urls

# One way in, guarded once: Wagtail's own forms know neither lockout nor second factor.
_sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)

urlpatterns = [
    *crawlers.urlpatterns,
    path("account/", include("accounts.urls")),
    path("account/", include("allauth.urls")),
    path("admin/login/", _sign_in),
    path("_util/login/", _sign_in),
    path("admin/", include(wagtailadmin_urls)),
    path("api/v1/", api_urls),
    path("apply/", include("applications.urls")),
    path("catalogue/", include("search.urls")),
    path("classes/", include("outreach.urls")),
    path("display/", display.display, name="display"),
    path("files/", include("media.urls")),
    path("notices/", include("applications.notice_urls")),
    path("review/", include("applications.review_urls")),
    path("track/", tracking.track, name="track"),
    path("year/", year.year, name="year"),
    path("", include(wagtail_urls)),
]

handler403 = "heritage_site.errors.forbidden"
handler404 = "heritage_site.errors.not_found"
handler500 = "heritage_site.errors.server_error"
