"""The user, the phone number one signs in with, units and the ways into them."""

from .admission import Invitation, JoinRequest
from .organisation import Membership, Organisation
from .phone import Phone
from .user import User

__all__ = ["Invitation", "JoinRequest", "Membership", "Organisation", "Phone", "User"]
