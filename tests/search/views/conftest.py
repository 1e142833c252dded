"""The catalogue's pages over a real embedded engine with a few dozen records."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from search.engines.embedded import EmbeddedEngine
from search.views.cards import cards

from .catalogue_documents import documents

ASKING = (
    "search.views.catalogue.engine",
    "search.views.results.engine",
    "search.views.collections.engine",
    "search.templatetags.catalogue.engine",
    "heritage_site.errors.engine",
)


def answered_by(monkeypatch: pytest.MonkeyPatch, engine: Any) -> None:
    """Let this engine answer every page of the site."""
    for name in ASKING:
        monkeypatch.setattr(name, lambda: engine)


@pytest.fixture(scope="session")
def filled_engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    folder: Path = tmp_path_factory.mktemp("catalogue-index")
    engine = EmbeddedEngine(folder)
    engine.rebuild(documents())
    return engine


@pytest.fixture
def catalogue(filled_engine: EmbeddedEngine, monkeypatch: pytest.MonkeyPatch) -> EmbeddedEngine:
    """The engine that answers while the test runs; cards are rendered afresh."""
    cards.clear()
    answered_by(monkeypatch, filled_engine)
    return filled_engine
