"""Re-exports the models."""

from .days import CalendarDay

__all__ = ["CalendarDay"]
