"""What every file has: who holds the rights, on what terms, who is in it, who may see it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from ..enums import OPEN_LICENCES, WITHOUT_HOLDER, Access, Consent, Licence

RIGHTS_MISSING = _("公开前请填写权利人并选定许可，或将公开范围改为“内部”。")


def unguessable_path(folder: str, filename: str) -> str:
    """A name that says nothing about the file: the name it came with is kept in `original_name`."""
    extension = filename[filename.rfind(".") :].lower() if "." in filename else ""
    return f"{folder}/{get_random_string(24).lower()}{extension}"


class HeldMedia(ClusterableModel):
    """Rights, credit, consent and access of one file.

    The people rows hang on `people`; each concrete model has its own table of them.
    """

    search_auto_update = False  # the admin's search reads the columns: no index of its own

    original_name = models.CharField(_("原文件名"), max_length=255, blank=True, editable=False)
    media_type = models.CharField(_("文件格式"), max_length=100, blank=True, editable=False)
    caption = models.CharField(
        _("图注或说明"),
        max_length=500,
        blank=True,
        help_text=_("显示在旁边的一两句话：画面或声音里是什么、何时、何地。"),
    )
    rights_holder = models.CharField(
        _("权利人"),
        max_length=200,
        blank=True,
        help_text=_("拥有著作权的个人或单位。公开前必填（公有领域和 CC0 除外）。"),
    )
    licence = models.CharField(
        _("许可"),
        max_length=30,
        choices=Licence.choices,
        default=Licence.UNCLEAR,
        help_text=_("“权利状况待核实”的文件不能公开。"),
    )
    credit = models.CharField(
        _("署名"),
        max_length=200,
        blank=True,
        help_text=_("公开页面上显示的署名，如“摄影：某某”。"),
    )
    captured_on = models.DateField(_("拍摄或录制日期"), null=True, blank=True)
    captured_note = models.CharField(
        _("拍摄时间说明"),
        max_length=100,
        blank=True,
        help_text=_("日期不确切时填写，如“约1985年春节”。"),
    )
    source = models.CharField(
        _("来源"),
        max_length=300,
        blank=True,
        help_text=_("从哪里得来：本单位拍摄、某单位提供、某书第几页等。"),
    )
    access = models.CharField(
        _("公开范围"),
        max_length=10,
        choices=Access.choices,
        default=Access.INTERNAL,
        db_index=True,
        help_text=_("“内部”只有工作人员登录后可见。画面中的人物都同意后才能设为“公开”。"),
    )

    class Meta:
        abstract = True

    @property
    def may_be_passed_on(self) -> bool:
        """Whether its licence lets the public download the original."""
        return self.licence in OPEN_LICENCES

    def clean(self) -> None:
        """Rights only: a form checks the people's rows after its own, see `publication_errors`."""
        super().clean()
        errors = publication_errors(self, ())
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses, by ValidationError, a publication without consent and an unsafe file."""
        errors = publication_errors(self, self.people.all())
        if errors:
            raise ValidationError(errors)
        if self.file and not self.file._committed:
            # Before the statement is put together: storing the file fills other columns too.
            self.file.save(self.file.name, self.file.file, save=False)
        super().save(*args, **kwargs)


def publication_errors(
    item: HeldMedia, people: Iterable[PersonShown]
) -> dict[str, list[str | Any]]:
    """What stands in the way of making the item public, by field; empty for an internal one."""
    if item.access != Access.PUBLIC:
        return {}
    errors: dict[str, list[str | Any]] = {}
    if item.licence == Licence.UNCLEAR:
        errors["licence"] = [
            _("许可状况尚未核实，不能公开。请先选定许可，或将公开范围改为“内部”。")
        ]
    elif not item.rights_holder and item.licence not in WITHOUT_HOLDER:
        errors["rights_holder"] = [_("公开前请填写权利人，或将公开范围改为“内部”。")]
    silent = [person.name for person in people if person.consent != Consent.YES]
    if silent:
        errors["access"] = [
            _("以下人物尚未同意公开：%(names)s。请先取得同意并登记，或将公开范围改为“内部”。")
            % {"names": "、".join(silent)}
        ]
    return errors


class PersonShown(models.Model):
    """Somebody who can be recognised, and what he or she said about publication."""

    sort_order = models.PositiveIntegerField(null=True, blank=True, editable=False)
    name = models.CharField(
        _("姓名"), max_length=100, help_text=_("不知姓名的写特征，如“左二戴帽者”。")
    )
    consent = models.CharField(
        _("是否同意公开"), max_length=10, choices=Consent.choices, default=Consent.UNKNOWN
    )
    consent_text = models.TextField(
        _("同意的内容"),
        blank=True,
        help_text=_("本人同意书的原文或要点：用于哪里、有无限期。未成年人由监护人同意。"),
    )
    consented_on = models.DateField(_("同意日期"), null=True, blank=True)
    evidence = models.ForeignKey(
        "media.HeritageDocument",
        verbose_name=_("同意书"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    holder_name = ""

    class Meta:
        abstract = True
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.name}（{self.get_consent_display()}）"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses a person without consent on a file that is public."""
        errors = publication_errors(getattr(self, self.holder_name), [self])
        if errors:
            raise ValidationError(next(iter(errors.values())))
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.consent == Consent.YES and not (self.consent_text or self.evidence_id):
            raise ValidationError(
                {"consent_text": _("登记为“已同意公开”时，请填写同意的内容，或附上同意书。")}
            )
