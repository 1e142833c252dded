"""The engine that answers the site's searches, chosen by the settings."""

from __future__ import annotations

from search.interface import Engine, SearchUnavailable


def engine() -> Engine:
    """The engine in use; SearchUnavailable as long as no index has been set up."""
    raise SearchUnavailable("no search index has been set up")
