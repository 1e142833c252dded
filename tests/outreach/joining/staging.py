"""What the browser tests join: a class with seats, one with a queue, one that runs at this moment."""

from __future__ import annotations

import json
from pathlib import Path

from allauth.account.models import EmailAddress
from django.utils import timezone

from outreach.domain.joining import cancel
from outreach.domain.tokens import Purpose, ticket_code
from outreach.enums import RegistrationKind, VenueType
from outreach.joining_messages import link
from outreach.models import Session
from tests.factories.outreach import make_host, make_programme, make_venue
from tests.outreach.joining.everybody import HOUR, Party, again, ask, join, open_session


def stage(written: Path) -> None:
    """Make it all, and write the links of the registrations there."""
    host = make_host()
    host.email = "host@example.com"
    host.save()
    EmailAddress.objects.create(user=host, email=host.email, verified=True, primary=True)
    venue = make_venue(
        VenueType.CULTURAL, name="直沽示例文化馆", address="示例路 8 号", public_note="二楼，有电梯"
    )
    told = {"venue": venue, "programme": make_programme(title="跟着示例老师学剪纸")}
    free = open_session(seats=20, title="亲子剪纸", **told)
    queue = open_session(seats=2, waitlist_seats=6, title="面塑小课", **told)
    placed, given = join(queue), join(queue)
    join(queue, party=Party(RegistrationKind.FAMILY, 1, 1))
    waiting = join(queue)
    full = open_session(seats=1, waitlist_seats=0, title="木版年画体验", **told)
    join(full)
    offering = open_session(seats=1, title="风筝课", **told)
    first, offered = join(offering), join(offering)
    cancel(registration=first)
    running = open_session(begins_at=timezone.now() - HOUR / 2, title="正在上的课", **told)
    running.hosts.add(host)
    before = running.begins_at - 5 * HOUR
    group = join(running, 18, name="孙老师", now=before)
    people = [join(running, name=name, now=before) for name in ("赵示例", "钱示例")]
    over = open_session(begins_at=timezone.now() - 3 * HOUR, title="上过的课", **told)
    past = join(over, now=over.begins_at - 5 * HOUR)
    Session.objects.filter(pk=over.pk).update(state="closed")
    unconfirmed = ask(free, contact="13800000001")
    assert unconfirmed is not None
    links = {
        "join": f"/classes/{free.pk}/join/",
        "join-queue": f"/classes/{queue.pk}/join/",
        "join-full": f"/classes/{full.pk}/join/",
        "code": f"/classes/{free.pk}/join/{unconfirmed.public_id}/",
        "confirm": link(unconfirmed, Purpose.CONFIRM),
        "placed": link(placed, Purpose.VIEW),
        "given": link(given, Purpose.VIEW),
        "waiting": link(waiting, Purpose.VIEW),
        "cancel": link(placed, Purpose.CANCEL),
        "offered": link(offered, Purpose.VIEW),
        "offer": link(again(offered), Purpose.OFFER),
        "ticket": link(placed, Purpose.TICKET),
        "feedback": link(past, Purpose.FEEDBACK),
        "sign-in": f"/admin/outreach/sign-in/{running.pk}/",
        "ticket-code": ticket_code(people[0]),
        "group": group.public_id,
        "single": people[1].public_id,
    }
    written.write_text(json.dumps(links), encoding="utf-8")
