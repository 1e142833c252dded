"""指定指导员, and 重新办理: one administrator asks, another one agrees."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages

from accounts.models import User
from applications import rules
from applications.admin.cases.desk import CasePage
from applications.domain.assigning import assign_guide
from applications.domain.opening import ask_reopening, turn_down_reopening


def possible_guides() -> QuerySet[User]:
    """Everybody who may guide, by his own permissions or those of a group."""
    app_label, _dot, codename = rules.GUIDE.partition(".")
    permission = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    return (
        User.objects.filter(is_active=True)
        .filter(
            Q(groups__permissions__in=permission)
            | Q(user_permissions__in=permission)
            | Q(is_superuser=True)
        )
        .distinct()
        .order_by("display_name", "pk")
    )


class GuideForm(forms.Form):
    """Who guides."""

    guide = forms.ModelChoiceField(
        label=gettext_lazy("指导员"),
        queryset=User.objects.none(),
        required=False,
        empty_label=gettext_lazy("不指定"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guide"].queryset = possible_guides()  # type: ignore[attr-defined]


class GuideView(CasePage, FormView):  # type: ignore[type-arg]
    """Naming the guide."""

    template_name = "applications/admin/cases/form.html"
    page_title = gettext_lazy("指定指导员")
    form_class = GuideForm

    def get_initial(self) -> dict[str, Any]:
        if not rules.may_assign_guide(self.desk.user, self.case):
            raise PermissionDenied
        return {"guide": self.case.guide_id}

    def form_valid(self, form: GuideForm) -> HttpResponse:
        guide = form.cleaned_data["guide"]
        try:
            assign_guide(case=self.case, guide=guide, by=self.desk.user)
        except ValidationError as error:
            form.add_error("guide", error)
            return self.form_invalid(form)
        name = guide.get_full_name() if guide else _("无")
        messages.success(self.request, _("指导员：%(name)s。") % {"name": name})
        return redirect("applications_case", pk=self.case.pk)


class ReopeningForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class ReopeningView(CasePage, FormView):  # type: ignore[type-arg]
    """Asking, taking the wish back or not agreeing; agreeing is the step ``reopen``."""

    template_name = "applications/admin/cases/reopening.html"
    page_title = gettext_lazy("重新办理")
    form_class = ReopeningForm

    def get_initial(self) -> dict[str, Any]:
        if not rules.may_reopen(self.desk.user, self.case):
            raise PermissionDenied
        return {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "turn-down" not in request.POST:
            return super().post(request, *args, **kwargs)
        turn_down_reopening(case=self.case, by=self.desk.user)
        messages.success(request, _("重新办理的申请已撤下，案件保持原状。"))
        return redirect("applications_case", pk=self.case.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        requests = self.case.reopening_requests.filter(closed_at__isnull=True)
        asked = requests.select_related("asked_by").first()
        return {
            **super().get_context_data(**kwargs),
            "asked": asked,
            "mine": asked is not None and asked.asked_by_id == self.desk.user.pk,
        }

    def form_valid(self, form: ReopeningForm) -> HttpResponse:
        try:
            ask_reopening(case=self.case, by=self.desk.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        messages.success(self.request, _("已提出重新办理，请另一位管理员同意。"))
        return redirect("applications_case", pk=self.case.pk)
