"""The site in use: editing, searching and indexing at once, in processes of their own."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3

from search.following import INTERVAL
from tests.search.indexing.site import READY, Site, wait_until, with_slack

SOON = 2.0
"""Seconds from an edit until a search shows it."""


def test_edits_show_within_two_seconds(site: Site) -> None:
    assert INTERVAL <= SOON / 4  # most of the time is left for the work itself
    follower = site.follow()
    site.tell("publish", "先行技艺")
    wait_until(lambda: site.found("先行技艺") != [], READY)  # both processes have started

    project, person = site.tell("publish_with_inheritor", "拦手门", "郭景春")
    wait_until(lambda: site.found("拦手门") == [project, person], with_slack(SOON))

    site.tell("rename", person, "郭景秋")
    wait_until(lambda: set(site.found("郭景秋")) == {project, person}, with_slack(SOON))
    assert site.found("郭景春") == []

    site.tell("take_off", project)
    wait_until(lambda: site.found("拦手门") == [], with_slack(SOON))
    assert site.found("郭景秋") == [person]

    follower.send_signal(signal.SIGTERM)
    assert follower.wait(timeout=60) == 0


def test_two_followers_and_one_killed_lose_nothing(site: Site) -> None:
    site.follow()
    victim = site.follow()
    names = [f"技艺第{number}号" for number in range(30)]
    ids: list[str] = []
    for start in range(0, 30, 10):
        ids += site.tell("publish", *names[start : start + 10])
        if start == 10:
            victim.kill()
    for record_id in ids[::3]:
        site.tell("rename", record_id, "改名后的" + record_id)
    wait_until(lambda: site.tell("backlog") == {"outbox": 0}, READY)

    status, told, _complaint = site.command("search_status", "--json")
    (embedded,) = json.loads(told)
    assert status == 0, told
    assert (embedded["expected"], embedded["held"], embedded["waiting"]) == (30, 30, 0)


def test_edits_during_a_rebuild_are_in_the_new_index(site: Site) -> None:
    site.follow()
    ids = site.tell("publish", *[f"技艺第{number}号" for number in range(20)])
    wait_until(lambda: site.tell("backlog") == {"outbox": 0}, READY)

    rebuilds = [site.start_command("rebuild_search")]
    number = 0
    while rebuilds[-1].poll() is None or len(rebuilds) < 2:
        if rebuilds[-1].poll() is not None:
            rebuilds.append(site.start_command("rebuild_search"))
        site.tell("rename", ids[number % 20], f"第{number}次改名")
        assert site.found("技艺") or site.found("改名")  # never half full
        number += 1
    assert [process.returncode for process in rebuilds] == [0, 0]
    wait_until(lambda: site.tell("backlog") == {"outbox": 0}, READY)

    status, told, _complaint = site.command("search_status")
    assert status == 0, told
    assert number > 5


def test_status_tells_what_differs_and_repair_mends_it(site: Site) -> None:
    kept, changed, lost = site.tell("publish", "甲技艺", "乙技艺", "丙技艺")
    status, told, _complaint = site.command("search_status")
    assert (status, "待写入 3 条" in told) == (0, True), told
    assert site.command("index_changes")[0] == 0
    assert site.command("search_status")[0] == 0

    # A database put back from a copy, an index damaged by hand: changes nobody noted.
    with sqlite3.connect(site.folder / "site.sqlite3") as database:
        pk = changed.rpartition("-")[2]
        database.execute("UPDATE registry_heritageproject SET name = '丁技艺' WHERE id = ?", [pk])
        pk = lost.rpartition("-")[2]
        database.execute("UPDATE registry_heritageproject SET live = 0 WHERE id = ?", [pk])
    site.tell("lose", kept)

    status, told, _complaint = site.command("search_status")
    assert status == 1
    assert f"索引中缺少 1：{kept}" in told
    assert f"索引中的内容已过时 1：{changed}" in told
    assert f"1：{lost}" in told

    status, told, _complaint = site.command("search_status", "--repair")
    assert (status, "修复了 3 条" in told) == (0, True), told
    assert site.found("丁技艺") == [changed]
    assert site.found("甲技艺") == [kept]
    assert site.found("丙技艺") == []


def test_an_index_thrown_away_is_built_again(site: Site) -> None:
    (record_id,) = site.tell("publish", "拦手门")
    assert site.command("index_changes")[0] == 0
    shutil.rmtree(site.folder / "index")
    site.follow()
    wait_until(lambda: site.found("拦手门") == [record_id], READY)


def test_searches_go_on_while_the_index_is_written(site: Site) -> None:
    site.follow()
    site.tell("publish", "先行技艺")
    wait_until(lambda: site.found("先行技艺") != [], READY)

    answers = []
    for number in range(10):
        site.tell("publish", f"后来技艺{number}")
        answers.append(site.tell("get", "/api/v1/records?q=技艺"))

    assert {answer["status"] for answer in answers} == {200}
    assert max(answer["seconds"] for answer in answers) < with_slack(1.0)
