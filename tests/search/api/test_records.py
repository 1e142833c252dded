"""GET /api/v1/records: the shape that others rely on, filters, limits, refusals."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.registry import make_project
from tests.search.api.conftest import index_everything

pytestmark = pytest.mark.django_db


def get(client: Client, query: str = "", status: int = 200) -> Any:
    answer = client.get("/api/v1/records" + query)
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"].startswith("application/json")
    return answer.json()


def names(found: Any) -> list[str]:
    return [result["name"] for result in found["results"]]


def test_the_shape_of_a_page(client: Client, registry: dict[str, Any]) -> None:
    found = get(client, "?q=拦手门&kind=&category=&level=&batch=&area=&tag=&sort=&page=&page_size=")

    assert (found["page"], found["page_size"]) == (1, 20)
    assert found["limited"] is False
    first = found["results"][0]
    matched = first.pop("matched")
    assert first == {
        "id": registry["boxing"].public_id,
        "kind": "project",
        "name": "拦手门",
        "code": "Ⅵ-56",
        "category": "传统体育、游艺与杂技",
        "level": "国家级",
        "url": f"http://testserver/catalogue/projects/{registry['boxing'].slug}/",
    }
    assert matched[0] == {"field": "name", "label": "", "text": "拦手门", "hits": [[0, 3]]}
    assert set(found["facets"]) == {
        *("kind", "category", "level", "batch", "area", "unit", "tag", "pictures")
    }
    kinds = {count["value"]: count for count in found["facets"]["kind"]}
    assert kinds["project"] == {"value": "project", "label": "代表性项目", "count": 1}


def test_everything_without_a_question(client: Client, registry: dict[str, Any]) -> None:
    found = get(client)
    assert found["total"] == 7
    assert "尚未公开的项目" not in names(found)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?category=传统体育、游艺与杂技&kind=project", {"拦手门"}),
        ("?category=杂技与竞技&kind=项目", {"拦手门"}),
        ("?category=Ⅵ,VII&kind=project", {"拦手门", "河东剪纸"}),
        ("?category=6&category=7&kind=project", {"拦手门", "河东剪纸"}),
        ("?level=国家级&kind=project", {"拦手门"}),
        ("?level=4", {"河东剪纸"}),
        ("?batch=国家级第三批", {"拦手门"}),
        ("?batch=第一批", {"河东剪纸"}),
        ("?batch=2011", {"拦手门"}),
        ("?area=120103", {"大直沽酿酒技艺"}),
        ("?area=天津市河西区", {"大直沽酿酒技艺"}),
        ("?area=天津市&kind=project", {"拦手门", "河东剪纸", "大直沽酿酒技艺"}),
        ("?tag=武术", {"拦手门"}),
        ("?unit=河东区文化馆", {"拦手门"}),
        ("?kind=base&kind=workshop", {"直沽武馆", "河东剪纸工坊"}),
        ("?kind=传承人", {"郭景春"}),
        ("?year_from=2011&year_to=2011", {"拦手门"}),
        ("?near=39.128,117.252,1", {"拦手门"}),
        ("?year_from=2012&year_to=2010&kind=project", {"拦手门"}),
        ("?area=999999", set()),
        ("?pictures=yes", set()),
        ("?q=lanshoumen&kind=project", {"拦手门"}),
        ("?q=LSM&kind=project", {"拦手门"}),
        ("?q=VI-56&kind=project", {"拦手门"}),
    ],
)
def test_filters(client: Client, registry: dict[str, Any], query: str, expected: set[str]) -> None:
    assert set(names(get(client, query))) == expected


def test_a_phrase_of_a_secret_section_finds_nothing(
    client: Client, registry: dict[str, Any]
) -> None:
    found = get(client, "?q=不外传的口诀")
    assert found["total"] == 0
    assert "口诀" not in str(found["wider"])


def test_pages_follow_each_other(client: Client, registry: dict[str, Any]) -> None:
    seen: list[str] = []
    for page in (1, 2, 3, 4):
        found = get(client, f"?sort=name&page_size=2&page={page}")
        assert found["total"] == 7
        seen += [result["id"] for result in found["results"]]
    assert len(seen) == len(set(seen)) == 7
    assert get(client, "?page=5&page_size=2")["results"] == []


def test_sorting(client: Client, registry: dict[str, Any]) -> None:
    by_code = names(get(client, "?sort=code&kind=project"))
    by_date = names(get(client, "?sort=date&kind=project"))
    assert by_code == ["拦手门", "河东剪纸", "大直沽酿酒技艺"]
    assert by_date[0] == "拦手门"
    assert names(get(client, "?sort=distance&near=39.1,117.2,100")) == ["拦手门"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("?category=传统手艺", "category"),
        ("?level=0", "level"),
        ("?batch=国家级第九十九批", "batch"),
        ("?kind=element", "kind"),
        ("?sort=price", "sort"),
        ("?page=0", "page"),
        ("?page=-1", "page"),
        ("?page=1e3", "page"),
        ("?page=１", "page"),
        ("?page=99999999999999999999", "page"),
        ("?page_size=0", "page_size"),
        ("?page_size=101", "page_size"),
        ("?q=" + "长" * 201, "q"),
        ("?q=a&q=b", "q"),
        ("?catgory=8", "catgory"),
        ("?year_from=19", "year_from"),
        ("?near=39.1", "near"),
        ("?near=91,0", "near"),
        ("?near=nan,nan", "near"),
        ("?near=39,117,0", "near"),
        ("?area=没有这个区", "area"),
        ("?area=12345", "area"),
        ("?near=%C2%84", "near"),
        ("?kind=%00", "kind"),
        ("?year_to=2201", "year_to"),
        ("?page=501", "page"),
        ("?pictures=maybe", "pictures"),
        ("?wider=1", "wider"),
        ("?" + "&".join(f"tag=t{n}" for n in range(31)), "tag"),
    ],
)
def test_wrong_parameters_are_refused_with_the_reason(
    client: Client, query: str, parameter: str
) -> None:
    (problem,) = get(client, query, 422)["detail"]
    assert problem["parameter"] == parameter
    assert any("\u4e00" <= c <= "\u9fff" for c in problem["reason"])


def test_a_refusal_names_what_may_be_written(client: Client) -> None:
    detail = get(client, "?category=手艺&sort=y", 422)["detail"]
    allowed = {problem["parameter"]: problem["allowed"] for problem in detail}
    assert "传统技艺" in allowed["category"]
    assert allowed["sort"] == ["relevance", "name", "code", "date", "distance"]


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00拦手门%1f",
        "?q=%ff%fe",
        "?q=%ED%A0%80",
        "?q=\"'<script>()[]{}*?:\\/^~!AND OR NOT",
        "?q=-",
        '?q="',
        "?q=" + "-" * 200,
        "?q=" + "(" * 200,
        "?q=%F0%A0%AE%B7",
        "?q=" + "字" * 200,
        "?q=%E2%80%AE%E2%80%8B",
    ],
)
def test_odd_words_never_break_it(client: Client, registry: dict[str, Any], query: str) -> None:
    get(client, query)


def test_control_characters_in_words_fall_away(client: Client, registry: dict[str, Any]) -> None:
    assert names(get(client, "?q=%00拦手门%07&kind=project")) == ["拦手门"]


def test_no_query_to_the_database_for_one_hit_or_for_many(
    client: Client, registry: dict[str, Any]
) -> None:
    def asked_before() -> None:
        get(client, "?q=拦手门")  # now and then an answer reads anew what divisions are called

    asked_before()
    with CaptureQueriesContext(connection) as one:
        assert len(get(client, "?q=拦手门&kind=project")["results"]) == 1
    for number in range(20):
        make_project(f"示例剪纸{number}")
    index_everything()
    asked_before()
    with CaptureQueriesContext(connection) as many:
        assert len(get(client, "?q=剪纸&page_size=50")["results"]) >= 20
    assert len(one) == len(many) == 0


def test_any_site_may_read_and_keep_it(client: Client, registry: dict[str, Any]) -> None:
    first = client.get("/api/v1/records?q=拦手门")
    assert first["Access-Control-Allow-Origin"] == "*"
    assert first["Cache-Control"] == "public, max-age=60"
    again = client.get("/api/v1/records?q=拦手门", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    head = client.head("/api/v1/records?q=拦手门")
    assert head.status_code == 200
    assert head["Content-Length"] == str(len(first.content))
    options = client.options("/api/v1/records")
    assert options.status_code == 204
    assert client.post("/api/v1/records").status_code == 405
    assert client.get("/api/v1/records?page=0")["Access-Control-Allow-Origin"] == "*"


def test_suggestions_while_typing(client: Client, registry: dict[str, Any]) -> None:
    found = client.get("/api/v1/suggest?q=lansh").json()
    assert found["q"] == "lansh"
    assert registry["boxing"].public_id in [line["id"] for line in found["suggestions"]]
    assert client.get("/api/v1/suggest").json() == {"q": "", "suggestions": []}
    assert client.get("/api/v1/suggest?q=a&limit=99").status_code == 422


def test_without_any_engine_it_says_so(client: Client, settings: Any, tmp_path: Any) -> None:
    blocked = tmp_path / "no-folder"
    blocked.write_text("a file where the index should be")
    settings.SEARCH_INDEX_DIR = blocked
    answer = client.get("/api/v1/records?q=拦手门")
    assert answer.status_code == 503
    assert answer.json()["detail"][0]["reason"] == "检索暂时不可用，请稍后再试。"


def test_paging_has_an_end(client: Client, registry: dict[str, Any]) -> None:
    get(client, "?page=100&page_size=100")
    (problem,) = get(client, "?page=101&page_size=100", 404)["detail"]
    assert problem["parameter"] == "page"


@pytest.mark.parametrize("path", ["", "nothing", "records/project-1/more", "记录", "%00"])
def test_what_is_no_address_is_told_as_json(client: Client, db: None, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert "/api/v1/docs" in answer.json()["detail"][0]["reason"]
    assert answer["Access-Control-Allow-Origin"] == "*"


def test_a_slash_too_many_is_taken_off(client: Client, db: None) -> None:
    for path, query in (("records", "?q=a&page=1"), ("records/project-1", ""), ("suggest", "?q=a")):
        answer = client.get(f"/api/v1/{path}/{query}")
        assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/{path}{query}")
