"""The pages of /account/."""

from .closing import delete, deleted
from .own import data, download, end_session, overview, profile, security
from .units import (
    answer_invitation,
    answer_request,
    change_member,
    edit_unit,
    invite,
    leave,
    new_unit,
    unit,
    withdraw,
    withdraw_request,
)

__all__ = [
    "answer_invitation",
    "answer_request",
    "change_member",
    "data",
    "delete",
    "deleted",
    "download",
    "edit_unit",
    "end_session",
    "invite",
    "leave",
    "new_unit",
    "overview",
    "profile",
    "security",
    "unit",
    "withdraw",
    "withdraw_request",
]
