"""The staff home page: what waits, what is missing, how far the targets are, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component
from wagtail.models import ModelLogEntry, TaskState

from registry.admin.listings import without_narrative
from registry.enums import Consent, TargetMetric
from registry.models import HeritageProject, Inheritor, Inscription, ProjectPicture
from registry.queries import RECORD_MODELS, registered_projects, target_for
from registry.rules import may

CHANGES_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with where it leads."""

    label: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Progress:
    """A yearly target and how far it is."""

    label: str
    done: int
    target: int
    year: int
    url: str

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.target)


def listing_url(model: type[Model], query: str = "") -> str:
    """The staff listing of a model, filtered."""
    url = reverse(model.snippet_viewset.get_url_name("list"))  # type: ignore[attr-defined]
    return f"{url}?{query}" if query else url


def records_of(user: Any) -> list[Tile]:
    """How many records of each kind there are, for kinds the user may see."""
    return [
        Tile(
            str(model._meta.verbose_name_plural), model._default_manager.count(), listing_url(model)
        )
        for model in RECORD_MODELS.values()
        if may(user, "change", model) or may(user, "view", model)
    ]


def gaps(user: Any) -> list[Tile]:
    """Published or not, what records still lack; nothing for who cannot mend it."""
    tiles = []
    if may(user, "change", HeritageProject):
        projects = HeritageProject.objects.all()
        pictures = ProjectPicture.objects.filter(project=OuterRef("pk"))
        inscriptions = Inscription.objects.filter(project=OuterRef("pk"))
        tiles += [
            Tile(
                _("项目没有图片"),
                projects.filter(~Exists(pictures)).count(),
                listing_url(HeritageProject, "pictures=no"),
            ),
            Tile(
                _("项目没有列入名录记录"),
                projects.filter(~Exists(inscriptions)).count(),
                listing_url(HeritageProject, "inscriptions=no"),
            ),
            Tile(
                _("项目没有项目说明"),
                without_narrative(projects).count(),
                listing_url(HeritageProject, "narrative=no"),
            ),
        ]
    if may(user, "change", Inheritor):
        asked = Inheritor.objects.filter(consent=Consent.UNKNOWN, recognitions__isnull=False)
        tiles.append(
            Tile(
                _("传承人尚未征询公开意见"),
                asked.distinct().count(),
                listing_url(Inheritor, "consent=unknown"),
            )
        )
    return tiles


def drafts(user: Any) -> list[Tile]:
    """Records with something unpublished, by kind; kinds with none are left out."""
    tiles = []
    for model in RECORD_MODELS.values():
        if not may(user, "change", model):
            continue
        number = model._default_manager.filter(has_unpublished_changes=True).count()
        if number:
            label = _("%(kind)s有未发布的内容") % {"kind": model._meta.verbose_name}
            tiles.append(Tile(label, number, listing_url(model, "state=changed&state=draft")))
    return tiles


def waiting_for(user: Any) -> Tile:
    """Moderation tasks this user may decide."""
    number = TaskState.objects.reviewable_by(user).count()
    return Tile(_("待我审核"), number, reverse("wagtailadmin_reports:workflow_tasks"))


def targets(day: Any = None) -> list[Progress]:
    """This year's targets that this software can count; others have no figure yet."""
    year = (day or timezone.localdate()).year
    target = target_for(year, TargetMetric.REGISTERED_PROJECTS)
    if target is None:
        return []
    done = registered_projects(division=settings.SITE_DIVISION).count()
    return [
        Progress(
            str(target.get_metric_display()),
            done,
            target.value,
            target.year,
            listing_url(
                HeritageProject, f"place={settings.SITE_DIVISION}&inscriptions=yes&state=live"
            ),
        )
    ]


def recent_changes() -> QuerySet[ModelLogEntry]:
    """The last changes to records by anyone."""
    types = ContentType.objects.get_for_models(*RECORD_MODELS.values()).values()
    return (
        ModelLogEntry.objects.filter(
            content_type__in=list(types),
            action__in=[
                "wagtail.create",
                "wagtail.edit",
                "wagtail.publish",
                "wagtail.unpublish",
                "wagtail.delete",
            ],
        )
        .select_related("user", "content_type")
        .order_by("-timestamp")[:CHANGES_SHOWN]
    )


class StaffHomePanel(Component):
    """Stands first on the home page."""

    order = 50
    template_name = "registry/admin/home.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = self.request.user
        changes = [{"entry": entry, "url": _edit_url(entry, user)} for entry in recent_changes()]
        return {
            "records": records_of(user),
            "waiting": waiting_for(user),
            "drafts": drafts(user),
            "gaps": gaps(user),
            "targets": targets(),
            "changes": changes if records_of(user) else [],
        }


def _edit_url(entry: ModelLogEntry, user: Any) -> str:
    model = entry.content_type.model_class()
    if model is None or entry.deleted or not may(user, "change", model):
        return ""
    return reverse(model.snippet_viewset.get_url_name("edit"), args=[entry.object_id])
