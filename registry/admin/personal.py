"""敏感个人信息: apart from the record, masked, read for a reason that is logged."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from registry.admin.people import staff
from registry.domain.personal import field_labels, masked_details, reveal, save_details
from registry.models import Inheritor, PersonalDataReading, PersonalDetails
from registry.rules import (
    may_change_personal_data,
    may_read_personal_data,
    may_see_reading_log,
)

LOG_PAGE = 50


class RevealForm(forms.Form):
    """Which value, and why."""

    field = forms.ChoiceField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("查看事由"),
        help_text=gettext_lazy("写明办什么事需要看，如：核发 2026 年传习补助。会记入查看记录。"),
        max_length=200,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [  # type: ignore[attr-defined]
            (name, name) for name in PersonalDetails.SENSITIVE_FIELDS
        ]


class DetailsForm(forms.ModelForm[PersonalDetails]):
    """New values. What is left empty stays as it is: nobody has to read a value to keep it."""

    class Meta:
        model = PersonalDetails
        fields = PersonalDetails.SENSITIVE_FIELDS
        widgets = {name: forms.TextInput(attrs={"autocomplete": "off"}) for name in fields}

    clear = forms.MultipleChoiceField(
        label=gettext_lazy("清除已有内容"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def clean_birth_date(self) -> str:
        written = self.cleaned_data["birth_date"]
        try:
            return datetime.date.fromisoformat(written).isoformat() if written else ""
        except ValueError:
            raise ValidationError(_("请写成 1956-03-08 这样的日期。")) from None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clear"].choices = list(field_labels().items())  # type: ignore[attr-defined]


@method_decorator(never_cache, name="dispatch")
class PersonalPage(WagtailAdminTemplateMixin, TemplateView):
    """What the pages about one inheritor share."""

    header_icon = "key"
    _show_breadcrumbs = True
    inheritor: Inheritor

    def allowed(self, user: Any) -> bool:
        """Who may open the page."""
        return may_read_personal_data(user) or may_change_personal_data(user)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.allowed(request.user):
            raise PermissionDenied
        self.inheritor = get_object_or_404(Inheritor, pk=kwargs["pk"])
        self.details = PersonalDetails.objects.filter(inheritor=self.inheritor).first()
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        viewset = Inheritor.snippet_viewset  # type: ignore[attr-defined]
        edit = reverse(viewset.get_url_name("edit"), args=[self.inheritor.pk])
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(viewset.get_url_name("list")), "label": _("代表性传承人")},
            {"url": edit, "label": self.inheritor.name},
            {"url": "", "label": self.page_title, "sublabel": self.inheritor.name},
        ]

    def get_page_subtitle(self) -> str:
        return self.inheritor.name


class PersonalDetailsView(PersonalPage):
    """Masked values, each with a form that shows it in full once."""

    template_name = "registry/admin/personal.html"
    page_title = gettext_lazy("敏感个人信息")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RevealForm(request.POST)
        shown: dict[str, str] = {}
        if self.details is None:
            raise PermissionDenied
        if form.is_valid():
            field = form.cleaned_data["field"]
            try:
                shown[field] = reveal(
                    details=self.details,
                    field=field,
                    reason=form.cleaned_data["reason"],
                    by=staff(request),
                )
            except ValidationError as error:
                form.add_error("reason", error)
        return self.render_to_response(self.get_context_data(form=form, shown=shown))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        shown: dict[str, str] = context.get("shown", {})
        form: Any = context.get("form")
        masked = masked_details(self.details) if self.details else {}
        asked = form.data.get("field") if form is not None and form.is_bound else ""
        rows = [
            {
                "field": name,
                "label": label,
                "masked": masked.get(name, ""),
                "shown": shown.get(name),
                "errors": form.errors.get("reason") if asked == name and not shown else None,
                "reason": form.data.get("reason", "") if asked == name else "",
            }
            for name, label in field_labels().items()
        ]
        user = self.request.user
        return {
            **context,
            "inheritor": self.inheritor,
            "rows": rows,
            "may_read": may_read_personal_data(user),
            "may_change": may_change_personal_data(user),
            "may_see_log": may_see_reading_log(user),
        }


class ChangePersonalDetailsView(PersonalPage):
    """Writes new values without showing the old ones."""

    template_name = "registry/admin/personal_change.html"
    page_title = gettext_lazy("填写敏感个人信息")

    def allowed(self, user: Any) -> bool:
        return may_change_personal_data(user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", DetailsForm())
        return {**super().get_context_data(**kwargs), "inheritor": self.inheritor}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = DetailsForm(request.POST, instance=PersonalDetails(inheritor=self.inheritor))
        if not form.is_valid():
            messages.error(request, _("没有保存：请改正下面标出的内容。"))
            return self.render_to_response(self.get_context_data(form=form))
        values = {
            name: form.cleaned_data[name]
            for name in PersonalDetails.SENSITIVE_FIELDS
            if form.cleaned_data[name]
        }
        values.update(dict.fromkeys(form.cleaned_data["clear"], ""))
        save_details(inheritor=self.inheritor, values=values, by=staff(request))
        messages.success(request, _("已保存“%(name)s”的敏感个人信息。") % {"name": self.inheritor})
        return redirect("registry_personal", pk=self.inheritor.pk)


class ReadingLogView(WagtailAdminTemplateMixin, TemplateView):
    """Who read what of whom, when and why."""

    template_name = "registry/admin/reading_log.html"
    page_title = gettext_lazy("敏感信息查看记录")
    header_icon = "history"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_reading_log(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = PersonalDataReading.objects.select_related("inheritor")
        query = self.request.GET.get("q", "").replace("\x00", "").strip()
        if query:
            rows = rows.filter(inheritor_name__icontains=query) | rows.filter(
                reader_name__icontains=query
            )
        page = Paginator(rows, LOG_PAGE).get_page(self.request.GET.get("p"))
        labels = field_labels()
        for row in page:
            row.field_label = labels.get(row.field, row.field)  # type: ignore[attr-defined]
        return {**super().get_context_data(**kwargs), "page": page, "query": query}
