"""The search engines behind search.interface, and what chooses between them."""

from .factory import engine_from_url

__all__ = ["engine_from_url"]
