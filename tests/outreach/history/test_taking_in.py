"""What was held before, from a spreadsheet: looked at, entered once, undone; every bad cell is told."""

from __future__ import annotations

import csv
import datetime
import io
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from outreach import queries
from outreach.domain.taking_in import make_history, read_history, undo_history
from outreach.domain.transitioning import transition
from outreach.enums import IntakeKind, SessionState
from outreach.localtime import local
from outreach.models import PlanImport, PlanImportRow, Room, Session
from safeguards.chain import flaws_of
from tests.factories.outreach import (
    make_outreach_staff,
    make_programme,
    make_session,
    make_teacher,
    make_venue,
)

pytestmark = pytest.mark.django_db
HEADINGS = ["课程*", "日期*", "开始", "结束", "场地", "房间", "老师", "成人", "学生", "证明材料"]
GOOD = ["剪纸入门", "2026年3月5日", "9:00", "", "第一小学", "", "张明", "3", "20", "签到册第1册"]
_number = itertools.count()


@pytest.fixture(autouse=True)
def named() -> dict[str, Any]:
    venue = make_venue(name="第一小学", capacity=30)
    Room.objects.create(venue=venue, name="美术室", capacity=25)
    return {
        "programme": make_programme(title="剪纸入门"),
        "venue": venue,
        "teacher": make_teacher(name="张明"),
    }


@pytest.fixture
def archivist() -> User:
    return make_outreach_staff("archivist")


def table(tmp_path: Path, *rows: list[str], encoding: str = "utf-8") -> Path:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADINGS, *rows])
    path = tmp_path / f"held{next(_number)}.csv"
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def row(**changed: str) -> list[str]:
    """The good row with other cells, by heading."""
    return [
        changed.get(heading.rstrip("*"), cell) for heading, cell in zip(HEADINGS, GOOD, strict=True)
    ]


def taken_in(path: Path, by: User) -> PlanImport:
    intake = read_history(path=path, file_name=path.name, by=by)
    return make_history(import_id=intake.pk, by=by)


def problems(intake: PlanImport) -> Iterator[dict[str, Any]]:
    for one in intake.rows.all():
        yield from one.problems


def test_a_file_of_a_chinese_office_is_entered_as_archived(tmp_path: Path, archivist: User) -> None:
    path = table(tmp_path, row(), row(日期="2026/4/1", 结束="10:30", 学生=""), encoding="gb18030")
    intake = read_history(path=path, file_name="补录.csv", by=archivist)
    assert not Session.objects.exists()
    make_history(import_id=intake.pk, by=archivist)
    first, second = Session.objects.order_by("begins_at")
    assert (first.state, first.people_present) == (SessionState.ARCHIVED, 23)
    assert f"{local(first.begins_at):%Y-%m-%d %H:%M}" == "2026-03-05 09:00"
    assert first.ends_at - first.begins_at == datetime.timedelta(minutes=90)
    assert second.people_present == 3
    assert "签到册第1册" in first.held_note
    assert list(flaws_of(first)) == []
    assert queries.archived(2026).count() == 2


def test_the_same_rows_again_create_nothing(tmp_path: Path, archivist: User) -> None:
    taken_in(table(tmp_path, row()), archivist)
    again = taken_in(table(tmp_path, row(学生="25"), row(日期="2026-03-06")), archivist)
    known, new = again.rows.all()
    assert Session.objects.count() == 2
    assert known.session is None
    assert known.known == Session.objects.earliest("begins_at")
    assert known.known.minors_present == 20
    assert "没有更改" in known.problems[0]["reason"]
    assert not known.refused
    assert new.session is not None
    third = taken_in(table(tmp_path, row(), row(日期="2026-03-06")), archivist)
    assert third.rows.filter(session__isnull=False).count() == 0
    assert Session.objects.count() == 2


