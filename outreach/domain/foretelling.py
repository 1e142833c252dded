"""The message somebody will most likely get, written before the session is locked.

All who join one session wait for each other, so what can be done before the lock is done before it:
the text, its encryption, two rows. They are written in the transaction that takes the seats: when
there are none, nothing was ever written, and no message is lost because a process died in between.
What turns out otherwise under the lock is taken back there and told as it is.
"""

from __future__ import annotations

from dataclasses import dataclass

from messaging.domain.queueing import unwrite
from messaging.models import Message
from outreach import joining_messages as messages
from outreach.domain.waiting import place_in_queue
from outreach.enums import RegistrationState
from outreach.models import Registration, Session
from safeguards.statements import Asked, in_one_go


@dataclass(frozen=True, slots=True)
class Foretold:
    """What was written, and by what it was true."""

    state: RegistrationState
    facts: tuple[object, ...]
    message: Message | None

    def take_back(self) -> None:
        if self.message is not None:
            unwrite(message=self.message)


NOTHING = Foretold(RegistrationState.WAITING, (), None)
"""For where nothing was written before the lock."""


def foretell(row: Registration, *, state: RegistrationState, later: list[Asked]) -> Foretold:
    """What a new registration is told if it comes to this state; ``row.session`` was read unlocked.

    What writes it is put into ``later``, for ``in_one_go`` with the lock and before it.
    """
    if state == RegistrationState.UNCONFIRMED:
        return Foretold(state, _facts(row.session), messages.ask_to_confirm(row, later=later))
    if state == RegistrationState.PLACED:
        return Foretold(state, _facts(row.session), messages.tell_placed(row, later=later))
    return NOTHING


def tell_outcome(row: Registration, foretold: Foretold = NOTHING) -> None:
    """Tell what became of it, unless that has been written. ``row.session`` is locked."""
    if foretold.message is not None:
        if (foretold.state, foretold.facts) == (row.state, _facts(row.session)):
            return
        foretold.take_back()
    if row.state == RegistrationState.WAITING:
        messages.tell_waiting(row, place_in_queue(row))
        return
    later: list[Asked] = []
    foretell(row, state=RegistrationState(row.state), later=later)
    in_one_go(*later)


def _facts(session: Session) -> tuple[object, ...]:
    """What these messages say of a session."""
    programme, venue = session.programme, session.venue
    named = (session.title, programme.title, programme.title_en, venue.name, venue.name_en)
    return (*named, venue.address, session.begins_at, session.ends_at)
