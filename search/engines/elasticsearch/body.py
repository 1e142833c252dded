"""The conditions of a plan as Elasticsearch's JSON, and the mapping they are asked of.

Only what every server has: ready-made analyzers, no scripts, no plugins.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import Any

from search.engines.counting import chosen_in
from search.engines.plan import (
    DEEPEST,
    FACET_FIELDS,
    AtLeast,
    Beginning,
    Best,
    Every,
    Everything,
    Node,
    Phrase,
    Plan,
    Scaled,
    Term,
    Without,
)
from search.interface import Facet, SearchDocument, SearchRequest
from search.text.fields import IndexFields

from .order import FIELDS as ORDER_FIELDS
from .order import order_numbers

Body = dict[str, Any]

_WORDS: Body = {"type": "text", "analyzer": "whitespace", "norms": False}
SETTINGS: Body = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    "refresh_interval": "30s",
    "requests.cache.enable": False,  # answers are kept here (search.engines.keeping)
}
MAPPINGS: Body = {
    "dynamic": "strict",
    "_source": {"includes": ["stored"]},
    "properties": {
        "id": {"type": "keyword"},
        "key": {**_WORDS, "index_options": "docs"},
        "char": {**_WORDS, "index_options": "docs"},
        "name": _WORDS,
        "alias": _WORDS,
        "meta": _WORDS,
        "text": {"type": "text", "analyzer": "whitespace"},
        **{name: {"type": "keyword"} for name in FACET_FIELDS.values()},
        **{name: {"type": "keyword"} for name in ("by_name", "by_code", "by_date")},
        **{name: {"type": "long", "index": False} for name in ORDER_FIELDS},
        "years": {"type": "integer"},
        "point": {"type": "geo_point"},
        "rank": {"type": "float", "index": False},
        "version": {"type": "long", "index": False},
        "gone": {"type": "boolean"},
        "stored": {"type": "object", "enabled": False},
    },
}


def to_source(document: SearchDocument, fields: IndexFields) -> Body:
    """A document as Elasticsearch indexes it."""
    source: Body = {
        "id": fields.id,
        "key": fields.key,
        "char": fields.char,
        "name": fields.name,
        "alias": fields.alias,
        "meta": fields.meta,
        "text": fields.text,
        "kind": document.kind.value,
        "levels": document.levels,
        "batches": document.batches,
        "areas": document.areas,
        "units": document.units,
        "tags": document.tags,
        "pictures": "yes" if document.has_pictures else "no",
        "by_name": fields.by_name,
        "by_code": fields.by_code,
        "by_date": fields.by_date,
        **order_numbers(fields.by_name),
        "years": document.years,
        "rank": fields.rank,
        "version": document.version,
        "stored": fields.stored,
    }
    if document.category:
        source["category"] = document.category
    if document.point is not None:
        source["point"] = {"lat": document.point.latitude, "lon": document.point.longitude}
    return source


def search_body(plan: Plan, *, documents: bool = True, total: bool = True) -> Body:
    """The request for the hits of a plan, and for their number unless that is counted beside it.

    Without the documents it says which they are: index, id, and the number of their last writing.
    """
    within = plan.offset + plan.limit <= DEEPEST
    body: Body = {
        "query": _scored(plan),
        "sort": _sort(plan),
        "from": plan.offset if within else 0,
        "size": plan.limit if within else 0,
        "track_total_hits": total,
        "seq_no_primary_term": True,
    }
    if not documents:
        body |= {"_source": False, "stored_fields": "_none_", "docvalue_fields": ["id"]}
    if plan.sort is None:
        body["track_scores"] = True
    return body


def counting_body(plan: Plan, counts: Body) -> Body:
    """The request for the number of hits and for counts (search.engines.elasticsearch.counts).

    It goes beside the request for the hits: what is only counted need not be scored.
    """
    request = plan.request
    chosen = facet_filters(chosen_in(request))
    body: Body = {
        "query": {"bool": {"filter": [node_body(plan.node), *_request_filters(request)]}},
        "size": 0,
        "track_total_hits": True,
        "aggs": counts,
    }
    if chosen:
        body["post_filter"] = {"bool": {"filter": chosen}}
    return body


def node_body(node: Node) -> Body:
    """One condition with all it holds."""
    match node:
        case Term():
            return _constant({"term": {node.field: node.term}}, node.score)
        case Phrase():
            return _phrase(node)
        case Beginning():
            return _constant({"prefix": {node.field: node.start}}, node.score)
        case Every():
            return {"bool": {"must": [node_body(part) for part in node.parts]}}
        case Best():
            return {"dis_max": {"queries": [node_body(part) for part in node.parts]}}
        case AtLeast():
            parts = [node_body(part) for part in node.parts]
            return {"bool": {"should": parts, "minimum_should_match": node.number}}
        case Scaled():
            return {"bool": {"must": [node_body(node.part)], "boost": node.factor}}
        case Without():
            excluded = [node_body(part) for part in node.excluded]
            return {"bool": {"must": [node_body(node.part)], "must_not": excluded}}
        case Everything():
            return {"exists": {"field": "by_name"}}  # tombstones of a rebuild have no fields


def _constant(query: Body, score: float) -> Body:
    return {"constant_score": {"filter": query, "boost": score}}


def _phrase(node: Phrase) -> Body:
    if len(node.terms) == 1:
        asked: Body = {"value": node.terms[0]}
        kind = "term"
    else:
        asked = {"query": " ".join(node.terms)}
        kind = "match_phrase"
    if node.by_frequency:
        return {kind: {node.field: {**asked, "boost": node.score}}}
    return _constant({kind: {node.field: asked}}, node.score)


def _scored(plan: Plan) -> Body:
    filters = _request_filters(plan.request) + facet_filters(chosen_in(plan.request))
    query = node_body(plan.node)
    if filters:
        query = {"bool": {"must": [query], "filter": filters}}
    if plan.sort is not None:
        return query
    return {
        "function_score": {
            "query": query,
            "field_value_factor": {"field": "rank", "missing": 1.0},
            "boost_mode": "multiply",
        }
    }


def _request_filters(request: SearchRequest) -> list[Body]:
    filters: list[Body] = []
    if request.year_from is not None or request.year_to is not None:
        limits = {"gte": request.year_from, "lte": request.year_to}
        filters.append(
            {"range": {"years": {key: year for key, year in limits.items() if year is not None}}}
        )
    if request.near is not None:
        centre = request.near.centre
        filters.append(
            {
                "geo_distance": {
                    "distance": f"{request.near.kilometres}km",
                    "point": {"lat": centre.latitude, "lon": centre.longitude},
                }
            }
        )
    return filters


def facet_filters(
    chosen: Mapping[Facet, tuple[str, ...]], but: Container[Facet] = ()
) -> list[Body]:
    """What the chosen values narrow by, without the choices of some facets where asked."""
    return [
        {"terms": {FACET_FIELDS[facet]: list(values)}}
        for facet, values in chosen.items()
        if facet not in but
    ]


def _sort(plan: Plan) -> list[Body]:
    near = plan.request.near
    if plan.sort is None:
        return [{"_score": "desc"}, *({name: "asc"} for name in ORDER_FIELDS)]
    if plan.sort == "distance" and near is not None:
        centre = {"lat": near.centre.latitude, "lon": near.centre.longitude}
        return [
            {"_geo_distance": {"point": centre, "order": "asc", "unit": "km"}},
            {"by_name": "asc"},
        ]
    return [{plan.sort: "asc"}]
