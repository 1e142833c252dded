"""Programmes, venues, teachers and sessions for tests."""

from __future__ import annotations

import datetime
import itertools
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Permission

from accounts.models import User
from outreach.contacts import contact_digest
from outreach.domain.asking import Asked, Wish
from outreach.domain.requesting import make_request
from outreach.enums import (
    RegistrationKind,
    RegistrationState,
    SessionKind,
    SessionState,
    VenueType,
)
from outreach.models import (
    ClassRequest,
    Programme,
    ProgrammeProject,
    Registration,
    Session,
    Teacher,
    TeacherProject,
    Venue,
)
from registry.models import HeritageProject
from tests.factories.registry import division

_number = itertools.count(1)
HERE = ZoneInfo("Asia/Shanghai")
STAFF_PERMISSIONS = {
    "planner": (
        *("plan_session", "run_session", "view_session", "change_session", "add_session"),
        *("view_classrequest", "change_classrequest", "view_registration"),
    ),
    "host": ("run_session", "view_session", "view_registration"),
    "archivist": ("archive_session", "run_session", "plan_session", "view_session"),
}


def make_outreach_staff(role: str = "planner") -> User:
    """A member of staff with one office's permissions: see STAFF_PERMISSIONS. May enter the admin."""
    number = next(_number)
    user = User.objects.create_user(
        f"outreach{number}",
        email=f"outreach{number}@example.com",
        password="a-long-password-1",
        display_name=f"示例{role}{number}",
    )
    user.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        *Permission.objects.filter(
            content_type__app_label="outreach", codename__in=STAFF_PERMISSIONS[role]
        ),
    )
    return user


def make_host(*sessions: Session) -> User:
    """Somebody on the spot, assigned to these sessions and to no other."""
    host = make_outreach_staff("host")
    for session in sessions:
        session.hosts.add(host)
    return host


def make_programme(*projects: HeritageProject, **fields: Any) -> Programme:
    """A class of ninety minutes for twenty people."""
    fields.setdefault("title", f"示例课程{next(_number)}")
    fields.setdefault("content", "从认识材料开始，做一件小作品带走。")
    programme = Programme(**fields)
    programme.projects = [ProgrammeProject(project=project) for project in projects]
    programme.save()
    return programme


def make_venue(venue_type: VenueType = VenueType.COMMUNITY, **fields: Any) -> Venue:
    """A venue in Hedong for sixty people, open at all times."""
    fields.setdefault("name", f"示例场地{next(_number)}")
    fields.setdefault("capacity", 60)
    fields.setdefault("division", division())
    fields.setdefault("contact_email", f"venue{next(_number)}@example.com")
    return Venue.objects.create(venue_type=venue_type, **fields)


def make_teacher(*projects: HeritageProject, **fields: Any) -> Teacher:
    """A teacher who can be asked by mail."""
    fields.setdefault("name", f"示例老师{next(_number)}")
    fields.setdefault("email", f"teacher{next(_number)}@example.com")
    teacher = Teacher(**fields)
    teacher.projects = [TeacherProject(project=project) for project in projects]
    teacher.save()
    return teacher


def at(day: datetime.date, hour: int, minute: int = 0) -> datetime.datetime:
    """A moment in the bureau's local time."""
    return datetime.datetime.combine(day, datetime.time(hour, minute), HERE)


def make_session(
    *,
    day: datetime.date | None = None,
    hour: int = 10,
    minutes: int = 90,
    state: SessionState = SessionState.DRAFT,
    **fields: Any,
) -> Session:
    """A session in two weeks at ten, written as it is: no step was taken.

    For one that has come where it is by real steps use the domain's own functions.
    """
    day = day or datetime.datetime.now(HERE).date() + datetime.timedelta(days=14)
    begins_at = fields.pop("begins_at", None) or at(day, hour)
    fields.setdefault("programme", None)
    programme = fields.pop("programme") or make_programme()
    fields.setdefault("venue", None)
    venue = fields.pop("venue") or make_venue()
    if "teacher" not in fields:
        fields["teacher"] = make_teacher()
    fields.setdefault("seats", 20)
    fields.setdefault("kind", SessionKind.CLASS)
    if state in (SessionState.HELD, SessionState.ARCHIVED):
        fields.setdefault("adults_present", 10)
        fields.setdefault("minors_present", 5)
    if state != SessionState.DRAFT:
        fields.setdefault("published_at", begins_at - datetime.timedelta(days=13))
    return Session.objects.create(
        programme=programme,
        venue=venue,
        begins_at=begins_at,
        ends_at=begins_at + datetime.timedelta(minutes=minutes),
        state=state,
        **fields,
    )


def make_registration(
    session: Session,
    *,
    adults: int = 1,
    minors: int = 0,
    state: RegistrationState = RegistrationState.PLACED,
    **fields: Any,
) -> Registration:
    """Somebody's registration, written as it is."""
    number = next(_number)
    fields.setdefault("contact", f"visitor{number}@example.com")
    return Registration.objects.create(
        session=session,
        kind=RegistrationKind.SINGLE if adults + minors == 1 else RegistrationKind.FAMILY,
        state=state,
        name=fields.pop("name", f"示例参加者{number}"),
        contact_digest=contact_digest(fields["contact"]),
        adults=adults,
        minors=minors,
        seats=adults + minors,
        **fields,
    )


def make_class_request(**fields: Any) -> ClassRequest:
    """A school's request, handed in today, for a class in three weeks."""
    by = fields.pop("by", None)
    day = datetime.datetime.now(HERE).date() + datetime.timedelta(days=21)
    fields.setdefault("body_name", f"示例小学{next(_number)}")
    fields.setdefault("venue_type", VenueType.SCHOOL)
    fields.setdefault("address", "示例路 1 号二楼")
    fields.setdefault("audience", "三年级学生")
    fields.setdefault("group_size", 40)
    fields.setdefault("contact_name", "金丝雀老师")
    fields.setdefault("contact", "canary@example.com")
    fields.setdefault("wish", "想学一门手艺")
    fields.setdefault("wishes", [Wish(day, "am")])
    return make_request(asked=Asked(**fields), by=by)
