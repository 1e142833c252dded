"""打包申报书: a round's dossiers as ZIP; personal data only for who may read it, for a reason that is logged."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from applications import queries, rules
from applications.admin.rounds.statistics import may_see_statistics
from applications.archiving import dossiers_zip, safe_name
from applications.domain.reading import note_reading
from applications.models import Case, Round
from registry.admin.people import staff

LOG_ACTION = "applications.archive"


class ArchiveForm(forms.Form):
    """With personal data or without."""

    private = forms.BooleanField(
        label=gettext_lazy("包括个人信息和标为个人信息的材料"), required=False
    )
    reason = forms.CharField(
        label=gettext_lazy("事由"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("包括个人信息时必填，每一件都记入查看记录。"),
    )

    def __init__(self, *args: Any, may_read_private: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_read_private:
            del self.fields["private"], self.fields["reason"]


class ArchiveView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """Everything that was handed in in this round and that the user works on."""

    template_name = "applications/admin/rounds/archive.html"
    page_title = gettext_lazy("打包申报书")
    header_icon = "download"
    form_class = ArchiveForm
    _show_breadcrumbs = True
    round: Round

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_see_statistics(request.user):
            raise PermissionDenied
        self.round = get_object_or_404(Round, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.round.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        url = f"{reverse('applications_statistics')}?round={self.round.pk}"
        return [
            *super().get_breadcrumbs_items(),
            {"url": url, "label": _("批次统计")},
            {"url": "", "label": self.page_title, "sublabel": self.round.title},
        ]

    def cases(self) -> QuerySet[Case]:
        """Those that have a number: drafts are nobody's business."""
        mine = queries.office_cases(staff(self.request))
        found = mine.filter(round=self.round, number__isnull=False).order_by("number")
        return found.select_related("version", "category", "round")

    def get_form_kwargs(self) -> dict[str, Any]:
        user = self.request.user
        may_read = user.has_perm(rules.ACCEPT) or user.has_perm(rules.PROMULGATE)
        return {**super().get_form_kwargs(), "may_read_private": may_read}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = self.cases().count()
        return {**super().get_context_data(**kwargs), "round": self.round, "count": count}

    def form_valid(self, form: ArchiveForm) -> Any:
        private = bool(form.cleaned_data.get("private"))
        cases, user = self.cases(), staff(self.request)
        asked = list(cases.select_related(None).only("pk"))  # a round has hundreds, with long texts
        try:
            with transaction.atomic():
                log(instance=self.round, action=LOG_ACTION, user=user, data={"private": private})
                if private:
                    for case in asked:
                        note_reading(
                            case=case,
                            fields=_("打包的全部个人信息"),
                            reason=form.cleaned_data["reason"],
                            by=user,
                        )
        except ValidationError as error:
            form.add_error("reason", error)
            return self.form_invalid(form)
        response = StreamingHttpResponse(
            dossiers_zip(cases=cases, keys=[case.pk for case in asked], by=user, private=private),
            content_type="application/zip",
        )
        name = f"{safe_name(self.round.title)}.zip"
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response["Cache-Control"] = "private, no-store"
        response["X-Content-Type-Options"] = "nosniff"
        return response
