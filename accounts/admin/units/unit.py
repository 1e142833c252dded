"""One unit: what it is, who acts for it, what other rooms know of it, and what staff may do."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import registry as log_registry

from ...domain import unit_keeping
from ...forms import UnitForm
from ...models import Organisation
from ...rules import may_keep_units
from ...views.guard import SignedInRequest

PANELS_HOOK = "construct_unit_panels"
"""Rooms above add what they know of a unit: called with the request, the unit and the list of panels."""


class CorrectionForm(UnitForm):
    """What staff correct. The number is not shown: a new one is entered, or none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        phone = self.fields["contact_phone"]
        self.initial["contact_phone"] = ""
        phone.required, phone.help_text = False, _("不改就留空。")
        phone.widget.attrs["autocomplete"] = "off"


class ReasonForm(forms.Form):
    """Why somebody closes a unit, opens it again or reads how to reach it."""

    reason = forms.CharField(
        label=gettext_lazy("理由"),
        max_length=200,
        error_messages={"required": gettext_lazy("请写明理由（至少 4 个字）。")},
    )


@method_decorator(never_cache, name="dispatch")
class UnitView(WagtailAdminTemplateMixin, TemplateView):
    """The unit's page; the button of a form says what is to be done."""

    template_name = "accounts/admin/unit.html"
    page_title = gettext_lazy("申报单位")
    header_icon = "group"
    _show_breadcrumbs = True
    unit: Organisation
    request: SignedInRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_keep_units(request.user):
            raise PermissionDenied
        self.unit = get_object_or_404(Organisation.objects.defer("contact_phone"), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.unit.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("accounts_units:index"), "label": _("申报单位")},
            {"url": "", "label": self.unit.name},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", CorrectionForm(instance=self._unit()))
        kwargs.setdefault("closing", ReasonForm(prefix="closing"))
        kwargs.setdefault("reading", ReasonForm(prefix="reading"))
        panels: list[Component] = []
        for construct in hooks.get_hooks(PANELS_HOOK):
            construct(self.request, self.unit, panels)
        return {
            **super().get_context_data(**kwargs),
            "unit": self.unit,
            "members": self.unit.memberships.select_related("user"),
            "panels": panels,
            "steps": log_registry.get_logs_for_instance(self.unit).select_related("user")[:100],
            "may_edit_users": self.request.user.has_perm("accounts.change_user"),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        acts = {
            "correct": self._correct,
            "close": self._close_or_reopen,
            "reopen": self._close_or_reopen,
            "read": self._read,
        }
        act = acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        shown = act()
        if shown is not None:
            return self.render_to_response(self.get_context_data(**shown))
        return redirect("accounts_units:unit", pk)

    def _correct(self) -> dict[str, Any] | None:
        form = CorrectionForm(self.request.POST, instance=self._unit())
        if not form.is_valid():
            return {"form": form}
        values = form.cleaned_data
        if not values["contact_phone"]:
            del values["contact_phone"]
        try:
            unit_keeping.correct_unit(organisation=self.unit, by=self.request.user, **values)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return {"form": form}
        messages.success(self.request, _("已保存。"))
        return None

    def _close_or_reopen(self) -> dict[str, Any] | None:
        closes = self.request.POST["act"] == "close"
        change = unit_keeping.close_unit if closes else unit_keeping.reopen_unit
        form = ReasonForm(self.request.POST, prefix="closing")
        if not form.is_valid():
            return {"closing": form}
        try:
            change(organisation=self.unit, by=self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error("reason", error)
            return {"closing": form}
        messages.success(self.request, _("已停用。") if closes else _("已恢复使用。"))
        return None

    def _read(self) -> dict[str, Any]:
        form = ReasonForm(self.request.POST, prefix="reading")
        if not form.is_valid():
            return {"reading": form}
        try:
            phone = unit_keeping.read_contact(
                organisation=self.unit, by=self.request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error("reason", error)
            return {"reading": form}
        return {"phone": phone}

    def _unit(self) -> Organisation:
        """A row of the form's own: what it fills in must not show in the head of the page."""
        return Organisation.objects.get(pk=self.unit.pk)
