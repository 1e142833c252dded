"""The elder-friendly version and the language: one switch, remembered, back to where one was."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from heritage_site import context

pytestmark = pytest.mark.django_db

DISPLAY = "/display/"


def test_the_switch_turns_the_elder_version_on_everywhere_and_off_again(client: Client) -> None:
    response = client.post(
        DISPLAY, {"elder": "1"}, headers={"referer": "http://testserver/catalogue/?q=a&page=2"}
    )
    assert response["Location"] == "/catalogue/?q=a&page=2"
    assert response.cookies["elder"]["max-age"] > 300 * 24 * 3600
    for address in ("/", "/nothing-here/"):
        page = client.get(address)
        assert 'data-mode="elder"' in page.text
        assert 'aria-pressed="true"' in page.text
        assert "Cookie" in page["Vary"]
    client.post(DISPLAY, {"elder": "0"})
    assert 'data-mode="elder"' not in client.get("/").text


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/catalogue/",
        "//elsewhere.example",
        "javascript:alert(1)",
        "http://testserver//elsewhere.example/",
        "http://testserver/\\elsewhere.example/",
    ],
)
def test_it_never_leads_away_from_the_site(client: Client, address: str) -> None:
    for sent in ({"next": address}, {}):
        response = client.post(DISPLAY, {"elder": "1", **sent}, headers={"referer": address})
        assert response["Location"].startswith("/")
        assert not response["Location"].startswith(("//", "/\\"))


def test_without_a_referer_the_form_says_where_to_go(client: Client) -> None:
    assert client.post(DISPLAY, {"next": "/catalogue/?q=b"})["Location"] == "/catalogue/?q=b"
    assert client.post(DISPLAY, {"next": ""})["Location"] == "/"


def test_needs_no_token_but_only_takes_posts() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(DISPLAY, {"elder": "1"}).status_code == 302
    assert strict.get(DISPLAY).status_code == 405


def test_only_languages_the_site_speaks_are_remembered(client: Client, settings: Any) -> None:
    assert settings.LANGUAGE_COOKIE_NAME in client.post(DISPLAY, {"language": "en"}).cookies
    assert client.post(DISPLAY, {"language": "xx"}).cookies == {}


def test_a_language_is_offered_when_its_translation_is_there(settings: Any, tmp_path: Any) -> None:
    context.offered_languages.cache_clear()
    settings.LOCALE_PATHS = [tmp_path]
    assert context.offered_languages() == (("zh-hans", "简体中文"),)
    context.offered_languages.cache_clear()
    compiled = tmp_path / "en" / "LC_MESSAGES" / "django.mo"
    compiled.parent.mkdir(parents=True)
    compiled.touch()
    assert context.offered_languages()[1] == ("en", "English")
    context.offered_languages.cache_clear()
