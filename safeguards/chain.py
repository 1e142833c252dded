"""A log whose rows are chained by hashes, so that a change of any of them is found.

Each room has a log of its own: a model under ``ChainedEvent``, and a subject (a case, a session)
under ``Logged`` that remembers the length and the head of its chain.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from safeguards.written_once import WrittenOnce

CLOCK_NAME = "系统时钟"


class Logged(models.Model):
    """What has a chained log: how many rows were written, and the hash of the last one."""

    events_written = models.PositiveIntegerField(default=0, editable=False)
    log_head = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True


class ChainedEvent(WrittenOnce):
    """One step. Each carries the hash of the one before (see ``seal``).

    The actor is kept by PROTECT and by the name as it then was; nobody is the clock or a visitor.
    """

    SUBJECT: ClassVar[str]
    """The name of the foreign key to what the log is about."""

    sequence = models.PositiveIntegerField()
    at = models.DateTimeField(_("时间"), default=timezone.now)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField(_("办理人"), max_length=150)
    step = models.CharField(_("步骤"), max_length=32)
    reason = models.TextField(_("理由"), blank=True)
    data = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)
    from_state: str
    to_state: str

    class Meta(WrittenOnce.Meta):
        abstract = True
        default_permissions = ("view",)

    def content(self) -> dict[str, Any]:
        """What the hash is taken of, besides the hash before it."""
        return {
            self.SUBJECT: getattr(self, f"{self.SUBJECT}_id"),
            "sequence": self.sequence,
            "at": self.at.astimezone(datetime.UTC).isoformat(),
            "actor": self.actor_id,
            "actor_name": self.actor_name,
            "step": self.step,
            "from": self.from_state,
            "to": self.to_state,
            "reason": self.reason,
            "data": self.data,
        }

    def seal(self) -> str:
        """SHA-256 over the row's content and the hash before it, hexadecimal."""
        content = self.content() | {"previous": self.previous_hash}
        written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(written.encode()).hexdigest()


def append(event: ChainedEvent, *, to: Any, by: Any, name: str = CLOCK_NAME) -> None:
    """Number, chain and save the row. The caller holds the lock on the subject and saves it afterwards.

    ``name`` says who acted where no user did.
    """
    link(event, to=to, by=by, name=name)
    event.save()


def link(event: ChainedEvent, *, to: Any, by: Any, name: str = CLOCK_NAME) -> None:
    """The same without saving: for many rows that are written at once."""
    event.sequence = to.events_written + 1
    event.actor = by
    event.actor_name = by.get_full_name() if by else name
    event.previous_hash = to.log_head
    event.hash = event.seal()
    to.events_written = event.sequence
    to.log_head = event.hash


def flaws_of(subject: Any) -> Iterator[str]:
    """Sentences about everything in the log that is not as it was written; none when it is whole.

    Finds changed, missing, added and reordered rows, a cut-off end, and a state that the log does
    not lead to. Whoever may write to the database can forge the whole chain: note the head
    somewhere else from time to time.
    """
    head, state, count = "", "", 0
    for event in subject.events.order_by("sequence"):
        count += 1
        if event.sequence != count:
            yield _gettext("第 %(number)d 条缺失") % {"number": count}
            count = event.sequence
        if event.previous_hash != head:
            yield _gettext("第 %(number)d 条与前一条接不上") % {"number": event.sequence}
        if event.seal() != event.hash:
            yield _gettext("第 %(number)d 条的内容被改动过") % {"number": event.sequence}
        if state and event.from_state != state:
            yield _gettext("第 %(number)d 条的起始状态与前一条不符") % {"number": event.sequence}
        head, state = event.hash, event.to_state
    if count != subject.events_written or head != subject.log_head:
        yield _gettext("记录的末尾与登记的不符")
    # where nothing was written yet, the subject stands where all begin
    if (state or subject._meta.get_field("state").default) != subject.state:
        yield _gettext("现在的状态与记录推出的不符")
