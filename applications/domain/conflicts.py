"""回避: which experts cannot judge a case, and why.

Whoever stands near the case is found in what the house knows: accounts, units, names, the log of
the case, and what experts have said of the same applicant before. What it cannot know the experts
declare themselves.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Membership
from applications.enums import CaseAct, MemberState
from applications.models import Case, CaseEvent, Expert, GuidanceMessage, PanelMember, Remark


@dataclass(frozen=True, slots=True)
class _Known:
    """What the house knows of some experts and one case; read once for all of them."""

    units: dict[int, set[int]]
    unit_names: set[str]
    person_names: set[str]
    advised: set[int]
    handled: set[int]
    recused_here: set[int]
    recused_elsewhere: set[int]


def reasons_against(*, expert: Expert, case: Case, day: datetime.date) -> Iterable[str]:
    """A sentence for each reason why this expert cannot be named for this case."""
    return examine(experts=[expert], case=case, day=day)[expert.pk]


def relations(*, expert: Expert, case: Case) -> list[str]:
    """The same without terms of office: why an expert who was named should step back."""
    return list(_relations(expert, case, _known([expert], case)))


def examine(*, experts: Iterable[Expert], case: Case, day: datetime.date) -> dict[int, list[str]]:
    """Reasons against each of the experts, by primary key. The number of queries is fixed."""
    experts = list(experts)
    known = _known(experts, case)
    return {
        expert.pk: [*_unavailable(expert, day), *_relations(expert, case, known)]
        for expert in experts
    }


def _unavailable(expert: Expert, day: datetime.date) -> Iterator[str]:
    if not expert.active or not expert.term_from <= day <= expert.term_to:
        yield _("%(name)s不在聘期内或已停止邀请。") % {"name": expert.name}
    elif not expert.user.is_active:
        yield _("%(name)s的账号已停用，登录不了。") % {"name": expert.name}


def _relations(expert: Expert, case: Case, known: _Known) -> Iterator[str]:
    who = {"name": expert.name}
    user = expert.user_id
    if user in (case.applicant_id, case.filed_by_id):
        yield _("%(name)s是这件申报的申报人或代办人，应当回避。") % who
    if user == case.guide_id or user in known.advised:
        yield _("%(name)s指导过这件申报，应当回避。") % who
    elif user in known.handled:
        yield _("%(name)s办理过这件申报，应当回避。") % who
    units = known.units.get(user, set()) | ({expert.organisation_id} - {None})
    if case.organisation_id is not None and case.organisation_id in units:
        yield _("%(name)s属于申报单位，应当回避。") % who
    elif expert.unit and plain(expert.unit) in known.unit_names:
        yield _("%(name)s的工作单位就是申报单位，应当回避。") % who
    if expert.name and plain(expert.name) in known.person_names:
        yield _("%(name)s与申报人同名，请核实；确系同一人应当回避。") % who
    if expert.pk in known.recused_here:
        yield _("%(name)s已就这件申报声明回避。") % who
    elif expert.pk in known.recused_elsewhere:
        yield _("%(name)s在同一申报人的另一件申报中声明过回避。") % who


def plain(name: str) -> str:
    """A name without the spaces and brackets that people write differently."""
    return "".join(name.split()).replace("(", "（").replace(")", "）")


def _known(experts: list[Expert], case: Case) -> _Known:
    users = [expert.user_id for expert in experts]
    units: dict[int, set[int]] = {}
    for user, unit in Membership.objects.filter(user__in=users).values_list(
        "user_id", "organisation_id"
    ):
        units.setdefault(user, set()).add(unit)
    advised = set(
        GuidanceMessage.objects.filter(case=case, from_staff=True, author__in=users).values_list(
            "author_id", flat=True
        )
    ) | set(Remark.objects.filter(case=case, author__in=users).values_list("author_id", flat=True))
    handled = CaseEvent.objects.filter(case=case, actor__in=users).exclude(step__in=CaseAct.values)
    unit_names, person_names = _names(case)
    recused = PanelMember.objects.filter(expert__in=experts, state=MemberState.RECUSED)
    return _Known(
        units=units,
        unit_names=unit_names,
        person_names=person_names,
        advised=advised,
        handled=set(handled.values_list("actor_id", flat=True)),
        recused_here=set(recused.filter(panel__case=case).values_list("expert_id", flat=True)),
        recused_elsewhere=set(
            recused.filter(_same_applicant(case)).values_list("expert_id", flat=True)
        ),
    )


def _names(case: Case) -> tuple[set[str], set[str]]:
    """What the applying unit is called, and the applying person."""
    written = {plain(case.applicant_name)}
    unit = {plain(case.organisation.name)} if case.organisation else set()
    person = {plain(case.applicant.get_full_name())} if case.applicant else set()
    return (unit | written) - {""}, (person | written) - {""}


def _same_applicant(case: Case) -> Q:
    same = Q(pk__in=[])
    if case.organisation_id is not None:
        same |= Q(panel__case__organisation=case.organisation_id)
    elif case.applicant_id is not None:
        same |= Q(panel__case__applicant=case.applicant_id, panel__case__organisation=None)
    return same
