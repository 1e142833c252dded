"""Throws away what nobody will go on with: parts of broken-off uploads, and bytes without a row."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from ..enums import FileState
from ..models import PrivateFile
from ..storage import private_storage
from .uploads import remove

AT_ONCE = 500
"""Names in one question to the database."""


def clear_abandoned(*, days: int) -> int:
    """Remove uploads that got no bytes for so many days; how many there were."""
    before = timezone.now() - timedelta(days=days)
    abandoned = PrivateFile.objects.filter(state=FileState.UPLOADING, touched_at__lt=before)
    cleared = 0
    for pk in abandoned.values_list("pk", flat=True):
        with transaction.atomic():
            row = abandoned.select_for_update().filter(pk=pk).first()
            if row is not None:  # else somebody has gone on with it this moment
                remove(file=row)
                cleared += 1
    return cleared


def clear_orphans(*, days: int) -> int:
    """Delete stored bytes that no row has known for so many days; how many files there were."""
    folder = Path(private_storage().path("held"))
    before = time.time() - days * 86400
    old = sorted(path for path in folder.glob("*") if path.stat().st_mtime < before)
    cleared = 0
    for at in range(0, len(old), AT_ONCE):
        names = {f"held/{path.name}": path for path in old[at : at + AT_ONCE]}
        known = PrivateFile.objects.filter(stored_name__in=names)
        for name in names.keys() - set(known.values_list("stored_name", flat=True)):
            names[name].unlink(missing_ok=True)
            cleared += 1
    return cleared
