"""The one module that imports Elasticsearch's client. Plain dicts in and out.

Searches go through elasticsearch-dsl's Search and MultiSearch with bodies that are ready made:
its query objects would be built only to be taken apart again, and even a dictionary is copied
piece by piece before it is sent (docs/search.md, speed).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit, urlunsplit

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.serializer import OrjsonSerializer
from elasticsearch_dsl import MultiSearch
from elasticsearch_dsl import Search as SearchOfParts

from search.interface import SearchUnavailable

Body = dict[str, Any]
T = TypeVar("T")

_WRITE_SECONDS = 30.0
_MERGE_SECONDS = 900.0
_CHUNK_ACTIONS = 500
_CHUNK_BYTES = 8_000_000


class IndexMissing(Exception):
    """The alias or index asked for is not there."""


class Search(SearchOfParts):  # type: ignore[type-arg]
    """A search whose body is ready made."""

    def __init__(self, body: Body, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._body = body

    def to_dict(self, count: bool = False, **kwargs: Any) -> Body:
        """The body itself: there are no parts to be turned into one."""
        return self._body


class Server:
    """A server at an address, with time-outs of ours and every failure as SearchUnavailable."""

    def __init__(self, url: str, timeout: float) -> None:
        self.client = Elasticsearch(
            _with_port(url),
            request_timeout=timeout,
            max_retries=0,
            retry_on_timeout=False,
            serializer=OrjsonSerializer(),
        )
        self.patient = self.client.options(request_timeout=_WRITE_SECONDS)

    def search(self, index: str, body: Body) -> Body:
        """One search."""
        search = Search(body, using=self.client, index=index)
        return _guarded(lambda: search.execute().to_dict())

    def search_all(self, index: str, bodies: Sequence[Body]) -> list[Body]:
        """Several searches in one round trip."""
        many = MultiSearch(using=self.client, index=index)
        for body in bodies:
            many = many.add(Search(body, using=self.client, index=index))
        responses = _guarded(lambda: many.execute(raise_on_error=True))
        return [response.to_dict() for response in responses]

    def read(self, wanted: Sequence[Body]) -> list[Body]:
        """Documents by index and id, as searches see them; of one that has gone only that it has."""
        found = _guarded(lambda: self.client.mget(docs=list(wanted), realtime=False)).body["docs"]
        if any("error" in each for each in found):
            raise IndexMissing(str(found))
        return cast(list[Body], found)

    def documents(self, index: str, fields: Sequence[str]) -> Iterator[Body]:
        """Every document's values of some fields, in the order of the first of them."""
        after: list[Any] | None = None
        while True:
            body: Body = {
                "size": 5_000,
                "query": {"match_all": {}},
                "_source": False,
                "docvalue_fields": list(fields),
                "sort": [{fields[0]: "asc"}],
                "track_total_hits": False,
            }
            if after is not None:
                body["search_after"] = after
            search = Search(body, using=self.patient, index=index)
            hits = _guarded(search.execute).to_dict()["hits"]["hits"]
            if not hits:
                return
            yield from hits
            after = hits[-1]["sort"]

    def changes(self, index: str) -> tuple[tuple[str, str], ...]:
        """The indices behind a name with what tells that a search may find something else in them.

        That is how often what is findable has changed, which begins anew when the server starts,
        and the number of the last operation, which never does.
        """
        told = "indices.*.shards.*"
        parts = [f"{told}.refresh.external_total", f"{told}.seq_no.max_seq_no"]
        found = _guarded(
            lambda: self.client.indices.stats(
                index=index, metric="refresh", level="shards", filter_path=parts
            )
        )
        indices = found.body.get("indices", {})
        return tuple(sorted((name, str(about)) for name, about in indices.items()))

    def count(self, index: str) -> int:
        """Documents in an index."""
        return int(_guarded(lambda: self.client.count(index=index))["count"])

    def bulk(
        self,
        actions: Iterable[tuple[Body, Body | None]],
        *,
        refresh: bool = False,
        done: Callable[[int], None] | None = None,
    ) -> list[Body]:
        """Write actions in chunks; what each was answered, in order."""
        answers: list[Body] = []
        for chunk, number in _chunked(actions):
            # The client passes lines that are ready made through, which its types do not tell.
            lines = cast(Any, chunk)
            response = _guarded(partial(self.patient.bulk, body=lines, refresh=refresh))
            answers += [next(iter(item.values())) for item in response["items"]]
            if done is not None:
                done(number)
        return answers

    def create(self, index: str, settings: Body, mappings: Body) -> None:
        """A new index."""
        _guarded(
            lambda: self.patient.indices.create(index=index, settings=settings, mappings=mappings)
        )

    def indices_behind(self, alias: str) -> list[str]:
        """The indices an alias stands for; none where it does not exist."""
        try:
            found = _guarded(lambda: self.patient.indices.get_alias(name=alias))
        except IndexMissing:
            return []
        return sorted(found.body)

    def indices_like(self, pattern: str) -> list[str]:
        """Indices whose names fit a pattern."""
        found = _guarded(lambda: self.patient.indices.get(index=pattern, allow_no_indices=True))
        return sorted(found.body)

    def change_aliases(self, actions: Sequence[Body]) -> None:
        """Several changes of aliases in one step."""
        _guarded(lambda: self.patient.indices.update_aliases(actions=list(actions)))

    def delete(self, index: str) -> None:
        """Remove an index; one that is not there is passed over."""
        _guarded(lambda: self.patient.indices.delete(index=index, ignore_unavailable=True))

    def change_settings(self, index: str, settings: Body) -> None:
        """Change what may change while an index is in use."""
        _guarded(lambda: self.patient.indices.put_settings(index=index, settings=settings))

    def merge(self, index: str) -> None:
        """Put what was written piece by piece into one segment."""
        client = self.client.options(request_timeout=_MERGE_SECONDS)
        _guarded(lambda: client.indices.forcemerge(index=index, max_num_segments=1))

    def refresh(self, index: str) -> None:
        """Make everything written findable."""
        _guarded(lambda: self.patient.indices.refresh(index=index))

    def ping(self) -> str:
        """The cluster's colour."""
        return str(_guarded(lambda: self.client.cluster.health())["status"])


