"""The API's addresses. Answers are built as plain JSON; the schemas document and test them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from search import service
from search.api import documentation as words
from search.api.answers import records_json, suggestions_json
from search.api.details import published_record, record_json
from search.api.reading import (
    DEEPEST,
    BadParameters,
    Problem,
    TooDeep,
    read_nothing,
    read_request,
    read_suggest,
)
from search.api.schemas import ErrorOut, RecordOut, RecordsOut, SuggestOut
from search.interface import SearchUnavailable

ERRORS = {422: ErrorOut, 503: ErrorOut}


class PublicAPI(NinjaAPI):
    """Its description names the words that are in use today, which staff may add to."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        described = super().get_openapi_schema(*args, **kwargs)
        return words.with_vocabulary(described)


api = PublicAPI(
    title=words.TITLE,
    version="1",
    description=words.DESCRIPTION,
    urls_namespace="api-v1",
    openapi_url="/openapi.json",
    docs_url="/docs",
)


@api.get(
    "/records",
    response={200: RecordsOut, 404: ErrorOut, **ERRORS},
    summary="检索名录",
    description=words.RECORDS,
    operation_id="search_records",
    openapi_extra={"parameters": words.RECORDS_PARAMETERS},
)
def records(request: HttpRequest) -> HttpResponse:
    """A page of the search."""
    asked = read_request(request.GET)
    found = service.search(asked)
    return _answer(records_json(request, asked, found), keep=0 if found.limited else 60)


@api.get(
    "/records/{record_id}",
    response={200: RecordOut, 404: ErrorOut, 422: ErrorOut},
    summary="一条记录的全部公开内容",
    description=words.RECORD,
    operation_id="get_record",
)
def record(request: HttpRequest, record_id: str) -> HttpResponse:
    """One record."""
    read_nothing(request.GET)
    found = published_record(record_id)
    if found is None:
        reason = _("没有这条记录，它可能尚未公开或已经撤下。记录编号形如 project-12。")
        return problems(404, [Problem("record_id", record_id, reason)])
    return _answer(record_json(request, found), keep=60)


@api.get(
    "/suggest",
    response={200: SuggestOut, **ERRORS},
    summary="输入时的建议",
    description=words.SUGGEST,
    operation_id="suggest",
    openapi_extra={"parameters": words.SUGGEST_PARAMETERS},
)
def suggest(request: HttpRequest) -> HttpResponse:
    """Lines to show under a search field."""
    text, limit = read_suggest(request.GET)
    lines = service.suggest(text, limit=limit) if text else ()
    return _answer(suggestions_json(request, text, lines), keep=60)


@api.exception_handler(BadParameters)
def bad_parameters(request: HttpRequest, error: BadParameters) -> HttpResponse:
    """422, naming each parameter and what it may hold."""
    return problems(422, error.problems)


@api.exception_handler(TooDeep)
def too_deep(request: HttpRequest, error: TooDeep) -> HttpResponse:
    """404: each parameter may be so, but there is no such page."""
    reason = _("最多能取到第 %(deepest)d 条（page × page_size）。请加上筛选条件缩小范围。")
    return problems(
        404, [Problem("page", request.GET.get("page", ""), reason % {"deepest": DEEPEST})]
    )


@api.exception_handler(ValidationError)
def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What ninja itself refuses; our own reading comes first everywhere, so this is rare."""
    names = {str(one.get("loc", ("",))[-1]) for one in error.errors}
    return problems(422, [Problem(name, "", _("这个参数的写法不对。")) for name in sorted(names)])


@api.exception_handler(SearchUnavailable)
def unavailable(request: HttpRequest, error: SearchUnavailable) -> HttpResponse:
    """503 when no engine answers; records by their id still do."""
    answer = problems(503, [Problem("", "", _("检索暂时不可用，请稍后再试。"))])
    answer["Retry-After"] = "10"
    return answer


def problems(status: int, found: list[Problem]) -> HttpResponse:
    """An error in the one shape all errors have."""
    answer = _json({"detail": [problem.as_json() for problem in found]}, status)
    answer["Cache-Control"] = "no-store"
    return answer


def _answer(body: dict[str, Any], *, keep: int) -> HttpResponse:
    answer = _json(body, 200)
    answer["Cache-Control"] = f"public, max-age={keep}" if keep else "no-store"
    return answer


def _json(body: dict[str, Any], status: int) -> JsonResponse:
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})
