"""Django's rules for passwords, in words that say what to do."""

from __future__ import annotations

from django.contrib.auth import password_validation as django_rules
from django.utils.translation import gettext as _


class LongEnough(django_rules.MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("密码太短了，至少要 %(count)d 个字符。") % {"count": self.min_length}

    def get_help_text(self) -> str:
        return _("至少 %(count)d 个字符。") % {"count": self.min_length}


class NotCommon(django_rules.CommonPasswordValidator):
    def get_error_message(self) -> str:
        return _("这个密码太常见，容易被猜到，请换一个。")

    def get_help_text(self) -> str:
        return _("不要用常见的密码。")


class NotOnlyFigures(django_rules.NumericPasswordValidator):
    def get_error_message(self) -> str:
        return _("密码不能全是数字，请加上字母或汉字。")

    def get_help_text(self) -> str:
        return _("不能全是数字。")


class NotLikeOneself(django_rules.UserAttributeSimilarityValidator):
    """Not like one's name or mailbox."""

    DEFAULT_USER_ATTRIBUTES = ("username", "display_name", "email")

    def __init__(self) -> None:
        super().__init__(user_attributes=self.DEFAULT_USER_ATTRIBUTES)

    def get_error_message(self) -> str:
        return _("密码和您的姓名、用户名或邮箱太像了，请换一个。")

    def get_help_text(self) -> str:
        return _("不要和自己的姓名、用户名或邮箱相似。")
