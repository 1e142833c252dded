"""Checks of what staff type, with sentences that say what to do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric


def validate_national_id(value: str) -> None:
    """公民身份号码 (GB 11643-1999): 18 characters, the last one a checksum."""
    if not ric.is_valid(value):
        raise ValidationError(_("身份证号码有误，请对照证件核对每一位。"))
