"""The tables of outreach; one aggregate a file."""

from .confirmations import Confirmation
from .plans import PlanImport, PlanImportRow, PlanPublication
from .programmes import Programme, ProgrammePicture, ProgrammeProject
from .registrations import Feedback, Registration, SignIn
from .requests import ClassRequest, RequestEvent
from .series import Series
from .sessions import Evidence, Override, Session, SessionEvent
from .teachers import Availability, DayOff, Teacher, TeacherProject
from .terms import SchoolTerm
from .venues import OpeningHours, Room, TravelTime, Venue, VenueClosure

__all__ = [
    "Availability",
    "ClassRequest",
    "Confirmation",
    "DayOff",
    "Evidence",
    "Feedback",
    "OpeningHours",
    "Override",
    "PlanImport",
    "PlanImportRow",
    "PlanPublication",
    "Programme",
    "ProgrammePicture",
    "ProgrammeProject",
    "Registration",
    "RequestEvent",
    "Room",
    "SchoolTerm",
    "Series",
    "Session",
    "SessionEvent",
    "SignIn",
    "Teacher",
    "TeacherProject",
    "TravelTime",
    "Venue",
    "VenueClosure",
]
