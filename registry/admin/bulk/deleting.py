"""Deleting several rows at once, refused for those that others refer to."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.functional import classproperty
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from registry.admin.bulk.actions import ListingRowsMixin
from registry.domain import deletion
from registry.models import Act, BaseType, Batch, Category, Division, ProtectingUnit, YearlyTarget
from registry.queries import RECORD_MODELS
from registry.rules import may, may_write_now

MOST_ROWS = 50
"""Each row is searched for in texts and drafts."""


class DeleteBulkAction(ListingRowsMixin, SnippetBulkAction):
    """Takes the place of Wagtail's own action under the same address."""

    display_name = gettext_lazy("删除")
    action_type = "delete"
    aria_label = gettext_lazy("删除选中的记录")
    template_name = "registry/admin/bulk_delete.html"
    action_priority = 90
    classes = {"serious"}
    form_class = forms.Form

    @classproperty
    def models(cls) -> list[type[Any]]:
        return [
            *RECORD_MODELS.values(),
            *(ProtectingUnit, Act, Batch, Category, Division, BaseType, YearlyTarget),
        ]

    def check_perm(self, obj: Any) -> bool:
        return may(self.request.user, "delete", obj) and may_write_now(self.request.user, obj)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if len(context["items"]) > MOST_ROWS:
            return {**context, "too_many": True, "most": MOST_ROWS, "items": []}
        finder = AdminURLFinder(self.request.user)
        for item in context["items"]:
            item["referrers"] = [
                {"referrer": one, "url": finder.get_edit_url(one.source)}
                for one in deletion.referrers(item["item"])
            ]
        context["deletable"] = sum(not item["referrers"] for item in context["items"])
        return context

    def form_valid(self, form: forms.Form) -> HttpResponse:
        objects, _without = self.get_actionable_objects()
        if len(objects) > MOST_ROWS:
            messages.error(self.request, _("一次最多删除 %(most)d 条。") % {"most": MOST_ROWS})
            return redirect(self.next_url)
        deleted = []
        for subject in objects:
            name = str(subject)
            try:
                deletion.delete(subject=subject, by=self.request.user)
            except (deletion.StillReferredTo, PermissionDenied) as refusal:
                messages.error(self.request, str(refusal))
            else:
                deleted.append(name)
        if deleted:
            text = _("已删除 %(count)d 条：%(names)s") % {
                "count": len(deleted),
                "names": "、".join(deleted[:10]),
            }
            messages.success(self.request, text)
        return redirect(self.next_url)

    @classmethod
    def execute_action(cls, objects: list[Any], **kwargs: Any) -> tuple[int, int]:
        raise NotImplementedError("form_valid does it through registry.domain.deletion")
