"""The yardstick of bench.pages: a Django view that renders cards it holds in memory, and no more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import Engine, Template
from django.template.context import Context
from django.urls import path

from heritage_site.urls import urlpatterns as of_the_site

SOURCE = """<!doctype html><html lang="zh-hans"><head><meta charset="utf-8"><title>名录</title>
<link rel="stylesheet" href="/static/site.css"></head><body><main><h1>名录</h1><ol class="cards">
{% for card in cards %}<li class="card">
<div class="card-plate plate"><svg class="motif">
<use href="/static/img/motifs.svg#m-{{ card.category_key }}"></use></svg></div>
<div class="card-body"><h3 class="card-name"><a href="{{ card.url }}">{{ card.name }}</a></h3>
{% if card.pinyin %}<p class="card-pinyin">{{ card.pinyin }}</p>{% endif %}
<ul class="card-facts"><li>{{ card.kind_label }}</li><li>{{ card.category }}</li><li>{{ card.code }}</li>
<li>{{ card.place }}</li>{% if card.people %}<li>传承人 {{ card.people|join:"、" }}</li>{% endif %}</ul>
{% if card.summary %}<p class="card-summary">{{ card.summary }}</p>{% endif %}</div>
<p class="seal"><span>{{ card.level_label }}</span><span>{{ card.batch }}</span></p></li>
{% endfor %}</ol></main></body></html>
"""

CARDS: dict[str, list[dict[str, Any]]] = {}
"""The cards of each query, put here before the measurement."""


def _template() -> Template:
    # An engine of its own: no context processors, nothing loaded, compiled once.
    return Engine(autoescape=True).from_string(SOURCE)


_compiled = _template()


def bare(request: HttpRequest) -> HttpResponse:
    """As many cards as the catalogue's page shows for the same query."""
    return HttpResponse(_compiled.render(Context({"cards": CARDS[request.META["QUERY_STRING"]]})))


urlpatterns = [path("bare/", bare), *of_the_site]
