"""The listing of messages: filters, search, and what may be done with several at once."""

from __future__ import annotations

import re
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.bulk_action import BulkAction

from ..domain.review import release_all
from ..enums import Channel, MessageState
from ..models import Message
from ..rules import may_handle_messages
from .policy import policy

KEY = re.compile(r"[0-9]{1,18}")
"""What can be a row's key: larger numbers fit no database column."""


WIDE = "messaging-wide"
"""Columns that a telephone does without."""


class MessageFilterSet(WagtailFilterSet):
    """By state, way and day."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("状态"),
        choices=MessageState.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    channel = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("方式"), choices=Channel.choices, widget=forms.CheckboxSelectMultiple
    )
    created_at = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("写入日期"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Message
        fields = ["state", "channel", "created_at"]


def recipient(message: Message) -> str:
    """The person's name and the address it goes to, unless who that is is sealed."""
    if message.sealed:
        return _("保密")
    return " ".join(str(part) for part in (message.recipient, message.address) if part)


class MessagesView(generic.IndexView):
    """通知, newest first."""

    model = Message
    permission_policy = policy
    template_name = "messaging/admin/messages.html"
    results_template_name = "messaging/admin/messages_results.html"
    header_icon = "mail"
    index_url_name = "messaging:index"
    index_results_url_name = "messaging:results"
    edit_url_name = "messaging:message"
    filterset_class = MessageFilterSet
    default_ordering = "-created_at"
    paginate_by = 50
    is_searchable = True
    _show_breadcrumbs = True
    columns = [
        BulkActionsCheckboxColumn("bulk_actions", obj_type="snippet"),
        TitleColumn(
            "subject",
            label=gettext_lazy("标题"),
            get_url=lambda message: reverse("messaging:message", args=[message.pk]),
            get_title_id=lambda message: f"snippet_{message.pk}_title",
        ),
        Column("recipient", label=gettext_lazy("收件人"), accessor=recipient),
        Column(
            "channel",
            label=gettext_lazy("方式"),
            accessor="get_channel_display",
            sort_key="channel",
            classname=WIDE,
        ),
        Column("state", label=gettext_lazy("状态"), accessor="get_state_display", sort_key="state"),
        Column("about", label=gettext_lazy("事由"), sort_key="about", classname=WIDE),
        DateColumn(
            "created_at", label=gettext_lazy("写入时间"), sort_key="created_at", classname=WIDE
        ),
        DateColumn("sent_at", label=gettext_lazy("发出时间"), sort_key="sent_at", classname=WIDE),
    ]

    def get_base_queryset(self) -> QuerySet[Message]:
        return Message.objects.select_related("recipient")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        words = self.search_query.replace("\x00", "").strip() if self.search_query else ""
        for word in words.split():
            queryset = queryset.filter(
                Q(subject__icontains=word)
                | Q(about__icontains=word)
                | Q(address__icontains=word)
                | Q(recipient__display_name__icontains=word)
            )
        return queryset


class ReleaseBulkAction(BulkAction):
    """核对发出 for several; those that wait no longer are left as they are."""

    display_name = gettext_lazy("核对发出")
    action_type = "release"
    aria_label = gettext_lazy("发出选中的通知")
    template_name = "messaging/admin/bulk_release.html"
    models = [Message]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_handle_messages(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @classmethod
    def get_queryset(cls, model: type[Message], object_ids: Any) -> list[Message]:
        """The rows of an address bar, in which anything may stand."""
        keys = [key for key in map(str, object_ids) if KEY.fullmatch(key)]
        return list(model.objects.filter(pk__in=keys).select_related("recipient"))

    def check_perm(self, obj: Message) -> bool:
        return obj.state == MessageState.HELD

    def get_all_objects_in_listing_query(self, parent_id: str) -> QuerySet[Any, Any]:
        return Message.objects.filter(state=MessageState.HELD).values_list("pk", flat=True)

    def get_execution_context(self) -> dict[str, Any]:
        return {"by": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Message], **kwargs: Any) -> tuple[int, int]:
        return release_all(messages=objects, by=kwargs["by"]), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return _("已发出 %(count)d 条通知。") % {"count": num_parent_objects}
