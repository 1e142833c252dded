"""Fills the vocabularies every registry starts with."""

from django.db import migrations

from registry.domain import vocabulary


def load(apps, schema_editor):
    vocabulary.load_categories(apps.get_model("registry", "Category"))
    vocabulary.load_divisions(apps.get_model("registry", "Division"))
    vocabulary.load_national_batches(
        apps.get_model("registry", "Batch"), apps.get_model("registry", "Act")
    )
    vocabulary.load_base_types(apps.get_model("registry", "BaseType"))
    apps.get_model("registry", "YearlyTarget").objects.get_or_create(
        year=2024,
        metric="registered-projects",
        defaults={"value": 160, "source": "2024 年工作计划"},
    )
    apps.get_model("registry", "YearlyTarget").objects.get_or_create(
        year=2024,
        metric="outreach-sessions",
        defaults={"value": 400, "source": "2024 年工作计划"},
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
