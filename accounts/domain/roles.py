"""Grants permissions to the staff roles.

Works on real models and inside migrations, where it is given the migration's `apps`. A migration
that grants something must depend on accounts.0002_roles and on the migration that makes the model.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps as current_apps

from ..enums import ROLES


def create_roles(apps: Any = current_apps) -> None:
    """The three roles, each of which may enter the administration; again changes nothing."""
    for role in ROLES:
        grant(role, ["wagtailadmin.access_admin"], apps=apps)


def grant(role: str, permissions: Iterable[str], *, apps: Any = current_apps) -> None:
    """Give a role the permissions, written `app_label.codename`; those it has are left alone.

    Django makes the rows of permissions only after the last migration, so a missing row is made
    here, exactly as Django would; afterwards Django finds it there.
    """
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    group.permissions.add(*[permission_row(name, apps=apps) for name in permissions])


def grant_in_collections(
    role: str, permissions: Iterable[str], *, apps: Any = current_apps
) -> None:
    """Give a role permissions on files of every collection, as Wagtail keeps them."""
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    root = apps.get_model("wagtailcore", "Collection").objects.order_by("path").first()
    rows = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for name in permissions:
        rows.get_or_create(group=group, collection=root, permission=permission_row(name, apps=apps))


def grant_on_pages(role: str, codenames: Iterable[str], *, apps: Any = current_apps) -> None:
    """Give a role permissions on every page, as Wagtail keeps them."""
    group, _created = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    root = apps.get_model("wagtailcore", "Page").objects.order_by("path").first()
    rows = apps.get_model("wagtailcore", "GroupPagePermission").objects
    for codename in codenames:
        permission = permission_row(f"wagtailcore.{codename}", apps=apps)
        rows.get_or_create(group=group, page=root, permission=permission)


def permission_row(name: str, *, apps: Any = current_apps) -> Any:
    """The Permission of this name, made when it is not there yet."""
    app_label, _dot, codename = name.partition(".")
    rows = apps.get_model("auth", "Permission").objects
    existing = rows.filter(content_type__app_label=app_label, codename=codename).first()
    if existing:
        return existing
    action, _underscore, model_name = codename.rpartition("_")
    model = apps.get_model(app_label, model_name)  # LookupError tells of a misspelt name
    content_type, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model_name
    )
    named = dict(model._meta.permissions)
    return rows.create(
        content_type=content_type,
        codename=codename,
        name=named.get(codename) or f"Can {action} {model._meta.verbose_name_raw}",
    )
