"""The test settings, with the search engine the benchmark names instead of none."""

from heritage_site.settings.test import *  # noqa: F403
from heritage_site.settings.test import env

SEARCH_URL = env.str("SEARCH_URL", default="")
SEARCH_TIMEOUT = 10.0
LOGGING = {"version": 1, "disable_existing_loggers": True}  # times, not lines
