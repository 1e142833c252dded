"""Re-exports the models."""

from .messages import Envelope, Message

__all__ = ["Envelope", "Message"]
