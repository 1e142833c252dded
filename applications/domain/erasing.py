"""Takes what was never handed in away with the account that wrote it."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from applications.domain.transitioning import lock_case
from applications.enums import UNSUBMITTED
from applications.models import Case
from media.domain import uploads


@transaction.atomic
def erase_drafts(user: User) -> None:
    """Empty the person's own drafts: texts, old texts, files, questions to guides, the name.

    The case itself stays, nameless, because its log is never deleted. Drafts of a unit belong to the
    unit, and what was handed in belongs to the office's records.
    """
    own = Case.objects.filter(applicant=user, organisation__isnull=True, state__in=UNSUBMITTED)
    for pk in own.values_list("pk", flat=True):
        case = lock_case(pk)
        if case.state not in UNSUBMITTED:
            continue
        case.answers.all().delete()
        case.answer_texts.all().delete()
        case.guidance_messages.all().delete()
        case.remarks.all().delete()
        for row in case.attachments.select_related("file"):
            uploads.remove(file=row.file)
            row.delete()
        case.title = case.applicant_name = ""
        case.category = case.listed_project = None
        case.save()
