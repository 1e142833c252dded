"""What tests of the whole site share."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _language_ends_with_the_test():
    """A request leaves its language behind in the thread; the next test begins in Chinese."""
    with override(settings.LANGUAGE_CODE):
        yield
