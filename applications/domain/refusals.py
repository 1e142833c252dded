"""Why a step was not taken; sentences for the person who wanted it."""

from __future__ import annotations

from django.core.exceptions import ValidationError


class StepRefused(ValidationError):
    """The step is not to be had now: the case has moved on, or something is still missing."""