@pytest.mark.parametrize(
    ("changed", "column", "told"),
    [
        ({"日期": "3/5"}, "日期", "2026年12月5日"),
        ({"日期": "2026年2月30日"}, "日期", "看不出是哪一天"),
        ({"日期": "2099-03-05"}, "日期", "还没有举办的，请在“课程安排”里安排"),
        ({"开始": "25:00"}, "开始时间", "14:30"),
        ({"结束": "8:00"}, "结束时间", "结束不晚于开始"),
        ({"课程": "剪纸入們"}, "课程", "是不是“剪纸入门”？"),
        ({"场地": "第一小學"}, "场地", "是不是“第一小学”？"),
        ({"房间": "美术教室"}, "房间", "是不是“美术室”？"),
        ({"老师": "张鸣"}, "老师", "是不是“张明”？"),
        ({"成人": "三"}, "到场成人", "整数"),
        ({"成人": "-3"}, "到场成人", "整数"),
        ({"成人": "", "学生": "0"}, "到场成人", "没有到场人数"),
        ({"证明材料": " "}, "证明材料保存在哪里", "签到表和照片保存在哪里"),
    ],
)
def test_a_bad_cell_is_told_with_column_value_reason_and_remedy(
    tmp_path: Path, archivist: User, changed: dict[str, str], column: str, told: str
) -> None:
    intake = taken_in(table(tmp_path, row(**changed)), archivist)
    [problem] = problems(intake)
    assert (problem["column"], problem["value"]) == (column, next(iter(changed.values())).strip())
    assert told in problem["reason"] + problem["remedy"]
    assert problem["reason"]
    assert problem["remedy"]
    assert not Session.objects.exists()


def test_the_rest_of_the_file_goes_in(tmp_path: Path, archivist: User) -> None:
    taken_in(table(tmp_path, row(日期="3/5"), row()), archivist)
    assert Session.objects.count() == 1


def test_nobody_was_in_two_places_and_no_row_counts_twice(tmp_path: Path, archivist: User) -> None:
    make_venue(name="第二小学")
    planned = make_session(state=SessionState.CLOSED, venue=make_venue(name="第三小学"))
    Session.objects.filter(pk=planned.pk).update(
        begins_at="2026-03-05T01:00Z", ends_at="2026-03-05T02:00Z"
    )
    intake = taken_in(
        table(tmp_path, row(), row(场地="第二小学"), row(), row(场地="第三小学", 老师="")),
        archivist,
    )
    _good, elsewhere, twice, taken = intake.rows.all()
    assert ["老师" in one["reason"] for one in elsewhere.problems] == [True]
    assert elsewhere.problems[0]["column"] == "老师"
    assert "前面已有" in twice.problems[0]["reason"]
    assert "登记为已举办" in taken.problems[0]["remedy"]
    assert Session.objects.filter(state=SessionState.ARCHIVED).count() == 1


def test_what_was_entered_after_the_preview_is_known_then(tmp_path: Path, archivist: User) -> None:
    path = table(tmp_path, row(), row(日期="2026-03-07"))
    intake = read_history(path=path, file_name="a.csv", by=archivist)
    other = read_history(path=path, file_name="b.csv", by=archivist)
    taken_in(table(tmp_path, row()), archivist)
    make_history(import_id=intake.pk, by=archivist)
    make_history(import_id=other.pk, by=archivist)
    assert [one.known_id is not None for one in intake.rows.all()] == [True, False]
    assert [one.known_id is not None for one in other.rows.all()] == [True, True]
    assert Session.objects.count() == 2
    with pytest.raises(ValidationError, match="已经导入过"):
        make_history(import_id=intake.pk, by=archivist)


def test_an_intake_is_undone_but_for_what_was_worked_on(tmp_path: Path, archivist: User) -> None:
    path = table(tmp_path, row(), row(日期="2026-03-06"))
    intake = taken_in(path, archivist)
    first, second = Session.objects.order_by("begins_at")
    transition(session_id=second.pk, name="undo_archive", by=archivist, reason="人数记错")
    undone = undo_history(import_id=intake.pk, by=archivist)
    assert (undone.deleted, undone.left) == (1, [second])
    first.refresh_from_db()
    assert first.state == SessionState.CANCELLED
    assert list(flaws_of(first)) == []
    assert [one.step for one in first.events.all()] == ["record_history", "take_history_back"]
    assert not queries.public_sessions().filter(pk=first.pk).exists()
    assert not queries.archived(2026).exists()
    with pytest.raises(ValidationError, match="已经撤销"):
        undo_history(import_id=intake.pk, by=archivist)
    again = taken_in(path, archivist)
    assert [one.session_id is not None for one in again.rows.all()] == [True, False]


