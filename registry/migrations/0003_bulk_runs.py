import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0002_vocabulary"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("action", models.CharField(max_length=30, verbose_name="操作")),
                ("label", models.CharField(max_length=200, verbose_name="说明")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="操作人",
                    ),
                ),
            ],
            options={
                "verbose_name": "批量操作",
                "verbose_name_plural": "批量操作",
                "ordering": ["-created_at", "-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="BulkRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("project", "代表性项目"),
                            ("inheritor", "代表性传承人"),
                            ("base", "传习基地"),
                            ("workshop", "非遗工坊"),
                            ("product", "文创产品"),
                        ],
                        max_length=12,
                    ),
                ),
                ("object_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="名称")),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("change", models.CharField(max_length=500, verbose_name="更改")),
                ("published", models.BooleanField(default=False, verbose_name="已公开")),
                ("restored", models.BooleanField(default=False, verbose_name="已恢复")),
                (
                    "undo_note",
                    models.CharField(blank=True, max_length=300, verbose_name="没有恢复的原因"),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="registry.bulkrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "批量操作的一条",
                "verbose_name_plural": "批量操作的各条",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
    ]
