"""The engines the settings name: one to ask, one or two to keep up to date.

Without SEARCH_URL everything is in the embedded engine. With it Elasticsearch answers, and the
embedded engine is kept up to date beside it and steps in while Elasticsearch is away.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

from search.index_format import index_format
from search.interface import Engine, SearchRequest, SearchResult, Suggestion

EMBEDDED = "embedded"
ELASTICSEARCH = "elasticsearch"
ANSWER_TIMEOUT = 10.0
"""Seconds Elasticsearch may take when nobody waits for it in front of a page."""

_SETTINGS = {"SEARCH_URL", "SEARCH_INDEX_DIR", "SEARCH_INDEX_PREFIX", "SEARCH_TIMEOUT"}


def engine() -> Engine:
    """The engine in use, one a process. It answers as long as either engine does."""
    return _engine(os.getpid())


def search(request: SearchRequest) -> SearchResult:
    """Ask the engine in use. Raises SearchUnavailable when no engine answers."""
    return engine().search(request)


def suggest(text: str, *, limit: int = 8) -> tuple[Suggestion, ...]:
    """Lines to offer while someone types. Raises SearchUnavailable when no engine answers."""
    return engine().suggest(text, limit=limit)


def targets() -> Mapping[str, Engine]:
    """Every engine that is to hold the records, by name, each answering for itself alone."""
    return _targets(os.getpid())


def target_names() -> tuple[str, ...]:
    """The names of ``targets`` without making an engine: needs nothing but the settings."""
    return (EMBEDDED, ELASTICSEARCH) if settings.SEARCH_URL else (EMBEDDED,)


def index_directory() -> Path:
    """Where the embedded index of the running code's format lies."""
    return Path(settings.SEARCH_INDEX_DIR) / index_format()


def forget_old_formats() -> None:
    """Remove the embedded indexes of earlier formats, once the present one has been built."""
    for place in Path(settings.SEARCH_INDEX_DIR).glob("[0-9a-f]" * 8):
        if place.is_dir() and place.name != index_format():
            shutil.rmtree(place, ignore_errors=True)


def _prefix() -> str:
    return f"{settings.SEARCH_INDEX_PREFIX}-{index_format()}"


# The process is part of the key: a worker forked off must not share its parent's connections.
# Engines are imported when first asked for: a command that searches nothing loads neither.
@lru_cache(maxsize=2)
def _engine(process: int) -> Engine:
    from search.engines.factory import engine_from_url

    return engine_from_url(
        settings.SEARCH_URL,
        directory=index_directory(),
        prefix=_prefix(),
        timeout=settings.SEARCH_TIMEOUT,
    )


@lru_cache(maxsize=2)
def _targets(process: int) -> Mapping[str, Engine]:
    from search.engines.embedded import EmbeddedEngine

    made: dict[str, Engine] = {EMBEDDED: EmbeddedEngine(index_directory())}
    if settings.SEARCH_URL:
        from search.engines.elasticsearch import ElasticsearchEngine

        made[ELASTICSEARCH] = ElasticsearchEngine(
            settings.SEARCH_URL, prefix=_prefix(), timeout=ANSWER_TIMEOUT
        )
    return made


@receiver(setting_changed)
def forget(*, setting: str = "SEARCH_URL", **_kwargs: Any) -> None:
    """Make the engines anew after a change of the settings, which only tests do."""
    if setting in _SETTINGS:
        _engine.cache_clear()
        _targets.cache_clear()
