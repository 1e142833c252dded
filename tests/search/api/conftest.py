"""A small registry, indexed in the embedded engine, for tests of the API."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test.utils import override_settings

from registry.enums import Level, SectionKind
from registry.models import Batch, Recognition
from search import indexing, service
from search.parameters import vocabulary
from tests.factories.registry import (
    division,
    make_base,
    make_inheritor,
    make_inscription,
    make_product,
    make_project,
    make_unit,
    make_workshop,
    national_batch,
)


def index_everything() -> None:
    """Work off the outbox for every engine."""
    indexing.collect()
    for target, engine in service.targets().items():
        indexing.drain(target, engine)


@pytest.fixture(scope="module")
def made_once(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[dict[str, Any], Path]]:
    """The records and their index, made once a module and rolled back after it."""
    folder = tmp_path_factory.mktemp("index")
    with (
        django_db_blocker.unblock(),
        override_settings(SEARCH_INDEX_DIR=folder),
        transaction.atomic(),
    ):
        made = _make()
        index_everything()
        yield made, folder
        transaction.set_rollback(True)


@pytest.fixture
def registry(
    made_once: tuple[dict[str, Any], Path], db: None, settings: Any, tmp_path: Path
) -> dict[str, Any]:
    """Three projects with people, places and products around them, and an index of one's own."""
    made, folder = made_once
    settings.SEARCH_INDEX_DIR = tmp_path / "index"
    shutil.copytree(folder, settings.SEARCH_INDEX_DIR)
    vocabulary.forget()
    return made


def _make() -> dict[str, Any]:
    county = Batch.objects.create(level=Level.COUNTY, jurisdiction=division(), ordinal=1, year=2008)
    made: dict[str, Any] = {}
    made["boxing"] = make_project(
        "拦手门",
        category=6,
        aliases=("拦手拳",),
        sections={
            SectionKind.SUMMARY: "拦手门是天津河东的拳术。",
            SectionKind.HISTORY: "清代传入天津。",
        },
        secret_sections={SectionKind.CONTENT: "不外传的口诀"},
        unit=make_unit("河东区文化馆"),
        latitude="39.128000",
        longitude="117.252000",
        inscriptions=[
            make_inscription("Ⅵ-56", sub_number="Ⅵ-056_03_120102", batch=national_batch(3))
        ],
    )
    made["boxing"].tags.add("武术")
    made["boxing"].save()
    made["paper"] = make_project(
        "河东剪纸",
        category=7,
        inscriptions=[make_inscription("Ⅶ-16", level=Level.COUNTY, batch=county)],
    )
    made["bread"] = make_project("大直沽酿酒技艺", category=8, division=division("120103"))
    made["draft"] = make_project("尚未公开的项目", publish=False)
    made["master"] = make_inheritor(
        "郭景春",
        recognitions=[
            Recognition(
                project=made["boxing"],
                level=Level.NATIONAL,
                batch=national_batch(4, Batch.SUBJECT_INHERITOR),
            )
        ],
    )
    made["base"] = make_base("直沽武馆", project=made["boxing"], host_inheritor=made["master"])
    made["workshop"] = make_workshop("河东剪纸工坊", project=made["paper"])
    made["product"] = make_product("剪纸书签", project=made["paper"])
    return made
