"""Form fields for the ways a person is reached."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from ..validators import normal_phone


class PhoneField(forms.CharField):
    """A mobile number as people type it; cleaned to E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("手机号"))
        kwargs.setdefault("max_length", 30)
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        value = super().clean(value)
        return normal_phone(value) if value else ""


class EmailOrPhoneField(forms.CharField):
    """One field for either; cleaned to a lower-case address or to E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("电子邮箱或手机号"))
        kwargs.setdefault("max_length", 254)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "username"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        value = super().clean(value)
        if not value:
            return ""
        if "@" in value:
            try:
                validate_email(value)
            except ValidationError as error:
                raise ValidationError(
                    _("邮箱地址好像不完整，请核对，例如 name@example.cn。"), code="invalid"
                ) from error
            return str(value).lower()
        return normal_phone(value)


def is_phone(contact: str) -> bool:
    """Whether a cleaned contact is a number rather than a mailbox."""
    return contact.startswith("+")
