# Messages whose address and words staff do not see.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import safeguards.encryption


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Envelope",
            fields=[
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="envelope",
                        serialize=False,
                        to="messaging.message",
                    ),
                ),
                ("address", safeguards.encryption.EncryptedTextField()),
                ("body", safeguards.encryption.EncryptedTextField()),
            ],
            options={
                "verbose_name": "密封的通知",
                "verbose_name_plural": "密封的通知",
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="messaging_address_where_needed",
        ),
        migrations.AddField(
            model_name="message",
            name="sealed",
            field=models.BooleanField(default=False, editable=False, verbose_name="收件人保密"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel", "site"),
                    models.Q(("address", ""), _negated=True),
                    ("sealed", True),
                    _connector="OR",
                ),
                name="messaging_address_where_needed",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sealed", False),
                    models.Q(
                        ("address", ""), ("body", ""), ("hold", False), ("recipient__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="messaging_sealed_shows_nothing",
            ),
        ),
    ]
