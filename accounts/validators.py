"""Whether a credit code is one, and phone numbers in one form (E.164)."""

from __future__ import annotations

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

HOME = "CN"


def validate_credit_code(value: str) -> None:
    """统一社会信用代码 (GB 32100-2015): 18 characters, the last one a checksum."""
    if not uscc.is_valid(value):
        raise ValidationError(_("统一社会信用代码应为 18 位，请对照营业执照或法人证书核对。"))


def normal_phone(text: str) -> str:
    """The number as +8613800000000; a number without a country is a Chinese one.

    Only mobile numbers: a code is sent there.
    """
    problem = ValidationError(_("请填写能收短信的手机号，例如 138 0000 0000。"), code="invalid")
    try:
        number = phonenumbers.parse(text, HOME)
    except phonenumbers.NumberParseException as error:
        raise problem from error
    mobile = {
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
    }
    if not phonenumbers.is_valid_number(number) or phonenumbers.number_type(number) not in mobile:
        raise problem
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def readable_phone(number: str) -> str:
    """138 0000 0000 for a Chinese number, +44 … for others."""
    try:
        parsed = phonenumbers.parse(number, HOME)
    except phonenumbers.NumberParseException:
        return number
    home = parsed.country_code == phonenumbers.country_code_for_region(HOME)
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if home else form.INTERNATIONAL)
