"""Reading sensitive personal data: masked for all staff, in full for a reason that is logged."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from accounts.models import User
from registry.models import Inheritor, PersonalDataReading, PersonalDetails

READ_PERMISSION = "registry.read_personaldetails"
CHANGE_PERMISSION = "registry.change_personaldetails"
SHORTEST_REASON = 4
"""Characters a reason must have: "核对" says nothing to whoever reads the log."""


def masked(field: str, value: str) -> str:
    """A value with its middle hidden: 1201**********1234, 138****5678, 天津市******, 1956-**-**."""
    if not value:
        return ""
    if field == "birth_date":
        return value[:4] + "-**-**"
    if field == "address":
        return value[:3] + "******"
    if len(value) <= 7:
        return "*" * len(value)
    return value[:3] + "*" * (len(value) - 7) + value[-4:]


def masked_details(details: PersonalDetails) -> dict[str, str]:
    """Every sensitive field, masked."""
    return {
        field: masked(field, getattr(details, field)) for field in PersonalDetails.SENSITIVE_FIELDS
    }


def field_labels() -> dict[str, str]:
    """What each sensitive field is called."""
    fields = {field.name: str(field.verbose_name) for field in PersonalDetails._meta.fields}
    return {name: fields[name] for name in PersonalDetails.SENSITIVE_FIELDS}


@transaction.atomic
def reveal(*, details: PersonalDetails, field: str, reason: str, by: User) -> str:
    """One sensitive value in full. The reading is logged in the same transaction.

    Raises PermissionDenied without the permission, ValidationError without a reason.
    """
    if not by.has_perm(READ_PERMISSION):
        raise PermissionDenied(_("您没有查看敏感个人信息的权限。"))
    if field not in PersonalDetails.SENSITIVE_FIELDS:
        raise ValidationError(_("没有这一项内容。"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError(_("请写明查看事由（至少 4 个字），它会记入查看记录。"))
    PersonalDataReading.objects.create(
        reader=by,
        reader_name=by.get_full_name() or by.get_username(),
        inheritor=details.inheritor,
        inheritor_name=details.inheritor.name,
        field=field,
        reason=reason.strip(),
    )
    return getattr(details, field) or ""


@transaction.atomic
def save_details(*, inheritor: Inheritor, values: dict[str, str], by: User) -> PersonalDetails:
    """Write sensitive values; fields that are not named stay as they are.

    The log says which fields were written, never what. Raises PermissionDenied.
    """
    if not by.has_perm(CHANGE_PERMISSION):
        raise PermissionDenied(_("您没有填写敏感个人信息的权限。"))
    details, _created = PersonalDetails.objects.select_for_update().get_or_create(
        inheritor=inheritor
    )
    for field in PersonalDetails.SENSITIVE_FIELDS:
        if field in values:
            setattr(details, field, values[field])
    details.save()
    labels = [label for field, label in field_labels().items() if field in values]
    log(instance=inheritor, action="registry.personal_details", user=by, data={"fields": labels})
    return details
