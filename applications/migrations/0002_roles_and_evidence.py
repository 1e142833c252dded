"""The house's own form templates; what each office may do; and, on PostgreSQL, a trigger that keeps evidence as it was written.

SQLite has no such trigger: emptying a test database deletes row by row there. The hash chain finds
what was changed on either.
"""

from django.db import migrations

from accounts.domain.roles import grant
from accounts.enums import ROLE_ADMINISTRATOR
from applications.domain.defaults import load_templates
from applications.enums import (
    ROLE_GUIDE,
    ROLE_OBJECTION_HANDLER,
    ROLE_OFFICER,
    ROLE_PUBLISHER,
    ROLE_SECRETARY,
)
from safeguards.written_once import keep_evidence, let_evidence_go

ADMIN = "wagtailadmin.access_admin"
VIEW = ["applications.view_case", "applications.view_caseevent"]
GRANTS = {
    ROLE_GUIDE: ["guide_case"],
    ROLE_OFFICER: ["accept_case", "file_case"],
    ROLE_SECRETARY: ["review_case", "add_expert", "change_expert", "view_expert"],
    ROLE_PUBLISHER: ["publish_notice"],
    ROLE_OBJECTION_HANDLER: ["handle_objection", "view_objection"],
    ROLE_ADMINISTRATOR: [
        *("guide_case", "accept_case", "file_case", "review_case", "publish_notice"),
        *("promulgate_case", "reopen_case", "handle_objection", "configure_round"),
        *("view_objection", "view_privatereading"),
        *(f"{action}_expert" for action in ("add", "change", "delete", "view")),
        *(f"{action}_round" for action in ("add", "change", "delete", "view")),
        *(f"{action}_formtemplate" for action in ("add", "change", "delete", "view")),
    ],
}
WRITTEN_ONCE = (
    *("applications_roundversion", "applications_dossierversion", "applications_privatereading"),
    *("applications_caseevent", "applications_issuedletter", "applications_noticecorrection"),
    "applications_objectionevent",
)


def grant_all(apps, schema_editor):
    _make_custom_permissions(apps)
    for role, codenames in GRANTS.items():
        grant(role, [ADMIN, *VIEW, *(f"applications.{name}" for name in codenames)], apps=apps)


def _make_custom_permissions(apps):
    """Django makes permissions after the last migration; those that are no action of a model of
    their own name cannot be guessed from it, so they are made here with the model's own words."""
    case = apps.get_model("applications", "Case")
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="applications", model="case"
    )
    for codename, label in case._meta.permissions:
        apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": label}
        )


def load_house_templates(apps, schema_editor):
    load_templates(apps)


def keep(apps, schema_editor):
    keep_evidence(schema_editor, WRITTEN_ONCE)


def let_go(apps, schema_editor):
    let_evidence_go(schema_editor, WRITTEN_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0001_initial"),
        ("accounts", "0002_roles"),
    ]

    operations = [
        migrations.RunPython(load_house_templates, migrations.RunPython.noop),
        migrations.RunPython(grant_all, migrations.RunPython.noop),
        migrations.RunPython(keep, let_go),
    ]
