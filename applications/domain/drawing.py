"""抽取: experts by lot, so that anybody can check the draw afterwards.

The order of the lots is that of SHA-256 over the seed and each expert's number. Seed, pool and
result are in the log of the case: every draw leaves a line there, also one that is drawn again.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from applications import queries, rules
from applications.domain import acts, conflicts
from applications.domain.refusals import StepRefused
from applications.domain.transitioning import lock_case
from applications.enums import CaseAct, State
from applications.models import Case, Expert

STATES = (State.ACCEPTED, State.EXPERT_REVIEW, State.COMMITTEE)


@transaction.atomic
def draw_experts(
    *,
    case_id: int,
    count: int,
    by: User,
    seed: str = "",
    now: datetime.datetime | None = None,
) -> list[Expert]:
    """So many possible experts of the case's specialty. Naming them is another step."""
    moment = now or timezone.now()
    case = lock_case(case_id)
    if not rules.may_review(by, case):
        raise PermissionDenied(_("您不能为这件申报抽取专家。"))
    if case.state not in STATES:
        raise StepRefused(
            _("这件申报现在是“%(state)s”，不用抽取专家。") % {"state": case.get_state_display()}
        )
    pool = _possible(case, by, timezone.localdate(moment))
    if count < 1 or len(pool) < count:
        raise StepRefused(
            _("符合条件的专家有 %(there)d 位，需要 %(wanted)d 位。请补充专家库，或直接选择。")
            % {"there": len(pool), "wanted": count}
        )
    seed = seed or secrets.token_hex(16)
    by_key = {expert.pk: expert for expert in pool}
    drawn = [by_key[pk] for pk in lots(seed, by_key)[:count]]
    data = {"seed": seed, "pool": sorted(by_key), "drawn": [expert.pk for expert in drawn]}
    acts.note(case=case, act=CaseAct.DRAWN, by=by, at=moment, data=data)
    return drawn


def lots(seed: str, numbers: Iterable[int]) -> list[int]:
    """The numbers in the order in which this seed draws them."""
    return sorted(numbers, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).hexdigest())


def _possible(case: Case, by: User, day: datetime.date) -> list[Expert]:
    experts = Expert.objects.select_related("user").exclude(user=by).order_by("pk")
    if case.category_id is not None:
        experts = experts.filter(specialties=case.category_id)
    panel = queries.open_panel(case)
    if panel is not None:
        experts = experts.exclude(memberships__panel=panel)
    reasons = conflicts.examine(experts=experts, case=case, day=day)
    return [expert for expert in experts if not reasons[expert.pk]]
