"""Receipt numbers without gaps or doubles, and the codes that go with them."""

from __future__ import annotations

import secrets

from django.db import transaction

from safeguards.models import NumberSeries

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 10
"""Fifty bits; together with the limit on tries nobody guesses one."""


def next_number(series: str, year: int) -> str:
    """The next number, such as FY-2026-0012. Call it inside the transaction that uses it.

    The row is locked until then, so that a step that fails leaves no gap.
    """
    with transaction.atomic():
        NumberSeries.objects.get_or_create(series=series, year=year)
        row = NumberSeries.objects.select_for_update().get(series=series, year=year)
        row.last += 1
        row.save(update_fields=["last"])
    return f"{series}-{year}-{row.last:04}"


def new_query_code() -> str:
    """A code without characters that are mistaken for one another (0 and O, 1 and I)."""
    return "".join(secrets.choice(CODE_ALPHABET) for _unused in range(CODE_LENGTH))
