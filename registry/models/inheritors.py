"""代表性传承人: inheritors and bearer groups, their recognitions, and from whom they learnt."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.fields import RichTextField
from wagtail.models import Orderable
from wagtail.search import index

from registry.blocks import PARAGRAPH_FEATURES
from registry.enums import (
    BearerKind,
    Consent,
    Level,
    LineageKind,
    RecordKind,
    Sex,
    Standing,
)
from registry.models.acts import Act, act_behind
from registry.models.changes import RecordKey
from registry.models.record import Record

YEAR = [MinValueValidator(1), MaxValueValidator(2200)]
LINEAGE_LOCK = 7_200_601
"""The key of PostgreSQL's advisory lock under which lineages are changed."""


class Inheritor(Record):
    """A person or group that bears projects; also a past master who stands only in a lineage.

    What the public list itself says (name, project, batch) is public. Sex, ethnicity, years,
    biography and portrait are published only with consent: see ``details_public``.
    """

    kind = RecordKind.INHERITOR

    bearer_kind = models.CharField(
        _("个人或团体"), max_length=8, choices=BearerKind.choices, default=BearerKind.PERSON
    )
    sex = models.CharField(_("性别"), max_length=8, choices=Sex.choices, blank=True)
    ethnicity = models.CharField(_("民族"), max_length=20, blank=True)
    birth_year = models.PositiveSmallIntegerField(
        _("出生年份"), null=True, blank=True, validators=YEAR
    )
    death_year = models.PositiveSmallIntegerField(
        _("去世年份"), null=True, blank=True, validators=YEAR
    )
    honours = models.CharField(_("称号与荣誉"), max_length=300, blank=True)
    biography = RichTextField(_("生平"), blank=True, features=PARAGRAPH_FEATURES)
    portrait = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portrait_uses",
        verbose_name=_("肖像"),
    )
    members = models.TextField(
        _("团体成员"), blank=True, help_text=_("代表性传承团体填写，每行一人")
    )
    division = models.ForeignKey(
        "registry.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("所在区划"),
    )
    place_as_declared = models.CharField(_("申报地区（原文）"), max_length=200, blank=True)
    consent = models.CharField(
        _("公开个人信息"), max_length=10, choices=Consent.choices, default=Consent.UNKNOWN
    )
    consent_on = models.DateField(_("同意日期"), null=True, blank=True)
    consent_text = models.TextField(_("同意书文本"), blank=True)
    consent_document = models.ForeignKey(
        settings.WAGTAILDOCS_DOCUMENT_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="consent_uses",
        verbose_name=_("同意书扫描件"),
    )
    sample_data = models.BooleanField(_("示例数据"), default=False, editable=False)

    search_fields = [*Record.search_fields, index.SearchField("place_as_declared")]

    class Meta:
        verbose_name = _("代表性传承人")
        verbose_name_plural = _("代表性传承人")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year__isnull=True)
                | models.Q(death_year__isnull=True)
                | models.Q(death_year__gte=models.F("birth_year")),
                name="inheritor_dies_after_birth",
                violation_error_message=_("去世年份不能早于出生年份。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(consent=Consent.GIVEN) | models.Q(consent_on__isnull=False),
                name="inheritor_consent_has_its_date",
                violation_error_message=_("本人同意公开时，请填写同意日期。"),
            ),
        ]

    @property
    def details_public(self) -> bool:
        """Whether sex, ethnicity, years, biography and portrait may be published."""
        return self.consent == Consent.GIVEN

    def clean(self) -> None:
        super().clean()
        if self.consent == Consent.GIVEN and not self.consent_on:
            raise ValidationError({"consent_on": _("本人同意公开时，请填写同意日期。")})

    def dependants(self) -> set[RecordKey]:
        keys: set[RecordKey] = set()
        for kind, path in (
            (RecordKind.PROJECT, "recognitions__project_id"),
            (RecordKind.INHERITOR, "masters__master_id"),
            (RecordKind.INHERITOR, "apprentices__apprentice_id"),
            (RecordKind.BASE, "practicebases"),
            (RecordKind.WORKSHOP, "workshops"),
            (RecordKind.PRODUCT, "products"),
        ):
            pks = Inheritor.objects.filter(pk=self.pk).values_list(path, flat=True)
            keys |= {(kind, pk) for pk in pks if pk}
        return keys

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LINEAGE_LOCK])
            super().save(*args, **kwargs)
            circle = lineage_circle(self.pk)
            if circle:
                raise ValidationError(lineage_circle_message(circle))


