"""The way from a case to records of the registry."""

from __future__ import annotations

from typing import Any

from wagtail.admin.admin_url_finder import AdminURLFinder

from applications.models import Case
from registry.queries import RECORD_MODELS


def record_url(case: Case, user: Any) -> str:
    """The record a promulgated case became, for who may open it."""
    if case.record_id is None or case.record_kind not in RECORD_MODELS:
        return ""
    model: Any = RECORD_MODELS[case.record_kind]
    record = model(pk=case.record_id)
    return AdminURLFinder(user).get_edit_url(record) or ""


def listed_project_url(case: Case, user: Any) -> str:
    """The listed project a case extends or is about, for who may open it."""
    if case.listed_project is None:
        return ""
    return AdminURLFinder(user).get_edit_url(case.listed_project) or ""
