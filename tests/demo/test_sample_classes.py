"""Sample classes: a year in every state, whole logs, the same each time, and gone without a trace."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from demo import reading
from demo.accounts import create_accounts
from demo.class_records import make_programme, make_teacher, make_venue
from demo.classes import SampleClasses
from demo.streets import load_streets
from demo.timetable import Timetable
from media.models import PrivateFile
from outreach import gaps, queries
from outreach.domain.conflicts import conflicts_of_many
from outreach.enums import PLANNED, RequestState, SessionState, Severity, VenueType
from outreach.models import (
    ClassRequest,
    Programme,
    Registration,
    RequestEvent,
    SchoolTerm,
    Session,
    SessionEvent,
    Teacher,
    Venue,
)
from registry.enums import DivisionLevel
from registry.models import Division, HeritageProject, Inheritor
from safeguards.chain import flaws_of
from tests.factories.outreach import make_registration, make_session
from tests.factories.registry import make_base, make_inheritor, make_project

pytestmark = pytest.mark.django_db


def test_what_the_classes_name_is_there():
    projects = {entry["name"] for entry in reading.projects()}
    people = {entry["name"] for entry in reading.people()}
    bases = {entry["name"] for entry in reading.bases()}
    titles = {entry["title"] for entry in reading.classes("programme")}
    assert {name for one in reading.classes("programme") for name in one["projects"]} <= projects
    assert {one["person"] for one in reading.classes("teacher") if "person" in one} <= people
    assert {one["base"] for one in reading.classes("venue") if "base" in one} <= bases
    assert {one["programme"] for one in reading.classes("request") if "programme" in one} <= titles
    assert {one["type"] for one in reading.classes("venue")} == set(VenueType)
    assert {one["state"] for one in reading.classes("request")} == set(RequestState)


def test_a_year_of_classes_comes_by_domain_functions_and_goes_without_a_trace(loaded):
    sessions = list(queries.sessions())
    assert 380 <= len(sessions) <= 430
    assert {one.state for one in sessions} == set(SessionState)
    assert {one.venue.venue_type for one in sessions} == set(VenueType)
    assert all(one.programme.title_en for one in sessions)
    assert all(one.venue.name_en for one in sessions if one.request_id is None)
    ahead = [one for one in sessions if one.state == SessionState.OPEN]
    hosted = {one.pk for one in queries.sessions_for(User.objects.get(username="host"))}
    assert 0 < len([one for one in ahead if one.pk in hosted]) < len(ahead)
    assert not [flaw for one in sessions for flaw in flaws_of(one)]
    assert SchoolTerm.objects.filter(first_day__lte=timezone.localdate()).exists()
    requests = list(ClassRequest.objects.all())
    assert {one.state for one in requests} == set(RequestState)
    assert not [flaw for one in requests for flaw in flaws_of(one)]
    ahead = [one for one in sessions if one.state in PLANNED]
    assert not [
        conflict.sentence
        for found in conflicts_of_many(ahead)
        for conflict in found
        if conflict.severity > Severity.WARN
    ]
    assert all(one.venue.division.level == DivisionLevel.TOWNSHIP for one in sessions)
    year = timezone.localdate().year
    assert gaps.district_areas().count() == 12
    assert {one.name for one in gaps.areas_without(year)} == {"唐家口街道", "向阳楼街道"}
    full = [one for one in sessions if one.registrations.filter(state="waiting").exists()]
    assert len(full) == 1
    assert all(
        one.evidence.exists() or "示例" in one.held_note
        for one in sessions
        if one.state == SessionState.ARCHIVED
    )

    with transaction.atomic():
        make_registration(full[0], sample_data=False)
        with pytest.raises(CommandError, match="真实的报名"):
            call_command("load_demo", "--remove", verbosity=0)
        transaction.set_rollback(True)
    with transaction.atomic():
        make_session(venue=Venue.objects.first())
        with pytest.raises(CommandError, match="真实记录引用了示例数据"):
            call_command("load_demo", "--remove", verbosity=0)
        assert Session.objects.count() == len(sessions) + 1
        transaction.set_rollback(True)

    real = make_session()
    call_command("load_demo", "--remove", verbosity=0)
    assert list(Session.objects.all()) == [real]
    assert list(Venue.objects.all()) == [real.venue]
    assert list(Teacher.objects.all()) == [real.teacher]
    assert list(Programme.objects.all()) == [real.programme]
    for model in (ClassRequest, RequestEvent, SessionEvent, Registration, PrivateFile, SchoolTerm):
        assert not model.objects.exists(), model
    assert not Division.objects.filter(level__gt=DivisionLevel.COUNTY).exists()


@pytest.mark.parametrize("today", ["2026-09-30", "2027-01-20"])
def test_around_holidays_too_every_state_is_there_and_nothing_is_refused(today, monkeypatch):
    noon = datetime.datetime.fromisoformat(f"{today}T12:00:00+08:00")
    call_command("load_workdays", verbosity=0)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    _registry_without_pictures()
    SampleClasses(create_accounts(), lambda name: None).build()
    assert set(Session.objects.values_list("state", flat=True)) == set(SessionState)


def _registry_without_pictures() -> None:
    """The streets, projects and people that the classes name, and nothing that takes time."""
    load_streets()
    for entry in reading.projects():
        if not HeritageProject.objects.filter(name=entry["name"]).exists():
            make_project(entry["name"])
    named = {one["person"] for one in reading.classes("teacher") if "person" in one}
    for name in sorted(named):
        if not Inheritor.objects.filter(name=name).exists():
            make_inheritor(name)
    for one in reading.classes("venue"):
        if "base" in one:
            make_base(one["base"])


def test_the_year_is_the_same_for_the_same_day_and_turns_pass_over_what_does_not_fit():
    """A teacher has no more sessions a week than he takes, and nobody is in two places."""
    call_command("load_workdays", verbosity=0)
    _registry_without_pictures()
    projects = {one.name: one for one in HeritageProject.objects.all()}
    programmes = [make_programme(entry, projects) for entry in reading.classes("programme")]
    venues = [make_venue(entry) for entry in reading.classes("venue")]
    teachers = [make_teacher(entry, projects) for entry in reading.classes("teacher")]
    today = datetime.date(2026, 11, 25)
    year, again = (list(Timetable(programmes, venues, teachers).year(today)) for _time in "12")
    assert year == again
    assert len({(one.teacher.pk, one.begins_at.date()) for one in year}) == len(year)
    for slot in year:
        taught = {link.project_id for link in slot.teacher.projects.all()}
        assert taught & {link.project_id for link in slot.programme.projects.all()}
        assert slot.seats <= (slot.room.capacity if slot.room else slot.venue.capacity)
