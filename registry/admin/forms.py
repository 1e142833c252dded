"""Forms of the records: what a field alone cannot check, said beside the field that is wrong."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from registry.enums import Accessibility, Consent
from registry.models.inheritors import lineage_circle, lineage_circle_message


class RecordForm(WagtailAdminModelForm):
    """A record's form. Rows that would contradict each other are marked, nothing typed is lost."""

    def clean_name(self) -> str:
        """Blanks around a name, full-width ones too, are never meant."""
        return " ".join(self.cleaned_data["name"].split())

    def is_valid(self) -> bool:
        valid = super().is_valid()
        return self._rows_agree() and valid

    def _rows_agree(self) -> bool:
        """Checks across the rows of the form; called once all rows were read."""
        return True

    def rows(self, relation: str) -> list[Any]:
        """The forms of a relation's rows that stay."""
        formset = self.formsets.get(relation)
        if formset is None:
            return []
        deleted = formset.deleted_forms if formset.is_bound else []
        return [
            row
            for row in formset.forms
            if row not in deleted and getattr(row, "cleaned_data", None)
        ]


def mark(row: forms.BaseForm, field: str, message: Any) -> None:
    """Put a message beside a field of an inline row, once."""
    target = field if field in row.fields else NON_FIELD_ERRORS
    if str(message) not in [str(one) for one in row.errors.get(target, [])]:
        row.add_error(None if target == NON_FIELD_ERRORS else field, message)


class ProjectForm(RecordForm):
    """A project may not be related to itself, nor lose its narrative to a browser without scripts."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "narrative" in self.fields and f"{self.add_prefix('narrative')}-count" not in self.data:
            self.add_error(
                None,
                _("没有收到项目说明，所以没有保存。请确认浏览器允许运行脚本，刷新页面后再试。"),
            )
        return cleaned

    def _rows_agree(self) -> bool:
        agree = True
        for row in self.rows("relations"):
            other = row.cleaned_data.get("other")
            if self.instance.pk and other is not None and other.pk == self.instance.pk:
                mark(row, "other", _("相关项目不能是项目自己。"))
                agree = False
        for row in self.rows("names"):
            if row.cleaned_data.get("text", "").strip() == (self.cleaned_data.get("name") or ""):
                mark(row, "text", _("与项目名称相同，不必再写。"))
                agree = False
        return agree


class InheritorForm(RecordForm):
    """A person's masters may neither be the person nor lead back to the person."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        birth, death = data.get("birth_year"), data.get("death_year")
        if birth and death and death < birth:
            self.add_error("death_year", _("去世年份不能早于出生年份。"))
        if data.get("consent") == Consent.GIVEN and not (
            data.get("consent_text") or data.get("consent_document")
        ):
            self.add_error("consent_text", _("请写明本人同意的内容，或附上同意书扫描件。"))
        return data

    def _rows_agree(self) -> bool:
        rows = self.rows("masters")
        seen: set[tuple[int, int | None]] = set()
        agree = True
        for row in rows:
            master, project = row.cleaned_data.get("master"), row.cleaned_data.get("project")
            if master is None:
                continue
            key = (master.pk, project.pk if project else None)
            if key in seen:
                mark(row, "master", _("这一师承关系已经登记。"))
                agree = False
            seen.add(key)
            if master.pk == self.instance.pk:
                mark(row, "master", _("师父不能是本人。"))
                agree = False
        return self._no_circle(rows) and agree if agree else False

    def _no_circle(self, rows: list[Any]) -> bool:
        if not self.instance.pk:
            return True
        masters = [row.cleaned_data["master"].pk for row in rows if row.cleaned_data.get("master")]
        circle = lineage_circle(self.instance.pk, masters)
        if not circle:
            return True
        for row in rows:
            if row.cleaned_data.get("master") and row.cleaned_data["master"].pk in circle:
                mark(row, "master", lineage_circle_message(circle))
        return False


class SiteForm(RecordForm):
    """Bases and workshops: facilities are ticked."""

    accessibility = forms.MultipleChoiceField(
        label=_("无障碍设施"),
        choices=Accessibility.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ends, begins = data.get("certificate_valid_until"), data.get("designated_on")
        if ends and begins and ends < begins:
            self.add_error("certificate_valid_until", _("有效期不能早于认定日期。"))
        return data
