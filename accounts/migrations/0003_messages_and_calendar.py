"""Who releases messages, and who keeps the work calendar.

The two rooms lie below this one and do not know the roles.
"""

from django.db import migrations

from accounts.domain.roles import grant
from accounts.enums import ROLE_ADMINISTRATOR, ROLE_REVIEWER, ROLES

RELEASE = ["messaging.release_message"]
KEEP_CALENDAR = [f"workcalendar.{action}_calendarday" for action in ("add", "change", "delete")]


def grant_them(apps, schema_editor):
    for role in (ROLE_REVIEWER, ROLE_ADMINISTRATOR):
        grant(role, RELEASE, apps=apps)
    for role in ROLES:
        grant(role, ["workcalendar.view_calendarday"], apps=apps)
    grant(ROLE_ADMINISTRATOR, KEEP_CALENDAR, apps=apps)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_roles"),
        ("messaging", "0001_initial"),
        ("workcalendar", "0001_initial"),
    ]

    operations = [migrations.RunPython(grant_them, migrations.RunPython.noop)]
