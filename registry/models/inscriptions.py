"""列入名录: one project on one list."""

from __future__ import annotations

import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from registry.codes import code_sort_key, normalise_code
from registry.enums import InscriptionKind, Level
from registry.models.acts import Act, act_behind


class InscriptionQuerySet(models.QuerySet["Inscription"]):
    """Reads of inscriptions."""

    def in_force_on(self, day: datetime.date) -> InscriptionQuerySet:
        """Those inscribed on or before ``day`` and not yet removed on it."""
        return self.filter(inscribed_on__lte=day).filter(
            models.Q(removed_on__isnull=True) | models.Q(removed_on__gt=day)
        )


class Inscription(Orderable):
    """A project's place on the list of one level, made by one act.

    The code stands as written and in a normalised form; neither is a key: the real national list
    has values that stand twice.
    """

    project = ParentalKey(
        "registry.HeritageProject", on_delete=models.CASCADE, related_name="inscriptions"
    )
    level = models.PositiveSmallIntegerField(_("级别"), choices=Level.choices)
    batch = models.ForeignKey(
        "registry.Batch",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inscriptions",
        verbose_name=_("批次"),
    )
    kind = models.CharField(
        _("新增或扩展"),
        max_length=10,
        choices=InscriptionKind.choices,
        default=InscriptionKind.NEW,
    )
    code_as_written = models.CharField(
        _("编号（原文）"), max_length=40, blank=True, help_text=_("按公文原样填写，如：Ⅷ-89")
    )
    code = models.CharField(_("规范编号"), max_length=40, blank=True, editable=False, db_index=True)
    code_order = models.CharField(
        _("编号次序"), max_length=40, blank=True, editable=False, db_index=True
    )
    sub_number = models.CharField(
        _("子项编号"), max_length=40, blank=True, help_text=_("如：Ⅷ-082_05_120102")
    )
    declaring_unit = models.CharField(_("申报地区或单位"), max_length=200, blank=True)
    act = models.ForeignKey(
        "registry.Act",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="inscriptions",
        verbose_name=_("认定公文"),
    )
    inscribed_on = models.DateField(_("列入日期"), null=True, blank=True)
    removed_on = models.DateField(_("退出日期"), null=True, blank=True)
    removal_act = models.ForeignKey(
        "registry.Act",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="removals",
        verbose_name=_("退出公文"),
    )

    objects = InscriptionQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("列入名录")
        verbose_name_plural = _("列入名录")
        ordering = ["level", "sort_order"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(removed_on__isnull=True)
                | models.Q(inscribed_on__isnull=True)
                | models.Q(removed_on__gte=models.F("inscribed_on")),
                name="inscription_removed_after_inscribed",
                violation_error_message=_("退出日期不能早于列入日期。"),
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.get_level_display(), self.code_as_written]))

    def complete(self) -> None:
        """Fill what follows from the rest: the normalised code, its place in a list, the day.

        Ⅷ-9 stands before Ⅷ-10, which their letters do not tell. The day is that of the batch, or
        the one on which the act was published.
        """
        self.code = normalise_code(self.code_as_written)[:40]
        self.code_order = code_sort_key(self.sub_number) or code_sort_key(self.code_as_written)
        if self.inscribed_on is None and self.batch is not None:
            self.inscribed_on = self.batch.announced_on
        if self.inscribed_on is None and (act := self.made_by) is not None:
            self.inscribed_on = act.published_on

    @property
    def made_by(self) -> Act | None:
        """The act that put the project on this list."""
        return act_behind(self.act, self.batch)

    def save(self, *args: object, **kwargs: object) -> None:
        self.complete()
        super().save(*args, **kwargs)  # type: ignore[arg-type]
