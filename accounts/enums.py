"""The staff roles, which are Django groups named so, and the states of units and their people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

ROLE_EDITOR = "编辑"
ROLE_REVIEWER = "审核"
ROLE_ADMINISTRATOR = "管理"

ROLES = (ROLE_EDITOR, ROLE_REVIEWER, ROLE_ADMINISTRATOR)


class UnitRole(models.TextChoices):
    """What somebody is in a unit. Heads decide who belongs to it; both work on its applications."""

    AGENT = "agent", _("经办人")
    HEAD = "head", _("负责人")


class AdmissionState(models.TextChoices):
    """Where an invitation, or a request to be let in, stands."""

    OPEN = "open", _("等待答复")
    ACCEPTED = "accepted", _("已加入")
    DECLINED = "declined", _("已谢绝")
    WITHDRAWN = "withdrawn", _("已撤回")
