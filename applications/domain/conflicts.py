"""回避: which experts cannot judge a case, and why."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _

from applications.enums import MemberState
from applications.models import Case, Expert, PanelMember
from applications.units import organisation_ids


def reasons_against(*, expert: Expert, case: Case, day: datetime.date) -> Iterable[str]:
    """A sentence for each reason why this expert cannot be named for this case."""
    who = {"name": expert.name}
    if not expert.active or not expert.term_from <= day <= expert.term_to:
        yield _("%(name)s不在聘期内或已停止邀请。") % who
    if case.applicant_id == expert.user_id or case.filed_by_id == expert.user_id:
        yield _("%(name)s是这件申报的申报人或代办人，应当回避。") % who
    if case.guide_id == expert.user_id:
        yield _("%(name)s指导过这件申报，应当回避。") % who
    units = organisation_ids(expert.user) | ({expert.organisation_id} - {None})
    if case.organisation_id is not None and case.organisation_id in units:
        yield _("%(name)s属于申报单位，应当回避。") % who
    if expert.unit and expert.unit == case.applicant_name:
        yield _("%(name)s的工作单位就是申报单位，应当回避。") % who
    if expert.name and expert.name == case.applicant_name:
        yield _("%(name)s与申报人同名，请核实；确系同一人应当回避。") % who
    recused = PanelMember.objects.filter(
        panel__case=case, expert=expert, state=MemberState.RECUSED
    ).exists()
    if recused:
        yield _("%(name)s已就这件申报声明回避。") % who
