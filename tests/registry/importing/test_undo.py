"""Undoing a whole import."""

from __future__ import annotations

from typing import Any

import pytest

from registry.domain.publishing import save_record
from registry.importing.errors import ImportRefused
from registry.importing.undoing import undo_run
from registry.models import (
    Act,
    Batch,
    HeritageProject,
    ImportRun,
    Inheritor,
    ProtectingUnit,
    RecordChange,
    SourceIdentity,
)
from tests.registry.importing.conftest import (
    command,
    national_row,
    outcomes,
    person_row,
    table_csv,
    to_csv,
)

pytestmark = pytest.mark.django_db
PROJECTS, INHERITORS = "ihchina-projects", "ihchina-inheritors"


def test_what_an_import_made_goes_with_all_it_brought(write: Any, import_file: Any) -> None:
    path = write(
        table_csv(
            ["项目名称", "类别", "保护单位", "文号"],
            ["示例面塑", "传统美术", "甲馆", "东政发〔2019〕9号"],
        )
    )
    batches, acts = Batch.objects.count(), Act.objects.count()
    run = import_file(path, batch=8)
    pk = HeritageProject.objects.get().pk
    RecordChange.objects.all().delete()
    result = undo_run(run, by=None)
    assert (result.removed, result.restored, result.kept) == (1, 0, [])
    assert not HeritageProject.objects.exists()
    assert not ProtectingUnit.objects.exists()
    assert not SourceIdentity.objects.exists()
    assert (Batch.objects.count(), Act.objects.count()) == (batches, acts)
    assert ("project", pk) in RecordChange.objects.values_list("kind", "object_id")
    assert outcomes(import_file(path, batch=8)) == ["created"]


def test_what_an_import_changed_is_set_back_by_a_new_revision(write: Any, import_file: Any) -> None:
    import_file(write(to_csv([national_row()])), PROJECTS)
    run = import_file(
        write(to_csv([national_row(title="新名", protect_unit="新单位中心")])), PROJECTS
    )
    result = undo_run(run, by=None)
    assert (result.removed, result.restored) == (0, 1)
    project = HeritageProject.objects.get()
    assert project.name == "剧装戏具制作技艺"
    assert project.assignments.get().unit.name == "天津市河东区文化馆"
    assert project.revisions.count() == 3
    assert project.live
    assert not ProtectingUnit.objects.filter(name="新单位中心").exists()
    assert outcomes(import_file(write(to_csv([national_row()])), PROJECTS)) == ["unchanged"]


def test_what_staff_edited_since_is_kept_and_listed(write: Any, import_file: Any) -> None:
    rows = [national_row(id="1"), national_row(id="2", title="示例二")]
    run = import_file(write(to_csv(rows)), PROJECTS)
    edited = HeritageProject.objects.get(name="示例二").get_latest_revision_as_object()
    edited.address = "人工填的地址"
    save_record(record=edited, by=None, publish=True)
    result = undo_run(run, by=None)
    assert result.removed == 1
    assert "“示例二”导入后又被修改过" in result.kept[0]
    assert HeritageProject.objects.get().name == "示例二"
    run.refresh_from_db()
    assert "示例二" in run.message


def test_a_project_with_inheritors_is_kept_and_listed(write: Any, import_file: Any) -> None:
    projects = import_file(write(to_csv([national_row()])), PROJECTS)
    people = import_file(write(to_csv([person_row()])), INHERITORS)
    result = undo_run(projects, by=None)
    assert result.removed == 0
    assert "张三" in result.kept[0]
    undo_run(people, by=None)
    assert not Inheritor.objects.exists()
    assert HeritageProject.objects.get().live


def test_only_a_finished_import_is_undone_and_only_once(write: Any, import_file: Any) -> None:
    run = import_file(write(to_csv([national_row()])), PROJECTS)
    undo_run(run, by=None)
    with pytest.raises(ImportRefused, match="已撤销"):
        undo_run(run, by=None)


def test_undo_by_command(write: Any, import_file: Any) -> None:
    run = import_file(write(to_csv([national_row()])), PROJECTS)
    status, out = command("--undo", run.pk)
    assert status == 0
    assert "删除 1 条" in out
    assert command("--undo", 999)[0] == 2
    run.refresh_from_db()
    assert run.state == ImportRun.State.UNDONE


def test_undoing_many_asks_its_questions_for_all_at_once(
    write: Any, import_file: Any, django_assert_max_num_queries: Any
) -> None:
    rows = [national_row(id=str(n), title=f"示例{n}") for n in range(120)]
    run = import_file(write(to_csv(rows)), PROJECTS)
    with django_assert_max_num_queries(120 * 8):
        assert undo_run(run, by=None).removed == 120


def test_an_undo_that_was_cut_off_is_taken_up_again(
    write: Any, import_file: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from registry.importing import undoing

    rows = [national_row(id=str(n), title=f"示例{n}") for n in range(6)]
    run = import_file(write(to_csv(rows)), PROJECTS)
    monkeypatch.setattr(undoing, "BATCH", 2)
    steps, real = [], undoing.remove_records

    def fail_on_the_second(**given: Any) -> Any:
        steps.append(given)
        if len(steps) == 2:
            raise OSError("gone")
        return real(**given)

    monkeypatch.setattr(undoing, "remove_records", fail_on_the_second)
    with pytest.raises(OSError, match="gone"):
        undo_run(run, by=None)
    assert HeritageProject.objects.count() == 4
    run.refresh_from_db()
    assert run.state == ImportRun.State.UNDOING
    result = undo_run(run, by=None)
    assert (result.removed, result.kept) == (4, [])
    assert not HeritageProject.objects.exists()
    assert run.state == ImportRun.State.UNDONE


def test_imports_are_undone_one_after_the_other(write: Any, import_file: Any) -> None:
    first = import_file(write(to_csv([national_row()])), PROJECTS)
    second = import_file(write(to_csv([national_row(title="新名")])), PROJECTS)
    assert undo_run(second, by=None).restored == 1
    result = undo_run(first, by=None)
    assert (result.removed, result.kept) == (1, [])
    assert not HeritageProject.objects.exists()
