"""Addresses of public records: stable and readable, made of the kind and the record's own slug."""

from __future__ import annotations

PLURALS = {
    "project": "projects",
    "inheritor": "inheritors",
    "base": "bases",
    "workshop": "workshops",
    "product": "products",
}
"""How each kind is written in addresses."""


def record_url(kind: str, slug: str) -> str:
    """The path of a record's public page: /catalogue/projects/lan-shou-men/."""
    return f"/catalogue/{PLURALS[kind]}/{slug}/"
