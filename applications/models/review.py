"""专家评审: the pool of experts, panels, declarations, scores; and the committee's decisions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.enums import Decision, MemberState
from applications.models.cases import Case


class Expert(models.Model):
    """One expert of the pool (专家库)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="expert", verbose_name=_("账号")
    )
    name = models.CharField(_("姓名"), max_length=60)
    unit = models.CharField(_("工作单位"), max_length=120, blank=True)
    organisation = models.ForeignKey(
        "accounts.Organisation",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="experts",
        verbose_name=_("所属申报单位"),
        help_text=_("专家所在单位也是申报单位时选择，用来回避"),
    )
    position = models.CharField(_("职称职务"), max_length=80, blank=True)
    specialties = models.ManyToManyField(
        "registry.Category", blank=True, related_name="experts", verbose_name=_("专长类别")
    )
    term_from = models.DateField(_("聘期自"))
    term_to = models.DateField(_("聘期至"))
    active = models.BooleanField(_("可以邀请"), default=True)
    note = models.TextField(_("备注"), blank=True)

    class Meta:
        verbose_name = _("专家")
        verbose_name_plural = _("专家")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(term_to__gte=models.F("term_from")),
                name="expert_term_in_order",
                violation_error_message=_("聘期的结束不能早于开始。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.unit}）" if self.unit else self.name


class Panel(models.Model):
    """The experts who review one case; a case sent back by the committee gets a new one."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="panels")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField(_("评分期限"))
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("专家组")
        verbose_name_plural = _("专家组")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="panel_once"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(closed_at__isnull=True), name="panel_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} #{self.number}"


class PanelMember(models.Model):
    """An expert in a panel: invited, then declares, recuses or declines, then scores.

    ``revision`` counts how often the sheet was saved; a writer names the one he saw. ``window`` is the
    window that saved it last: what one window saves by itself never stands in its own way.
    """

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="members")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="memberships")
    state = models.CharField(
        max_length=10, choices=MemberState.choices, default=MemberState.INVITED
    )
    invited_at = models.DateTimeField(default=timezone.now)
    declared_at = models.DateTimeField(null=True, blank=True)
    statement = models.TextField(_("声明或理由"), blank=True)
    in_favour = models.BooleanField(_("同意推荐"), null=True, blank=True)
    opinion = models.TextField(_("总体意见"), blank=True)
    scored_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    window = models.CharField(max_length=20, blank=True, editable=False)
    reminded_on = models.DateField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replacement"
    )

    class Meta:
        verbose_name = _("专家组成员")
        verbose_name_plural = _("专家组成员")
        ordering = ["panel", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "expert"], name="panel_member_once"),
            models.CheckConstraint(
                condition=~models.Q(state=MemberState.SCORED)
                | models.Q(in_favour__isnull=False, scored_at__isnull=False),
                name="panel_member_scored_says_so",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expert} {self.get_state_display()}"


class Score(models.Model):
    """Points for one item of the rubric. Locked when the panel is closed.

    Without points it is a remark of a sheet that is still being filled in.
    """

    member = models.ForeignKey(PanelMember, models.CASCADE, related_name="scores")
    item = models.SlugField(max_length=40)
    points = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    remark = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("评分")
        verbose_name_plural = _("评分")
        constraints = [
            models.UniqueConstraint(fields=["member", "item"], name="score_once"),
            models.CheckConstraint(condition=models.Q(points__gte=0), name="score_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.points}"


class CommitteeDecision(models.Model):
    """What the committee (评审委员会) decided on a case, by how many votes."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="decisions")
    met_on = models.DateField(_("会议日期"))
    votes_for = models.PositiveSmallIntegerField(_("同意"))
    votes_against = models.PositiveSmallIntegerField(_("不同意"))
    abstentions = models.PositiveSmallIntegerField(_("弃权"))
    decision = models.CharField(_("决定"), max_length=8, choices=Decision.choices)
    minutes = models.TextField(_("会议纪要"))
    minutes_file = models.ForeignKey(
        "media.PrivateFile", models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("委员会决定")
        verbose_name_plural = _("委员会决定")
        ordering = ["case", "recorded_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(votes_for__gt=0)
                | models.Q(votes_against__gt=0)
                | models.Q(abstentions__gt=0),
                name="decision_has_votes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_decision_display()}"
