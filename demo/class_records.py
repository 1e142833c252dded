"""What the sample classes are made of: terms of the schools, programmes, venues and teachers."""

from __future__ import annotations

import datetime

from demo import reading
from demo.batches import DISTRICT
from demo.building import attach
from demo.streets import street_of
from outreach.enums import VenueType
from outreach.models import (
    Availability,
    OpeningHours,
    Programme,
    ProgrammeProject,
    Room,
    SchoolTerm,
    Teacher,
    TeacherProject,
    Venue,
)
from registry.models import Division, HeritageProject, Inheritor, PracticeBase

SCHOOL_DAY = (datetime.time(8, 0), datetime.time(17, 30))
DAY = (datetime.time(8, 30), datetime.time(21, 0))

Projects = dict[str, HeritageProject]
"""By name."""


def make_terms(today: datetime.date) -> None:
    """The two terms of the school year that today lies in; schools' own days differ a little."""
    begun = today.year if today.month >= 8 else today.year - 1
    for name, first, last in (
        ("第一学期", (begun, 9, 1), (begun + 1, 1, 22)),
        ("第二学期", (begun + 1, 2, 22), (begun + 1, 7, 9)),
    ):
        SchoolTerm.objects.create(
            name=f"{begun}—{begun + 1}学年{name}",
            first_day=datetime.date(*first),
            last_day=datetime.date(*last),
            sample_data=True,
        )


def make_programme(entry: reading.Entry, projects: Projects) -> Programme:
    least, *most = entry.get("ages", [None])
    programme = Programme(
        title=entry["title"],
        title_en=entry["title_en"],
        kind=entry.get("kind", "class"),
        summary=entry["summary"],
        content=entry["content"],
        min_age=least,
        max_age=most[0] if most else None,
        materials=entry["materials"],
        length=entry["length"],
        group_size=entry["people"],
        sample_data=True,
    )
    taught = [ProgrammeProject(project=projects[name]) for name in entry["projects"]]
    attach(programme, projects=taught)
    programme.save()
    return programme


def make_venue(entry: reading.Entry) -> Venue:
    latitude, longitude = entry["point"]
    base = PracticeBase.objects.filter(name=entry["base"]).first() if "base" in entry else None
    venue = Venue(
        name=entry["name"],
        name_en=entry["name_en"],
        venue_type=entry["type"],
        base=base,
        capacity=entry["capacity"],
        division=street_of(entry["address"]),
        address=f"河东区{entry['address']}",
        latitude=latitude,
        longitude=longitude,
        contact_name="示例联系人",
        accessibility=entry["accessibility"],
        public_note=entry["note"],
        sample_data=True,
    )
    school = entry["type"] == VenueType.SCHOOL
    opens, closes = SCHOOL_DAY if school else DAY
    attach(
        venue,
        rooms=[Room(name=name, capacity=most) for name, most in entry.get("rooms", [])],
        opening_hours=[
            OpeningHours(weekday=weekday, opens=opens, closes=closes)
            for weekday in range(5 if school else 7)
        ],
    )
    venue.save()
    return venue


def make_teacher(entry: reading.Entry, projects: Projects) -> Teacher:
    names: list[str] = [*entry.get("projects", []), *entry.get("also", [])]
    person = None
    if "person" in entry:
        person = Inheritor.objects.get(name=entry["person"])
        of_person = next(one for one in reading.people() if one["name"] == entry["person"])
        names.insert(0, of_person["project"])
    teacher = Teacher(
        name=person.name if person else entry["name"],
        inheritor=person,
        home_area=Division.objects.get(code=DISTRICT),
        weekly_most=4,
        sample_data=True,
    )
    off = entry.get("off", [])
    attach(
        teacher,
        projects=[TeacherProject(project=projects[name]) for name in names],
        availability=[
            Availability(weekday=weekday, begins=DAY[0], ends=DAY[1])
            for weekday in (set(range(7)) - set(off) if off else ())
        ],
    )
    teacher.save()
    return teacher
