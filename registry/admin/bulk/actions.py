"""Wagtail's bulk actions over registry.domain.bulk_actions: choose, see row by row, confirm."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import classproperty
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.widgets import AdminSnippetChooser

from registry.admin.listings import listing_queryset
from registry.admin.searching import SEARCHED, matching
from registry.domain import bulk_actions as domain
from registry.enums import Viability
from registry.models import Category, Division, Record
from registry.queries import RECORD_MODELS
from registry.rules import may
from registry.tags import tags_from_string

KEY = re.compile(r"[0-9]{1,18}")
"""What can be a row's key: larger numbers fit no database column."""


class CategoryForm(forms.Form):
    """Which category."""

    value = forms.ModelChoiceField(label=gettext_lazy("新的类别"), queryset=Category.objects.all())


class ViabilityForm(forms.Form):
    """Which judgement."""

    value = forms.ChoiceField(label=gettext_lazy("新的存续状况评估"), choices=Viability.choices)


class DivisionForm(forms.Form):
    """Which division."""

    value = forms.ModelChoiceField(
        label=gettext_lazy("新的所在区划"),
        queryset=Division.objects.all(),
        widget=AdminSnippetChooser(Division),
    )


class TagsForm(forms.Form):
    """Which tags."""

    value = forms.CharField(
        label=gettext_lazy("标签"),
        help_text=gettext_lazy("多个标签用逗号或顿号隔开，如：剪纸、春节"),
        max_length=500,
    )

    def clean_value(self) -> list[str]:
        names = tags_from_string(self.cleaned_data["value"])
        if not names:
            raise ValidationError(_("请写至少一个标签。"))
        if any(len(name) > 100 for name in names):
            raise ValidationError(_("一个标签最多 100 个字。"))
        return names


def chosen_in_listing(model: type[Any], parameters: Any, request: Any) -> list[int]:
    """The keys of all rows of a listing as it is filtered and searched now."""
    viewset = model.snippet_viewset
    rows = listing_queryset(model)
    filterset_class = getattr(viewset, "filterset_class", None)
    if filterset_class:
        filterset = filterset_class(parameters, rows, request=request)
        rows = filterset.qs if filterset.is_valid() else rows.none()
    if parameters.get("q") and model in SEARCHED:
        rows = matching(rows, parameters["q"])
    return list(rows.order_by().values_list("pk", flat=True).distinct())


class ListingRowsMixin:
    """Which rows an action is about: those ticked, or the whole listing as it is filtered."""

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[int]:
        return chosen_in_listing(self.model, self.request.GET, self.request)  # type: ignore[attr-defined]

    @classmethod
    def get_queryset(cls, model: type[Any], object_ids: Any) -> list[Any]:
        keys = [int(key) for key in object_ids if KEY.fullmatch(str(key))]
        rows = model._default_manager.filter(pk__in=keys[: domain.MOST_ROWS + 1])
        return list(rows.order_by("pk"))


class RecordBulkAction(ListingRowsMixin, SnippetBulkAction):
    """An operation of the domain as a bulk action: nothing happens before the second form."""

    operation_class: type[Any]
    template_name = "registry/admin/bulk_action.html"

    @classproperty
    def models(cls) -> list[type[Record]]:
        return [RECORD_MODELS[kind] for kind in cls.operation_class.kinds]

    def check_perm(self, obj: Any) -> bool:
        return may(self.request.user, self.operation_class.permission, obj)

    def operation(self, form: forms.Form) -> Any:
        """The operation with what was chosen in the form."""
        value = form.cleaned_data.get("value")
        if value is None:
            return self.operation_class()
        return self.operation_class(value.pk if hasattr(value, "pk") else value)

    @property
    def needs_value(self) -> bool:
        return "value" in self.form_class.base_fields

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.needs_value:
            return super().get(request, *args, **kwargs)
        form = self.form_class({})
        form.is_valid()
        return self.preview(form)

    def preview(self, form: forms.Form) -> HttpResponse:
        """Every row with what it is and what it would become."""
        objects, _without = self.get_actionable_objects()
        rows = domain.plan(operation=self.operation(form), records=objects, by=self.request.user)
        finder = AdminURLFinder(self.request.user)
        return self.render_to_response(
            self.get_context_data(
                form=form,
                planned=[{"row": row, "url": finder.get_edit_url(row.record)} for row in rows],
                changing=sum(not row.objection for row in rows),
                operation_title=self.operation(form).title(),
            )
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        objects, _without = self.get_actionable_objects()
        if len(objects) > domain.MOST_ROWS:
            return self._refuse_too_many()
        if "confirm" not in self.request.POST:
            return self.preview(form)
        performed = domain.perform(
            operation=self.operation(form), records=objects, by=self.request.user
        )
        self._report(performed)
        return redirect(self.next_url)

    def _refuse_too_many(self) -> HttpResponse:
        messages.error(
            self.request,
            _("一次最多处理 %(most)d 条。请先用筛选缩小范围，分几次处理。")
            % {"most": domain.MOST_ROWS},
        )
        return redirect(self.next_url)

    def _report(self, performed: domain.Performed) -> None:
        done = performed.run.rows.count()
        button = messages.button(reverse("registry_bulk_runs"), _("查看或撤销"))
        if done:
            text = _("%(label)s：已处理 %(count)d 条。") % {
                "label": performed.run.label,
                "count": done,
            }
            messages.success(self.request, text, buttons=[button])
        else:
            performed.run.delete()
            messages.warning(self.request, _("没有需要更改的记录。"))
        if performed.skipped:
            shown = "；".join(f"{name}（{why}）" for name, why in performed.skipped[:5])
            messages.warning(
                self.request,
                _("%(count)d 条没有更改：%(shown)s")
                % {"count": len(performed.skipped), "shown": shown},
            )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "action_label": self.display_name,
            "most": domain.MOST_ROWS,
        }

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        raise NotImplementedError("form_valid does it through registry.domain.bulk_actions")


def bulk_action(code: str, form: type[forms.Form], priority: int) -> type[RecordBulkAction]:
    """The bulk action of one operation."""
    operation = domain.OPERATIONS[code]
    return type(
        f"{operation.__name__}BulkAction",
        (RecordBulkAction,),
        {
            "operation_class": operation,
            "form_class": form,
            "action_type": f"registry-{code}",
            "display_name": operation.label,
            "aria_label": operation.label,
            "action_priority": priority,
        },
    )


ACTIONS = [
    bulk_action("publish", forms.Form, 10),
    bulk_action("withdraw", forms.Form, 20),
    bulk_action("category", CategoryForm, 40),
    bulk_action("viability", ViabilityForm, 50),
    bulk_action("division", DivisionForm, 60),
    bulk_action("add-tags", TagsForm, 70),
    bulk_action("remove-tags", TagsForm, 80),
]
