"""Views of the registry's snippets: searchable listings, forms that say what is wrong, and
deletion that says what stands in its way."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from modelcluster.models import ClusterableModel
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.snippets.views import snippets

from registry.admin.exports import RegistryExportMixin
from registry.admin.listings import listing_queryset
from registry.admin.searching import SEARCHED, matching, ranked
from registry.domain import deletion
from registry.models import Record
from registry.rules import may_write_now


class IndexView(RegistryExportMixin, snippets.IndexView):
    """A listing that finds Chinese inside a name, aliases, codes and pinyin."""

    show_other_searches = False

    def get_base_queryset(self) -> QuerySet[Any]:
        return listing_queryset(self.model)

    @cached_property
    def is_searchable(self) -> bool:
        return self.model in SEARCHED

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        if self.is_explicitly_ordered or self.is_export:
            return matching(queryset, self.search_query)
        return ranked(queryset, self.search_query)


class RefusedSaveMixin:
    """What only the database or the model refuses comes back beside the form, nothing typed lost."""

    def form_valid(self, form: Any) -> HttpResponse:
        kept_object, kept_key = self.object, form.instance.pk  # type: ignore[has-type]
        try:
            with transaction.atomic():
                return super().form_valid(form)  # type: ignore[misc]
        except ValidationError as error:
            _add_errors(form, error)
        except IntegrityError:
            form.add_error(None, _("与已有的数据冲突，没有保存：请检查是否有重复或互相矛盾的行。"))
        self.object = kept_object
        form.instance.pk = kept_key
        self.produced_error_code = "validation_error"
        self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
        return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]


def _add_errors(form: Any, error: ValidationError) -> None:
    by_field = (
        error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    )
    for field, problems in by_field.items():
        for problem in problems:
            form.add_error(field if field in form.fields else None, problem)


class CreateView(RefusedSaveMixin, snippets.CreateView):
    """A new row."""


class CopyView(RefusedSaveMixin, snippets.CopyView):
    """A new row that begins as a copy. Its address is its own."""

    def get_initial_form_instance(self) -> Any:
        original = self.get_object()
        if not isinstance(original, ClusterableModel):
            original.pk = None
            return original
        if isinstance(original, Record):
            original = original.get_latest_revision_as_object()
        copy = type(original).from_serializable_data(_without_keys(original.serializable_data()))
        if isinstance(copy, Record):
            copy.slug = copy.name_pinyin = ""
            copy.live, copy.latest_revision, copy.live_revision = False, None, None
        return copy


def _without_keys(data: dict[str, Any]) -> dict[str, Any]:
    """A row's data as that of a new row, its child rows too."""
    new = {**data, "pk": None}
    for name, value in new.items():
        if isinstance(value, list) and value and isinstance(value[0], dict) and "pk" in value[0]:
            new[name] = [{**row, "pk": None} for row in value]
    return new


class EditView(RefusedSaveMixin, snippets.EditView):
    """An existing row."""


class DeleteView(snippets.DeleteView):
    """Deletes what nothing refers to; for the rest, names who refers to it."""

    template_name = "registry/admin/confirm_delete.html"

    def get_usage(self) -> None:
        """Wagtail's own summary counts references without naming them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.user_has_permission("delete") and not may_write_now(request.user, self.object):
            messages.error(request, _("“%(name)s”已被锁定，不能删除。") % {"name": self.object})
            return redirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        name = str(self.object)
        try:
            deletion.delete(subject=self.object, by=self.request.user)
        except (deletion.StillReferredTo, PermissionDenied) as refusal:
            messages.error(self.request, str(refusal))
            return self.render_to_response(self.get_context_data())
        messages.success(self.request, _("已删除“%(name)s”。") % {"name": name})
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.usage_url = None
        found = deletion.referrers(self.object)
        finder = AdminURLFinder(self.request.user)
        rows = [{"referrer": one, "url": finder.get_edit_url(one.source)} for one in found]
        return {**super().get_context_data(**kwargs), "referrers": rows}


class UnpublishView(snippets.UnpublishView):
    """Takes a record off the public side, unless someone holds it locked."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.user_has_permission("publish") and not may_write_now(request.user, self.object):
            messages.error(request, _("“%(name)s”已被锁定，不能撤下。") % {"name": self.object})
            return redirect(self.get_next_url())
        return super().dispatch(request, *args, **kwargs)


class RefusedActionMixin:
    """A moderation action that the model refuses ends in a message, not in an error page."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]
        except ValidationError as error:
            problem = " ".join(error.messages)
        except IntegrityError:
            problem = _("与已有的数据冲突。")
        messages.error(request, _("没有公开：%(problem)s") % {"problem": problem})
        edit = self.model.snippet_viewset.get_url_name("edit")  # type: ignore[attr-defined]
        return redirect(reverse(edit, args=[kwargs["pk"]]))


class WorkflowActionView(RefusedActionMixin, snippets.WorkflowActionView):
    """Approve or send back."""


class CollectWorkflowActionDataView(RefusedActionMixin, snippets.CollectWorkflowActionDataView):
    """Approve or send back with a comment."""
