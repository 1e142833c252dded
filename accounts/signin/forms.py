"""The forms for getting in, in plain Chinese: labels, help, and no word standing in the field.

allauth checks them; here they are worded, and a mailbox or a number is asked for in one way.
"""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context, ratelimit
from allauth.core.exceptions import RateLimited
from allauth.mfa.base import forms as second_factor_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ..domain.phones import verified_owner
from .fields import EmailOrPhoneField, is_phone

PASSWORD = _("密码")
PASSWORD_HELP = _("至少 10 个字符，不能全是数字，不要用常见的密码或自己的名字、邮箱。")
REPEATED = _("两次输入的密码不一样，请再输入一次。")


class WordedForm(forms.Form):
    """Takes the words out of empty fields, where they vanish as one types; labels say it all."""

    labels: dict[str, Any] = {}
    helps: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.error_messages["required"] = _("请填写%(label)s。") % {"label": field.label}
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _(
                    "邮箱地址好像不完整，请核对，例如 name@example.cn。"
                )
                for validator in field.validators:
                    if hasattr(validator, "message"):
                        validator.message = field.error_messages["invalid"]


class NewPasswordMixin(WordedForm):
    """A new password, typed twice."""

    labels = {
        "oldpassword": _("当前密码"),
        "password1": _("新密码"),
        "password2": _("再输入一次新密码"),
    }
    helps = {"password1": PASSWORD_HELP}

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        if "password2" in self.errors and data.get("password1"):
            self.errors["password2"] = self.error_class([str(REPEATED)])
        return data


class SignInForm(WordedForm, account_forms.LoginForm):
    """Mailbox, number or, for staff, user name; and the password."""

    labels = {"login": _("电子邮箱或手机号"), "password": PASSWORD}
    helps = {"login": _("工作人员也可以用用户名。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs.update(autocomplete="username", autocapitalize="none")


class SignUpForm(WordedForm, account_forms.SignupForm):
    """A new account: a name, one way to reach the person, a password.

    allauth knows mailbox and number as two fields; one is asked for here, and either will do.
    """

    display_name = forms.CharField(
        max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    contact = EmailOrPhoneField()
    labels = {
        "display_name": _("姓名"),
        "contact": _("电子邮箱或手机号"),
        "password1": PASSWORD,
    }
    helps = {
        "display_name": _("请用真实姓名，申报材料和通知上会用到。"),
        "contact": _("我们会发一个验证码核对，以后用它登录。"),
        "password1": PASSWORD_HELP,
    }
    field_order = ["display_name", "contact", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["email"], self.fields["phone"]

    def clean_display_name(self) -> str:
        return " ".join(str(self.cleaned_data["display_name"]).split())

    def clean_contact(self) -> str:
        contact: str = self.cleaned_data["contact"]
        if is_phone(contact):
            # Asked before the account is made, which would be left without a code.
            if not ratelimit.consume(
                context.request, action="verify_phone", key=contact, dry_run=True
            ):
                raise RateLimited
            self.cleaned_data["phone"] = contact
        else:
            self.cleaned_data["email"] = self.validate_unique_email(contact)
        return contact


class LostPasswordForm(WordedForm):
    """Where the code for a new password goes. The view reads the answer as "email"."""

    email = EmailOrPhoneField()
    labels = {"email": _("电子邮箱或手机号")}
    helps = {"email": _("填写您登录用的那一个，我们会发一个验证码。")}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the code, or what stands for it where nobody has such an account."""
        contact: str = self.cleaned_data["email"]
        if is_phone(contact):
            owner = verified_owner(contact)
            user = owner if owner and owner.is_active else None
        else:
            users = filter_users_by_email(
                contact, is_active=True, prefer_verified=True, for_login=True
            )
            user = users[0] if users else None
        PasswordResetVerificationProcess.initiate(request=request, user=user, email=contact)
        return contact


class NewPasswordForm(NewPasswordMixin, account_forms.ResetPasswordKeyForm):
    """After the code."""


class ChangePasswordForm(NewPasswordMixin, account_forms.ChangePasswordForm):
    """While signed in."""


class SetPasswordForm(NewPasswordMixin, account_forms.SetPasswordForm):
    """For an account that has none."""


class ReauthenticateForm(WordedForm, account_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    labels = {"password": PASSWORD}


class CodeForm(WordedForm):
    """Six figures, which phones offer to fill in."""

    labels = {"code": _("验证码")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attributes = {"autocomplete": "one-time-code", "inputmode": "numeric"}
        self.fields["code"].widget.attrs.update(attributes)


class EmailCodeForm(CodeForm, account_forms.ConfirmEmailVerificationCodeForm):
    """The code from the mailbox."""


class ResetCodeForm(CodeForm, account_forms.ConfirmPasswordResetCodeForm):
    """The code for a new password."""


class PhoneCodeForm(CodeForm, account_forms.VerifyPhoneForm):
    """The code from the text message."""


class ChangePhoneForm(WordedForm, account_forms.ChangePhoneForm):
    labels = {"phone": _("新手机号")}
    helps = {"phone": _("我们会发一个短信验证码。")}


class ChangeEmailForm(WordedForm, account_forms.ChangeEmailForm):
    labels = {"email": _("新电子邮箱")}


class AddEmailForm(WordedForm, account_forms.AddEmailForm):
    labels = {"email": _("新电子邮箱")}
    helps = {"email": _("我们会发一个验证码，验证之后才会更换。")}


class SecondFactorForm(WordedForm, second_factor_forms.AuthenticateForm):
    """At signing in. Recovery codes are longer, so any keyboard may come up."""

    labels = {"code": _("验证码或恢复码")}


class SecondFactorAgainForm(WordedForm, second_factor_forms.ReauthenticateForm):
    labels = {"code": _("验证码或恢复码")}


class ActivateForm(CodeForm, totp_forms.ActivateTOTPForm):
    labels = {"code": _("App 显示的 6 位数字")}
