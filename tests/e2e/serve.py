"""Serves the site for the browser tests: ``python -m tests.e2e.serve [STAGE]``.

Settings come from the environment, and the database they name has been migrated. With ``sample`` the
sample records are there, with ``classes`` classes of every state, with ``uploads`` a room that takes
files, with ``review`` an expert with something to review, with ``dossier`` an applicant and her
colleague with cases in several states, with ``whole-way`` an open round, every office and five
experts. With ``joining`` there are classes to join, with ``planning`` a planner's week, with ``year``
a year of classes to be walked.

A process of its own, with its own database and index, so that the browser meets the site as
visitors do, and no test of another kind is disturbed. Prints the address when it is ready.
"""

from __future__ import annotations

import sys
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Handler(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


def fill() -> None:
    """An index with the sample documents, and one story."""
    from pages.models import ArticlePage, HomePage
    from search import service
    from search.engines.embedded import EmbeddedEngine
    from tests.search.views.catalogue_documents import documents

    EmbeddedEngine(service.index_directory()).rebuild(documents())
    story = ArticlePage(
        title="一块梨木版上的年味",
        slug="new-year-print",
        lead="从选木、上样到刻线,一块版要刻上二十天。",
        author="河东区非遗保护中心",
        body=[
            ("heading", "先看木头"),
            ("paragraph", "<p>梨木要放足三年,刀才走得稳。</p>"),
            ("quotation", {"text": "刀是笔,木是纸。", "speaker": "一位刻版师傅"}),
        ],
    )
    home = HomePage.objects.get()
    home.add_child(instance=story)
    story.save_revision().publish()


def fill_with_sample() -> None:
    """The index of the sample records, which are in the database (tests/sample.py)."""
    call_command("rebuild_search", verbosity=0, stdout=sys.stderr)


def fill_upload_room() -> None:
    """An empty database; the room's addresses before the site's."""
    settings.ROOT_URLCONF = "tests.media.upload_room"
    settings.MEDIA_UPLOAD_PIECE_MAX_BYTES = 512 * 1024  # the line is to break between many of them


def fill_review() -> None:
    """An expert who signs in as expert@example.com: invited, declared, and with scores that are in."""
    from allauth.account.models import EmailAddress

    from applications.domain import reviewing
    from tests.applications.review.making import make_panel, members_of, whole_sheet
    from tests.factories.applications import make_expert, make_user

    user = make_user("陈示例")
    user.email = "expert@example.com"
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    expert = make_expert(user=user)
    for title in ("直沽示例年画", "大直沽示例高跷", "河东示例剪纸"):
        panel = make_panel(2, title=title)
        member, other = members_of(panel)
        member.expert = expert
        member.save()
        if title == "直沽示例年画":
            continue
        for one in (member, other) if title == "河东示例剪纸" else (member,):
            reviewing.declare(member_id=one.pk, by=one.expert.user)
            if title == "河东示例剪纸":
                sheet = whole_sheet(panel.case, less="0.5")
                reviewing.hand_in(member_id=one.pk, by=one.expert.user, sheet=sheet)


def fill_dossier() -> None:
    """applicant@example.com and mate@example.com of one unit, with cases from draft to correction."""
    from allauth.account.models import EmailAddress
    from django.core.cache import cache

    from applications.enums import Kind, State
    from tests.factories.applications import make_case, make_organisation, make_round, make_user
    from tests.factories.registry import make_project

    people = []
    for name, stem in (("林示例", "applicant"), ("何示例", "mate")):
        user = make_user(name)
        user.email = f"{stem}@example.com"
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        people.append(user)
    unit = make_organisation(*people, name="河东区示例文化馆")
    make_project(name="大直沽高跷", live=True)
    cache.clear()
    round_ = make_round(*Kind, title="河东区第九批区级非遗申报")
    kept = {"applicant": people[0], "round_": round_, "organisation": unit}
    for title in ("东局子示例剪纸", "郑庄子示例面塑"):
        make_case(title=title, **kept)
    make_case(State.CORRECTING, title="直沽示例年画", **kept)
    make_case(State.COMMITTEE, title="河东示例木雕", **kept)


def fill_whole_way() -> None:
    """An open round with a panel of five; who works on it signs in as guide@example.com and so on."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.models import Group

    from accounts.enums import ROLE_ADMINISTRATOR
    from applications.enums import Kind
    from tests.factories.applications import (
        STAFF_PERMISSIONS,
        make_expert,
        make_round,
        make_staff,
        make_user,
    )

    call_command("rebuild_search", verbosity=0, stdout=sys.stderr)
    people = {office: make_staff(office) for office in STAFF_PERMISSIONS}
    people["administrator"].groups.add(Group.objects.get(name=ROLE_ADMINISTRATOR))
    people |= {f"expert{number}": make_user(f"示例专家{number}") for number in range(5)}
    for stem, user in people.items():
        user.email = f"{stem}@example.com"
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if stem.startswith("expert"):
            make_expert(user=user)
    make_round(*Kind, title="河东区第九批区级非遗申报", panel_size=5, quorum=5)


def fill_joining() -> None:
    """Classes to join, and one that runs now; host@example.com signs people in. links.json has the links."""
    from tests.outreach.joining.staging import stage

    stage(settings.PRIVATE_MEDIA_ROOT.parent / "links.json")


def fill_year() -> None:
    """A week of drafts, who plans, runs and archives it, and a year that has begun."""
    from tests.outreach.staging import stage

    call_command("rebuild_search", verbosity=0, stdout=sys.stderr)
    stage()


def fill_planning() -> None:
    """A planner's week: a class to move, another in the way, and a public holiday."""
    import datetime

    from allauth.account.models import EmailAddress

    from outreach.enums import SessionState
    from tests.factories import outreach as made
    from workcalendar.models import CalendarDay

    planner = made.make_outreach_staff()
    planner.email = "planner@example.com"
    planner.save()
    EmailAddress.objects.create(user=planner, email=planner.email, verified=True, primary=True)
    monday = datetime.date(2035, 3, 5)
    venue = made.make_venue(name="第一小学")
    teacher = made.make_teacher(name="张明")
    told = {"venue": venue, "programme": made.make_programme(title="剪纸入门")}
    made.make_session(day=monday, title="要移动的课", teacher=teacher, **told)
    made.make_session(day=monday, hour=14, title="下午的课", **told)
    tuesday = monday + datetime.timedelta(days=1)
    made.make_session(day=tuesday, title="已发布的课", state=SessionState.PENDING)
    day = monday + datetime.timedelta(days=2)
    CalendarDay.objects.create(date=day, kind="holiday", name="示例节")


def fill_classes() -> None:
    """Classes to come, held and given up, in venues on the map, taught by an inheritor of the registry."""
    import datetime

    from django.utils import timezone

    from outreach.enums import SessionState, VenueType
    from tests.factories.outreach import (
        make_programme,
        make_registration,
        make_session,
        make_teacher,
        make_venue,
    )
    from tests.factories.registry import make_base, make_inheritor, make_project

    call_command("rebuild_search", verbosity=0, stdout=sys.stderr)
    project = make_project("直沽示例剪纸", category=7)
    programme = make_programme(
        project,
        title="第一把剪刀",
        summary="剪出第一朵窗花",
        min_age=6,
        max_age=12,
        materials="剪刀",
    )
    teacher = make_teacher(
        name="张示例", inheritor=make_inheritor("张示例", project=project), email=""
    )
    base = make_base("河东示例传习所")
    places = [
        make_venue(kind, name=f"示例{kind.label}", latitude=latitude, longitude=longitude)
        for kind, latitude, longitude in (
            (VenueType.SCHOOL, "39.125000", "117.250000"),
            (VenueType.COMMUNITY, "39.122000", "117.235000"),
            (VenueType.MALL, None, None),
        )
    ]
    places.append(make_venue(VenueType.BASE, name="河东示例传习所", base=base))
    common = {"programme": programme, "teacher": teacher}
    first = timezone.localdate().replace(day=1)
    soon = timezone.localdate() + datetime.timedelta(days=3)
    for number in range(24):
        make_session(
            day=soon + datetime.timedelta(days=number // 3),
            hour=9 + 2 * (number % 3),
            venue=places[number % 4],
            state=SessionState.OPEN,
            seats=2,
            **common,
        )
    full = make_session(
        day=soon, hour=19, venue=places[0], state=SessionState.OPEN, seats=1, **common
    )
    make_registration(full)
    for number in range(6):  # more than a day's cell holds
        make_session(
            day=first + datetime.timedelta(days=9),
            hour=8 + 2 * number,
            venue=places[1],
            state=SessionState.ARCHIVED,
            **common,
        )
    for state in (SessionState.CONFIRMED, SessionState.CLOSED, SessionState.CANCELLED):
        make_session(day=soon, hour=20, venue=places[2], state=state, **common)
    make_session(day=first, venue=places[3], state=SessionState.HELD, **common)
    old = make_session(title="延期的课", day=soon, state=SessionState.POSTPONED, **common)
    old.replaced_by = make_session(
        title="新的时间", day=soon + datetime.timedelta(days=7), state=SessionState.OPEN, **common
    )
    old.save()


STAGES = {
    "sample": fill_with_sample,
    "classes": fill_classes,
    "uploads": fill_upload_room,
    "review": fill_review,
    "dossier": fill_dossier,
    "whole-way": fill_whole_way,
    "joining": fill_joining,
    "planning": fill_planning,
    "year": fill_year,
}


def main() -> None:
    django.setup()
    server = make_server("127.0.0.1", 0, None, server_class=Server, handler_class=Handler)
    # links in messages lead here
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = f"http://127.0.0.1:{server.server_port}"
    STAGES[sys.argv[1]]() if sys.argv[1:] else fill()
    server.set_app(get_wsgi_application())
    print(settings.SITE_URL, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    sys.exit(main())
