"""申报案件: one application from the first draft to the end."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from applications.enums import FINAL, UNSUBMITTED, Kind, State
from applications.models.rounds import Round, RoundVersion
from applications.terms import Form, Material, Terms
from media.enums import FileKind
from safeguards.chain import Logged
from safeguards.encryption import EncryptedTextField

COUNTER_AUTHORISATION = "counter-authorisation"
"""The scan that a case filed at the counter needs, whatever the round's checklist says."""
ADDRESS_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_public_id() -> str:
    """Twelve characters of a case's address: about 59 bits, so that nobody guesses a neighbour's."""
    return "".join(secrets.choice(ADDRESS_ALPHABET) for _unused in range(12))


class Case(Logged):
    """One application. Only ``applications.domain.transitioning.transition`` changes its state."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("申报类型"), max_length=12, choices=Kind.choices)
    round = models.ForeignKey(Round, models.PROTECT, related_name="cases", verbose_name=_("批次"))
    version = models.ForeignKey(RoundVersion, models.PROTECT, related_name="cases")
    title = models.CharField(_("名称"), max_length=120, blank=True)
    category = models.ForeignKey(
        "registry.Category",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("类别"),
    )
    listed_project = models.ForeignKey(
        "registry.HeritageProject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("名录中的项目"),
        help_text=_("扩展项目所属的项目，或传承人所传承的项目"),
    )
    state = models.CharField(
        _("状态"), max_length=16, choices=State.choices, default=State.DRAFT, db_index=True
    )
    state_since = models.DateTimeField(_("进入此状态的时间"), default=timezone.now)
    came_from = models.CharField(
        _("之前的状态"), max_length=16, choices=State.choices, blank=True, editable=False
    )

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("申报人"),
        help_text=_("代办且当事人没有账号时为空"),
    )
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        verbose_name=_("申报单位"),
    )
    applicant_name = models.CharField(_("申报人姓名或单位名称"), max_length=120, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("代办人"),
        help_text=_("在窗口代为填写的工作人员"),
    )
    guide = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("指导员"),
    )

    number = models.CharField(
        _("受理编号"), max_length=20, unique=True, null=True, blank=True, editable=False
    )
    query_code = EncryptedTextField(_("查询码"), blank=True, editable=False)
    submitted_at = models.DateTimeField(_("首次提交时间"), null=True, blank=True)
    due_on = models.DateField(_("办理期限"), null=True, blank=True, db_index=True)
    corrections_used = models.PositiveSmallIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("建立时间"), auto_now_add=True)
    changed_at = models.DateTimeField(_("更改时间"), auto_now=True)

    record_kind = models.CharField(max_length=12, blank=True, editable=False)
    record_id = models.BigIntegerField(null=True, blank=True, editable=False)
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    class Meta:
        verbose_name = _("申报")
        verbose_name_plural = _("申报")
        ordering = ["-submitted_at", "-pk"]
        default_permissions = ("view",)
        permissions = [
            ("guide_case", _("可以指导申报")),
            ("accept_case", _("可以受理申报、要求补正")),
            ("file_case", _("可以代为申报")),
            ("review_case", _("可以组织评审")),
            ("publish_notice", _("可以发布公示")),
            ("promulgate_case", _("可以登记公布")),
            ("reopen_case", _("可以重新办理已办结的申报")),
            ("handle_objection", _("可以处理异议")),
            ("configure_round", _("可以设置申报批次")),
        ]
        indexes = [
            models.Index(fields=["round", "state"], name="case_by_round_and_state"),
            models.Index(fields=["state", "due_on"], name="case_by_state_and_due"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[*UNSUBMITTED, State.WITHDRAWN])
                | models.Q(number__isnull=False, submitted_at__isnull=False),
                name="case_submitted_has_its_number",
            ),
            models.CheckConstraint(
                condition=models.Q(applicant__isnull=False) | models.Q(filed_by__isnull=False),
                name="case_has_somebody_behind_it",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.PROMULGATED) | models.Q(record_id__isnull=False),
                name="case_promulgated_has_its_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title or _('未命名')}（{self.number or _('未提交')}）"

    @cached_property
    def terms(self) -> Terms:
        """The round's terms as this case keeps them."""
        return self.version.terms

    @property
    def form(self) -> Form:
        """Questions, materials and rubric."""
        return self.terms.forms[Kind(self.kind)]

    def materials(self) -> list[Material]:
        """The checklist of this case: its category's, and at the counter the signed authorisation."""
        category = self.category.ordinal if self.category else None
        asked = list(self.form.materials_for(category))
        if self.filed_by_id is not None:
            asked.append(_counter_authorisation())
        return asked

    def material(self, key: str) -> Material | None:
        """The item of this case's checklist with this key."""
        return next((one for one in self.materials() if one.key == key), None)

    @property
    def is_final(self) -> bool:
        """Whether nothing more happens unless it is reopened."""
        return self.state in FINAL

    @property
    def is_unsubmitted(self) -> bool:
        """Whether the applicant still writes freely."""
        return self.state in UNSUBMITTED


def _counter_authorisation() -> Material:
    return Material(
        key=COUNTER_AUTHORISATION,
        name=gettext("代办委托书（签字扫描件）"),
        help=gettext("当事人签字或按手印、同意由窗口代为填写和提交的委托书。"),
        private=True,
        files=(FileKind.DOCUMENT, FileKind.PICTURE),
        most_files=3,
    )
