"""申报表模板: the questions, materials and rubric for one kind of application, kept from year to year."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from applications import terms
from applications.enums import AnswerType, Kind, Section
from media.enums import FileKind

MEGABYTE = 1024 * 1024


class FormTemplate(ClusterableModel):
    """One form; rounds are opened with it and keep a copy of what it said then."""

    name = models.CharField(_("名称"), max_length=80, unique=True)
    kind = models.CharField(_("申报类型"), max_length=12, choices=Kind.choices)
    description = models.TextField(_("说明"), blank=True)

    class Meta:
        verbose_name = _("申报表模板")
        verbose_name_plural = _("申报表模板")
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name

    def form(self) -> terms.Form:
        """The template as plain data."""
        return terms.Form(
            questions=tuple(row.as_terms() for row in self.questions.all()),
            materials=tuple(row.as_terms() for row in self.materials.all()),
            rubric=tuple(row.as_terms() for row in self.rubric_items.all()),
        )


class TemplateQuestion(Orderable):
    """One question of the form."""

    template = ParentalKey(FormTemplate, on_delete=models.CASCADE, related_name="questions")
    section = models.CharField(_("部分"), max_length=12, choices=Section.choices)
    key = models.SlugField(_("代号"), max_length=40, help_text=_("英文短名，如 history；用后勿改"))
    label = models.CharField(_("问题"), max_length=120)
    answer_type = models.CharField(
        _("回答方式"), max_length=12, choices=AnswerType.choices, default=AnswerType.TEXT
    )
    choices = models.TextField(_("选项"), blank=True, help_text=_("单选时填写，每行一项"))
    help = models.TextField(_("填写说明"), blank=True)
    example = models.TextField(_("示例"), blank=True)
    required = models.BooleanField(_("必填"), default=True)
    private = models.BooleanField(
        _("个人信息"), default=False, help_text=_("加密保存，专家看不到，查看留痕")
    )
    least = models.PositiveIntegerField(_("最少字数"), default=0)
    most = models.PositiveIntegerField(_("最多字数"), default=0, help_text=_("0 表示不限"))
    article = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("问题")
        verbose_name_plural = _("问题")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "key"],
                name="template_question_key_once",
                violation_error_message=_("同一模板里代号不能重复。"),
            )
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        super().clean()
        if self.answer_type == AnswerType.CHOICE and not self.choice_list():
            raise ValidationError({"choices": _("单选题请写出选项，每行一项。")})
        if self.most and self.least > self.most:
            raise ValidationError({"least": _("最少字数不能大于最多字数。")})

    def choice_list(self) -> tuple[str, ...]:
        """The options, one a line."""
        return tuple(line.strip() for line in self.choices.splitlines() if line.strip())

    def as_terms(self) -> terms.Question:
        """As a case keeps it."""
        return terms.Question(
            key=self.key,
            section=Section(self.section),
            label=self.label,
            answer_type=AnswerType(self.answer_type),
            help=self.help,
            example=self.example,
            choices=self.choice_list(),
            required=self.required,
            private=self.private,
            least=self.least,
            most=self.most,
            article=self.article,
        )


class TemplateMaterial(Orderable):
    """One item of the checklist of materials."""

    template = ParentalKey(FormTemplate, on_delete=models.CASCADE, related_name="materials")
    key = models.SlugField(_("代号"), max_length=40, help_text=_("英文短名，如 photos；用后勿改"))
    name = models.CharField(_("材料"), max_length=120)
    help = models.TextField(_("要求"), blank=True)
    required = models.BooleanField(_("必交"), default=True)
    private = models.BooleanField(_("个人信息"), default=False, help_text=_("专家看不到"))
    files = models.JSONField(_("接受的文件"), default=list, help_text=_("图片、音视频、文件"))
    least_files = models.PositiveSmallIntegerField(
        _("最少几份"), default=1, validators=[MinValueValidator(1)]
    )
    most_files = models.PositiveSmallIntegerField(_("最多几份"), default=10)
    most_megabytes = models.PositiveIntegerField(_("单个文件最大（MB）"), default=50)
    categories = models.JSONField(
        _("适用类别"), default=list, blank=True, help_text=_("留空为所有类别")
    )
    article = models.CharField(_("依据"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("材料")
        verbose_name_plural = _("材料")
        constraints = [
            models.UniqueConstraint(
                fields=["template", "key"],
                name="template_material_key_once",
                violation_error_message=_("同一模板里代号不能重复。"),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if self.most_files < self.least_files:
            raise ValidationError({"most_files": _("最多份数不能小于最少份数。")})

    def as_terms(self) -> terms.Material:
        """As a case keeps it."""
        return terms.Material(
            key=self.key,
            name=self.name,
            help=self.help,
            required=self.required,
            private=self.private,
            files=tuple(FileKind(one) for one in self.files),
            least_files=self.least_files,
            most_files=self.most_files,
            most_bytes=self.most_megabytes * MEGABYTE,
            categories=tuple(int(one) for one in self.categories),
            article=self.article,
        )


class TemplateRubricItem(Orderable):
    """One line of what experts score."""

    template = ParentalKey(FormTemplate, on_delete=models.CASCADE, related_name="rubric_items")
    key = models.SlugField(_("代号"), max_length=40)
    name = models.CharField(_("评分项"), max_length=80)
    description = models.TextField(_("评分要点"), blank=True)
    points = models.PositiveSmallIntegerField(
        _("满分"), default=20, validators=[MinValueValidator(1)]
    )

    class Meta(Orderable.Meta):
        verbose_name = _("评分项")
        verbose_name_plural = _("评分项")
        constraints = [
            models.UniqueConstraint(fields=["template", "key"], name="template_rubric_key_once")
        ]

    def __str__(self) -> str:
        return self.name

    def as_terms(self) -> terms.RubricItem:
        """As a case keeps it."""
        return terms.RubricItem(
            key=self.key, name=self.name, points=self.points, description=self.description
        )
