"""The WSGI application that production servers load."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heritage_site.settings.production")

application = get_wsgi_application()

# Load every address now: Wagtail fixes some of its words in the language that is active then, which
# at the first request would be that visitor's.
get_resolver().url_patterns  # noqa: B018
