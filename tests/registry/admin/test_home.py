"""The home page of staff: what waits, what is missing, the target, what changed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from registry.enums import SectionKind
from registry.models import YearlyTarget
from tests.factories.registry import make_inheritor, make_inscription, make_project

pytestmark = pytest.mark.django_db


def test_figures(as_reviewer: Client, editor: User) -> None:
    year = timezone.localdate().year
    YearlyTarget.objects.update_or_create(
        year=year, metric="registered-projects", defaults={"value": 160}
    )
    make_project(
        "拦手门", inscriptions=[make_inscription()], sections={SectionKind.SUMMARY: "简介"}
    )
    waiting = make_project("待审", publish=False)
    waiting.get_workflow().start(waiting, editor)
    context = as_reviewer.get("/admin/")
    html = " ".join(context.content.decode().split())
    assert "1 / 160" in html
    for label, number in (
        ("待我审核", 1),
        ("项目没有图片", 2),
        ("项目没有列入名录记录", 1),
        ("项目没有项目说明", 1),
    ):
        place = html.index(label)
        assert f"<strong>{number}</strong>" in html[place : place + 120], label
    assert "待审" in html
    assert "最近更改" in html


def test_links_lead_to_what_they_count(as_editor: Client) -> None:
    make_project("有的", inscriptions=[make_inscription()])
    make_project("缺的")
    html = as_editor.get("/admin/").content.decode()
    for query in ("pictures=no", "inscriptions=no", "narrative=no"):
        assert query in html
        assert (
            as_editor.get(f"/admin/snippets/registry/heritageproject/?{query}").status_code == 200
        )


def test_no_target_is_said(as_editor: Client) -> None:
    YearlyTarget.objects.all().delete()
    assert "还没有登记目标" in as_editor.get("/admin/").content.decode()


def test_queries_do_not_grow_with_the_records(as_editor: Client) -> None:
    def queries() -> int:
        as_editor.get("/admin/")
        with CaptureQueriesContext(connection) as captured:
            as_editor.get("/admin/")
        return len(captured)

    make_inheritor(project=make_project())
    one = queries()
    for _number in range(3):
        make_inheritor(project=make_project())
    assert queries() <= one + 1
