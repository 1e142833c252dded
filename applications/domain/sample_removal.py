"""Takes sample cases away before a registry goes live: the one place where evidence may be deleted.

It touches what is marked as sample alone, and refuses when a real case stands in a sample round.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Organisation
from applications.models import (
    Attachment,
    Case,
    CaseEvent,
    DossierVersion,
    Expert,
    IssuedLetter,
    Notice,
    NoticeCandidate,
    NoticeCorrection,
    Objection,
    ObjectionEvent,
    ObjectionEvidence,
    ObjectionReading,
    PrivateReading,
    Round,
    RoundVersion,
)
from media.domain.uploads import remove
from media.models import PrivateFile


@transaction.atomic
def remove_sample_cases() -> None:
    """Delete every case marked as sample with all that belongs to it, and the round it stood in.

    Raises ValidationError when real cases stand in a round of the sample.
    """
    cases = Case.objects.filter(sample_data=True)
    rounds = list(Round.objects.filter(cases__in=cases).distinct())
    if not rounds:
        return
    if Case.objects.filter(round__in=rounds, sample_data=False).exists():
        raise ValidationError(_("示例批次里有真实的申报，没有删除任何内容。"))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL heritage.removing_sample = 'on'")
    experts = list(Expert.objects.filter(memberships__panel__case__in=cases).distinct())
    units = list(Organisation.objects.filter(cases__in=cases).distinct())
    _remove_notices(cases)
    for attachment in Attachment.objects.filter(case__in=cases).select_related("file"):
        remove(file=attachment.file)
    files = list(Attachment.objects.filter(case__in=cases).values_list("file", flat=True))
    for model in (CaseEvent, IssuedLetter, PrivateReading, DossierVersion):
        _delete(model, case__in=cases)
    cases.delete()
    PrivateFile.objects.filter(pk__in=files, readings__isnull=True).delete()
    _delete(RoundVersion, round__in=rounds)
    Round.objects.filter(pk__in=[one.pk for one in rounds]).delete()
    for expert in experts:
        if not expert.memberships.exists():
            expert.delete()
    for unit in units:
        if not unit.cases.exists():
            unit.delete()


def _remove_notices(cases: QuerySet[Case]) -> None:
    notices = Notice.objects.filter(candidates__case__in=cases)
    kept = list(notices.values_list("pk", flat=True))
    objections = Objection.objects.filter(candidate__notice__in=kept)
    _delete(ObjectionReading, objection__in=objections)
    _delete(ObjectionEvent, objection__in=objections)
    ObjectionEvidence.objects.filter(objection__in=objections).delete()
    _delete(Objection, candidate__notice__in=kept)
    _delete(NoticeCorrection, notice__in=kept)
    NoticeCandidate.objects.filter(notice__in=kept).delete()
    Notice.objects.filter(pk__in=kept).delete()


def _delete(model: type[Model], **told: object) -> None:
    """Past the model's own refusal, which is meant for everybody else."""
    QuerySet(model).filter(**told).delete()
