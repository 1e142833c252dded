"""The Elasticsearch engine; only its module ``adapter`` knows the client."""

from .engine import ElasticsearchEngine

__all__ = ["ElasticsearchEngine"]
