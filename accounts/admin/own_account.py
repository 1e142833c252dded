"""What people may change about their own account."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.views.account import email_management_enabled

from ..models import User
from .users import EMAIL_HELP, FULL_NAME_HELP


class OwnNameForm(forms.ModelForm[User]):
    """One's full name and address."""

    class Meta:
        model = User
        fields = ("display_name", "email")
        help_texts = {"display_name": FULL_NAME_HELP, "email": EMAIL_HELP}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["display_name"].required = True
        if not email_management_enabled():
            del self.fields["email"]
