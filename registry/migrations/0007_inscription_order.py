"""A column by which a list is in the order of its codes: Ⅷ-9 before Ⅷ-10."""

from django.db import migrations, models

from registry.codes import code_sort_key

AT_ONCE = 1000


def fill(apps, schema_editor):
    inscriptions = apps.get_model("registry", "Inscription").objects
    changed = []
    for row in inscriptions.only("pk", "sub_number", "code_as_written").iterator():
        row.code_order = code_sort_key(row.sub_number) or code_sort_key(row.code_as_written)
        if row.code_order:
            changed.append(row)
    inscriptions.bulk_update(changed, ["code_order"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0006_division_tiers"),
    ]

    operations = [
        migrations.AddField(
            model_name="inscription",
            name="code_order",
            field=models.CharField(
                blank=True, db_index=True, editable=False, max_length=40, verbose_name="编号次序"
            ),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
