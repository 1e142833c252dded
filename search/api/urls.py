"""Mounts the API: what every answer has in common is added here, around all addresses."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import blake2b
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, URLResolver, path, re_path, reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from search.api.reading import Problem
from search.api.routes import api, problems

ALLOWED = "GET, HEAD, OPTIONS"


def public(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Any site's pages may read the answer; HEAD, OPTIONS and If-None-Match work."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = _by_method(view, request, *args, **kwargs)
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = "ETag"
        return answer

    # Nothing here writes or knows a session, so there is nothing a forged request could do.
    answered.csrf_exempt = True  # type: ignore[attr-defined]
    return answered


def _by_method(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    method = request.method
    if method == "OPTIONS":
        answer = HttpResponse(status=204)
        answer["Allow"] = answer["Access-Control-Allow-Methods"] = ALLOWED
        answer["Access-Control-Allow-Headers"] = "If-None-Match"
        answer["Access-Control-Max-Age"] = "86400"
        return answer
    if method not in ("GET", "HEAD"):
        answer = problems(405, [Problem("", "", _("这个接口只读，请用 GET。"))])
        answer["Allow"] = ALLOWED
        return answer
    request.method = "GET"
    answer = view(request, *args, **kwargs)
    request.method = method
    return _conditional(request, answer)


def _conditional(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """304 for who has the same answer already; no body for HEAD."""
    if answer.status_code == 200:
        answer["ETag"] = f'"{blake2b(answer.content, digest_size=12).hexdigest()}"'
        patch_vary_headers(answer, ["Cookie"])
        found = get_conditional_response(request, etag=answer["ETag"], response=answer)
        answer = found if isinstance(found, HttpResponse) else answer
    if request.method == "HEAD":
        length = len(answer.content)
        answer.content = b""
        answer["Content-Length"] = str(length)
    return answer


def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """What is no address of the API: said as JSON, for programs ask; a slash too many is taken off."""
    without = rest.rstrip("/")
    if without != rest and any(pattern.resolve(without) for pattern in urlpatterns[1:-1]):
        query = request.META.get("QUERY_STRING", "")
        address = request.path.rstrip("/") + (f"?{query}" if query else "")
        return HttpResponsePermanentRedirect(address)
    docs = reverse("api-v1:openapi-view")
    reason = _("接口没有这个地址。全部地址见 %(docs)s。") % {"docs": docs}
    return problems(404, [Problem("", "", reason)])


_patterns, app_name, namespace = api.urls
urlpatterns: list[URLPattern | URLResolver] = [path("", public(nowhere), {"rest": ""})]
for pattern in _patterns:
    view: Any = pattern.callback
    pattern.callback = public(view)
    urlpatterns.append(pattern)
urlpatterns.append(re_path(r"^(?P<rest>.*)$", public(nowhere), name="nowhere"))
urls = (urlpatterns, app_name, namespace)
