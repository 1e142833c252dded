"""A real Elasticsearch stopped, killed, hanging and started again under a site in use."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.search.indexing.site import READY, Site, wait_until, with_slack
from tests.servers.elasticsearch import ElasticsearchServer

SOON = 2.0
NOTICED = 1.0
"""Seconds until pages say that the stand-in answers: what was answered just before is kept for a third of one."""
CAUGHT_UP = 240.0
"""Seconds after its return until Elasticsearch has missed nothing; it starts slowly itself."""


@pytest.fixture
def big_site(
    tmp_path: Path,
    migrated_file: Path,
    private_elasticsearch: ElasticsearchServer,
    index_prefix: str,
) -> Iterator[Site]:
    """The site with Elasticsearch, in use: one record is found and the follower runs."""
    private_elasticsearch.start()
    made = Site(
        tmp_path,
        migrated_file,
        SEARCH_URL=private_elasticsearch.url,
        SEARCH_INDEX_PREFIX=index_prefix,
    )
    try:
        made.follow()
        made.tell("publish", "先行技艺")
        wait_until(lambda: made.found("先行技艺") != [], READY)
        wait_until(lambda: made.tell("backlog") == {"outbox": 0} and not limited(made), READY)
        yield made
    finally:
        made.end()


def limited(site: Site) -> bool:
    """Whether the stand-in answers; and it answers at once."""
    answer = site.tell("get", "/api/v1/records?q=技艺")
    assert answer["status"] == 200
    assert answer["seconds"] < with_slack(1.0)
    return bool(answer["body"]["limited"])


def all_is_well(site: Site) -> None:
    """Both indexes are as the database says."""
    status, told, complaint = site.command("search_status", "--json")
    assert status == 0, told + complaint
    assert {one["target"]: one["ok"] for one in json.loads(told)} == {
        "embedded": True,
        "elasticsearch": True,
    }


@pytest.mark.parametrize("way", ["stop", "kill"])
def test_away_and_back(
    big_site: Site, private_elasticsearch: ElasticsearchServer, way: str
) -> None:
    (before,) = big_site.tell("publish", "撤下的作品")
    wait_until(lambda: big_site.found("撤下的作品") == [before], with_slack(SOON))

    getattr(private_elasticsearch, way)()
    wait_until(lambda: limited(big_site), with_slack(NOTICED))
    (during,) = big_site.tell("publish", "停机时发布的作品")
    wait_until(lambda: big_site.found("停机时发布的作品") == [during], with_slack(SOON))
    big_site.tell("take_off", before)
    wait_until(lambda: big_site.found("撤下的作品") == [], with_slack(SOON))
    assert big_site.tell("backlog")["elasticsearch"] == 2
    status, told, _complaint = big_site.command("search_status")
    assert status == 2
    assert "elasticsearch：引擎不可用" in told

    private_elasticsearch.start()
    wait_until(lambda: big_site.tell("backlog") == {"outbox": 0}, CAUGHT_UP)
    wait_until(lambda: not limited(big_site), CAUGHT_UP)
    assert big_site.found("停机时发布的作品") == [during]
    assert big_site.found("撤下的作品") == []
    all_is_well(big_site)


def test_hanging_and_going_on(big_site: Site, private_elasticsearch: ElasticsearchServer) -> None:
    group = private_elasticsearch.group
    assert group is not None
    os.killpg(group, signal.SIGSTOP)
    try:
        wait_until(lambda: limited(big_site), with_slack(NOTICED))
        (during,) = big_site.tell("publish", "停顿时发布的作品")
        wait_until(lambda: big_site.found("停顿时发布的作品") == [during], with_slack(SOON))
    finally:
        os.killpg(group, signal.SIGCONT)
    wait_until(lambda: big_site.tell("backlog") == {"outbox": 0}, CAUGHT_UP)
    wait_until(lambda: not limited(big_site), CAUGHT_UP)
    assert big_site.found("停顿时发布的作品") == [during]
    all_is_well(big_site)


def test_edits_during_a_rebuild_are_in_the_new_index(big_site: Site) -> None:
    ids = big_site.tell("publish", *[f"技艺第{number}号" for number in range(20)])
    rebuild = big_site.start_command("rebuild_search")
    number = 0
    while rebuild.poll() is None:
        big_site.tell("rename", ids[number % 20], f"第{number}次改名")
        number += 1
    assert rebuild.returncode == 0
    wait_until(lambda: big_site.tell("backlog") == {"outbox": 0}, CAUGHT_UP)
    assert number
    all_is_well(big_site)
