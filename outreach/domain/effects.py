"""What a step writes besides the state, in its transaction."""

from __future__ import annotations

import datetime

from outreach import notifications, queries, request_messages
from outreach.domain.placing import save_in_place, take_place
from outreach.domain.steps import Step
from outreach.enums import LIVE, Party, RegistrationState, SessionState
from outreach.models import Confirmation, Session


def note_published(step: Step) -> None:
    if step.session.published_at is None:
        step.session.published_at = step.now
    step.session.revision += 1


def ask_parties(step: Step) -> None:
    ask_anew(step.session, now=step.now)


def ask_anew(session: Session, *, now: datetime.datetime) -> None:
    """Ask teacher and venue anew, about the session as it is now."""
    session.confirmations.filter(outdated=False).update(outdated=True)
    parties = [Party.VENUE, *([Party.TEACHER] if session.teacher_id else [])]
    for party in parties:
        asked = Confirmation.objects.create(
            session=session, party=party, asked_of=planned_as(session), asked_at=now
        )
        notifications.ask_party(asked)


def outdate_confirmations(step: Step) -> None:
    step.session.confirmations.filter(outdated=False).update(outdated=True)


def planned_as(session: Session) -> dict[str, object]:
    """What a party is asked about; when it changes, the answer no longer holds."""
    return {
        "begins_at": session.begins_at.astimezone(datetime.UTC).isoformat(),
        "ends_at": session.ends_at.astimezone(datetime.UTC).isoformat(),
        "venue": session.venue_id,
        "room": session.room_id,
        "teacher": session.teacher_id,
    }


def note_heads(step: Step) -> None:
    """Reads ``adults``, ``minors`` and ``held_note``."""
    session = step.session
    session.adults_present = step.wanted["adults"]
    session.minors_present = step.wanted["minors"]
    session.held_note = str(step.wanted.get("held_note") or "")
    step.noted |= {"adults": session.adults_present, "minors": session.minors_present}


def forget_heads(step: Step) -> None:
    session = step.session
    step.noted |= {"adults": session.adults_present, "minors": session.minors_present}
    session.adults_present = session.minors_present = None


def note_proof(step: Step) -> None:
    step.noted["evidence"] = [one.as_data() for one in queries.proof_of(step.session)]


def plan_replacement(step: Step) -> None:
    """The new session of a postponed one: the same but for time (and place, teacher where told).

    The old one gives up its time first: the new one may overlap it.
    """
    old = step.session
    new = Session(
        programme=old.programme,
        title=old.title,
        kind=old.kind,
        venue_id=step.wanted.get("venue_id", old.venue_id),
        room_id=step.wanted.get("room_id", old.room_id),
        teacher_id=step.wanted.get("teacher_id", old.teacher_id),
        begins_at=step.wanted["begins_at"],
        ends_at=step.wanted["ends_at"],
        seats=old.seats,
        waitlist_seats=old.waitlist_seats,
        open_to_public=old.open_to_public,
        note=old.note,
        request=old.request,
        created_by=step.by,
        sample_data=old.sample_data,
    )
    old.save(update_fields=["state"])
    take_place(new)
    save_in_place(new)
    new.hosts.set(old.hosts.all())
    old.replaced_by = new
    old.revision += 1
    step.noted["replaced_by"] = new.pk


def tell_everyone(step: Step) -> None:
    """Those who registered, the teacher and the venue learn what became of it, and why."""
    if step.target == SessionState.CANCELLED:
        step.session.revision += 1
    notifications.tell_of_end(step.session, reason=step.reason, now=step.now)


def tell_of_new(step: Step) -> None:
    """Whoever had a place in the session that was put off to this one can register again."""
    notifications.tell_of_new(step.session)


def tell_requester(step: Step) -> None:
    """The school or community that asked for the class learns that it is settled."""
    request_messages.tell_agreed(step.session)


def end_registrations(step: Step) -> None:
    """Nobody has a place in what does not take place. Call it after they were told."""
    step.session.registrations.filter(state__in=LIVE).update(
        state=RegistrationState.CANCELLED, ended_at=step.now, offered_until=None
    )


def end_waiting(step: Step) -> None:
    """No offer after the end of registration: who still waits is told so."""
    waiting = (RegistrationState.WAITING, RegistrationState.UNCONFIRMED, RegistrationState.OFFERED)
    rows = step.session.registrations.filter(state__in=waiting)
    notifications.tell_waiting_in_vain(step.session, list(rows), now=step.now)
    rows.update(state=RegistrationState.EXPIRED, ended_at=step.now, offered_until=None)
