"""A list imported again: unchanged, in a later edition, after staff have worked on it."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Revision

from registry.domain.publishing import save_record
from registry.models import (
    HeritageProject,
    ImportRun,
    Inheritor,
    Inscription,
    ProtectingUnit,
    RecordChange,
    SourceIdentity,
)
from registry.narrative import sections
from tests.registry.importing.conftest import (
    national_row,
    outcomes,
    person_row,
    reasons,
    table_csv,
    to_csv,
)

pytestmark = pytest.mark.django_db
PROJECTS = "ihchina-projects"


@pytest.fixture
def again(write: Any, import_file: Any) -> Any:
    """Imports rows of the national list, as often as called."""

    def import_rows(*rows: dict[str, str], **options: Any) -> ImportRun:
        return import_file(write(to_csv(rows)), PROJECTS, **options)  # type: ignore[no-any-return]

    return import_rows


def _traces() -> tuple[int, ...]:
    return (
        Revision.objects.count(),
        RecordChange.objects.count(),
        HeritageProject.objects.count(),
        ProtectingUnit.objects.count(),
        SourceIdentity.objects.count(),
    )


def test_importing_twice_changes_nothing(again: Any) -> None:
    again(national_row(id="1"), national_row(id="2", title="示例二"))
    before = _traces()
    values = list(SourceIdentity.objects.order_by("pk").values_list("values", flat=True))
    run = again(national_row(id="2", title="示例二"), national_row(id="1"))
    assert outcomes(run) == ["unchanged", "unchanged"]
    assert _traces() == before
    assert list(SourceIdentity.objects.order_by("pk").values_list("values", flat=True)) == values


def test_what_changed_in_the_file_becomes_a_new_published_revision(again: Any) -> None:
    again(national_row(id="1"), national_row(id="2", title="示例二"))
    other = HeritageProject.objects.get(name="示例二")
    slug = HeritageProject.objects.get(name="剧装戏具制作技艺").slug
    run = again(
        national_row(
            id="1", title="剧装戏具制作技艺（新名）", protect_unit="天津市河东区文化和旅游局",
            num="Ⅷ-83", unit="天津市河西区", area="120103", rx_time="2014</br>(第四批)",
        ),
        national_row(id="2", title="示例二"),
    )  # fmt: skip
    assert outcomes(run) == ["changed", "unchanged"]
    project = HeritageProject.objects.exclude(pk=other.pk).get()
    inscription = project.inscriptions.get()
    assert project.name == "剧装戏具制作技艺（新名）"
    assert project.slug == slug
    assert "xīn míng" in project.name_pinyin
    assert project.division.code == "120103"
    assert [one.unit.name for one in project.assignments.all()] == ["天津市河东区文化和旅游局"]
    assert (inscription.code, inscription.batch.ordinal) == ("Ⅷ-83", 4)
    assert project.revisions.count() == 2
    assert project.live_revision_id == project.latest_revision_id
    assert other.revisions.count() == 1
    changed = {change["field"] for change in run.rows.get(number=2).changes}
    assert {"名称", "保护单位", "编号", "批次", "所在区划"} <= changed


def _edit(project: HeritageProject, *, publish: bool = True, **values: Any) -> None:
    record = project.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(record, name, value)
    save_record(record=record, by=None, publish=publish)


def test_what_staff_changed_stands_while_the_file_says_the_same(again: Any) -> None:
    again(national_row())
    _edit(HeritageProject.objects.get(), name="人工改的名")
    before = _traces()
    run = again(national_row())
    assert outcomes(run) == ["unchanged"]
    assert HeritageProject.objects.get().name == "人工改的名"
    assert _traces() == before


def test_a_field_changed_by_both_is_a_conflict_and_stays(again: Any) -> None:
    again(national_row())
    _edit(HeritageProject.objects.get(), name="人工改的名")
    changed = national_row(title="名录的新名", protect_unit="河东区新单位中心")
    run = again(changed)
    assert outcomes(run) == ["conflict"]
    project = HeritageProject.objects.get()
    assert project.name == "人工改的名"
    assert project.assignments.get().unit.name == "河东区新单位中心"
    assert "人工改为“人工改的名”" in reasons(run)
    assert outcomes(again(changed)) == ["conflict"]

    run = again(changed, overwrite_conflicts=True)
    assert outcomes(run) == ["changed"]
    assert HeritageProject.objects.get().name == "名录的新名"
    assert outcomes(again(changed)) == ["unchanged"]


def test_staff_and_file_saying_the_same_is_no_conflict(again: Any) -> None:
    again(national_row())
    _edit(HeritageProject.objects.get(), name="同一个新名")
    run = again(national_row(title="同一个新名"))
    assert outcomes(run) == ["unchanged"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_an_unpublished_draft_is_never_touched(again: Any, overwrite: bool) -> None:
    again(national_row())
    project = HeritageProject.objects.get()
    _edit(project, publish=False, name="草稿里的名")
    before = Revision.objects.count()
    run = again(national_row(title="名录的新名"), overwrite_conflicts=overwrite)
    assert outcomes(run) == ["conflict"]
    assert "尚未发布的修改" in reasons(run)
    project.refresh_from_db()
    assert project.name == "剧装戏具制作技艺"
    assert project.get_latest_revision_as_object().name == "草稿里的名"
    assert Revision.objects.count() == before


def test_a_locked_record_waits(again: Any) -> None:
    again(national_row())
    HeritageProject.objects.update(locked=True)
    run = again(national_row(title="名录的新名"))
    assert outcomes(run) == ["conflict"]
    assert "锁定" in reasons(run)


def test_a_record_staff_deleted_does_not_come_back_by_itself(again: Any) -> None:
    again(national_row())
    HeritageProject.objects.get().delete()
    run = again(national_row())
    assert outcomes(run) == ["conflict"]
    assert not HeritageProject.objects.exists()
    run = again(national_row(), overwrite_conflicts=True)
    assert outcomes(run) == ["created"]
    assert outcomes(again(national_row())) == ["unchanged"]


def test_an_inscription_staff_removed_does_not_come_back_by_itself(again: Any) -> None:
    again(national_row())
    _edit(HeritageProject.objects.get(), inscriptions=[])
    assert outcomes(again(national_row())) == ["conflict"]
    assert not Inscription.objects.exists()
    assert outcomes(again(national_row(), overwrite_conflicts=True)) == ["changed"]
    assert Inscription.objects.get().code == "Ⅷ-82"


def test_rows_that_vanished_are_told_and_kept(again: Any) -> None:
    rows = [national_row(id=str(n), title=f"示例{n}") for n in range(1, 5)]
    again(*rows)
    run = again(*rows[1:])
    assert outcomes(run) == ["unchanged"] * 3
    assert run.counts["vanished"] == 1
    gone = run.rows.get(outcome="vanished")
    assert gone.name == "示例1"
    assert HeritageProject.objects.get(name="示例1").live


def test_a_part_of_a_list_does_not_count_the_rest_as_gone(again: Any) -> None:
    rows = [national_row(id=str(n), title=f"示例{n}") for n in range(1, 9)]
    again(*rows)
    run = again(rows[0])
    assert run.counts["vanished"] == 0
    assert "名录的一部分" in run.notices[0]


def test_an_edition_with_other_keys_is_known_by_what_it_says(again: Any) -> None:
    rows = [
        national_row(id=str(n), title=f"示例{n}", project_num=f"Ⅷ-08{n}_05_120102")
        for n in range(1, 5)
    ]
    again(*rows)
    renumbered = [{**row, "id": f"9{row['id']}"} for row in rows]
    run = again(*renumbered[::-1], national_row(id="99", title="示例九", project_num="Ⅷ-999_05"))
    assert sorted(outcomes(run)) == ["created", *["unchanged"] * 4]
    assert HeritageProject.objects.count() == 5


def test_a_hand_made_record_is_completed_and_not_doubled(again: Any) -> None:
    from registry.models import Category, Division

    mine = HeritageProject(
        name="剧装戏具制作技艺",
        category=Category.objects.get(ordinal=8),
        division=Division.objects.get(code="120102"),
        address="人工填的地址",
    )
    save_record(record=mine, by=None, publish=True)
    run = again(national_row(content="正文"))
    assert outcomes(run) == ["changed"]
    project = HeritageProject.objects.get()
    assert project.address == "人工填的地址"
    assert project.inscriptions.get().code == "Ⅷ-82"
    assert outcomes(again(national_row(content="正文"))) == ["unchanged"]


def test_the_introduction_comes_with_the_fuller_file(again: Any) -> None:
    short = national_row()
    del short["content"]
    again(short)
    run = again(national_row(content="后来的正文"))
    assert outcomes(run) == ["changed"]
    assert sections(HeritageProject.objects.get())[0].text == "后来的正文"
    assert outcomes(again(short)) == ["unchanged"]


def test_a_rewritten_introduction_replaces_only_the_imported_one(again: Any) -> None:
    again(national_row(content="原来的正文"))
    project = HeritageProject.objects.get()
    record = project.get_latest_revision_as_object()
    raw = [dict(block) for block in record.narrative.raw_data]
    raw.append(
        {
            "type": "section",
            "value": {
                "section": "history",
                "access": "internal",
                "body": [{"type": "paragraph", "value": "<p>人工写的历史</p>"}],
            },
        }
    )
    _edit(project, narrative=raw)
    again(national_row(content="改过的正文"))
    project.refresh_from_db()
    texts = {s.kind: s.text for s in sections(project, access=["public", "internal"])}
    assert texts == {"summary": "改过的正文", "history": "人工写的历史"}


def test_inheritors_of_a_later_edition(write: Any, import_file: Any, again: Any) -> None:
    again(national_row())
    people = [person_row(id="1"), person_row(id="2", title="李四")]
    import_file(write(to_csv(people)), "ihchina-inheritors")
    people[0]["title"] = "张三（张叁）"
    people.append(person_row(id="3", title="王五"))
    run = import_file(write(to_csv(people)), "ihchina-inheritors")
    assert outcomes(run) == ["changed", "unchanged", "created"]
    assert set(Inheritor.objects.values_list("name", flat=True)) == {"张三（张叁）", "李四", "王五"}
    run = import_file(write(to_csv(people)), "ihchina-inheritors")
    assert set(outcomes(run)) == {"unchanged"}


def test_a_later_edition_of_a_plain_table(write: Any, import_file: Any) -> None:
    head = ["序号", "项目名称", "类别", "保护单位"]
    first = [
        ["1", "示例面塑", "传统美术", "河东区文化馆"],
        ["2", "示例风筝制作", "传统美术", "河东区博物馆"],
        ["3", "示例糖画", "传统技艺", "河东区图书馆"],
    ]
    import_file(write(table_csv(head, *first)), batch=8)
    later = [
        ["1", "示例泥塑", "传统美术", "河东区文化馆"],
        ["2", "示例面塑", "传统美术", "河东区非遗保护中心"],
        ["3", "示例风筝制作技艺", "传统美术", "河东区博物馆"],
    ]
    run = import_file(write(table_csv(head, *later)), batch=8)
    assert outcomes(run) == ["created", "changed", "changed"]
    assert run.rows.get(outcome="vanished").name == "示例糖画"
    assert HeritageProject.objects.count() == 4
    again = import_file(write(table_csv(head, *later)), batch=8)
    assert set(outcomes(again)) == {"unchanged"}
