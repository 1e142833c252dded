"""One message: what it says, what became of it, and what staff may do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
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
from wagtail.log_actions import registry as log_registry

from ..domain import review
from ..enums import MessageState
from ..models import Message
from ..rules import may_handle_messages

STEPS: dict[str, tuple[Callable[..., Message], Any]] = {
    "release": (review.release, gettext_lazy("已核对，通知将马上发出。")),
    "cancel": (review.cancel, gettext_lazy("已取消，这条通知不会发出。")),
    "retry": (review.try_again, gettext_lazy("已重新排队，将马上再发一次。")),
}
"""What the buttons under a message do, by their value."""


class WordsForm(forms.ModelForm[Message]):
    """The words of a held message."""

    class Meta:
        model = Message
        fields = ["subject", "body"]
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}


@method_decorator(never_cache, name="dispatch")
class MessageView(WagtailAdminTemplateMixin, TemplateView):
    """A held message as a form, any other to read."""

    template_name = "messaging/admin/message.html"
    page_title = gettext_lazy("通知")
    header_icon = "mail"
    _show_breadcrumbs = True
    message: Message

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_handle_messages(request.user):
            raise PermissionDenied
        rows = Message.objects.select_related("recipient", "created_by")
        self.message = get_object_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.message.subject

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("messaging:index"), "label": _("通知")},
            {"url": "", "label": self.message.subject},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        state = self.message.state
        held = state == MessageState.HELD
        if held:
            kwargs.setdefault("form", WordsForm(instance=self.message))
        return {
            **super().get_context_data(**kwargs),
            "message": self.message,
            "held": held,  # a form without it: words typed too late, kept to be copied
            "failed": state == MessageState.FAILED,
            "queued": state == MessageState.QUEUED,
            "steps": log_registry.get_logs_for_instance(self.message).select_related("user"),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        step = request.POST.get("step", "")
        if "subject" in request.POST:
            form = WordsForm(request.POST, instance=self.message)
            if not form.is_valid():
                messages.error(request, _("没有保存：请改正下面标出的内容。"))
                return self.render_to_response(self.get_context_data(form=form))
            refusal = self._save_words(form)
            if refusal:
                form.add_error(None, refusal)
                return self.render_to_response(self.get_context_data(form=form))
        if step in STEPS:
            self._take(step)
        elif "subject" in request.POST:
            messages.success(request, _("已保存，尚未发出。"))
        return redirect("messaging:message", pk=self.message.pk)

    def _save_words(self, form: WordsForm) -> ValidationError | None:
        """Save what was typed, where it differs. What the domain refuses is given back."""
        if not form.has_changed():
            return None
        try:
            review.edit_held(
                message=Message.objects.get(pk=self.message.pk),
                subject=form.cleaned_data["subject"],
                body=form.cleaned_data["body"],
                by=self.request.user,
            )
        except ValidationError as error:
            return error
        return None

    def _take(self, step: str) -> None:
        act, words = STEPS[step]
        try:
            act(message=self.message, by=self.request.user)
        except ValidationError as error:
            messages.error(self.request, error.messages[0])
        else:
            messages.success(self.request, str(words))
