"""School terms; and on PostgreSQL one exclusion constraint for places: a room and the whole of its
venue keep each other out as two sessions in one room do.
"""

from django.db import migrations, models

from accounts.domain.roles import grant
from accounts.enums import ROLE_ADMINISTRATOR
from outreach.enums import BUSY, ROLE_PLANNER

KEPT = [f"outreach.{action}_schoolterm" for action in ("add", "change", "view")]


def grant_all(apps, schema_editor):
    grant(ROLE_PLANNER, KEPT, apps=apps)
    grant(ROLE_ADMINISTRATOR, [*KEPT, "outreach.delete_schoolterm"], apps=apps)


def one_place(apps, schema_editor):
    """A session without a room has the range of all rooms, as NULL bounds make one."""
    if schema_editor.connection.vendor != "postgresql":
        return
    for name in ("room", "whole_venue"):
        _drop(schema_editor, name)
    _exclude(
        schema_editor,
        "place",
        "venue_id WITH =, int8range(room_id, room_id, '[]') WITH &&",
        "true",
    )


def two_kinds_of_place(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    _drop(schema_editor, "place")
    _exclude(schema_editor, "room", "room_id WITH =", "room_id IS NOT NULL")
    _exclude(schema_editor, "whole_venue", "venue_id WITH =", "room_id IS NULL")


def _drop(schema_editor, name):
    schema_editor.execute(
        f"ALTER TABLE outreach_session DROP CONSTRAINT session_one_{name}_at_a_time"
    )


def _exclude(schema_editor, name, columns, where):
    busy = ", ".join(f"'{state}'" for state in BUSY)
    schema_editor.execute(
        f"ALTER TABLE outreach_session ADD CONSTRAINT session_one_{name}_at_a_time "
        f"EXCLUDE USING gist ({columns}, tstzrange(begins_at, ends_at) WITH &&) "
        f"WHERE (state IN ({busy}) AND {where})"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("outreach", "0004_intakes_of_what_was_held"),
    ]

    operations = [
        migrations.AddField(
            model_name="series",
            name="term_time",
            field=models.BooleanField(
                default=False,
                help_text="寒暑假不上；学期在“学期”里登记",
                verbose_name="只在学期内上课",
            ),
        ),
        migrations.CreateModel(
            name="SchoolTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="如：2026—2027学年第一学期", max_length=60, verbose_name="名称"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="开学")),
                ("last_day", models.DateField(verbose_name="放假前最后一天")),
                (
                    "sample_data",
                    models.BooleanField(default=False, editable=False, verbose_name="示例数据"),
                ),
            ],
            options={
                "verbose_name": "学期",
                "verbose_name_plural": "学期",
                "ordering": ["-first_day", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gt", models.F("first_day"))),
                        name="term_days_in_order",
                        violation_error_message="放假要晚于开学。",
                    )
                ],
            },
        ),
        migrations.RunPython(grant_all, migrations.RunPython.noop),
        migrations.RunPython(one_place, two_kinds_of_place),
    ]
