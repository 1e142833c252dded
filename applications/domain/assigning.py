"""Gives a case its guide."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications import rules
from applications.domain.logging import write_event
from applications.domain.transitioning import lock_case
from applications.models import Case


@transaction.atomic
def assign_guide(*, case: Case, guide: User | None, by: User) -> Case:
    """Name the guide of a case, or nobody; the log tells of it, the state stays.

    Raises PermissionDenied, and ValidationError for somebody who does not guide or whose own case it is.
    """
    case = lock_case(case.pk)
    if not rules.may_assign_guide(by, case):
        raise PermissionDenied(_("您不能为这件申报指定指导员。"))
    if guide is not None and not rules.may_guide(guide, case):
        raise ValidationError(_("%(name)s不能指导这件申报。") % {"name": guide.get_full_name()})
    if case.guide_id == (guide.pk if guide else None):
        return case
    case.guide = guide
    write_event(
        case=case,
        step="assign_guide",
        by=by,
        from_state=case.state,
        to_state=case.state,
        data={"guide": guide.get_full_name() if guide else ""},
        at=timezone.now(),
    )
    case.save()
    return case
