"""The API against its own OpenAPI description: schemathesis makes up requests, good and bad."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as how_hard
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from heritage_site.wsgi import application

HEALTH = list(HealthCheck)
load_all_checks()
EVERY_CHECK = CHECKS.get_by_names(CHECKS.get_all_names())


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Requests made past Django's own client do not close the test's connection, nor its data."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "mode"),
    [
        ("/records", GenerationMode.POSITIVE),
        ("/records", GenerationMode.NEGATIVE),
        ("/records/{record_id}", GenerationMode.POSITIVE),  # any text may be an id
        ("/suggest", GenerationMode.POSITIVE),
        ("/suggest", GenerationMode.NEGATIVE),
    ],
)
def test_every_answer_is_as_described(
    registry: dict[str, Any], path: str, mode: GenerationMode
) -> None:
    described = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operation = described["/api/v1" + path]["GET"]

    @given(case=operation.as_strategy(generation_mode=mode))
    @how_hard(max_examples=60, deadline=None, derandomize=True, suppress_health_check=HEALTH)
    def every_case(case: Any) -> None:
        case.call_and_validate(checks=EVERY_CHECK)

    every_case()


@pytest.mark.django_db
def test_the_description_and_its_page_load_nothing_from_elsewhere(client: Client) -> None:
    described = client.get("/api/v1/openapi.json")
    assert described.status_code == 200
    assert set(described.json()["paths"]) == {
        "/api/v1/records",
        "/api/v1/records/{record_id}",
        "/api/v1/suggest",
    }
    page = client.get("/api/v1/docs").content.decode()
    assert "swagger-ui" in page
    assert "//cdn" not in page
    assert "https://" not in page
