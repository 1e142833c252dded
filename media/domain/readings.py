"""The log of who was given which private file."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.crypto import salted_hmac

from ..models import PrivateFile, PrivateFileReading

ONE_READING = timedelta(minutes=30)
"""A film is fetched in many parts; parts within this time are one reading."""


def note_reading(*, file: PrivateFile, by: Any, purpose: str, address: str = "") -> None:
    """Add a row, unless this reader was given this file for this purpose a moment ago.

    The address is kept as a keyed digest: enough to see that two readings came from one place.
    """
    reader = by if by is not None and by.is_authenticated else None
    reading = PrivateFileReading(
        file=file,
        reader=reader,
        reader_name=str(reader)[:150] if reader else "",
        purpose=purpose[:200],
        address_hash=_digest(address) if address else "",
    )
    known = PrivateFileReading.objects.filter(
        file=file,
        reader=reader,
        purpose=reading.purpose,
        address_hash=reading.address_hash,
        at__gt=timezone.now() - ONE_READING,
    )
    if not known.exists():
        reading.save()


def _digest(address: str) -> str:
    return salted_hmac("media.readings", address, algorithm="sha256").hexdigest()