def _with_port(url: str) -> str:
    """The address with the usual port where it names none, which the client insists on."""
    parts = urlsplit(url)
    if parts.port is None:
        port = 443 if parts.scheme == "https" else 9200
        parts = parts._replace(netloc=f"{parts.netloc}:{port}")
    return urlunsplit(parts)


def _guarded(call: Callable[[], T]) -> T:
    try:
        return call()
    except NotFoundError as error:
        raise IndexMissing(str(error)) from error
    except ApiError as error:
        if _tells_of_missing_index(error):
            raise IndexMissing(str(error)) from error
        raise SearchUnavailable(f"Elasticsearch refused: {error}") from error
    except TransportError as error:
        raise SearchUnavailable(f"Elasticsearch did not answer: {error}") from error


def _tells_of_missing_index(error: ApiError) -> bool:
    return "index_not_found_exception" in f"{error} {error.body}"


def _chunked(
    actions: Iterable[tuple[Body, Body | None]],
) -> Iterator[tuple[bytes, int]]:
    """Bulk bodies of bounded size, each with its number of actions."""
    lines: list[bytes] = []
    size = number = 0
    for action, source in actions:
        lines.append(_line(action))
        if source is not None:
            lines.append(_line(source))
            size += len(lines[-1])
        number += 1
        if number >= _CHUNK_ACTIONS or size >= _CHUNK_BYTES:
            yield b"".join(lines), number
            lines, size, number = [], 0, 0
    if lines:
        yield b"".join(lines), number


def _line(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
