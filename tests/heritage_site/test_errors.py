"""Pages for what went wrong: helpful, and standing when everything else has fallen."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory

from heritage_site import errors
from search.interface import SearchUnavailable
from tests.search.views.conftest import answered_by, catalogue, filled_engine

__all__ = ["catalogue", "filled_engine"]  # fixtures


class Away:
    def search(self, request: Any) -> Any:
        raise SearchUnavailable("down")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/catalogue/projects/杨柳青年画/", "杨柳青年画"),
        ("/a/%E5%B9%B4%E7%94%BB.html", "年画"),
        ("/a/tian-jin_shi+diao/", "tian jin shi diao"),
        ("/", ""),
        ("/x/<script>\"'/", "script"),
        ("/" + "长" * 300, "长" * 40),
        ("/%ff%00", "\N{REPLACEMENT CHARACTER}"),
    ],
)
def test_reads_what_someone_looked_for_out_of_the_address(path: str, words: str) -> None:
    assert errors.words_of(path) == words


@pytest.mark.django_db
@pytest.mark.usefixtures("catalogue")
def test_not_found_offers_a_field_with_the_words_and_the_nearest_records(client: Client) -> None:
    page = client.get("/catalogue/projects/年画/")
    assert page.status_code == 404
    assert 'value="年画"' in page.text
    assert "杨柳青<mark>年画</mark>" in page.text


@pytest.mark.django_db
def test_not_found_stands_without_an_engine(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered_by(monkeypatch, Away())
    page = client.get("/nothing/年画/")
    assert page.status_code == 404
    assert "没有找到这个页面" in page.text


@pytest.mark.django_db
def test_forbidden_says_what_to_do() -> None:
    response = errors.forbidden(RequestFactory().get("/x/"), PermissionError())
    assert response.status_code == 403
    assert "请重新登录" in response.text


def test_a_failure_is_told_without_database_or_context() -> None:
    response = errors.server_error(RequestFactory().get("/x/"))
    assert response.status_code == 500
    assert "故障已经记录下来" in response.text


def test_a_failure_of_that_page_is_told_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise ValueError(name)

    monkeypatch.setattr(errors, "get_template", broken)
    response = errors.server_error(RequestFactory().get("/x/"))
    assert response.status_code == 500
    assert "网站出了故障" in response.text


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_words() -> None:
    """Django's own page for it is in English, with styles the site's policy forbids."""
    page = Client(enforce_csrf_checks=True).post("/catalogue/", {"q": "年画"})
    assert page.status_code == 403
    assert "没有接受这次提交" in page.text
    assert "CSRF verification failed" not in page.text
