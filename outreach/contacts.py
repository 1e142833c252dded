"""A person's mailbox or phone number: one form for comparing, and a digest that tells nobody."""

from __future__ import annotations

import unicodedata

from django.utils.crypto import salted_hmac


def plain_contact(text: str) -> str:
    """As it is compared: half-width, small letters, no blanks, and of a number only its digits."""
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    if "@" in plain:
        return plain
    digits = plain.replace("-", "")
    return digits.removeprefix("+86") if digits.startswith("+86") else digits


def contact_digest(text: str) -> str:
    """The keyed digest of a contact: equal for equal ones, and nothing can be read from it."""
    return salted_hmac("outreach.contact", plain_contact(text), algorithm="sha256").hexdigest()
