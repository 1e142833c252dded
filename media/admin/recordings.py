"""Recordings in the administration: listing, filters, form, chooser."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from ..models import Recording
from .forms import RecordingForm

PEOPLE_HELP = _("能认出的每个人登记一行，只听得出声音的也算。只要有一人没有同意，就不能公开。")


class RecordingFilterSet(WagtailFilterSet):
    """What staff look recordings up by."""

    class Meta:
        model = Recording
        fields = ["kind", "access", "licence"]


class RecordingViewSet(SnippetViewSet):
    """Audio and video as a snippet."""

    model = Recording
    icon = "media"
    menu_label = _("音视频")
    menu_name = "recordings"
    add_to_admin_menu = True
    menu_order = 310
    list_display = [
        "title",
        Column("get_kind_display", label=_("类型"), sort_key="kind"),
        Column("get_access_display", label=_("公开范围"), sort_key="access"),
        Column("get_licence_display", label=_("许可"), sort_key="licence"),
        "rights_holder",
        UpdatedAtColumn(),
    ]
    list_export = ["title", "kind", "access", "licence", "rights_holder", "credit", "source"]
    export_filename = "recordings"
    filterset_class = RecordingFilterSet
    search_fields = ["title", "caption", "rights_holder", "credit", "transcript"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            FieldPanel("file"),
            FieldPanel("caption"),
            MultiFieldPanel(
                [FieldPanel("duration"), FieldPanel("poster"), FieldPanel("transcript")],
                heading=_("内容"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("rights_holder"), FieldPanel("credit")]),
                    FieldPanel("licence"),
                    FieldPanel("source"),
                    FieldRowPanel([FieldPanel("captured_on"), FieldPanel("captured_note")]),
                ],
                heading=_("权利与来源"),
            ),
            InlinePanel(
                "people", heading=_("画面或声音中的人物"), label=_("人物"), help_text=PEOPLE_HELP
            ),
            FieldPanel("access"),
        ],
        base_form_class=RecordingForm,
    )
