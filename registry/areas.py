"""At which tier figures are told: a district's by its streets, so a community counts for its street."""

from __future__ import annotations

from django.db.models import Case, F, When

from registry.enums import DivisionLevel


def by_street(path: str, column: str) -> Case:
    """``code`` or ``name`` of the division at ``path``, of its street where that is a community."""
    below = When(**{f"{path}__level": DivisionLevel.COMMUNITY}, then=F(f"{path}__parent__{column}"))
    return Case(below, default=F(f"{path}__{column}"))
