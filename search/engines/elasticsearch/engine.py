"""The Elasticsearch engine: an alias in front of the index in use, a second one while rebuilding.

During a rebuild the new index stands behind ``<prefix>-next``. Whoever writes meanwhile writes to
it as well, first to the new, then to the old, so nothing is lost however the swap falls; removals
leave a tombstone in the new index until the swap, lest the rebuild bring the record back.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from search.engines.answering import Answering
from search.engines.plan import Answer, Plan
from search.interface import Health, SearchDocument, SearchUnavailable
from search.text.fields import analyse

from .adapter import Body, IndexMissing, Server
from .body import MAPPINGS, SETTINGS, to_source
from .reading import Reader
from .state import state_of

logger = logging.getLogger(__name__)

T = TypeVar("T")

_TOMBSTONE: Body = {"gone": True}


class ElasticsearchEngine(Answering):
    """One index on a server, under names that begin with a prefix."""

    name = "elasticsearch"

    def __init__(self, url: str, *, prefix: str = "heritage", timeout: float = 0.8) -> None:
        super().__init__()
        self.server = Server(url, timeout)
        self.alias = prefix
        self.next_alias = f"{prefix}-next"
        self._state = state_of(url, prefix)
        self._reader = Reader(self.server, prefix, self.state)

    # --- reading ------------------------------------------------------------------

    def state(self) -> Hashable:
        """The index behind the alias and how often what it shows has changed, known a moment ago."""
        try:
            return self._state.now(lambda: self.server.changes(self.alias)) or None
        except IndexMissing:
            return None

    def run(self, plan: Plan, state: Hashable = None) -> Answer:
        """One search with its counts; a second call only brings documents that are not kept."""
        try:
            return self._reader.run(plan)
        except IndexMissing:
            self._create_first()
            return self._again(lambda: self._reader.run(plan))

    def run_all(self, plans: Sequence[Plan]) -> list[Answer]:
        """Several searches in one round trip, which brings the documents as well."""
        try:
            return self._reader.run_all(plans)
        except IndexMissing:
            self._create_first()
            return self._again(lambda: self._reader.run_all(plans))

    def bodies(self, plans: Sequence[Plan]) -> list[Body]:
        """What is sent to the server for a plan, or for several at once."""
        return self._reader.bodies(plans)

    def versions(self) -> Mapping[str, int]:
        """Every id with its version."""
        try:
            return {
                hit["fields"]["id"][0]: int(hit["fields"].get("version", [0])[0])
                for hit in self.server.documents(self.alias, ("id", "version"))
                if "fields" in hit
            }
        except IndexMissing:
            return {}

    def health(self) -> Health:
        """Whether the server answers, and how much it holds."""
        try:
            colour = self.server.ping()
            count = self.server.count(self.alias)
        except IndexMissing:
            return Health(True, 0, "Elasticsearch 已连接，索引尚未建立。")
        except SearchUnavailable as error:
            return Health(False, 0, f"Elasticsearch 没有应答：{error}")
        if colour == "red":
            return Health(False, count, "Elasticsearch 有数据暂时无法读取（状态为红色）。")
        return Health(True, count, f"Elasticsearch 正常，共 {count} 条记录。")

    # --- writing ------------------------------------------------------------------

    def index(self, documents: Iterable[SearchDocument]) -> int:
        """Add or replace; findable on return."""
        latest = {document.id: document for document in documents}
        sources = {
            each: to_source(document, analyse(document)) for each, document in latest.items()
        }
        self._write(
            [({"index": {"_id": each}}, source) for each, source in sources.items()],
            [({"index": {"_id": each}}, source) for each, source in sources.items()],
        )
        return len(sources)

    def remove(self, ids: Iterable[str]) -> int:
        """Take out; gone on return."""
        gone = list(dict.fromkeys(ids))
        self._write(
            [({"delete": {"_id": each}}, None) for each in gone],
            [({"index": {"_id": each}}, _TOMBSTONE) for each in gone],
        )
        return len(gone)

    def _write(
        self,
        actions: list[tuple[Body, Body | None]],
        in_next: list[tuple[Body, Body | None]],
    ) -> None:
        if not actions:
            return
        if self.server.indices_behind(self.next_alias):
            # A 404 only says that the swap came first: then the alias below is the new index.
            self._bulk(self.next_alias, in_next, missing_is_fine=True)
        try:
            self._bulk(self.alias, actions)
        except IndexMissing:
            self._create_first()
            self._again(lambda: self._bulk(self.alias, actions))

    def _bulk(
        self,
        alias: str,
        actions: list[tuple[Body, Body | None]],
        *,
        missing_is_fine: bool = False,
    ) -> None:
        addressed = [
            ({verb: {**about, "_index": alias, "require_alias": True}}, source)
            for action, source in actions
            for verb, about in action.items()
        ]
        try:
            answers = self.server.bulk(addressed, refresh=True)
        finally:
            self._state.changed()
        for answer in answers:
            error = answer.get("error")
            if error is None:
                continue
            if error["type"] == "index_not_found_exception":
                if missing_is_fine:
                    continue
                raise IndexMissing(alias)
            raise SearchUnavailable(f"Elasticsearch refused a document: {error}")

    # --- rebuilding -----------------------------------------------------------------

    def rebuild(
        self, documents: Iterable[SearchDocument], *, progress: Callable[[int], None] | None = None
    ) -> int:
        """A new index beside the one in use, then one step to the new one."""
        new = self._new_index()
        self.server.change_aliases([{"add": {"index": new, "alias": self.next_alias}}])
        try:
            count = self._fill(new, documents, progress)
            self._clear_tombstones(new)
            self._merge(new)
        except BaseException:
            self._give_up(new)
            raise
        self._swap(new)
        return count

    def _fill(
        self,
        new: str,
        documents: Iterable[SearchDocument],
        progress: Callable[[int], None] | None,
    ) -> int:
        """Write everything that nobody has written or removed there meanwhile."""
        done = 0

        def report(number: int) -> None:
            nonlocal done
            done += number
            if progress is not None:
                progress(done)

        def actions() -> Iterator[tuple[Body, Body | None]]:
            for document in documents:
                about = {"create": {"_index": new, "_id": document.id}}
                yield about, to_source(document, analyse(document))

        written: set[str] = set()
        for answer in self.server.bulk(actions(), done=report):
            if answer.get("error") and answer["status"] != 409:
                raise SearchUnavailable(f"Elasticsearch refused a document: {answer['error']}")
            written.add(answer["_id"])
        return len(written)

    def _merge(self, index: str) -> None:
        """One segment: filled in small pieces, a search would look into each of them."""
        try:
            self.server.merge(index)
        except SearchUnavailable as error:  # it goes on by itself, or the pieces stay: only slower
            logger.warning("the new index could not be merged in time: %s", error)

    def _swap(self, new: str) -> None:
        old = self.server.indices_behind(self.alias)
        self.server.change_aliases(
            [
                *({"remove": {"index": index, "alias": self.alias}} for index in old),
                {"add": {"index": new, "alias": self.alias}},
                {"remove": {"index": new, "alias": self.next_alias}},
            ]
        )
        self._clear_tombstones(new)
        self._state.changed()
        for index in old:
            self.server.delete(index)

    def _clear_tombstones(self, index: str) -> None:
        self.server.refresh(index)
        body: Body = {"size": 10_000, "query": {"term": {"gone": True}}, "_source": False}
        while hits := self.server.search(index, body)["hits"]["hits"]:
            actions = [({"delete": {"_index": index, "_id": hit["_id"]}}, None) for hit in hits]
            self.server.bulk(actions, refresh=True)

    def _new_index(self) -> str:
        """An empty index under a new name; what a broken-off rebuild left behind goes."""
        in_use = self.server.indices_behind(self.alias)
        left = self.server.indices_like(f"{self.alias}-2*,{self.alias}-first*")
        for index in left:
            if index not in in_use:
                self.server.delete(index)
        stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime())
        name = f"{self.alias}-{stamp}-{uuid.uuid4().hex[:6]}"
        self.server.create(name, SETTINGS, MAPPINGS)
        return name

    def _give_up(self, new: str) -> None:
        try:
            self.server.delete(new)
        except (SearchUnavailable, IndexMissing):
            return  # the next rebuild clears it away

    def _create_first(self) -> None:
        """An empty index behind the alias, where there is none yet."""
        if self.server.indices_behind(self.alias):
            return
        name = f"{self.alias}-first"  # one name, so that two processes make one index
        try:
            self.server.create(name, SETTINGS, MAPPINGS)
        except SearchUnavailable as error:
            if "resource_already_exists" not in str(error):
                raise
        add = {"add": {"index": name, "alias": self.alias}}
        # A rebuild that begins at this moment clears it away: then the rebuild's own will be there.
        self._again(lambda: self.server.change_aliases([add]))
        if self.server.indices_behind(self.alias) != [name]:
            self.server.delete(name)  # a rebuild was quicker, and its index holds the records

    def _again(self, call: Callable[[], T]) -> T:
        try:
            return call()
        except IndexMissing as error:
            raise SearchUnavailable(f"the index is missing: {error}") from error
