"""保护单位: protecting units, and which project each looks after, from when to when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from accounts.validators import validate_credit_code
from registry.enums import RecordKind, UnitKind
from registry.models.changes import RecordKey
from registry.models.place import Placed
from registry.models.record import Tracked


class ProtectingUnit(Placed, Tracked, index.Indexed, ClusterableModel):
    """A body that looks after projects, hosts bases or makes products."""

    name = models.CharField(_("名称"), max_length=160)
    kind = models.CharField(
        _("性质"), max_length=12, choices=UnitKind.choices, default=UnitKind.PUBLIC
    )
    credit_code = models.CharField(
        _("统一社会信用代码"), max_length=18, blank=True, validators=[validate_credit_code]
    )
    public_phone = models.CharField(_("对外电话"), max_length=60, blank=True)
    website = models.URLField(_("网站"), blank=True)
    introduction = models.TextField(_("简介"), blank=True)

    search_auto_update = False  # see Record
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta(Placed.Meta):
        verbose_name = _("保护单位")
        verbose_name_plural = _("保护单位")
        ordering = ["name", "pk"]
        constraints = [
            *Placed.Meta.constraints,
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~models.Q(credit_code=""),
                name="unit_credit_code_once",
                violation_error_message=_("这一统一社会信用代码已登记在另一单位名下。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def affected_records(self) -> set[RecordKey]:
        keys: set[RecordKey] = set()
        for kind, path in (
            (RecordKind.PROJECT, "assignments__project_id"),
            (RecordKind.BASE, "practicebases"),
            (RecordKind.WORKSHOP, "workshops"),
            (RecordKind.PRODUCT, "products"),
        ):
            pks = ProtectingUnit.objects.filter(pk=self.pk).values_list(path, flat=True)
            keys |= {(kind, pk) for pk in pks if pk}
        return keys


class ProtectionAssignment(Orderable):
    """A unit made responsible for a project, from one date to another."""

    project = ParentalKey(
        "registry.HeritageProject", on_delete=models.CASCADE, related_name="assignments"
    )
    unit = models.ForeignKey(
        ProtectingUnit, models.PROTECT, related_name="assignments", verbose_name=_("保护单位")
    )
    assigned_on = models.DateField(_("认定日期"), null=True, blank=True)
    ended_on = models.DateField(_("终止日期"), null=True, blank=True)
    act = models.ForeignKey(
        "registry.Act",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("公文"),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("保护单位")
        verbose_name_plural = _("保护单位")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True)
                | models.Q(assigned_on__isnull=True)
                | models.Q(ended_on__gte=models.F("assigned_on")),
                name="assignment_ends_after_it_begins",
                violation_error_message=_("终止日期不能早于认定日期。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.unit)
