"""Writing records the way staff do: as revisions, published or kept as drafts."""

from __future__ import annotations

from typing import TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction

from accounts.models import User
from registry.models import Record
from registry.rules import may

RecordType = TypeVar("RecordType", bound=Record)


@transaction.atomic
def save_record(
    *, record: RecordType, by: User | None, publish: bool, clean: bool = True
) -> RecordType:
    """Create or change a record with a revision; publish it or leave it a draft.

    A new record is written first, so that its revision has something to belong to. A published
    record keeps what the public sees until the new revision is published. Raises ValidationError.
    """
    if clean:
        record.full_clean()
    if record.pk is None:
        record.live = False
        record.save()
    revision = record.save_revision(user=by, log_action=True, clean=False)
    if publish:
        revision.publish(user=by)
        record.refresh_from_db()
    return record


@transaction.atomic
def withdraw(*, record: Record, by: User | None) -> None:
    """Take a published record off the public side; nothing of it is lost.

    Raises PermissionDenied when ``by`` may not publish, ValidationError when it is not public.
    """
    if by is not None and not may(by, "publish", record):
        raise PermissionDenied(_("您没有撤下记录的权限。"))
    if not record.live:
        raise ValidationError(_("这条记录没有公开，无须撤下。"))
    # The action would ask the permissions of a page, which a snippet does not have.
    UnpublishAction(record, user=by).execute(skip_permission_checks=True)
