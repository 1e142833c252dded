"""The content security policy and the log lines."""

from __future__ import annotations

import json
import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from heritage_site.logs import JSONFormatter, Quiet
from heritage_site.security import ContentSecurityPolicyMiddleware


def policy(path: str) -> dict[str, list[str]]:
    """The directives sent with an answer at this address."""
    middleware = ContentSecurityPolicyMiddleware(lambda request: HttpResponse("x"))
    header = middleware(RequestFactory().get(path))["Content-Security-Policy"]
    return {name: values for name, *values in (part.split() for part in header.split("; "))}


@pytest.mark.parametrize("path", ["/", "/catalogue/", "/api/v1/records", "/administration/"])
def test_no_inline_script_or_style_runs_on_the_public_side(path: str) -> None:
    found = policy(path)

    assert found["script-src"] == found["style-src"] == ["'self'"]
    assert found["object-src"] == found["frame-ancestors"] == ["'none'"]


@pytest.mark.parametrize("path", ["/admin/", "/admin/pages/3/edit/", "/api/v1/docs"])
def test_the_admin_and_the_api_documentation_may_use_their_own_inline_parts(path: str) -> None:
    found = policy(path)

    assert "'unsafe-inline'" in found["script-src"]
    assert "'unsafe-inline'" in found["style-src"]
    assert found["frame-ancestors"] == ["'self'"]
    assert found["object-src"] == ["'none'"]


def test_a_log_line_is_one_json_object_with_what_the_caller_added() -> None:
    record = logging.getLogger("registry").makeRecord(
        "registry", logging.WARNING, __file__, 1, "第 %d 行\n被拒绝", (3,), None, extra={"row": 3}
    )
    record.request = RequestFactory().get("/?身份证=1")

    text = JSONFormatter().format(record)

    assert "\n" not in text
    line = json.loads(text)
    assert line["message"] == "第 3 行\n被拒绝"
    assert (line["level"], line["logger"], line["row"]) == ("WARNING", "registry", 3)
    assert "request" not in line


def test_a_log_line_of_an_error_holds_its_traceback() -> None:
    try:
        raise ValueError("缺少项目名称")
    except ValueError as error:
        record = logging.getLogger("registry").makeRecord(
            "registry",
            logging.ERROR,
            __file__,
            1,
            "导入失败",
            (),
            (type(error), error, error.__traceback__),
        )

    assert "缺少项目名称" in json.loads(JSONFormatter().format(record))["exception"]


@pytest.mark.parametrize(
    ("logger", "level", "kept"),
    [
        ("django_tasks", logging.INFO, False),
        ("django_tasks", logging.ERROR, True),
        ("django_tasks_db", logging.WARNING, False),
        ("wagtail", logging.INFO, False),
        ("registry", logging.INFO, True),
    ],
)
def test_the_ordinary_course_of_other_packages_stays_out_of_the_log(
    logger: str, level: int, kept: bool
) -> None:
    record = logging.getLogger(logger).makeRecord(logger, level, __file__, 1, "x", (), None)

    assert Quiet().filter(record) is kept
