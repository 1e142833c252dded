"""What the year of classes has left out so far: streets, types of venues, inheritors and projects."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from outreach import figures
from outreach.enums import BUSY, COUNTED, VenueType
from outreach.figures import Line
from outreach.models import Session
from registry.enums import DivisionLevel, Standing
from registry.models import Division, HeritageProject, Inheritor, Recognition
from registry.queries import registered_projects


def district_areas(level: DivisionLevel = DivisionLevel.TOWNSHIP) -> QuerySet[Division]:
    """Streets (or communities) of the district, as the divisions list them."""
    return Division.objects.filter(
        level=level, code__startswith=settings.SITE_DIVISION, abolished_in__isnull=True
    )


def areas_without(year: int, level: DivisionLevel = DivisionLevel.TOWNSHIP) -> QuerySet[Division]:
    """Streets (or communities) in which no class of this year is planned, held or archived.

    A class in a community is one in its street. A venue of which only the street is known counts
    for no community.
    """
    here = Q(venue__division=OuterRef("pk")) | Q(venue__division__parent=OuterRef("pk"))
    taught = Session.objects.filter(here, begins_at__year=year, state__in=BUSY)
    return district_areas(level).filter(~Exists(taught)).order_by("code")


def venue_types_short(year: int, lines: list[Line] | None = None) -> list[Line]:
    """Types of venues with less than half of an equal share of what is planned, the least first.

    ``lines`` are ``figures.by_venue_type`` where they were counted already.
    """
    lines = figures.by_venue_type(year) if lines is None else lines
    whole = sum(line.stages.planned for line in lines)
    short = [line for line in lines if line.stages.planned * 2 * len(VenueType) < whole]
    return sorted(short if whole else lines, key=lambda line: line.stages.planned)


def inheritors_without(year: int) -> QuerySet[Inheritor]:
    """Living inheritors of the district in good standing who taught nothing in this year."""
    taught = Session.objects.filter(
        teacher__inheritor=OuterRef("pk"), begins_at__year=year, state__in=COUNTED
    )
    standing = Recognition.objects.filter(
        inheritor=OuterRef("pk"),
        standing=Standing.LISTED,
        project__division__code__startswith=settings.SITE_DIVISION,
    )
    rows = Inheritor.objects.filter(
        Exists(standing), ~Exists(taught), live=True, death_year__isnull=True
    )
    return rows.order_by("name_pinyin", "pk")


def projects_without(year: int) -> QuerySet[HeritageProject]:
    """Registered projects of the district of which nothing was taught in this year."""
    taught = Session.objects.filter(
        programme__projects__project=OuterRef("pk"), begins_at__year=year, state__in=COUNTED
    )
    projects = registered_projects(division=settings.SITE_DIVISION)
    return projects.filter(~Exists(taught)).order_by("name_pinyin", "pk")
