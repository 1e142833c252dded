"""What search engines are told."""

from __future__ import annotations

from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.test import Client

from tests.factories.registry import make_inheritor, make_project

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def addresses(client: Client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml"
    names = {"sitemap": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    found = ElementTree.fromstring(answer.content).findall(".//sitemap:loc", names)
    return [str(each.text).removeprefix(SITE) for each in found]


def test_every_public_record_is_listed_and_no_draft(client: Client) -> None:
    shown = make_project("示例剪纸")
    make_project("未公开的", publish=False)
    person = make_inheritor("示例人")
    sections = addresses(client, "/sitemap.xml")
    assert len(sections) == 7
    listed = [each for section in sections for each in addresses(client, section)]
    assert f"/catalogue/projects/{shown.slug}/" in listed
    assert f"/catalogue/inheritors/{person.slug}/" in listed
    assert len([each for each in listed if each.startswith("/catalogue/projects/")]) == 1
    assert len(listed) == len(set(listed))
    for each in listed:
        assert client.get(each).status_code == 200, each


def test_many_records_take_one_query_more_than_none(
    client: Client, django_assert_num_queries: Any
) -> None:
    for number in range(12):
        make_project(f"示例{number}")
    with django_assert_num_queries(2):  # how many there are, and they themselves
        assert len(addresses(client, "/sitemap-projects.xml")) == 12


def test_what_is_not_for_them_is_named_and_nothing_public_is(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    told = RobotFileParser()
    told.parse(answer.content.decode().splitlines())
    assert told.site_maps() == [f"{SITE}/sitemap.xml"]
    for path in (
        "/",
        "/catalogue/",
        "/catalogue/projects/x/",
        "/classes/",
        "/notices/",
        "/api/v1/records",
    ):
        assert told.can_fetch("*", path), path
    for path in ("/admin/", "/account/login/", "/apply/", "/review/", "/track/"):
        assert not told.can_fetch("*", path), path


def test_an_unknown_section_is_not_there(client: Client) -> None:
    assert client.get("/sitemap-persons.xml").status_code == 404
