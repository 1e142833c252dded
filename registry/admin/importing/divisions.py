"""导入街道: a list of streets and communities, told row by row what became of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from registry.admin.home import listing_url
from registry.admin.importing.forms import not_too_large
from registry.admin.views import IndexView
from registry.domain.divisions import may_enter
from registry.importing.divisions import CODE, NAME, load_divisions_file
from registry.importing.errors import ImportRefused
from registry.importing.problems import SEVERITY_LABELS
from registry.importing.readers import as_path
from registry.models import Division


class DivisionFileForm(forms.Form):
    """The list."""

    file = forms.FileField(label=_("文件"), help_text=_("CSV、XLSX 或 XLS"), allow_empty_file=True)

    def clean_file(self) -> UploadedFile:
        return not_too_large(self.cleaned_data["file"])


class LoadDivisionsView(PermissionRequiredMixin, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Choosing a file, and on the same page what became of each of its rows."""

    template_name = "registry/admin/importing/divisions.html"
    page_title = _("导入街道和社区")
    header_icon = "upload"
    _show_breadcrumbs = True
    form_class = DivisionFileForm

    def has_permission(self) -> bool:
        return may_enter(self.request.user)  # type: ignore[arg-type]

    def handle_no_permission(self) -> Any:
        raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": listing_url(Division), "label": Division._meta.verbose_name}
        return [*super().get_breadcrumbs_items(), listing, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        columns = {"code": CODE, "name": NAME}
        return {
            **super().get_context_data(**kwargs),
            "columns": columns,
            "back": listing_url(Division),
        }

    def form_valid(self, form: DivisionFileForm) -> HttpResponse:
        try:
            with as_path(form.cleaned_data["file"]) as path:
                outcome = load_divisions_file(path=path, by=self.request.user)  # type: ignore[arg-type]
        except ImportRefused as refusal:
            form.add_error("file", refusal.message)
            return self.form_invalid(form)
        except ValidationError as wrong:
            form.add_error("file", wrong)
            return self.form_invalid(form)
        problems = [
            (number, one, SEVERITY_LABELS[one.severity]) for number, one in outcome.problems
        ]
        context = self.get_context_data(form=form, outcome=outcome, problems=problems)
        return self.render_to_response(context)


class DivisionIndexView(IndexView):
    """The listing, with the way to the list that fills it."""

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons = [*super().header_buttons]
        if may_enter(self.request.user):
            url = reverse("registry_divisions_load")
            buttons.append(HeaderButton(_("导入街道和社区"), url=url, icon_name="upload"))
        return buttons
