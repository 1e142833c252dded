"""The import in the admin, from the upload to the undo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR
from accounts.models import User
from registry.models import HeritageProject, ImportRun
from tests.registry.importing.conftest import table_csv

pytestmark = pytest.mark.django_db
LIST = table_csv(
    ["序号", "项目名称", "类别", "保护单位"],
    ["1", "示例面塑", "传统美术(Ⅶ)", "河东区文化馆"],
    ["2", "示例风筝", "不存在的类别", "河东区文化馆"],
    ["3", "=示例糖画", "传统技艺", "河东区文化馆"],
)


@pytest.fixture(autouse=True)
def private_folder(settings: Any, tmp_path: Any) -> None:
    settings.PRIVATE_MEDIA_ROOT = tmp_path / "private"


def _client(role: str, client: Any = None) -> Any:
    user = User.objects.create_user(role, f"{role}@example.cn", "x-example-2026")
    user.groups.add(Group.objects.get(name=role))
    client = client or Client()
    client.force_login(user)
    return client


class CommittingClient(Client):
    """A browser whose requests end in a commit, so that what waits for it is done."""

    capture: Any

    def request(self, **request: Any) -> Any:
        with self.capture(execute=True):
            return super().request(**request)


@pytest.fixture
def client(db: Any, django_capture_on_commit_callbacks: Any) -> Client:
    signed_in = _client(ROLE_ADMINISTRATOR, CommittingClient())
    signed_in.capture = django_capture_on_commit_callbacks
    return signed_in


def _upload(client: Client, content: bytes = LIST, name: str = "区级名录.csv", **data: Any) -> Any:
    return client.post(
        reverse("registry_import_upload"),
        {
            "format": "table",
            "file": SimpleUploadedFile(name, content),
            "kind": "auto",
            "level": "4",
            "division": "120102",
            "publish": "on",
            **data,
        },
        follow=True,
    )


def test_a_list_is_checked_shown_confirmed_and_undone(client: Client) -> None:
    page = _upload(client)
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.READY, run.message
    assert not HeritageProject.objects.exists()
    text = page.content.decode()
    assert "示例面塑" in text
    assert "看不出是十大门类中的哪一类" in text
    assert "确认导入" in text

    client.post(reverse("registry_import_confirm", args=[run.pk]), follow=True)
    run.refresh_from_db()
    assert run.state == ImportRun.State.DONE, run.message
    assert set(HeritageProject.objects.values_list("name", flat=True)) == {"示例面塑", "=示例糖画"}
    project = HeritageProject.objects.get(name="示例面塑")
    assert project.latest_revision.user.username == ROLE_ADMINISTRATOR

    client.post(reverse("registry_import_undo", args=[run.pk]), follow=True)
    run.refresh_from_db()
    assert run.state == ImportRun.State.UNDONE
    assert not HeritageProject.objects.exists()


def test_rows_are_filtered_by_outcome(client: Client) -> None:
    _upload(client)
    run = ImportRun.objects.get()
    page = client.get(reverse("registry_import", args=[run.pk]), {"outcome": "refused"})
    text = page.content.decode()
    assert "示例风筝" in text
    assert "示例面塑" not in text


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_the_report_can_be_downloaded(client: Client, form: str) -> None:
    _upload(client)
    run = ImportRun.objects.get()
    response = client.get(reverse("registry_import_report", args=[run.pk]), {"form": form})
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    if form == "csv":
        assert ",'=示例糖画" in response.content.decode("utf-8-sig")


def test_an_unusable_file_says_why_and_offers_another(client: Client) -> None:
    page = _upload(client, b"%PDF-1.4 abc", "名录.xlsx")
    assert "不是表格" in page.content.decode()
    assert ImportRun.objects.get().state == ImportRun.State.FAILED


def test_an_empty_file_is_told_like_any_other(client: Client) -> None:
    page = _upload(client, b"", "空.csv")
    assert "空文件" in page.content.decode()


def test_columns_are_chosen_by_hand(client: Client) -> None:
    content = table_csv(["甲", "乙", "丙"], ["示例面塑", "传统美术", "河东区文化馆"])
    _upload(client, content)
    run = ImportRun.objects.get()
    assert run.state == ImportRun.State.FAILED
    address = reverse("registry_import_columns", args=[run.pk])
    assert "甲" in client.get(address).content.decode()
    client.post(address, {"column-0": "name", "column-1": "category", "column-2": "units"})
    run.refresh_from_db()
    assert run.state == ImportRun.State.READY, run.message
    assert run.counts["created"] == 1


def test_only_those_with_the_permission_may_import(client: Client) -> None:
    _upload(client)
    run = ImportRun.objects.get()
    editor = _client(ROLE_EDITOR)
    for name in ("registry_imports", "registry_import_upload"):
        assert editor.get(reverse(name)).status_code in {302, 403}
    for name in ("registry_import", "registry_import_report", "registry_import_undo"):
        assert editor.get(reverse(name, args=[run.pk])).status_code in {302, 403}
    assert editor.post(reverse("registry_import_confirm", args=[run.pk])).status_code in {302, 403}
    run.refresh_from_db()
    assert run.state == ImportRun.State.READY


def test_a_ready_run_is_not_carried_out_twice(client: Client) -> None:
    _upload(client)
    run = ImportRun.objects.get()
    address = reverse("registry_import_confirm", args=[run.pk])
    client.post(address)
    page = client.post(address, follow=True)
    assert "已不在“待确认”状态" in page.content.decode()
    assert HeritageProject.objects.count() == 2


def test_the_uploaded_file_has_no_public_address(client: Client) -> None:
    _upload(client)
    run = ImportRun.objects.get()
    assert Client().get("/files/" + run.file.name).status_code == 404


def test_discarding_removes_run_and_file(client: Client) -> None:
    _upload(client)
    run = ImportRun.objects.get()
    path = run.file.path
    client.post(reverse("registry_import_discard", args=[run.pk]))
    assert not ImportRun.objects.exists()
    assert not Path(path).exists()


def test_a_run_that_died_can_be_started_again(client: Client) -> None:
    _upload(client)
    run = ImportRun.objects.get()
    ImportRun.objects.update(state="running", touched_at="2020-01-01T00:00:00+08:00")
    assert "重新开始" in client.get(reverse("registry_import", args=[run.pk])).content.decode()
    client.post(reverse("registry_import_restart", args=[run.pk]))
    run.refresh_from_db()
    assert run.state == ImportRun.State.DONE, run.message


def test_messages_name_the_file_as_it_was_uploaded(client: Client) -> None:
    """The store changes blanks in names, and adds letters to one that is taken."""
    page = _upload(client, b"%PDF-1.4 abc", "第八批 名录.xlsx")
    assert "“第八批 名录.xlsx”是PDF" in page.content.decode()


def test_a_run_of_the_command_keeps_no_file_to_start_again_with(client: Client) -> None:
    run = ImportRun.objects.create(format="table", file_name="名录.csv", state="failed")
    page = reverse("registry_import", args=[run.pk])
    columns = reverse("registry_import_columns", args=[run.pk])
    assert columns not in client.get(page).content.decode()
    assert client.get(columns).status_code == 404
    ImportRun.objects.update(state="running", touched_at="2020-01-01T00:00:00+08:00")
    client.post(reverse("registry_import_restart", args=[run.pk]))
    assert "请重新运行命令" in client.get(page).content.decode()


def test_columns_of_headings_in_two_rows_are_all_offered(client: Client) -> None:
    _upload(
        client,
        table_csv(["项目", "", "保护单位"], ["名称", "类别", ""], ["示例面塑", "民俗", "甲馆"]),
    )
    page = client.get(reverse("registry_import_columns", args=[ImportRun.objects.get().pk]))
    assert list(page.context["form"].headings) == ["名称", "类别", "保护单位"]
