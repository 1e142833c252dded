"""Which engine answers, from the address the settings name."""

from __future__ import annotations

from pathlib import Path

from search.interface import Engine

from .elasticsearch import ElasticsearchEngine
from .embedded import EmbeddedEngine
from .failover import FailoverEngine


def engine_from_url(
    url: str, *, directory: Path, prefix: str = "heritage", timeout: float = 0.8
) -> Engine:
    """The embedded engine where no address is given; else Elasticsearch with it as a stand-in.

    ``directory`` holds the embedded index in both cases. ``prefix`` begins the names of the indices on
    the server, ``timeout`` is how many seconds it has to answer a search.
    """
    embedded = EmbeddedEngine(directory)
    if not url:
        return embedded
    if not url.startswith(("http://", "https://")):
        raise ValueError(f"SEARCH_URL must begin with http:// or https://, not {url[:40]!r}")
    server = ElasticsearchEngine(url, prefix=prefix, timeout=timeout)
    return FailoverEngine(server, embedded)
