"""Units can be closed; administrators keep them."""

from django.db import migrations, models

from accounts.domain.roles import grant
from accounts.enums import ROLE_ADMINISTRATOR

KEEP_UNITS = ["accounts.view_organisation", "accounts.change_organisation"]


def grant_them(apps, schema_editor):
    grant(ROLE_ADMINISTRATOR, KEEP_UNITS, apps=apps)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_people_and_units")]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="closed_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="停用时间"
            ),
        ),
        migrations.RunPython(grant_them, migrations.RunPython.noop),
    ]
