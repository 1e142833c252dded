"""What the year of classes has left out so far: streets, inheritors and projects of the district."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from outreach.enums import BUSY, COUNTED
from outreach.models import Session
from registry.enums import DivisionLevel, Standing
from registry.models import Division, HeritageProject, Inheritor, Recognition
from registry.queries import registered_projects


def district_areas() -> QuerySet[Division]:
    """Streets of the district, as the divisions list them."""
    return Division.objects.filter(
        level=DivisionLevel.TOWNSHIP,
        code__startswith=settings.SITE_DIVISION,
        abolished_in__isnull=True,
    )


def areas_without(year: int) -> QuerySet[Division]:
    """Streets of the district in which no class of this year is planned, held or archived."""
    taught = Session.objects.filter(
        venue__division=OuterRef("pk"), begins_at__year=year, state__in=BUSY
    )
    return district_areas().filter(~Exists(taught)).order_by("code")


def inheritors_without(year: int) -> QuerySet[Inheritor]:
    """Inheritors of the district in good standing who taught nothing in this year."""
    taught = Session.objects.filter(
        teacher__inheritor=OuterRef("pk"), begins_at__year=year, state__in=COUNTED
    )
    standing = Recognition.objects.filter(
        inheritor=OuterRef("pk"),
        standing=Standing.LISTED,
        project__division__code__startswith=settings.SITE_DIVISION,
    )
    return Inheritor.objects.filter(Exists(standing), ~Exists(taught), live=True).order_by(
        "name_pinyin", "pk"
    )


def projects_without(year: int) -> QuerySet[HeritageProject]:
    """Registered projects of the district of which nothing was taught in this year."""
    taught = Session.objects.filter(
        programme__projects__project=OuterRef("pk"), begins_at__year=year, state__in=COUNTED
    )
    projects = registered_projects(division=settings.SITE_DIVISION)
    return projects.filter(~Exists(taught)).order_by("name_pinyin", "pk")
