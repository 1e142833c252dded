"""What each office may do; on PostgreSQL, a trigger that keeps the logs as they were written, and
exclusion constraints: one teacher is in one place, one room holds one session.

SQLite knows neither; there the whole database is locked while a session is planned.
"""

from django.db import migrations

from accounts.domain.roles import grant
from accounts.enums import ROLE_ADMINISTRATOR
from outreach.enums import BUSY, ROLE_HOST, ROLE_PLANNER
from safeguards.written_once import keep_evidence, let_evidence_go

ADMIN = "wagtailadmin.access_admin"
KEPT_BY_PLANNERS = ("programme", "venue", "teacher", "traveltime", "series", "session")
PLANNER = [
    *(f"{action}_{model}" for model in KEPT_BY_PLANNERS for action in ("add", "change", "view")),
    *("delete_traveltime", "plan_session", "run_session"),
    *("view_classrequest", "change_classrequest", "view_registration", "view_feedback"),
    *("view_sessionevent", "view_planpublication", "view_planimport"),
]
GRANTS = {
    ROLE_HOST: ["view_session", "run_session", "view_registration"],
    ROLE_PLANNER: PLANNER,
    ROLE_ADMINISTRATOR: [
        *(*PLANNER, "archive_session"),
        *(f"delete_{model}" for model in KEPT_BY_PLANNERS),
    ],
}
WRITTEN_ONCE = ("outreach_sessionevent", "outreach_requestevent", "outreach_planpublication")


def grant_all(apps, schema_editor):
    _make_custom_permissions(apps)
    for role, codenames in GRANTS.items():
        grant(role, [ADMIN, *(f"outreach.{name}" for name in codenames)], apps=apps)


def _make_custom_permissions(apps):
    """They are no action of a model of their own name: made here with the model's own words."""
    session = apps.get_model("outreach", "Session")
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="outreach", model="session"
    )
    for codename, label in session._meta.permissions:
        apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": label}
        )


def keep(apps, schema_editor):
    keep_evidence(schema_editor, WRITTEN_ONCE)


def let_go(apps, schema_editor):
    let_evidence_go(schema_editor, WRITTEN_ONCE)


def exclude(apps, schema_editor):
    """One teacher, one room (or one whole venue) at a time. A room and its whole venue are held apart
    by the domain, under its lock."""
    if schema_editor.connection.vendor != "postgresql":
        return
    busy = ", ".join(f"'{state}'" for state in BUSY)
    schema_editor.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    for name, column in (("teacher", "teacher_id"), ("room", "room_id")):
        schema_editor.execute(
            f"ALTER TABLE outreach_session ADD CONSTRAINT session_one_{name}_at_a_time "
            f"EXCLUDE USING gist ({column} WITH =, tstzrange(begins_at, ends_at) WITH &&) "
            f"WHERE (state IN ({busy}) AND {column} IS NOT NULL)"
        )
    schema_editor.execute(
        "ALTER TABLE outreach_session ADD CONSTRAINT session_one_whole_venue_at_a_time "
        "EXCLUDE USING gist (venue_id WITH =, tstzrange(begins_at, ends_at) WITH &&) "
        f"WHERE (state IN ({busy}) AND room_id IS NULL)"
    )


def include(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in ("teacher", "room", "whole_venue"):
            schema_editor.execute(
                f"ALTER TABLE outreach_session DROP CONSTRAINT session_one_{name}_at_a_time"
            )


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0001_initial"),
        ("accounts", "0002_roles"),
    ]

    operations = [
        migrations.RunPython(grant_all, migrations.RunPython.noop),
        migrations.RunPython(keep, let_go),
        migrations.RunPython(exclude, include),
    ]
