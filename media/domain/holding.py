"""What becomes of a file whose bytes are all there: judged, cleaned, scanned, kept or refused.

A check that is cut short, or whose scanner is away, leaves the file in CHECKING; a task in the
background takes it up again, and nobody is handed the file before.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from ..enums import FileState
from ..limits import limit
from ..models import PrivateFile
from ..models.rights import unguessable_path
from ..storage import private_storage
from . import checks, scanning
from .refusals import Refused, damaged, infected

PART = ".part"
AT_ONCE_SECONDS, IN_BACKGROUND_SECONDS = 20.0, 600.0
"""How long the scanner may think: while a browser waits, and in the background."""
CLAIM = timedelta(minutes=30)
"""After so long without an end, whoever was checking a file is taken to be dead."""
PAUSES = (1, 2, 5, 10, 30)
"""Minutes between two questions to a scanner that is away; the last one repeats."""
logger = logging.getLogger(__name__)


def settle(file: PrivateFile) -> PrivateFile:
    """Check a file that is all there, as far as can be done while somebody waits."""
    if _claim(file):
        large = file.announced_size > limit("MEDIA_SCAN_AT_ONCE_BYTES")
        _check(file, None if large else AT_ONCE_SECONDS)
    return PrivateFile.objects.get(pk=file.pk)


@task()
def check_in_background(pk: int, attempt: int = 0) -> None:
    """Check a waiting file however long it takes; asks again later when the scanner is away."""
    file = PrivateFile.objects.filter(pk=pk, state=FileState.CHECKING).first()
    if file is not None and _claim(file):
        with override(settings.LANGUAGE_CODE):
            _check(file, IN_BACKGROUND_SECONDS, attempt)


def check_waiting() -> int:
    """Queue every file whose check was cut short; how many there were."""
    waiting = PrivateFile.objects.filter(_unclaimed(), state=FileState.CHECKING)
    pks = list(waiting.values_list("pk", flat=True))
    for pk in pks:
        check_in_background.enqueue(pk)
    return len(pks)


def refuse(file: PrivateFile, refused: Refused) -> None:
    """Keep the reason, not the bytes."""
    name = file.stored_name
    changed = {
        "stored_name": "",
        "refusal": refused.messages[0],
        "refusal_code": refused.code or "",
    }
    _save(file, state=FileState.REFUSED, claimed_at=None, finished_at=timezone.now(), **changed)
    forget(name)


def forget(name: str) -> None:
    """Delete stored bytes once the transaction holds, if there is one."""
    storage = private_storage()
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _unclaimed() -> Q:
    return Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM)


def _claim(file: PrivateFile) -> bool:
    """Whether the check is ours: a request and the task never work on one file together."""
    waiting = PrivateFile.objects.filter(_unclaimed(), pk=file.pk, state=FileState.CHECKING)
    if not waiting.update(claimed_at=timezone.now()):
        return False
    file.refresh_from_db()
    return True


def _check(file: PrivateFile, seconds: float | None, attempt: int = 0) -> None:
    """Judge, then ask the scanner for at most so many seconds; None leaves it to the background."""
    try:
        if file.stored_name.endswith(PART):
            _judge(file)
        scanned = scanning.scanner_is_set()
        if scanned and seconds is None:
            _later(file, 0)
            return
        if scanned:
            _scan(file, seconds)
    except Refused as refused:
        refuse(file, refused)
        return
    except scanning.ScannerAway:
        _later(file, attempt + 1)
        return
    now = timezone.now()
    _save(
        file,
        state=FileState.READY,
        claimed_at=None,
        finished_at=now,
        scanned_at=now if scanned else None,
    )


def _judge(file: PrivateFile) -> None:
    """Check by content and store what came of it beside the part, which then goes."""
    storage, part = private_storage(), file.stored_name
    try:
        stream = storage.open(part, "rb")
    except FileNotFoundError:
        raise damaged() from None
    with stream:
        admitted = _admitted(File(stream.file, name=file.name), file)
        name = storage.save(unguessable_path("held", admitted.extension), admitted.content)
    with storage.open(name, "rb") as stored:
        sha256 = hashlib.file_digest(stored, "sha256").hexdigest()
    _save(
        file,
        stored_name=name,
        kind=admitted.kind,
        media_type=admitted.media_type,
        size=admitted.size,
        sha256=sha256,
    )
    forget(part)


def _admitted(content: File, file: PrivateFile) -> checks.Admitted:
    try:
        return checks.check_any(content, file.allowed_kinds)
    except (Refused, OSError):
        raise
    except Exception as error:  # a stranger's bytes make readers raise nearly anything
        logger.exception("could not read the upload %s", file.public_id)
        raise damaged() from error


def _scan(file: PrivateFile, seconds: float | None) -> None:
    with private_storage().open(file.stored_name, "rb") as stream:
        virus = scanning.virus_in(stream, seconds=seconds)
    if virus:
        logger.warning("the upload %s was infected: %s", file.public_id, virus)
        raise infected(virus)


def _later(file: PrivateFile, attempt: int) -> None:
    """Leave the file to the background: at once, or after a pause that grows with each attempt."""
    _save(file, claimed_at=None)
    work = check_in_background
    if attempt:
        if not work.get_backend().supports_defer:
            return
        minutes = PAUSES[min(attempt, len(PAUSES)) - 1]
        work = work.using(run_after=timezone.now() + timedelta(minutes=minutes))
    transaction.on_commit(lambda: work.enqueue(file.pk, attempt))


def _save(file: PrivateFile, **values: Any) -> None:
    """Write the columns; what was removed meanwhile stays removed, and its new bytes go."""
    for name, value in values.items():
        setattr(file, name, value)
    rows = PrivateFile.objects.filter(pk=file.pk).exclude(state=FileState.REMOVED)
    if not rows.update(**values):
        forget(file.stored_name)
