"""Evidence of a session: uploaded in pieces or whole, opened for the record, removed with a reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages

from media.models import PrivateFile
from media.private_serving import answer_private
from media.upload_views import UploadMeta, upload_endpoint
from outreach import queries, rules
from outreach.admin.sessions.desk import SessionPage
from outreach.domain import evidence as files
from outreach.enums import EvidenceKind
from outreach.models import Evidence, Session
from registry.admin.people import staff


class EvidenceView(SessionPage, TemplateView):
    """One kind of evidence: what is there, and a place for more. Works without scripts."""

    template_name = "outreach/admin/sessions/evidence.html"
    kind: EvidenceKind

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kind = kind_of(kwargs["kind"])
        if not rules.may_run(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.kind.label)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        taken = 0
        for upload in request.FILES.getlist("evidence"):
            try:
                files.add_whole(
                    session_id=self.session.pk, kind=self.kind, upload=upload, by=self.desk.user
                )
            except ValidationError as refusal:
                error = f"{upload.name}：{' '.join(refusal.messages)}"
                return self.render_to_response(self.get_context_data(error=error), status=422)
            taken += 1
        if not taken and not request.POST.get("evidence_uploaded"):
            error = _("请先选择文件。")
            return self.render_to_response(self.get_context_data(error=error), status=422)
        messages.success(request, _("已保存。"))
        return redirect("outreach_session", pk=self.session.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = list(queries.evidence_of(self.session).filter(kind=self.kind))
        limits = files.LIMITS[self.kind]
        return {
            **super().get_context_data(**kwargs),
            "kind": self.kind,
            "held": held,
            "limits": limits,
            "full": len(held) >= (limits.most_files or 0),
            "may_change": rules.may_change_evidence(self.desk.user, self.session),
        }


class FileView(SessionPage, View):
    """A file, after a line in the log of readings. Removed ones are not there any more."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_see_evidence(self.desk.user, self.session):
            raise PermissionDenied
        row = _row(self.session, kwargs["file"])
        day = timezone.localtime(self.session.begins_at)
        purpose = _("查看场次举办证明：%(day)s %(title)s") % {
            "day": f"{day:%Y-%m-%d}",
            "title": self.session.shown_title,
        }
        return answer_private(request, row.file, purpose=purpose)


class RemoveView(SessionPage, TemplateView):
    """Asks why, then removes; the log keeps what it was."""

    template_name = "outreach/admin/sessions/remove.html"
    page_title = gettext_lazy("移除举办证明")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_run(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        reason = request.POST.get("reason", "")[:2000]
        try:
            files.take_away(
                session_id=self.session.pk, file=kwargs["file"], reason=reason, by=self.desk.user
            )
        except Evidence.DoesNotExist:
            raise Http404 from None
        except ValidationError as refusal:
            context = self.get_context_data(**kwargs, reason=reason, errors=refusal.messages)
            return self.render_to_response(context, status=422)
        messages.success(request, _("文件已移除，记录里留有它的名称和校验值。"))
        return redirect("outreach_session", pk=self.session.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = _row(self.session, kwargs["file"])
        return {**super().get_context_data(**kwargs), "row": row, **kwargs}


def kind_of(name: str) -> EvidenceKind:
    """The kind an address names. Http404 for none."""
    if name not in EvidenceKind.values:
        raise Http404
    return EvidenceKind(name)


def _row(session: Session, public_id: str) -> Evidence:
    rows = session.evidence.filter(removed_at__isnull=True).select_related("file")
    return get_object_or_404(rows, file__public_id=public_id)


def _start(request: HttpRequest, meta: UploadMeta, **address: Any) -> PrivateFile:
    session = _session_of_upload(request, address)
    return files.begin_upload(
        session_id=session.pk,
        kind=kind_of(address["kind"]),
        name=meta.name,
        size=meta.size,
        by=staff(request),
    )


def _find(request: HttpRequest, public_id: str, **address: Any) -> PrivateFile:
    """A file of this session and kind that may still be changed."""
    session = _session_of_upload(request, address)
    if not rules.may_change_evidence(request.user, session):
        raise Http404
    rows = session.evidence.filter(removed_at__isnull=True, kind=kind_of(address["kind"]))
    return get_object_or_404(rows.select_related("file"), file__public_id=public_id).file


def _session_of_upload(request: HttpRequest, address: dict[str, Any]) -> Session:
    if not rules.may_run(request.user):
        raise PermissionDenied(_("您没有登记举办证明的权限。"))
    return get_object_or_404(queries.sessions_for(request.user), pk=address["pk"])


uploads = upload_endpoint(start=_start, find=_find)
