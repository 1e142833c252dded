"""举办证明: sign-in sheets and photos of a session, taken and removed before it is archived.

The files are private: names and minors are on them. What an archived session is proven by stands in
its log with the digest of the bytes.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from media.domain import uploads
from media.domain.uploads import UploadLimits
from media.enums import FileKind
from media.models import PrivateFile
from outreach import queries, rules
from outreach.domain.logging import write_event
from outreach.domain.refusals import StepRefused
from outreach.domain.transitioning import lock_session
from outreach.enums import PROVABLE, EvidenceKind, SessionState
from outreach.models import Evidence, Session

MEGABYTE = 1024 * 1024
_PAPER = (FileKind.PICTURE, FileKind.DOCUMENT)
LIMITS = {
    EvidenceKind.SIGN_IN_SHEET: UploadLimits(kinds=_PAPER, most_bytes=20 * MEGABYTE, most_files=10),
    EvidenceKind.PHOTO: UploadLimits(
        kinds=(FileKind.PICTURE,), most_bytes=20 * MEGABYTE, most_files=20
    ),
    EvidenceKind.OTHER: UploadLimits(
        kinds=(*_PAPER, FileKind.RECORDING), most_bytes=200 * MEGABYTE, most_files=10
    ),
}
"""What each kind of evidence takes: scans and photographed sheets, photos, short films and the like."""


@transaction.atomic
def begin_upload(
    *, session_id: int, kind: EvidenceKind, name: str, size: int, by: User
) -> PrivateFile:
    """Make room for a file; it proves nothing before it is whole.

    Raises PermissionDenied, StepRefused (not now), ValidationError (too large, too many).
    """
    session = _changeable(session_id, by)
    _refuse_one_too_many(session, kind)
    file = uploads.start_upload(owner=by, name=name, size=size, limits=LIMITS[kind])
    Evidence.objects.create(session=session, kind=kind, file=file, added_by=by)
    return file


def add_whole(*, session_id: int, kind: EvidenceKind, upload: UploadedFile, by: User) -> Evidence:
    """Take a file that a form without scripts sent in one go. Raises as ``begin_upload`` does."""
    with transaction.atomic():
        _refuse_one_too_many(_changeable(session_id, by), kind)
    file = uploads.store_whole(owner=by, upload=upload, limits=LIMITS[kind])
    try:
        with transaction.atomic():
            session = _changeable(session_id, by)
            _refuse_one_too_many(session, kind)
            return Evidence.objects.create(session=session, kind=kind, file=file, added_by=by)
    except ValidationError:
        uploads.remove(file=file)
        raise


@transaction.atomic
def take_away(*, session_id: int, file: str, reason: str = "", by: User) -> Evidence:
    """Remove a file; the log keeps what it was. The bytes stay when the session was archived with it.

    Raises Evidence.DoesNotExist and as ``begin_upload``; a file that was whole wants a reason.
    """
    session = _changeable(session_id, by)
    row = session.evidence.select_related("file").get(file__public_id=file, removed_at__isnull=True)
    if row.file.is_ready and not reason.strip():
        raise StepRefused(_("请写明为什么移除，它会记入办理记录。"), code="reason")
    row.removed_at = timezone.now()
    row.save(update_fields=["removed_at"])
    write_event(
        session=session,
        step="remove_evidence",
        by=by,
        from_state=session.state,
        reason=reason.strip(),
        data={"evidence": row.as_data()},
        at=row.removed_at,
    )
    session.save(update_fields=["events_written", "log_head"])
    if not session.events.filter(step="archive").exists():
        uploads.remove(file=row.file)
    return row


def _changeable(session_id: int, by: User) -> Session:
    """The locked session, if its evidence may be changed now."""
    session = lock_session(session_id)
    if not rules.may_run(by, session):
        raise PermissionDenied(_("您没有登记举办证明的权限。"))
    if session.state == SessionState.ARCHIVED:
        raise StepRefused(
            _("这一场已经归档，举办证明不能再改。确需更改，请先撤销归档。"), code="archived"
        )
    if session.state not in PROVABLE:
        raise StepRefused(
            _("这一场现在是“%(state)s”，确认之后才登记举办证明。")
            % {"state": session.get_state_display()},
            code="not-now",
        )
    return session


def _refuse_one_too_many(session: Session, kind: EvidenceKind) -> None:
    most = LIMITS[kind].most_files or 0
    if queries.evidence_of(session).filter(kind=kind).count() >= most:
        raise ValidationError(
            _("“%(kind)s”最多 %(most)d 份，请先移除一份再上传。")
            % {"kind": kind.label, "most": most},
            code="too_many",
        )
