"""Begins a case from the applicant's side: once, however often the button is pressed, and prefilled."""

from __future__ import annotations

import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, User
from accounts.queries import verified_email, verified_phone
from applications.domain.answers import prefill
from applications.domain.opening import start_case
from applications.enums import Kind, State
from applications.models import Case, Round

A_MOMENT = datetime.timedelta(minutes=1)
"""A second press of the button within this time means the case that the first one made."""


@transaction.atomic
def begin_case(
    *,
    round_: Round,
    kind: Kind,
    by: User,
    organisation: Organisation | None = None,
    on_behalf_of: str = "",
    applicant: User | None = None,
) -> Case:
    """A draft with what the account knows already written into it. Raises as ``start_case`` does."""
    User.objects.select_for_update().get(pk=by.pk)  # a second click waits here for the first
    again = Case.objects.filter(
        round=round_,
        kind=kind,
        state=State.DRAFT,
        organisation=organisation,
        applicant=applicant if on_behalf_of else by,
        filed_by=by if on_behalf_of else None,
        title="",
        created_at__gt=timezone.now() - A_MOMENT,
    )
    if on_behalf_of:
        again = again.filter(applicant_name=on_behalf_of)
    if (case := again.order_by("-pk").first()) is not None:
        return case
    case = start_case(
        round_=round_,
        kind=kind,
        by=by,
        organisation=organisation,
        on_behalf_of=on_behalf_of,
        applicant=applicant,
    )
    prefill(case=case, texts=_known(case), by=by)
    case.refresh_from_db()
    return case


def _known(case: Case) -> dict[str, str]:
    texts = {"applicant-name": case.applicant_name}
    if case.organisation:
        texts["contact-name"] = case.organisation.contact_name
        texts["contact-phone"] = case.organisation.contact_phone
    elif case.applicant:
        texts["contact-name"] = case.applicant.get_full_name()
        texts["contact-phone"] = verified_phone(case.applicant).removeprefix("+86")
        texts["contact-email"] = verified_email(case.applicant)
    return texts