def test_what_is_no_longer_in_use_was_in_use_then(
    tmp_path: Path, archivist: User, named: dict[str, Any]
) -> None:
    for one in named.values():
        type(one)._default_manager.filter(pk=one.pk).update(active=False)
    taken_in(table(tmp_path, row(房间="美术室")), archivist)
    assert str(Session.objects.get().room) == "美术室"


@pytest.mark.parametrize("role", ["planner", "host"])
def test_only_who_archives(tmp_path: Path, archivist: User, role: str) -> None:
    intake, other = taken_in(table(tmp_path, row()), archivist), make_outreach_staff(role)
    with pytest.raises(PermissionDenied):
        read_history(path=table(tmp_path, row()), file_name="x.csv", by=other)
    with pytest.raises(PermissionDenied):
        make_history(import_id=intake.pk, by=other)
    with pytest.raises(PermissionDenied):
        undo_history(import_id=intake.pk, by=other)


def test_a_plan_is_no_intake(archivist: User) -> None:
    plan = PlanImport.objects.create(kind=IntakeKind.PLAN, file_name="plan", digest="x")
    with pytest.raises(PlanImport.DoesNotExist):
        make_history(import_id=plan.pk, by=archivist)


def test_four_hundred_rows_take_few_queries(tmp_path: Path, archivist: User) -> None:
    days = [f"2026-0{month}-{day:02}" for month in (1, 2, 3, 4, 5) for day in range(1, 21)]
    rows = [row(日期=day, 开始=f"{hour}:00") for day in days for hour in (8, 10, 13, 15)]
    path = table(tmp_path, *rows)
    with CaptureQueriesContext(connection) as caught:
        intake = taken_in(path, archivist)
    assert intake.rows.filter(session__isnull=False).count() == 400
    # SQLite takes so many rows a statement; nothing is asked row by row
    assert len(caught) < 100


class TestCommand:
    def run(self, capsys: pytest.CaptureFixture[str], *told: Any) -> tuple[int, str]:
        try:
            call_command("record_history", *told)
        except SystemExit as ended:
            status = int(str(ended.code))
        else:
            status = 0
        said = capsys.readouterr()
        return status, said.out + said.err

    def test_a_rehearsal_writes_nothing(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path = table(tmp_path, row(), row(日期="3/5"))
        status, said = self.run(capsys, str(path), "--dry-run")
        assert status == 1
        assert "新增 1 场，以前已登记 0 场，没有补录 1 行" in said
        assert "第 3 行 剪纸入门：日期 “3/5”" in said
        assert not Session.objects.exists()
        assert not PlanImport.objects.exists()

    def test_it_enters_reports_and_undoes(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        path, report = table(tmp_path, row()), tmp_path / "report.csv"
        status, said = self.run(capsys, str(path), "--report", str(report))
        assert status == 0, said
        session = Session.objects.get()
        assert session.events.get().actor_name == "服务器命令行"
        [line] = list(csv.DictReader(io.StringIO(report.read_text("utf-8-sig"))))
        assert (line["结果"], line["记录"]) == ("新增", f"session-{session.pk}")
        status, said = self.run(capsys, str(path))
        assert (status, "以前已登记 1 场" in said) == (0, True)
        first = PlanImport.objects.order_by("pk")[0]
        status, said = self.run(capsys, "--undo", str(first.pk))
        assert (status, "已撤销 1 场" in said) == (0, True)
        assert Session.objects.get().state == SessionState.CANCELLED

    @pytest.mark.parametrize(
        ("told", "sentence"),
        [
            (["没有.csv"], "没有找到文件"),
            ([], "请写明要补录的表格"),
            (["--undo", "999"], "没有编号为 999 的补录"),
        ],
    )
    def test_what_cannot_be_done_is_told(
        self, told: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        status, said = self.run(capsys, *told)
        assert (status, sentence in said) == (2, True)

    def test_a_user_who_may_not_archive_is_refused(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        planner = make_outreach_staff("planner")
        status, said = self.run(
            capsys, str(table(tmp_path, row())), "--user", planner.get_username()
        )
        assert (status, "只有能归档的人" in said) == (2, True)
        assert not PlanImportRow.objects.exists()
