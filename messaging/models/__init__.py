"""Re-exports the models."""

from .messages import Message

__all__ = ["Message"]
