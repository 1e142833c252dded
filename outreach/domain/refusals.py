"""Why something was not done, in sentences for whoever asked for it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from outreach.domain.checks import Conflict
from outreach.models import Registration


class StepRefused(ValidationError):
    """The session has moved on, or something is missing; nothing was changed."""


class Clash(StepRefused):
    """What was planned does not go together with the rest; ``conflicts`` says in what."""

    def __init__(self, conflicts: Sequence[Conflict]) -> None:
        super().__init__([one.sentence for one in conflicts], code="clash")
        self.conflicts = list(conflicts)


class JoiningRefused(ValidationError):
    """Somebody cannot join, take an offer or be signed in; ``code`` says which of the reasons it is."""


class AlreadyJoined(JoiningRefused):
    """The very person asks a second time; ``registration`` is what he has."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(
            _("您已经报过这一场，不用再报。要改人数，请先取消，再重新报名。"), code="already"
        )
        self.registration = registration
