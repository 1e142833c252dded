"""How a preview shows the public page without the registry knowing the catalogue.

The catalogue registers a renderer for each kind of record when it starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

Renderer = Callable[[HttpRequest, Any], HttpResponse]

_renderers: dict[str, Renderer] = {}


def register(kind: str, renderer: Renderer) -> None:
    """Let ``renderer(request, record)`` show records of this kind, drafts too."""
    _renderers[kind] = renderer


def render(request: HttpRequest, record: Any) -> HttpResponse:
    """The record as its public page would show it."""
    return _renderers[record.kind](request, record)
