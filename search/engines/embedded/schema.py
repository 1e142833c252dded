"""The fields of a tantivy index, and a document in them."""

from __future__ import annotations

import math
from collections.abc import Iterable

import orjson
import tantivy

from search.engines.plan import FACET_FIELDS
from search.interface import SearchDocument
from search.text.fields import IndexFields

from .vocabulary import NUMBERED, number_of

_BLANKS = "blanks"  # the tokenizer: our own module has split the text already
_TERM_FIELDS = ("name", "alias", "meta", "text")
_SORT_FIELDS = ("by_name", "by_code", "by_date")


def build_schema() -> tantivy.Schema:
    """The schema every generation is created with."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=False, tokenizer_name="raw", index_option="basic")
    for name in ("key", "char"):
        builder.add_text_field(name, tokenizer_name=_BLANKS, index_option="basic")
    for name in _TERM_FIELDS:
        builder.add_text_field(name, tokenizer_name=_BLANKS, index_option="position")
    for facet, name in FACET_FIELDS.items():  # to filter by; those of many values count by number
        counted = facet not in NUMBERED
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=counted)
    for name in NUMBERED.values():
        builder.add_integer_field(name, fast=True)
    for name in _SORT_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("years", indexed=True, fast=True)
    builder.add_float_field("latitude", indexed=True, fast=True)
    builder.add_float_field("longitude", indexed=True, fast=True)
    builder.add_float_field("rank", fast=True)
    builder.add_integer_field("version", fast=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def register(index: tantivy.Index) -> None:
    """Give an opened index the tokenizer its fields name."""
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_BLANKS, analyzer)


def to_tantivy(document: SearchDocument, fields: IndexFields) -> tantivy.Document:
    """A document as tantivy writes it."""
    made = tantivy.Document(
        id=fields.id,
        key=fields.key,
        char=fields.char,
        name=fields.name,
        alias=fields.alias,
        meta=fields.meta,
        text=fields.text,
        kind=document.kind.value,
        levels=_each_once(document.levels),
        batches=_each_once(document.batches),
        areas=list(document.areas),
        units=list(document.units),
        tags=list(document.tags),
        areas_number=_numbers(document.areas),
        units_number=_numbers(document.units),
        tags_number=_numbers(document.tags),
        pictures="yes" if document.has_pictures else "no",
        by_name=fields.by_name,
        by_code=fields.by_code,
        by_date=fields.by_date,
        years=list(document.years),
        # tantivy multiplies a score by log2(2 + weight)
        rank=math.pow(2.0, fields.rank) - 2.0,
        version=document.version,
        stored=orjson.dumps(fields.stored),
    )
    if document.category:
        made.add_text("category", document.category)
    if document.point is not None:
        made.add_float("latitude", document.point.latitude)
        made.add_float("longitude", document.point.longitude)
    return made


def _each_once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _numbers(values: Iterable[str]) -> list[int]:
    return [number_of(value) for value in dict.fromkeys(values)]
