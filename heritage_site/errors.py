"""Pages for what went wrong: they say what happened and where to go on, and never fail themselves."""

from __future__ import annotations

import logging
import re
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import get_template

from search.forms import clean
from search.interface import Hit, SearchRequest
from search.service import engine
from search.views.cards import render_cards

logger = logging.getLogger(__name__)

NEIGHBOURS = 4
_LAST_RESORT = (
    '<!doctype html><html lang="zh-hans"><meta charset="utf-8"><title>网站出了故障</title>'
    "<h1>网站出了故障</h1><p>已经记录下来。请过几分钟再试。</p>"
)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: a search field with the words of the address in it, and the records nearest to them."""
    words = words_of(request.path)
    context = {"words": words, "cards": render_cards(_neighbours(words))}
    return render(request, "404.html", context, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: without context, database or search, for any of them may be what failed."""
    try:
        return HttpResponseServerError(get_template("500.html").render())
    except Exception:
        logger.exception("The page for failures failed")
        return HttpResponseServerError(_LAST_RESORT)


def words_of(path: str) -> str:
    """What someone may have looked for: the last part of the address, without endings and signs."""
    last = unquote(path).rstrip("/").rpartition("/")[2]
    last = re.sub(r"\.\w{1,5}\Z", "", last)
    return clean(re.sub(r"[-_+?&=<>\"']+", " ", last))[:40]


def _neighbours(words: str) -> tuple[Hit, ...]:
    if not words:
        return ()
    try:
        request = SearchRequest(text=words, page_size=NEIGHBOURS, facets=())
        result = engine().search(request)
    except Exception:  # whatever failed, the page that helps must stand
        logger.exception("No neighbours for a page that was not found")
        return ()
    return (result.hits or result.wider)[:NEIGHBOURS]
