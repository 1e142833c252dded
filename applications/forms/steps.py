"""The form of each step that staff take: a reason, what the step needs, and the letter it sends.

A slice of the procedure registers its own with ``@step_form("name")``; the rest share StepForm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.answering import in_words
from applications.domain.completeness import what_is_missing
from applications.domain.reading import texts_of
from applications.domain.steps import Transition
from applications.domain.versions import latest
from applications.enums import ItemType, Section
from applications.models import Case
from registry.models import Act

Form = TypeVar("Form", bound="type[StepForm]")
STEP_FORMS: dict[str, type[StepForm]] = {}
"""Step → its form; see ``form_for``."""
ELSEWHERE: dict[str, Callable[[Case], str]] = {}
"""Step → the address of the page that takes it, where a form about one case is not enough."""


def step_form(name: str) -> Callable[[Form], Form]:
    """Register a form for this step."""

    def register(form: Form) -> Form:
        STEP_FORMS[name] = form
        return form

    return register


def form_for(name: str) -> type[StepForm]:
    """The form of a step."""
    return STEP_FORMS.get(name, StepForm)


class StepForm(forms.Form):
    """Reason only. ``seen`` tells which log the page was opened on, so that an old page is refused."""

    template_name = "applications/admin/cases/step_fields.html"
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label=_("理由"),
        required=False,
        max_length=2000,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, case: Case, row: Transition, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case, self.row, self.user = case, row, user
        self.fields["seen"].initial = case.events_written
        reason = self.fields["reason"]
        reason.required = row.reason_needed
        if not row.reason_needed:
            reason.label = _("备注（记入办理记录）")
        self.add_fields()
        # The reason stands last on the page, after what the step itself asks.
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def add_fields(self) -> None:
        """Fields that depend on the case."""

    def wanted(self) -> dict[str, Any]:
        """What the step's guards and effects read; see the table."""
        return {}

    @property
    def asks(self) -> bool:
        """Whether something must be filled in before the letter can be written."""
        return any(field.required for name, field in self.fields.items() if name != "seen") or (
            type(self).wanted is not StepForm.wanted
        )

    def summary(self) -> Iterator[tuple[str, str]]:
        """What was filled in, to be looked at once more."""
        for bound in self.visible_fields():
            value = self.cleaned_data.get(bound.name)
            if value:
                yield str(bound.label), self.said(bound.name, value)

    def said(self, name: str, value: Any) -> str:
        """A value as the summary shows it."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
        return f"{value:%Y-%m-%d}" if hasattr(value, "isoformat") else str(value)


class LetterForm(forms.Form):
    """The words the applicant will get; staff may change them before they go."""

    subject = forms.CharField(label=_("标题"), max_length=120)
    body = forms.CharField(
        label=_("正文"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12})
    )


@step_form("refuse")
class RefuseForm(StepForm):
    """Reason and basis."""

    basis = forms.CharField(
        label=_("依据"),
        max_length=500,
        help_text=_("法律条款或申报须知的条目，如：申报须知第三条。写进通知书。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def add_fields(self) -> None:
        self.fields["reason"].help_text = str(_("申报人会在通知书里看到。"))

    def wanted(self) -> dict[str, Any]:
        return {"basis": self.cleaned_data["basis"]}


@step_form("promulgate")
class PromulgateForm(StepForm):
    """The government's act (非物质文化遗产法 art. 24)."""

    document_number = forms.CharField(
        label=_("发文字号"), max_length=80, help_text=_("如：河东政发〔2026〕12号")
    )
    issuer = forms.CharField(label=_("发文机关"), max_length=120)
    published_on = forms.DateField(
        label=_("公布日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    title = forms.CharField(
        label=_("文件标题"), required=False, max_length=200, help_text=_("留空则按批次名称写")
    )
    code = forms.CharField(
        label=_("项目编号"), required=False, max_length=40, help_text=_("照公布文件写，如：Ⅷ-12")
    )

    def add_fields(self) -> None:
        last = Act.objects.exclude(issuer="").order_by("-pk").first()
        if last is not None:
            self.fields["issuer"].initial = last.issuer

    def wanted(self) -> dict[str, Any]:
        names = ("document_number", "issuer", "published_on", "title", "code")
        return {name: self.cleaned_data[name] for name in names}


@step_form("request_correction")
class CorrectionForm(StepForm):
    """One field for each item that may be sent back; what is left empty stays as it is."""

    template_name = "applications/admin/cases/correction_fields.html"
    note = forms.CharField(
        label=_("总的说明"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def add_fields(self) -> None:
        missing = {
            (str(one.item_type), one.item): one.sentence for one in what_is_missing(self.case)
        }
        for question in self.case.form.questions:
            self._add(ItemType.QUESTION, question.key, question.label, missing)
        category = self.case.category.ordinal if self.case.category else None
        for material in self.case.form.materials_for(category):
            self._add(ItemType.MATERIAL, material.key, material.name, missing)

    def _add(
        self, item_type: ItemType, key: str, label: str, missing: dict[tuple[str, str], str]
    ) -> None:
        self.fields[f"{item_type}-{key}"] = forms.CharField(
            label=label,
            required=False,
            max_length=1000,
            initial=missing.get((str(item_type), key), ""),
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self._items(cleaned):
            raise ValidationError(_("请至少列出一项需要补正的内容，并一次性列全。"))
        return cleaned

    def wanted(self) -> dict[str, Any]:
        return {"items": self._items(self.cleaned_data), "note": self.cleaned_data["note"]}

    def groups(self) -> list[tuple[str, list[tuple[forms.BoundField, str]]]]:
        """The items by section with what was answered, for the page; materials last."""
        questions = self.case.form.questions
        said = in_words(questions, texts_of(self.case, latest(self.case)).open)
        groups = [
            (
                str(section.label),
                [
                    (self[f"{ItemType.QUESTION}-{one.key}"], said.get(one.key, ""))
                    for one in questions
                    if one.section == section
                ],
            )
            for section in Section
        ]
        materials = [
            (self[name], "") for name in self.fields if name.startswith(f"{ItemType.MATERIAL}-")
        ]
        return [(label, rows) for label, rows in [*groups, (str(_("材料")), materials)] if rows]

    def _items(self, cleaned: dict[str, Any]) -> list[tuple[str, str, str]]:
        items = []
        for name, value in cleaned.items():
            item_type, dash, key = name.partition("-")
            if dash and item_type in ItemType.values and value:
                items.append((item_type, key, value))
        return items
