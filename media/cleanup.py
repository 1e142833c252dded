"""A deleted recording takes its file with it; Wagtail does the same for pictures and documents."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from .models import Recording


def delete_file(sender: type[Recording], instance: Recording, **kwargs: Any) -> None:
    """After the commit, so that an undone deletion keeps its file."""
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
