"""Listings and choosers: search, filters, order, export, and a fixed number of queries."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from registry.admin.exports import harmless
from registry.admin.searching import matching
from registry.models import (
    Batch,
    CreativeProduct,
    Division,
    HeritageProject,
    Inheritor,
    ProjectPicture,
)
from tests.factories.media import make_picture
from tests.factories.registry import (
    make_base,
    make_inheritor,
    make_inscription,
    make_product,
    make_project,
    make_unit,
)
from tests.registry.admin.forms import LIST

pytestmark = pytest.mark.django_db
CHOOSE = "/admin/snippets/choose/registry/"


def names(client: Client, query: str, listing: str = LIST) -> list[str]:
    response = client.get(f"{listing}?{query}")
    assert response.status_code == 200
    return [str(row) for row in response.context["object_list"]]


@pytest.mark.parametrize(
    "query",
    [
        "剪纸",
        "县剪",
        "窗",
        "窗花",
        "yuxian",
        "jian zhi",
        "jianzhi",
        "yxjz",
        "jz",
        "Ⅷ-89",
        "viii-89",
        "8-89",
        "VIII—89",
        "河北蔚县",
        "剪纸 窗花",
        "“剪纸”",
        '"剪纸"',
        "Paper",
    ],
)
def test_project_is_found(as_editor: Client, query: str) -> None:
    make_project(
        "蔚县剪纸",
        aliases=("窗花",),
        name_en="Paper-cut",
        place_as_declared="河北蔚县",
        inscriptions=[make_inscription("Ⅷ-89")],
    )
    make_project("拦手门")
    assert names(as_editor, f"q={query}") == ["蔚县剪纸"]


@pytest.mark.parametrize(
    "query",
    [
        "'",
        '"',
        "%",
        "_",
        "\\",
        "%00",
        "%F0%A0%80%80",
        "(",
        "a OR b",
        "-",
        "；DROP TABLE",
        "剪" * 300,
    ],
)
@pytest.mark.parametrize(
    "where",
    [
        LIST,
        CHOOSE + "heritageproject/results/",
        CHOOSE + "division/results/",
        "/admin/images/",
        "/admin/documents/",
    ],
)
def test_odd_input_is_no_error(as_editor: Client, where: str, query: str) -> None:
    make_project("蔚县剪纸")
    assert as_editor.get(where, {"q": query.replace("%00", "\x00")}).status_code == 200


def test_exact_name_comes_first(as_editor: Client) -> None:
    for name in ("河东剪纸技艺", "天津剪纸", "剪纸"):
        make_project(name)
    assert names(as_editor, "q=剪纸")[0] == "剪纸"


def test_other_kinds_are_found_by_what_belongs_to_them() -> None:
    project = make_project("拦手门")
    make_inheritor("张大山", project=project)
    unit = make_unit("河东区文化馆")
    make_product("灯笼", maker_unit=unit)
    assert [str(one) for one in matching(Inheritor.objects.all(), "拦手")] == ["张大山"]
    assert [str(one) for one in matching(Inheritor.objects.all(), "zhangdashan")] == ["张大山"]
    assert [str(one) for one in matching(CreativeProduct.objects.all(), "文化馆")] == ["灯笼"]
    found = matching(Batch.objects.filter(subject="project"), "第一批")
    assert [batch.ordinal for batch in found] == [1]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("河东区", "天津市河东区"),
        ("120102", "天津市河东区"),
        ("hedongqu", "天津市河东区"),
        ("蔚县", None),
    ],
)
def test_division_chooser_searches_all_of_them(
    as_editor: Client, query: str, first: str | None
) -> None:
    response = as_editor.get(CHOOSE + "division/results/", {"q": query})
    assert response.status_code == 200
    found = [str(row) for row in response.context["results"]]
    assert found
    assert len(found) <= 15
    if first:
        assert first in found
    html = as_editor.get(CHOOSE + "division/").json()["html"]
    assert "<select" not in html


def test_division_form_is_no_list_of_thousands(as_editor: Client) -> None:
    html = as_editor.get(LIST + "add/").content.decode()
    assert html.count("<option") < 100
    assert Division.objects.count() > 6000


def test_filters(as_editor: Client) -> None:
    inscribed = make_project(
        "蔚县剪纸",
        category=7,
        inscriptions=[make_inscription()],
        division=Division.objects.get(code="130726"),
        viability="fragile",
    )
    make_project("拦手门", category=6)
    make_project("草稿", publish=False, category=6)
    batch = inscribed.inscriptions.first().batch
    expected = {
        f"category={inscribed.category.pk}": {"蔚县剪纸"},
        "level=1": {"蔚县剪纸"},
        f"batch={batch.pk}": {"蔚县剪纸"},
        "place=河北": {"蔚县剪纸"},
        "place=13": {"蔚县剪纸"},
        "place=130700": {"蔚县剪纸"},
        "place=120000": {"拦手门", "草稿"},
        "place=火星": set(),
        "viability=fragile": {"蔚县剪纸"},
        "inscriptions=no": {"拦手门", "草稿"},
        "pictures=no": {"蔚县剪纸", "拦手门", "草稿"},
        "pictures=yes": set(),
        "narrative=no": {"蔚县剪纸", "拦手门", "草稿"},
        "state=draft": {"草稿"},
        "state=live": {"蔚县剪纸", "拦手门"},
        "state=live&category=" + str(inscribed.category.pk): {"蔚县剪纸"},
        "state=moderation": set(),
        "state=nonsense": {"蔚县剪纸", "拦手门", "草稿"},
        "q=门&state=live": {"拦手门"},
    }
    for query, wanted in expected.items():
        assert set(names(as_editor, query)) == wanted, query


def test_order_by_columns(as_editor: Client) -> None:
    for category in (8, 1, 5):
        make_project(f"类{category}", category=category)
    assert names(as_editor, "ordering=category__ordinal") == ["类1", "类5", "类8"]
    assert names(as_editor, "ordering=-category__ordinal") == ["类8", "类5", "类1"]
    assert len(names(as_editor, "ordering=password")) == 3


def test_columns_and_state(as_editor: Client) -> None:
    make_project("蔚县剪纸", inscriptions=[make_inscription("Ⅷ-89")])
    make_project("草稿", publish=False)
    html = as_editor.get(LIST).content.decode()
    for shown in ("Ⅷ-89", "国家级", "传统技艺", "天津市河东区", "已公开", "草稿"):
        assert shown in html


def count(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("make", "model"),
    [
        (lambda project: make_project(inscriptions=[make_inscription()]), "heritageproject"),
        (lambda project: make_inheritor(project=project), "inheritor"),
        (lambda project: make_base(project=project), "practicebase"),
        (lambda project: make_product(project=project), "creativeproduct"),
    ],
    ids=["project", "inheritor", "base", "product"],
)
def test_a_listing_takes_as_many_queries_for_three_rows_as_for_one(
    as_editor: Client, make: Any, model: str
) -> None:
    project = make_project()
    address = f"/admin/snippets/registry/{model}/"
    make(project)
    one = count(as_editor, address)
    make(project), make(project)
    assert count(as_editor, address) == one
    assert one < 40


def sheet(response: Any) -> list[list[Any]]:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    rows = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [list(row) for row in rows]


def test_exports_have_chinese_headings_and_follow_the_filter(as_editor: Client) -> None:
    make_project("蔚县剪纸", category=7, inscriptions=[make_inscription("Ⅷ-89")])
    hidden = make_project("拦手门", category=6)
    query = f"category={hidden.category.pk}"
    response = as_editor.get(f"{LIST}?export=csv&{query}")
    content = response.getvalue()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["标识", "名称", "拼音", "英文名"]
    assert [row[1] for row in rows[1:]] == ["拦手门"]
    assert "filename*=utf-8''" in response["Content-Disposition"].lower()
    rows = sheet(as_editor.get(f"{LIST}?export=xlsx"))
    assert rows[0][1] == "名称"
    assert {row[1] for row in rows[1:]} == {"蔚县剪纸", "拦手门"}
    assert "Ⅷ-89" in rows[1] + rows[2]


@pytest.mark.parametrize(
    "model",
    [
        "heritageproject",
        "inheritor",
        "practicebase",
        "workshop",
        "creativeproduct",
        "protectingunit",
        "act",
        "batch",
        "category",
        "basetype",
        "yearlytarget",
    ],
)
def test_every_listing_can_be_exported(as_administrator: Client, model: str) -> None:
    project = make_project("拦手门", division=None, inscriptions=[make_inscription()])
    make_inheritor(project=project), make_base(division=None, project=project), make_product()
    make_unit()
    for kind in ("csv", "xlsx"):
        response = as_administrator.get(f"/admin/snippets/registry/{model}/?export={kind}")
        assert response.status_code == 200
        assert len(response.getvalue()) > 20


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(as_editor: Client, start: str) -> None:
    evil = start + "HYPERLINK(1)"
    make_project(evil)
    content = as_editor.get(f"{LIST}?export=csv").getvalue().decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content)) for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)
    for row in sheet(as_editor.get(f"{LIST}?export=xlsx")):
        assert not any(str(cell).startswith(("=", "@")) for cell in row)
    assert harmless("-3.5") == "-3.5"


def test_recently_added_picture_shows(as_editor: Client) -> None:
    project = make_project("蔚县剪纸")
    ProjectPicture.objects.create(project=project, image=make_picture())
    assert names(as_editor, "pictures=yes") == ["蔚县剪纸"]
    assert HeritageProject.objects.count() == 1


def test_side_bar_searches_projects(as_editor: Client) -> None:
    html = as_editor.get("/admin/").content.decode()
    assert f'"searchUrl": "{LIST}"' in html or f"{LIST}" in html
