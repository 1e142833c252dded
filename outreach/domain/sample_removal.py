"""Takes sample classes away before a registry goes live: the one place where their logs may go.

It touches what is marked as sample alone, and refuses when somebody real registered for a sample.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from media.domain.uploads import remove
from media.models import PrivateFile
from outreach.models import (
    ClassRequest,
    Confirmation,
    Evidence,
    Feedback,
    Programme,
    Registration,
    RequestEvent,
    SchoolTerm,
    Series,
    Session,
    SessionEvent,
    SignIn,
    Teacher,
    Venue,
)


@transaction.atomic
def remove_sample_classes() -> None:
    """Delete sample sessions with all that belongs to them, then what they were made of.

    Raises ValidationError when somebody real has registered, ProtectedError when a real session
    stands in a sample venue, is taught by a sample teacher, or belongs to a sample programme.
    """
    sessions = Session.objects.filter(sample_data=True)
    real = Registration.objects.filter(session__in=sessions, sample_data=False)
    if real.exists():
        raise ValidationError(_("示例场次里有真实的报名，没有删除任何内容。"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL heritage.removing_sample = 'on'")
    files = _remove_proof(sessions)
    Feedback.objects.filter(registration__session__in=sessions).delete()
    for model in (SignIn, Registration, Confirmation, Evidence, SessionEvent):
        _delete(model, session__in=sessions)
    sessions.update(replaced_by=None)
    sessions.delete()
    Series.objects.filter(sample_data=True).delete()
    requests = ClassRequest.objects.filter(sample_data=True)
    _delete(RequestEvent, request__in=requests)
    requests.delete()
    for kept in (Venue, Teacher, Programme, SchoolTerm):
        kept._default_manager.filter(sample_data=True).delete()
    PrivateFile.objects.filter(pk__in=files, readings__isnull=True).delete()


def _remove_proof(sessions: QuerySet[Session]) -> list[int]:
    """Delete the bytes of what proves them; gives the rows' keys."""
    kept = Evidence.objects.filter(session__in=sessions).select_related("file")
    for one in kept:
        if one.file.stored_name:
            remove(file=one.file)
    return [one.file_id for one in kept]


def _delete(model: type[Model], **told: object) -> None:
    """Past the model's own refusal, which is meant for everybody else."""
    QuerySet(model).filter(Q(**told)).delete()
