"""Freezes a dossier: what was handed in stays as it was, whatever is written later."""

from __future__ import annotations

import datetime
import hashlib
import json

from accounts.models import User
from applications.models import Case, DossierVersion
from media.enums import FileState


def freeze(*, case: Case, by: User, now: datetime.datetime) -> DossierVersion:
    """The next version of the dossier from the present answers and files."""
    private = {question.key for question in case.form.questions if question.private}
    answers: dict[str, str] = {}
    sealed: dict[str, str] = {}
    for answer in case.answers.all():
        (sealed if answer.question in private else answers)[answer.question] = answer.value
    content = {
        "title": case.title,
        "category": case.category_id,
        "listed_project": case.listed_project_id,
        "answers": answers,
        "attachments": [
            {
                "id": attachment.pk,
                "material": attachment.material,
                "name": attachment.file.name,
                "size": attachment.file.size,
                "sha256": attachment.file.sha256,
                "caption": attachment.caption,
            }
            for attachment in case.attachments.filter(
                removed_at__isnull=True, file__state=FileState.READY
            ).select_related("file")
        ],
    }
    secret = json.dumps(sealed, sort_keys=True, ensure_ascii=False)
    return DossierVersion.objects.create(
        case=case,
        number=case.dossier_versions.count() + 1,
        content=content,
        sealed=secret,
        digest=digest_of(content, secret),
        made_at=now,
        made_by=by,
    )


def latest(case: Case) -> DossierVersion | None:
    """The version that is looked at now."""
    return case.dossier_versions.order_by("-number").first()


def digest_of(content: object, secret: str) -> str:
    """SHA-256 over both halves of a version, hexadecimal."""
    written = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{written}\n{secret}".encode()).hexdigest()
