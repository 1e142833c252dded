"""What of a dossier may be changed now: all of a draft, the listed items of a correction, else nothing."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from accounts.models import User
from applications import rules
from applications.domain.refusals import StepRefused
from applications.domain.transitioning import lock_case
from applications.enums import UNSUBMITTED, ItemType, State
from applications.models import Case, Correction


@dataclass(frozen=True, slots=True)
class Scope:
    """Keys of what may be changed; in a correction ``defects`` says what is wrong with each.

    ``since`` is when the correction was asked for.
    """

    everything: bool = False
    defects: dict[tuple[str, str], str] = field(default_factory=dict)
    since: datetime.datetime | None = None

    @property
    def anything(self) -> bool:
        """Whether there is something to change at all."""
        return self.everything or bool(self.defects)

    def has(self, item_type: ItemType, key: str) -> bool:
        """Whether this question or material may be changed."""
        return self.everything or (item_type, key) in self.defects

    def defect(self, item_type: ItemType, key: str) -> str:
        """What the correction letter says of this item."""
        return self.defects.get((item_type, key), "")


def open_correction(case: Case) -> Correction | None:
    """The correction that waits for its answer. Two queries with its items."""
    return case.corrections.filter(closed_at__isnull=True).prefetch_related("items").first()


def scope_of(case: Case) -> Scope:
    """What may be changed in the state the case is in, by whoever acts for the applicant."""
    if case.state in UNSUBMITTED:
        return Scope(everything=True)
    correction = open_correction(case) if case.state == State.CORRECTING else None
    if correction is None:
        return Scope()
    return Scope(
        defects={(one.item_type, one.item): one.defect for one in correction.items.all()},
        since=correction.asked_at,
    )


def lock_for_writing(*, case_id: int, by: User) -> tuple[Case, Scope]:
    """The locked case, when this user acts for its applicant and there is something to change.

    Raises PermissionDenied, and StepRefused (code ``moved-on``) when nothing may be changed now.
    """
    case = lock_case(case_id)
    if not rules.acts_for_applicant(by, case):
        raise PermissionDenied(_("您不能填写这件申报。"))
    scope = scope_of(case)
    if not scope.anything:
        raise StepRefused(
            _("这件申报现在是“%(state)s”，内容不能再改。") % {"state": case.get_state_display()},
            code="moved-on",
        )
    return case, scope
