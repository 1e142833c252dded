"""The tables of applications; one aggregate a file."""

from .cases import Case
from .clocks import Clock
from .corrections import Correction, CorrectionItem
from .dossiers import (
    Answer,
    AnswerText,
    Attachment,
    DossierVersion,
    EditingSession,
    PrivateReading,
)
from .events import CaseEvent
from .guidance import GuidanceAppointment, GuidanceMessage, GuidanceSlot, Remark
from .letters import IssuedLetter
from .notices import (
    Notice,
    NoticeCandidate,
    NoticeCorrection,
    Objection,
    ObjectionEvent,
    ObjectionEvidence,
    ObjectionReading,
)
from .reopening import ReopeningRequest
from .review import CommitteeDecision, Expert, Panel, PanelMember, Score
from .rounds import Round, RoundKind, RoundLetter, RoundVersion
from .templates import FormTemplate, TemplateMaterial, TemplateQuestion, TemplateRubricItem

__all__ = [
    "Answer",
    "AnswerText",
    "Attachment",
    "Case",
    "CaseEvent",
    "Clock",
    "CommitteeDecision",
    "Correction",
    "CorrectionItem",
    "DossierVersion",
    "EditingSession",
    "Expert",
    "FormTemplate",
    "GuidanceAppointment",
    "GuidanceMessage",
    "GuidanceSlot",
    "IssuedLetter",
    "Notice",
    "NoticeCandidate",
    "NoticeCorrection",
    "Objection",
    "ObjectionEvent",
    "ObjectionEvidence",
    "ObjectionReading",
    "Panel",
    "PanelMember",
    "PrivateReading",
    "Remark",
    "ReopeningRequest",
    "Round",
    "RoundKind",
    "RoundLetter",
    "RoundVersion",
    "Score",
    "TemplateMaterial",
    "TemplateQuestion",
    "TemplateRubricItem",
]
