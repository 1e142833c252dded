"""The steps between a right password and a session."""

from __future__ import annotations

from typing import Any

from allauth.account.stages import EmailVerificationStage

from ..queries import can_be_reached, is_staff


class MailboxStage(EmailVerificationStage):
    """Asks for the code from the mailbox, once: right after signing up.

    Later one verified way to reach the person is enough. Staff accounts are made by an
    administrator, who knows the person, and may have no mailbox at all.
    """

    def handle(self) -> tuple[Any, bool]:
        user = self.login.user
        # No user: the address is somebody's already, and the answer must look the same.
        just_signed_up = user is not None and self.login.signup and user.email
        if user is None or just_signed_up or not (can_be_reached(user) or is_staff(user)):
            return super().handle()  # type: ignore[no-any-return]
        return None, True
