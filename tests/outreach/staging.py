"""What the walk of a class begins with: three of the staff, two places, two teachers, a week of drafts."""

from __future__ import annotations

import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.utils import timezone

from accounts.enums import ROLE_ADMINISTRATOR
from accounts.models import User
from outreach.enums import ROLE_HOST, ROLE_PLANNER, SessionState, VenueType
from registry.enums import TargetMetric
from registry.models import YearlyTarget
from tests.factories import outreach as made
from tests.factories.registry import make_inheritor, make_project
from workcalendar.models import CalendarDay

MONDAY = datetime.date(2035, 3, 5)
FRIDAY = MONDAY + datetime.timedelta(days=4)
HOLIDAY = "示例节"


def stage() -> None:
    """The offices have the rights of their groups, as on a real site; nothing of the week is published."""
    for who, role in (
        ("planner", ROLE_PLANNER),
        ("host", ROLE_HOST),
        ("archivist", ROLE_ADMINISTRATOR),
    ):
        _staff(who, role)
    community = made.make_venue(
        VenueType.COMMUNITY,
        name="大直沽示例社区",
        address="示例路 8 号",
        contact_email="community@example.com",
    )
    school = made.make_venue(
        VenueType.SCHOOL, name="示例小学", contact_email="school@example.com", capacity=40
    )
    project = make_project("直沽示例剪纸", category=7)
    zhang = made.make_teacher(
        project,
        name="张示例",
        email="zhang@example.com",
        inheritor=make_inheritor("张示例", project=project),
    )
    other = make_project("大直沽示例面塑", category=7)
    li = made.make_teacher(other, name="李示例", email="li@example.com")
    cutting = made.make_programme(project, title="剪纸课", group_size=3)
    dough = made.make_programme(other, title="面塑课")
    made.make_session(
        day=MONDAY, title="窗花第一剪", programme=cutting, venue=community, teacher=zhang, seats=3
    )
    made.make_session(
        day=MONDAY, hour=14, title="面塑小课", programme=dough, venue=school, teacher=li
    )
    wednesday = MONDAY + datetime.timedelta(days=2)
    made.make_session(day=wednesday, title="社区面塑", programme=dough, venue=community, teacher=li)
    CalendarDay.objects.create(date=FRIDAY, kind="holiday", name=HOLIDAY)
    _begun_year(cutting=cutting, venue=community, teacher=zhang)


def _staff(who: str, role: str) -> User:
    user = User.objects.create_user(
        who,
        email=f"{who}@example.com",
        password="a-long-password-1",
        display_name=f"示例{role}",
    )
    user.groups.add(Group.objects.get(name=role))
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _begun_year(**told: object) -> None:
    """This year's target, and three sessions archived towards it; on New Year's morning, tomorrow's."""
    this = timezone.localdate()
    YearlyTarget.objects.update_or_create(
        year=this.year, metric=TargetMetric.OUTREACH_SESSIONS, defaults={"value": 400}
    )
    programme = told.pop("cutting")
    for hour in (8, 10, 12):
        made.make_session(
            day=this.replace(month=1, day=1),
            hour=hour,
            state=SessionState.ARCHIVED,
            programme=programme,
            **told,
        )
