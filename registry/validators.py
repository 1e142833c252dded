"""Checks of what staff type, with sentences that say what to do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import ric, uscc


def validate_credit_code(value: str) -> None:
    """统一社会信用代码 (GB 32100-2015): 18 characters, the last one a checksum."""
    if not uscc.is_valid(value):
        raise ValidationError(_("统一社会信用代码应为 18 位，请对照营业执照或法人证书核对。"))


def validate_national_id(value: str) -> None:
    """公民身份号码 (GB 11643-1999): 18 characters, the last one a checksum."""
    if not ric.is_valid(value):
        raise ValidationError(_("身份证号码有误，请对照证件核对每一位。"))
