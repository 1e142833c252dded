"""Steps for many cases of the queue: each case is shown with what will happen, then confirmed."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.views.bulk_action import BulkAction

from applications import queries, rules
from applications.admin.queue.filters import CaseFilterSet
from applications.admin.queue.views import listed, searched
from applications.domain.table import TABLE
from applications.domain.taking_many import MOST_CASES, Row, perform, plan
from applications.models import Case
from registry.admin.people import staff

KEY = re.compile(r"[0-9]{1,18}")
"""What can be a row's key: larger numbers fit no database column."""


class ActForm(forms.Form):
    """The government's act that promulgates a batch."""

    document_number = forms.CharField(
        label=gettext_lazy("发文字号"),
        max_length=80,
        help_text=gettext_lazy("如：河东政发〔2026〕12号"),
    )
    issuer = forms.CharField(label=gettext_lazy("发文机关"), max_length=120)
    published_on = forms.DateField(
        label=gettext_lazy("公布日期"), widget=forms.DateInput(attrs={"type": "date"})
    )
    title = forms.CharField(
        label=gettext_lazy("文件标题"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("留空则按批次名称写"),
    )


class StepBulkAction(BulkAction):
    """A step of the table. Nothing happens before the second form; then a list of what did."""

    step: str
    models = [Case]
    template_name = "applications/admin/queue/bulk.html"
    action_priority = 10

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.works_on_cases(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_actionable_objects(self) -> tuple[list[Case], dict[str, list[Case]]]:
        """The ticked rows among those the user works on; all means the listing as it is filtered."""
        cases = listed(queries.office_cases(self.request.user)).select_related("version")
        chosen = self.request.GET.getlist("id")
        if "all" in chosen:
            filterset = CaseFilterSet(self.request.GET, cases, request=self.request)
            found = filterset.qs if filterset.is_valid() else cases.none()
            found = searched(found, self.request.GET.get("q"))
        else:
            found = cases.filter(pk__in=[int(one) for one in chosen if KEY.fullmatch(one)])
        return list(found.order_by("number", "pk")[: MOST_CASES + 1]), {"items_with_no_access": []}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.form_class.base_fields:
            return self._show(self.form_class())
        form = self.form_class({})
        form.is_valid()
        return self._preview(form)

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self._show(form)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        cases, _none = self.get_actionable_objects()
        if len(cases) > MOST_CASES or "confirm" not in self.request.POST:
            return self._preview(form)
        rows = perform(
            name=self.step,
            cases=[case for case in cases if self._seen(case)],
            by=staff(self.request),
            wanted=lambda case: self.wanted(form, case),
            seen={case.pk: self._seen(case) for case in cases},
        )
        done = sum(not row.objection for row in rows)
        messages.success(
            self.request,
            _("“%(step)s”：办理 %(done)d 件，跳过 %(skipped)d 件。")
            % {"step": TABLE[self.step].label, "done": done, "skipped": len(rows) - done},
        )
        return self._show(form, rows=rows, finished=True)

    def wanted(self, form: forms.Form, case: Case) -> dict[str, Any]:
        """What the step's guards and effects read."""
        return {}

    def _seen(self, case: Case) -> int:
        """The log the preview was made on; 0 for a case that was not in it."""
        text = self.request.POST.get(f"seen-{case.pk}", "")
        return int(text) if KEY.fullmatch(text) else 0

    def _preview(self, form: forms.Form) -> HttpResponse:
        cases, _none = self.get_actionable_objects()
        if len(cases) > MOST_CASES:
            return self._show(form, too_many=True)
        rows = plan(
            name=self.step,
            cases=cases,
            by=staff(self.request),
            wanted=lambda case: self.wanted(form, case),
        )
        return self._show(form, rows=rows)

    def _show(self, form: forms.Form, rows: list[Row] | None = None, **more: Any) -> HttpResponse:
        doable = sum(not row.objection for row in rows or [])
        context = {
            "form": form,
            "rows": rows,
            "doable": doable,
            "step_label": TABLE[self.step].label,
            "most": MOST_CASES,
            "codes": bool(self.form_class.base_fields),
            "next": self.next_url,
            "submit_url": f"{self.request.path}?{self.request.META['QUERY_STRING']}",
            "form_fields": bool(self.form_class.base_fields),
            **more,
        }
        return self.render_to_response(context)


class AcceptAction(StepBulkAction):
    """批量受理."""

    step = action_type = "accept"
    display_name = gettext_lazy("受理")
    aria_label = gettext_lazy("受理选中的申报")


class CloseNoticeAction(StepBulkAction):
    """批量结束公示."""

    step = "close_notice"
    action_type = "close-notice"
    display_name = gettext_lazy("公示期满，报批")
    aria_label = gettext_lazy("选中的申报公示期满，报批")
    action_priority = 20


class PromulgateAction(StepBulkAction):
    """A batch promulgated by one act; the code of each project is written beside it."""

    step = action_type = "promulgate"
    display_name = gettext_lazy("登记公布")
    aria_label = gettext_lazy("用一份文件登记公布选中的申报")
    action_priority = 30
    form_class = ActForm

    def wanted(self, form: forms.Form, case: Case) -> dict[str, Any]:
        code = self.request.POST.get(f"code-{case.pk}", "").replace("\x00", "")[:40]
        return {**form.cleaned_data, "code": code}


ACTIONS = (AcceptAction, CloseNoticeAction, PromulgateAction)
