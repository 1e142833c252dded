"""Who gets where, what markup does there, and what nobody may read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER
from tests.security import world
from tests.security.conftest import EVERYONE, OUTSIDERS, ROLES, Visit, Walk

# Without the mark no test database is made, and the walk would go over the real one.
pytestmark = pytest.mark.django_db

# Pages of the administration that must stand before anyone has signed in.
OPEN_ADMIN = (
    "admin/sprite/",
    "admin/jsi18n/",
)
ONLY_ADMINISTRATORS = (
    "admin/users/",
    "admin/groups/",
    "admin/collections/",
    "admin/workflows/list/",
    "admin/workflows/edit/",
    "admin/workflows/tasks/",
    "admin/registry/personal/",
    "admin/registry/reading-log/",
    "admin/registry/imports/",
    "admin/reports/locked/",
)
"""What 编辑 and 审核 never open."""
ONLY_SUPERUSERS = ("admin/sites/", "admin/redirects/", "admin/settings/")
CHANGES_OF_RECORDS = ("/delete/", "/unpublish/", "/lock/", "/unlock/", "/unschedule/")


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_from_outside_opens_a_page_of_the_administration(walk: Walk, who: str) -> None:
    opened = [route for route in walk.opened(who) if route.lstrip("/").startswith("admin/")]
    assert [route for route in opened if not route.startswith(OPEN_ADMIN)] == []


@pytest.mark.parametrize("who", OUTSIDERS)
def test_what_outsiders_are_sent_to_is_the_log_in_of_this_site(walk: Walk, who: str) -> None:
    sent = {
        one.location.partition("?")[0]
        for one in walk.visits[who]
        if one.status in (301, 302) and one.address.path.startswith("/admin/")
    }
    assert sent <= {"/account/login/"}, sent


@pytest.mark.parametrize("who", [ROLE_EDITOR, ROLE_REVIEWER])
def test_only_administrators_open_accounts_personal_data_and_imports(walk: Walk, who: str) -> None:
    assert [r for r in walk.opened(who) if r.startswith(ONLY_ADMINISTRATORS)] == []
    reached = [r for r in walk.opened(ROLE_ADMINISTRATOR) if r.startswith(ONLY_ADMINISTRATORS)]
    assert len(reached) > 20, "the walk did not reach the pages it is about"


@pytest.mark.parametrize("who", ROLES)
def test_settings_of_the_site_are_for_superusers(walk: Walk, who: str) -> None:
    assert [route for route in walk.opened(who) if route.startswith(ONLY_SUPERUSERS)] == []


def test_an_editor_opens_no_page_that_publishes_locks_or_deletes_a_record(walk: Walk) -> None:
    def asked(who: str) -> list[str]:
        return [
            route
            for route in walk.opened(who)
            if "snippets/registry/" in route and any(part in route for part in CHANGES_OF_RECORDS)
        ]

    assert asked(ROLE_EDITOR) == []
    assert len(asked(ROLE_REVIEWER)) >= 10


@pytest.mark.parametrize("who", EVERYONE)
def test_no_address_fails(walk: Walk, who: str) -> None:
    failing = [f"{one.address.path} {one.body}" for one in walk.visits[who] if one.status >= 500]
    assert not failing, "\n".join(failing)


@pytest.mark.parametrize("who", EVERYONE)
def test_markup_in_any_text_stays_text(walk: Walk, who: str) -> None:
    holding = [one.address.path for one in walk.visits[who] if world.OPENED in _markup(one)]
    assert holding == []
    shown = [one for one in walk.visits[who] if "&lt;s id=xss" in one.body]
    assert len(shown) >= 5, "the walk saw none of the names it is about"


@pytest.mark.parametrize("who", EVERYONE)
def test_sensitive_personal_data_stands_on_no_page(walk: Walk, who: str) -> None:
    found = {
        (one.address.path, name)
        for one in walk.visits[who]
        for name, value in world.PERSONAL.items()
        if value in one.body and value not in one.address.path
    }
    assert found == set()


@pytest.mark.parametrize("who", OUTSIDERS)
def test_drafts_and_closed_sections_stand_on_no_page_outside(walk: Walk, who: str) -> None:
    found = {
        (one.address.path, words)
        for one in walk.visits[who]
        for words in world.STAFF_ONLY
        if words in one.body
    }
    assert found == set()


def test_staff_do_see_what_is_kept_from_visitors(walk: Walk) -> None:
    """Else the test above would only show that the words stand nowhere."""
    bodies = "".join(one.body for one in walk.visits[ROLE_EDITOR])

    def shown(words: str) -> bool:  # rich text stands in its form as JSON
        return words in bodies or json.dumps(words)[1:-1] in bodies

    assert [words for words in world.STAFF_ONLY if not shown(words)] == []


@pytest.mark.parametrize("who", OUTSIDERS)
def test_files_that_are_not_public_are_not_there_for_outsiders(walk: Walk, who: str) -> None:
    answers = [one for one in walk.visits[who] if any(f in one.address.path for f in walk.files)]
    assert len(answers) >= 3
    assert {one.status for one in answers} == {404}


def _markup(one: Visit) -> str:
    """What a browser would read as markup: pages, and the HTML inside answers to scripts."""
    if "json" not in one.kind:
        return one.body if "html" in one.kind or "svg" in one.kind else ""
    return "\n".join(_html_values(json.loads(one.body)))


def _html_values(value: Any, key: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _html_values(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _html_values(inner, key)
    elif isinstance(value, str) and key in {"html", "rendered", "preview_markup"}:
        yield value
