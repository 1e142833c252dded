"""Suggestions while typing: names first, then categories, places, people and units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from search.interface import Suggestion

if TYPE_CHECKING:
    from .answering import Answering


def suggestions(engine: Answering, text: str, limit: int) -> tuple[Suggestion, ...]:
    """What fits the beginning of a query, within one call to the engine."""
    return ()
