"""The link by which a teacher or a venue answers: signed, good for this one answer, and for a time.

Nothing of it is stored. It names the row of one asking; whoever holds it may give that answer once
and learns what was asked, nothing else.
"""

from __future__ import annotations

import datetime

from django.conf import settings
from django.core import signing
from django.urls import reverse

from outreach.models import Confirmation

LIFETIME = datetime.timedelta(days=60)
"""Plans are made a school term ahead; the begin of the session ends the link as well."""
_SIGNER = signing.TimestampSigner(sep=".", salt="outreach.confirmation")
_LONGEST = 100


def token_of(confirmation: Confirmation) -> str:
    """A fresh token for this asking."""
    return _SIGNER.sign(str(confirmation.pk))


def address_of(confirmation: Confirmation) -> str:
    """The whole address, for a message."""
    return settings.SITE_URL + reverse("outreach:confirm", args=[token_of(confirmation)])


def read_token(token: str) -> int | None:
    """The key of the asking; None for what we did not sign. Raises SignatureExpired."""
    try:
        key = _SIGNER.unsign(token[:_LONGEST], max_age=LIFETIME)
    except signing.SignatureExpired:
        raise
    except signing.BadSignature:
        return None
    return int(key)