class Recognition(Orderable):
    """An inheritor recognised for a project by one act, with the standing it has now."""

    inheritor = ParentalKey(Inheritor, on_delete=models.CASCADE, related_name="recognitions")
    project = models.ForeignKey(
        "registry.HeritageProject",
        models.PROTECT,
        related_name="recognitions",
        verbose_name=_("项目"),
    )
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level.choices)
    batch = models.ForeignKey(
        "registry.Batch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name=_("批次"),
    )
    number = models.CharField(_("编号（原文）"), max_length=40, blank=True)
    act = models.ForeignKey(
        "registry.Act",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recognitions",
        verbose_name=_("认定公文"),
    )
    recognised_on = models.DateField(_("认定日期"), null=True, blank=True)
    standing = models.CharField(
        _("状态"), max_length=16, choices=Standing.choices, default=Standing.LISTED
    )
    standing_since = models.DateField(_("状态起始日期"), null=True, blank=True)
    standing_reason = models.CharField(_("状态说明"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("认定")
        verbose_name_plural = _("认定")
        ordering = ["level", "sort_order"]
        constraints = [
            models.UniqueConstraint(
                fields=["inheritor", "project", "level"],
                name="recognition_once",
                violation_error_message=_("同一级别、同一项目的认定已经登记。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.project}"

    @property
    def made_by(self) -> Act | None:
        """The act that recognised the inheritor."""
        return act_behind(self.act, self.batch)


class Apprenticeship(Orderable):
    """One master, one apprentice. Lineages have no circles: saving an inheritor checks it."""

    apprentice = ParentalKey(Inheritor, on_delete=models.CASCADE, related_name="masters")
    master = models.ForeignKey(
        Inheritor, models.PROTECT, related_name="apprentices", verbose_name=_("师承")
    )
    project = models.ForeignKey(
        "registry.HeritageProject",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="apprenticeships",
        verbose_name=_("所传项目"),
    )
    kind = models.CharField(
        _("传承方式"), max_length=10, choices=LineageKind.choices, default=LineageKind.MASTER
    )
    from_year = models.PositiveSmallIntegerField(
        _("起始年份"), null=True, blank=True, validators=YEAR
    )
    to_year = models.PositiveSmallIntegerField(
        _("结束年份"), null=True, blank=True, validators=YEAR
    )
    source = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("师承关系")
        verbose_name_plural = _("师承关系")
        constraints = [
            models.UniqueConstraint(
                fields=["apprentice", "master", "project"],
                name="apprenticeship_once",
                violation_error_message=_("这一师承关系已经登记。"),
            ),
            models.UniqueConstraint(
                fields=["apprentice", "master"],
                condition=models.Q(project__isnull=True),
                name="apprenticeship_without_project_once",
                violation_error_message=_("这一师承关系已经登记。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(apprentice=models.F("master")),
                name="apprenticeship_not_to_oneself",
                violation_error_message=_("师父不能是本人。"),
            ),
            models.CheckConstraint(
                condition=models.Q(from_year__isnull=True)
                | models.Q(to_year__isnull=True)
                | models.Q(to_year__gte=models.F("from_year")),
                name="apprenticeship_ends_after_it_begins",
                violation_error_message=_("结束年份不能早于起始年份。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.master} → {self.apprentice}"


def lineage_circle(start: int, masters: list[int] | None = None) -> list[int]:
    """The keys from ``start`` up through its masters and back to it; empty without a circle.

    ``masters`` are taken as the masters of ``start`` in place of those in the database. Only a
    circle through ``start`` is looked for: saving one person can close no other. One query a
    generation.
    """
    came_from: dict[int, int] = {}
    generation = [start]
    while generation:
        rows = Apprenticeship.objects.filter(apprentice_id__in=generation)
        links = list(rows.values_list("apprentice_id", "master_id"))
        if masters is not None and start in generation:
            links = [(start, master) for master in masters]
        generation = []
        for apprentice, master in links:
            if master == start:
                circle = [start, apprentice]
                while circle[-1] != start:
                    circle.append(came_from[circle[-1]])
                return circle[::-1]
            if master not in came_from:
                came_from[master] = apprentice
                generation.append(master)
    return []


def lineage_circle_message(circle: list[int]) -> str:
    """The circle in names, for the person who tried to close it."""
    names = dict(Inheritor.objects.filter(pk__in=circle).values_list("pk", "name"))
    chain = " → ".join(names.get(pk, str(pk)) for pk in circle)
    return _("师承关系成了一个圈：%(chain)s。请检查其中哪一条有误。") % {"chain": chain}
