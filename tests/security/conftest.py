"""Everyone who may come, and one walk by each over every address of the site."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import override_settings

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER
from accounts.models import User
from registry.queries import RECORD_MODELS
from search.addresses import record_url
from search.parameters import vocabulary
from tests.search.api.conftest import index_everything
from tests.security import world
from tests.security.addresses import Address, all_addresses

ROLES = (ROLE_EDITOR, ROLE_REVIEWER, ROLE_ADMINISTRATOR)
OUTSIDERS = ("nobody", "without role", "dismissed")
EVERYONE = (*OUTSIDERS, *ROLES)


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visitor got at one address."""

    address: Address
    status: int
    location: str
    kind: str
    body: str


@dataclass(slots=True)
class Walk:
    """All answers, by visitor."""

    visits: dict[str, list[Visit]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    def opened(self, who: str) -> dict[str, Visit]:
        """Addresses that answered this visitor with a page, by route."""
        return {one.address.route: one for one in self.visits[who] if one.status == 200}


def make_user(who: str) -> User:
    """A person of this role; "dismissed" was an editor, "without role" has none."""
    user = User.objects.create_user(f"tester-{User.objects.count()}", display_name="测试者")
    if who != "without role":
        user.groups.add(Group.objects.get(name=ROLE_EDITOR if who == "dismissed" else who))
    return user


def browser(who: str) -> Client:
    """The browser of such a person, signed in."""
    client = Client(raise_request_exception=False)
    if who != "nobody":
        user = make_user(who)
        client.force_login(user)
        if who == "dismissed":
            User.objects.filter(pk=user.pk).update(is_active=False)
    return client


@pytest.fixture(scope="package")
def walk(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Walk:
    """Each visitor asks for each address once; rolled back after the last test."""
    name = str(connection.settings_dict["NAME"])
    if "memory" not in name and not Path(name).name.startswith("test_"):
        pytest.fail("No test database was made: mark the module with django_db.")
    folder = tmp_path_factory.mktemp("walk")
    places = {
        "SEARCH_INDEX_DIR": folder / "search",
        "MEDIA_ROOT": folder / "files",
        "PRIVATE_MEDIA_ROOT": folder / "private",
    }
    with django_db_blocker.unblock(), override_settings(**places), transaction.atomic():
        cache.clear()
        User.objects.create_superuser("owner", display_name="所有者")
        world.build_world(make_user(ROLE_ADMINISTRATOR))
        index_everything()
        vocabulary.forget()
        done = Walk(files=world.files())
        addresses = all_addresses() + public_addresses()
        for who in EVERYONE:
            client = browser(who)
            asked = [one for one in addresses if who != ROLE_REVIEWER or not is_chooser(one)]
            done.visits[who] = [visit(client, address) for address in asked]
        transaction.set_rollback(True)
    vocabulary.forget()
    cache.clear()
    return done


def visit(client: Client, address: Address) -> Visit:
    """Ask for it, and keep all that was said."""
    answer = client.get(address.path)
    kind = answer.headers.get("Content-Type", "")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace") if "image/" not in kind else ""
    if answer.status_code >= 500:
        text = repr(getattr(answer, "exc_info", None))
    return Visit(address, answer.status_code, answer.headers.get("Location", ""), kind, text)


def is_chooser(address: Address) -> bool:
    """Lists to pick from, which 编辑 and 审核 share: one of the two looks at them."""
    return "choose" in address.route or "results/" in address.route


def public_addresses() -> list[Address]:
    """Addresses the URLconf cannot tell: each record's page, searches, exports, files."""
    paths = ["/", "/no-such-page/", "/no-such-金丝雀/"]
    for kind, model in RECORD_MODELS.items():
        for record in model._default_manager.all():
            paths += [record_url(kind, record.slug), f"/api/v1/records/{kind}-{record.pk}"]
        if kind == "inheritor":
            forms = model._default_manager.values_list("pk", flat=True)
            paths += [f"/admin/snippets/registry/inheritor/edit/{pk}/" for pk in forms]
        listing = f"/admin/snippets/registry/{model._meta.model_name}/"
        paths += [f"{listing}?export=csv", f"{listing}?q=xss", f"{listing}?q=13912345678"]
    for words in ("金丝雀", "xss"):
        paths += [f"{start}?q={words}" for start in SEARCHES]
    paths += ["/admin/reports/site-history/?export=csv", "/admin/registry/reading-log/?export=csv"]
    paths += [f"/files/{name}" for name in world.files()]
    paths += [f"/files/sized/whole-320.webp/{name}" for name in world.files()]
    return [Address(path, path, "") for path in paths]


SEARCHES = ("/catalogue/", "/catalogue/suggest/", "/api/v1/records", "/api/v1/suggest")
