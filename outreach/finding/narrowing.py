"""What a calendar's feed is narrowed to. A subscription nobody looks at must fail aloud, not fall silent:
a value that means nothing is refused with a sentence, where a page would pass it over.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from outreach.enums import VenueType
from outreach.finding.query import MOST_VALUES, is_key
from outreach.finding.values import public_teachers, public_venues
from outreach.models import ProgrammeProject, Teacher
from registry.levels import area_stem
from registry.models import Division, HeritageProject


class BadValue(Exception):
    """The parameter is not written as it must be; the sentence says how."""


class NoSuch(Exception):
    """Well written, but there is nothing of that kind, or it is not public."""


class Narrowed:
    """The conditions of a feed, the one way to write them, and a title for whoever subscribes."""

    def __init__(self) -> None:
        self.conditions: list[Q] = []
        self.key: list[tuple[str, tuple[str, ...]]] = []
        self.names: list[str] = []

    def add(self, name: str, values: list[str], find: Callable[[str], tuple[Q, str]]) -> None:
        """One parameter: any of its values will do."""
        either = Q(pk__in=[])
        for value in values:
            condition, label = find(value)
            either |= condition
            self.names.append(label)
        self.conditions.append(either)
        self.key.append((name, tuple(sorted(values))))


def narrowed(data: QueryDict) -> Narrowed:
    """Read the parameters. Raises BadValue, NoSuch. Each value costs one small query."""
    found = Narrowed()
    for name, find in FINDERS.items():
        values = sorted({one for value in data.getlist(name) if (one := value.strip())})
        if len(values) > MOST_VALUES:
            raise BadValue(_("%(name)s 最多写 %(most)d 个。") % {"name": name, "most": MOST_VALUES})
        if any(len(value) > 100 or "\x00" in value for value in values):
            raise BadValue(_("%(name)s 的值太长，或者有不能用的字符。") % {"name": name})
        if values:
            found.add(name, values, find)
    return found


def _venue_type(value: str) -> tuple[Q, str]:
    if value not in VenueType.values:
        allowed = "、".join(VenueType.values)
        raise BadValue(
            _("没有“%(value)s”这种场地类型，可以写：%(allowed)s。")
            % {"value": value, "allowed": allowed}
        )
    return Q(venue__venue_type=value), str(VenueType(value).label)


def _teacher(value: str) -> tuple[Q, str]:
    """By number, or by the slug of the inheritor's page."""
    teachers = public_teachers()
    if is_key(value):
        teacher: Teacher | None = teachers.filter(pk=int(value)).first()
    else:
        teacher = teachers.filter(inheritor__live=True, inheritor__slug=value).first()
    if teacher is None:
        raise NoSuch(_("没有这位老师，或者还没有公布过这位老师的课。"))
    return Q(teacher=teacher.pk), teacher.name


def _project(value: str) -> tuple[Q, str]:
    """By the slug of its page, or by number."""
    projects = HeritageProject.objects.filter(live=True)
    project = projects.filter(slug=value).first()
    if project is None and is_key(value):
        project = projects.filter(pk=int(value)).first()
    if project is None:
        raise NoSuch(_("名录里没有这个项目。"))
    taught = ProgrammeProject.objects.filter(project=project).values("programme")
    return Q(programme__in=taught), project.name


def _area(value: str) -> tuple[Q, str]:
    """By the code of the division; what lies below belongs to it."""
    if not (value.isascii() and value.isdigit()):
        raise BadValue(_("地区请写区划代码，例如 120102。"))
    division = Division.objects.filter(code=value).first()
    if division is None:
        raise NoSuch(_("没有代码是这样的地区。"))
    return Q(venue__division__code__startswith=area_stem(value)), division.full_name


def _venue(value: str) -> tuple[Q, str]:
    if not is_key(value):
        raise BadValue(_("场地请写它的编号。"))
    venue = public_venues().filter(pk=int(value)).first()
    if venue is None:
        raise NoSuch(_("没有这个场地，或者还没有公布过那里的课。"))
    return Q(venue=venue.pk), venue.read_name


FINDERS: dict[str, Callable[[str], tuple[Q, str]]] = {
    "venue_type": _venue_type,
    "teacher": _teacher,
    "project": _project,
    "area": _area,
    "venue": _venue,
}
