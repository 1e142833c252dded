"""The panels of the case page, in their order. A slice adds its file here and one line to the list."""

from __future__ import annotations

from .base import CasePanel
from .corrections import CorrectionsPanel
from .dossier import DossierPanel
from .letters import LettersPanel
from .log import LogPanel
from .messages import MessagesPanel
from .notices import NoticesPanel
from .people import PeoplePanel
from .review import ReviewPanel
from .standing import StandingPanel
from .versions import VersionsPanel

CASE_PANELS: list[type[CasePanel]] = [
    StandingPanel,
    PeoplePanel,
    DossierPanel,
    CorrectionsPanel,
    ReviewPanel,
    NoticesPanel,
    VersionsPanel,
    LettersPanel,
    MessagesPanel,
    LogPanel,
]

__all__ = ["CASE_PANELS", "CasePanel"]
