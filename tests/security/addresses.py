"""Every address of the site, with the keys of rows that are there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver
from wagtail.models import Collection, Page, Site, Task, Workflow

from accounts.models import Organisation, User
from applications.models import Case, Notice, Objection, PanelMember, Round
from media.models import HeritageDocument, HeritageImage
from messaging.models import Message
from registry.models import HeritageProject, Inheritor

_SNIPPET = re.compile(r"snippets/(?:choose/)?(registry|media|applications)/(\w+)/")
_PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
_OWN_ROWS: list[tuple[str, Callable[[], Any]]] = [
    ("apply/", lambda: Case.objects.first()),
    ("review/<int:pk>/", lambda: PanelMember.objects.first()),
    ("notices/", lambda: Notice.objects.first()),
    ("applications/objections/", lambda: Objection.objects.first()),
    ("applications/rounds/", lambda: Round.objects.first()),
    ("applications/cases/", lambda: Case.objects.first()),
    ("messaging/", lambda: Message.objects.first()),
    ("account/units/", lambda: Organisation.objects.first()),
    ("registry/personal/", lambda: Inheritor.objects.first()),
    ("editing-sessions/", lambda: HeritageProject.objects.first()),
    ("users/", lambda: User.objects.filter(is_superuser=True).first()),
    ("groups/", lambda: Group.objects.first()),
    ("workflows/tasks/", lambda: Task.objects.first()),
    ("workflows/", lambda: Workflow.objects.first()),
    ("collections/", lambda: Collection.objects.first()),
    ("images/", lambda: HeritageImage.objects.first()),
    ("documents/", lambda: HeritageDocument.objects.first()),
    ("sites/", lambda: Site.objects.first()),
    ("pages/", lambda: Page.objects.last()),
]
_FIXED = {
    "app_label": "registry",
    "model_name": "heritageproject",
    "content_type_app_name": "pages",
    "content_type_model_name": "articlepage",
    "filter_spec": "width-100",
    "revision_id_a": "earliest",
    "revision_id_b": "latest",
    "variant": "whole-320.webp",
    "name": "accept",
    "question": "contact-phone",
    "section": "applicant",
    "year": "2026",
}
# Signs the visitor out, or fails on purpose to show the page for failures.
LEFT_OUT = ("logout/", "failwhale/", "test404/")


@dataclass(frozen=True, slots=True)
class Address:
    """A pattern of the URLconf, and an address it matches."""

    route: str
    path: str
    name: str


def all_addresses() -> list[Address]:
    """One address for each pattern that can be filled in."""
    found = []
    for route, name in _patterns(get_resolver(), "", ()):
        path = _filled(route)
        if path is not None and not any(part in route for part in LEFT_OUT):
            found.append(Address(route, "/" + path, name))
    return found


def _patterns(
    resolver: URLResolver, prefix: str, names: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern, route, (*names, pattern.namespace or ""))
        elif isinstance(pattern, URLPattern):
            yield route, ":".join(filter(None, (*names, pattern.name)))


def _filled(route: str) -> str | None:
    """The route with the keys of rows that are there; None for one that takes anything."""
    row = _row_for(route)

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name == "revision_id" and row is not None:
            return str(getattr(row, "latest_revision_id", None) or 1)
        if name == "public_id" and row is not None:
            return str(getattr(row, "public_id", row.pk))
        return _FIXED.get(name) or str(row.pk if row is not None else 1)

    route = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", route)
    path = _PARAMETER.sub(value, route).replace("\\Z", "").replace("\\.", ".")
    path = path.replace("^", "").replace("$", "")
    return None if re.search(r"[()*\\\[?]", path) else path


def _row_for(route: str) -> Any:
    if match := _SNIPPET.search(route):
        return apps.get_model(match[1], match[2])._default_manager.order_by("pk").first()
    for part, row in _OWN_ROWS:
        if part in route:
            return row()
    return HeritageProject.objects.first()
