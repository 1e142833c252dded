"""What allauth asks of the site: its words, its phone numbers, its mails and messages."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from messaging import sms
from safeguards.encryption import cipher

from ..domain import phones
from ..models import Phone, User
from ..queries import verified_email
from ..validators import normal_phone, readable_phone
from . import lockout
from .fields import PhoneField, is_phone

WRONG = _("账号或密码不对。请检查大小写和输入法，再试一次；忘了密码可以找回。")
WAIT = _("操作得太频繁了，请稍等几分钟再试。")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts with a mailbox, a phone number, or both."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("这个账户已停用。"),
        "cannot_remove_primary_email": _("登录用的邮箱不能删除，可以换成另一个。"),
        "duplicate_email": _("这就是您现在的邮箱。"),
        "email_password_mismatch": WRONG,
        "phone_password_mismatch": WRONG,
        "username_password_mismatch": WRONG,
        "invalid_login": WRONG,
        "email_taken": _("这个邮箱已被另一个账户使用。请换一个邮箱，或用它找回那个账户。"),
        "enter_current_password": _("当前密码不对，请再输入一次。"),
        "incorrect_code": _("验证码不对，请核对最近一次收到的验证码。"),
        "incorrect_password": _("密码不对，请再输入一次。"),
        "invalid_or_expired_key": _("这个链接已失效，请重新申请。"),
        "invalid_password_reset": _("验证码已失效，请重新找回密码。"),
        "max_email_addresses": _("每个账户最多 %d 个邮箱。"),
        "phone_taken": phones.TAKEN,
        "too_many_login_attempts": WAIT,
        "unknown_email": _("没有使用这个邮箱的账户。"),
        "unknown_phone": _("没有使用这个手机号的账户。"),
        "unverified_primary_email": _("请先验证邮箱。"),
        "username_blacklisted": _("这个用户名不能使用，请换一个。"),
        "username_taken": _("这个用户名已被使用，请换一个。"),
        "select_only_one": _("邮箱和手机号请只填一项。"),
        "same_as_current": _("新的和现在的一样，请填写另一个。"),
        "rate_limited": WAIT,
    }

    # --- accounts ---
    def populate_username(self, request: HttpRequest, user: User) -> None:
        """A name nobody can guess and nobody has to know: people sign in with what they verified."""
        user.username = user.username or f"u{secrets.token_hex(10)}"

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        user.display_name = form.cleaned_data.get("display_name", "")
        saved: User = super().save_user(request, user, form, commit)
        return saved

    def get_login_stages(self) -> list[str]:
        ours = {"EmailVerificationStage": "accounts.signin.stages.MailboxStage"}
        return [ours.get(path.rpartition(".")[2], path) for path in super().get_login_stages()]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account:security")

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts attempts on one account from anywhere; axes counts those from one address.

        This limit is the wider one, so that a stranger who knows a name cannot keep its owner out.
        """
        self._login_failed_rl_usage = ratelimit.consume(
            request,
            app="allauth.account",
            action="password_failed",
            key=lockout.account_key(request, credentials),
        )
        if not self._login_failed_rl_usage:
            raise self.validation_error("too_many_login_attempts")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        words = {"reauthenticate": _now("用密码"), "mfa_reauthenticate": _now("用两步验证码")}
        methods = super().get_reauthentication_methods(user)
        return [{**one, "description": words.get(one["id"], "")} for one in methods]

    # --- phone numbers ---
    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        kwargs.pop("label", None)
        return PhoneField(**kwargs)

    def set_phone(self, user: User, phone: str, verified: bool) -> None:
        phones.set_phone(user=user, number=phone, verified=verified)

    def set_phone_verified(self, user: User, phone: str) -> None:
        phones.set_phone(user=user, number=phone, verified=True)

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        row = Phone.objects.filter(user=user).first()
        return (row.number, row.verified) if row else None

    def get_user_by_phone(self, phone: str) -> User | None:
        """The number as it was typed: the log-in form hands it on as it is."""
        try:
            return phones.verified_owner(normal_phone(phone))
        except ValidationError:
            return None

    # --- mails and messages ---
    # Sent at once and kept nowhere: codes are secrets, and late ones are worth nothing. What is no
    # secret goes through the outbox (notifications).
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By mail, or by SMS where the password is recovered with a phone number."""
        if is_phone(email):
            self._text_about_password(email, context.get("code"))
            return
        super().send_mail(template_prefix, email, {"site_name": settings.SITE_NAME, **context})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Only to a mailbox that has been verified: what happened is its owner's business."""
        email = email or verified_email(user)
        if email:
            super().send_notification_mail(template_prefix, user, context, email)

    def send_verification_code_sms(self, user: Any, phone: str, code: str, **kwargs: Any) -> None:
        text = _now(
            "【%(site)s】验证码 %(code)s，15 分钟内有效。请勿告诉他人；不是您本人操作请忽略。"
        )
        self._text(phone, text, "code", code=code)

    def send_account_already_exists_sms(self, phone: str) -> None:
        text = _now("【%(site)s】您的手机号已有账户，直接登录即可；忘了密码可在登录页找回。")
        self._text(phone, text, "exists")

    def _text_about_password(self, phone: str, code: str | None) -> None:
        if not code:  # nobody's number: silence costs nothing and tells nothing
            return
        text = _now("【%(site)s】找回密码的验证码 %(code)s，15 分钟内有效。请勿告诉他人。")
        self._text(phone, text, "password", code=code)

    def _text(self, phone: str, text: str, purpose: str, **values: str) -> None:
        text = text % {"site": settings.SITE_NAME, **values}
        sms.send(phone, text, purpose=purpose, **values)


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor: its secrets are encrypted like other personal data."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("现在不能关闭两步验证。"),
        "cannot_generate_recovery_codes": _("请先开启两步验证，再生成恢复码。"),
        "incorrect_code": _(
            "验证码不对。请输入验证器 App 此刻显示的 6 位数字，并检查手机时间是否准确。"
        ),
        "unverified_email": _("请先验证邮箱，再开启两步验证。"),
        "add_email_blocked": _("开启了两步验证，不能添加邮箱。"),
    }

    def get_totp_issuer(self) -> str:
        return settings.SITE_NAME

    def get_totp_label(self, user: Any) -> str:
        number = Phone.objects.filter(user=user, verified_at__isnull=False).first()
        return user.email or (readable_phone(number.number) if number else user.get_username())

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        return cipher().decrypt(encrypted_text.encode("ascii")).decode()
