"""Why something was not done, in sentences for whoever asked for it."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class StepRefused(ValidationError):
    """The session has moved on, or something is missing; nothing was changed."""
