"""申报书: what the applicant writes, every text ever saved, and the versions that were handed in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.models.cases import Case
from safeguards.encryption import EncryptedTextField
from safeguards.written_once import WrittenOnce


class Answer(models.Model):
    """The present answer to one question. ``revision`` counts its changes; a writer names the one he saw."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="answers")
    question = models.SlugField(max_length=40)
    text = models.TextField(blank=True)
    sealed = EncryptedTextField(blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("回答")
        verbose_name_plural = _("回答")
        constraints = [models.UniqueConstraint(fields=["case", "question"], name="answer_once")]

    def __str__(self) -> str:
        return self.question

    @property
    def value(self) -> str:
        """The text, of a private question as well: who asks must be allowed to."""
        return self.sealed or self.text


class AnswerText(models.Model):
    """A text that was saved, or that lost against a newer one: nothing anybody typed is thrown away."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="answer_texts")
    question = models.SlugField(max_length=40)
    sealed = EncryptedTextField(blank=True)
    revision = models.PositiveIntegerField()
    set_aside = models.BooleanField(_("与较新内容冲突，未采用"), default=False)
    saved_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("回答的历史")
        verbose_name_plural = _("回答的历史")
        ordering = ["-saved_at", "-pk"]
        indexes = [models.Index(fields=["case", "question"], name="answer_text_of_question")]

    def __str__(self) -> str:
        return f"{self.question} r{self.revision}"


class Attachment(models.Model):
    """A file handed in for one item of the checklist."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="attachments")
    material = models.SlugField(max_length=40)
    file = models.OneToOneField("media.PrivateFile", models.PROTECT, related_name="attachment")
    caption = models.CharField(_("说明"), max_length=200, blank=True)
    added_at = models.DateTimeField(default=timezone.now)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.caption or self.material


class DossierVersion(WrittenOnce):
    """The dossier as it was handed in. ``content`` has no private answer; those are in ``sealed``.

    ``content``: {"title", "category", "answers": {key: text}, "attachments": [{"id", "material",
    "name", "size", "sha256", "caption"}]}; ``sealed`` is JSON {key: text}; ``digest`` is the
    SHA-256 of both.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="dossier_versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    content = models.JSONField()
    sealed = EncryptedTextField(blank=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(_("提交时间"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提交人")
    )

    class Meta:
        verbose_name = _("申报书版本")
        verbose_name_plural = _("申报书版本")
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="dossier_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.case} v{self.number}"


class PrivateReading(WrittenOnce):
    """Who on the staff side read which private answer of a case, when and why."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="private_readings")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reader_name = models.CharField(_("查看人"), max_length=150)
    fields = models.CharField(_("内容"), max_length=300)
    reason = models.CharField(_("事由"), max_length=200)
    read_at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("申报个人信息查看记录")
        verbose_name_plural = _("申报个人信息查看记录")
        ordering = ["-read_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.reader_name} {self.fields}"


class EditingSession(models.Model):
    """Who has which section open; two people of one unit are told of each other."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="editing_sessions")
    section = models.CharField(max_length=12)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("正在填写")
        verbose_name_plural = _("正在填写")
        constraints = [
            models.UniqueConstraint(fields=["case", "section", "user"], name="editing_session_once")
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.section}"
