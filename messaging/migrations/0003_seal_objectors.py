"""Seals what was written to objectors before messages could be sealed."""

from typing import Any

from django.db import migrations

KEPT = ("held", "queued", "sending", "failed")
GONE = "—"


def seal(apps: Any, schema_editor: Any) -> None:
    """What has been sent or cancelled needs no address any more; errors may repeat it."""
    message, envelope = (apps.get_model("messaging", name) for name in ("Message", "Envelope"))
    for row in message.objects.filter(key__startswith="objection-", sealed=False):
        if row.state in KEPT:
            envelope.objects.create(message=row, address=row.address, body=row.body)
        row.address = row.body = row.last_error = ""
        row.sealed, row.hold, row.recipient = True, False, None
        row.save()


def open_again(apps: Any, schema_editor: Any) -> None:
    """The messages that still wait get their address back; of others it is gone."""
    message, envelope = (apps.get_model("messaging", name) for name in ("Message", "Envelope"))
    kept = {row.message_id: row for row in envelope.objects.all()}
    for row in message.objects.filter(sealed=True):
        found = kept.get(row.pk)
        row.address, row.body = (found.address, found.body) if found else (GONE, "")
        row.sealed = False
        row.save()
    envelope.objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("messaging", "0002_sealed")]

    operations = [migrations.RunPython(seal, open_again)]
