"""The year on the staff's screen, as a spreadsheet, as PDF, and what proves an inheritor's teaching."""

from __future__ import annotations

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outreach import charts, figures
from outreach.domain.evidence import take_away
from outreach.domain.transitioning import transition
from outreach.enums import EvidenceKind, SessionState
from outreach.figures import Line, Stages
from outreach.models import Session
from outreach.reports import taught_by, year_tables
from registry.enums import TargetMetric
from registry.models import YearlyTarget
from tests.factories.outreach import (
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)
from tests.factories.proving import prove, walk
from tests.factories.registry import make_inheritor, make_project
from tests.outreach.running.conftest import client_of
from tests.printing.documents import words

pytestmark = pytest.mark.django_db
YEAR = "/admin/outreach/year/"


@pytest.fixture
def session() -> Session:
    """One archived session, taught by an inheritor; two weeks ago."""
    project = make_project("示例剪纸")
    inheritor = make_inheritor("示例王秀兰", project=project)
    return walk(
        SessionState.ARCHIVED,
        programme=make_programme(project, title="=剪窗花"),
        teacher=make_teacher(name="示例王秀兰", inheritor=inheritor),
        venue=make_venue(name="示例第一小学"),
    )


def year_of(session: Session) -> int:
    return session.day.year


def sheets(response: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Headings and rows of every sheet; above stand title and bureau, below the room to sign."""
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    for sheet in book.worksheets:
        assert sheet["A1"].value.endswith(sheet.title)
        assert settings.SITE_OPERATOR in sheet["A2"].value
        assert "填表人" in sheet.cell(sheet.max_row, 1).value
    return {sheet.title: list(sheet.values)[2:-2] for sheet in book.worksheets}


def test_the_screen_tells_the_target_the_forecast_and_the_gaps(session: Session) -> None:
    YearlyTarget.objects.update_or_create(
        year=year_of(session), metric=TargetMetric.OUTREACH_SESSIONS, defaults={"value": 4}
    )
    idle = make_inheritor("示例没授课的人", project=make_project())
    client = client_of(make_outreach_staff())
    shown = client.get(f"{YEAR}?year={year_of(session)}").content.decode()
    for words_ in ("目标 4 场，完成 25%，还差 3 场", idle.name, "示例剪纸"):
        assert words_ in shown
    assert 'class="chart-archived"' in shown
    assert " style=" not in shown.partition("<main")[2]


@pytest.mark.parametrize("year", ["", "0", "99999", "二〇二六", "1e3", "2026x"])
def test_a_year_that_is_none_is_this_one(year: str) -> None:
    response = client_of(make_outreach_staff()).get(f"{YEAR}?year={year}")
    assert response.context["year"] == timezone.localdate().year


def test_the_screen_costs_the_same_for_one_and_for_many(
    django_assert_max_num_queries: Any,
) -> None:
    client = client_of(make_outreach_staff())
    counts = []
    for number in (1, 4):
        for _one in range(number):
            project = make_project()
            teacher = make_teacher(inheritor=make_inheritor(project=project))
            make_session(
                state=SessionState.ARCHIVED, programme=make_programme(project), teacher=teacher
            )
        client.get(YEAR)
        with django_assert_max_num_queries(60) as captured:
            client.get(YEAR)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_spreadsheet_holds_the_same_figures(session: Session) -> None:
    response = client_of(make_outreach_staff()).get(f"{YEAR}?year={year_of(session)}&export=xlsx")
    found = sheets(response)
    summary = dict(found["概况"])
    assert (summary["已归档"], summary["惠及人次"]) == (1, 32)
    whole = figures.totals(year_of(session))
    for heading, _count in figures.DIMENSIONS.values():
        assert found[str(heading)][-1][1:] == (
            *(whole.planned, whole.confirmed, whole.held, whole.archived),
            whole.people,
        )
    rows = found["已归档场次"]
    assert rows[1][1] == "'=剪窗花"
    assert rows[1][2:] == ("示例第一小学", "社区", "示例王秀兰", 12, 20)


def test_the_report_is_handed_in_as_pdf(session: Session) -> None:
    response = client_of(make_outreach_staff()).get(
        reverse("outreach_report"), {"year": year_of(session)}
    )
    assert response["Content-Type"] == "application/pdf"
    text = words(response.content)
    signers = (
        "单位负责人",
        "审核人",
        "填表人",
        "填报日期",
        f"填报单位（盖章）：{settings.SITE_OPERATOR}",
    )
    tables = ("按场地类型", "代表性项目按类别", "示例第一小学", "示例王秀兰")
    for expected in ("非遗公益课程与活动报表", *signers, *tables):
        assert expected in text


def test_a_year_with_nothing_has_a_report_too() -> None:
    client = client_of(make_outreach_staff())
    assert client.get(reverse("outreach_report"), {"year": 2031}).status_code == 200
    assert sheets(client.get(f"{YEAR}?year=2031&export=xlsx"))["概况"]


def test_an_inheritors_teaching_is_proven_by_what_was_archived(session: Session) -> None:
    assert session.teacher is not None
    inheritor = session.teacher.inheritor
    assert inheritor is not None
    next_day = session.begins_at + datetime.timedelta(days=1)
    walk(SessionState.HELD, teacher=session.teacher, begins_at=next_day)
    taught = taught_by(inheritor, year_of(session))
    assert [one.session.pk for one in taught] == [session.pk]
    digests = set(session.evidence.values_list("file__sha256", flat=True))
    assert {file["sha256"] for file in taught[0].proof} == digests
    client = client_of(make_outreach_staff())
    address = reverse("outreach_assessment", args=[inheritor.pk, "xlsx"])
    found = sheets(client.get(address, {"year": year_of(session)}))
    assert found["授课场次"][1][3:] == ("示例剪纸", "示例第一小学", 12, 20)
    assert {row[4] for row in found["举办证明"][1:]} == digests
    pdf = client.get(
        reverse("outreach_assessment", args=[inheritor.pk, "pdf"]), {"year": year_of(session)}
    )
    text = words(pdf.content)
    assert "授课1场，惠及32人次" in text
    assert next(iter(digests))[:16] in text


def test_the_last_archiving_is_the_one_that_counts(session: Session) -> None:
    archivist = make_outreach_staff("archivist")
    transition(session_id=session.pk, name="undo_archive", by=archivist, reason="照片拿错了")
    old = session.evidence.get(kind=EvidenceKind.PHOTO)
    take_away(session_id=session.pk, file=old.file.public_id, reason="拿错了", by=archivist)
    inheritor = session.teacher.inheritor if session.teacher else None
    assert inheritor is not None
    assert taught_by(inheritor, year_of(session)) == []
    prove(session, EvidenceKind.PHOTO, by=archivist)
    transition(session_id=session.pk, name="archive", by=archivist)
    proof = taught_by(inheritor, year_of(session))[0].proof
    held = session.evidence.filter(removed_at__isnull=True)
    assert len(proof) == held.count() == 2


def test_tables_and_bars_say_the_same() -> None:
    lines = [Line(1, "一", Stages(8, 6, 4, 2)), Line(2, "二", Stages())]
    full, empty = charts.bar_chart(lines)
    assert [part.width for part in full.parts] == [25, 25, 25, 25]
    assert [part.x for part in full.parts] == [0, 25, 50, 75]
    assert (empty.parts, empty.number) == ([], 0)
    assert year_tables(2031)[0].rows


def test_nobody_else_reads_the_year(session: Session) -> None:
    assert session.teacher is not None
    addresses = [
        YEAR,
        f"{YEAR}?export=xlsx",
        reverse("outreach_report"),
        reverse("outreach_assessment", args=[session.teacher.inheritor_id, "pdf"]),
    ]
    other = make_outreach_staff("host")
    other.user_permissions.set(other.user_permissions.filter(codename="access_admin"))
    for client in (Client(), client_of(other)):
        for address in addresses:
            response = client.get(address)
            assert response.status_code in (302, 403), address
    planner = client_of(make_outreach_staff())
    assert planner.get(addresses[-1].replace(".pdf", ".exe")).status_code == 404
    assert planner.get(reverse("outreach_assessment", args=[999_999, "pdf"])).status_code == 404


def test_the_home_page_says_what_waits() -> None:
    make_session(state=SessionState.CLOSED, begins_at=timezone.now() - datetime.timedelta(days=2))
    planner = client_of(make_outreach_staff()).get("/admin/").content.decode()
    assert "公益课程" in planner
    assert "overdue=unrecorded" in planner
    assert "overdue=unarchived" not in planner
    other = make_outreach_staff("host")
    other.user_permissions.set(other.user_permissions.filter(codename="access_admin"))
    assert "outreach-home" not in client_of(other).get("/admin/").content.decode()
