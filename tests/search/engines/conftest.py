"""The engines under test: every test that asks for ``engine`` runs against each of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.embedded import EmbeddedEngine
from search.interface import Engine
from tests.search.national_list import ABSENT, SHARED_DATA, national_documents

from .samples import catalogue

ENGINES = ("embedded", "elasticsearch")


def elasticsearch_engine(url: str) -> Iterator[ElasticsearchEngine]:
    engine = ElasticsearchEngine(url, prefix=f"test-{uuid.uuid4().hex[:10]}", timeout=30)
    yield engine
    for index in engine.server.indices_like(f"{engine.alias}-*"):
        engine.server.delete(index)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty engine of each kind."""
    if request.param == "embedded":
        yield EmbeddedEngine(tmp_path / "index")
    else:
        yield from elasticsearch_engine(request.getfixturevalue("elasticsearch_url"))


@pytest.fixture(params=ENGINES, scope="session")
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """An engine of each kind with the small catalogue; read only."""
    if request.param == "embedded":
        embedded = EmbeddedEngine(tmp_path_factory.mktemp("catalogue"))
        embedded.index(catalogue())
        yield embedded
        return
    for engine in elasticsearch_engine(request.getfixturevalue("elasticsearch_url")):
        engine.index(catalogue())
        yield engine


@pytest.fixture(scope="session")
def embedded_nation(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The embedded engine with the real national list."""
    if not (SHARED_DATA / "national").is_dir():
        pytest.skip(ABSENT)
    engine = EmbeddedEngine(tmp_path_factory.mktemp("nation"))
    engine.rebuild(national_documents())
    return engine


@pytest.fixture(scope="session")
def elasticsearch_nation(elasticsearch_url: str) -> Iterator[Engine]:
    """Elasticsearch with the real national list."""
    if not (SHARED_DATA / "national").is_dir():
        pytest.skip(ABSENT)
    for engine in elasticsearch_engine(elasticsearch_url):
        engine.rebuild(national_documents())
        yield engine


@pytest.fixture(params=ENGINES)
def nation(request: pytest.FixtureRequest) -> Engine:
    """Each engine with the real national list; read only."""
    engine: Engine = request.getfixturevalue(f"{request.param}_nation")
    return engine
