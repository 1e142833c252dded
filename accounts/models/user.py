"""A person who can sign in."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff or, later, an applicant; known by one full name.

    Chinese names are not split into given and family name, so `display_name` is the name that
    screens show. Django's two name fields stay only because Wagtail reads them.
    """

    display_name = models.CharField(_("姓名"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                condition=~Q(email=""),
                violation_error_message=_("这个电子邮箱已被另一位用户使用，请换一个邮箱。"),
            )
        ]

    def __str__(self) -> str:
        return self.display_name or self.get_username()

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the name that Wagtail's menu, lists and searches read equal to the full name."""
        if self.display_name:
            self.first_name = self.display_name
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """The display name; Wagtail's history, comments and menus show what this returns."""
        return self.display_name or super().get_full_name() or self.get_username()

    def get_short_name(self) -> str:
        return self.get_full_name()
