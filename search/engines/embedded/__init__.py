"""The embedded engine: tantivy in a directory, many processes reading, one at a time writing."""

from .engine import EmbeddedEngine

__all__ = ["EmbeddedEngine"]
