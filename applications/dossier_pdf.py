"""The whole 申报书 as PDF: of a version that was handed in, or of what is being written."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from applications.answering import in_words
from applications.domain.materials import kept
from applications.domain.reading import texts_of
from applications.enums import AnswerType
from applications.models import Case, DossierVersion
from applications.notifications import day_words
from media.enums import FileState
from printing.typesetting import typeset


@override(settings.LANGUAGE_CODE)
def dossier_pdf(case: Case, version: DossierVersion | None, *, private: bool) -> bytes:
    """Typeset the dossier. ``private`` decides whether identity and contact are printed at all:
    who asks must have asked who may (and for staff have noted the reading).
    """
    day = timezone.localdate(version.made_at if version else case.changed_at)
    return typeset("printing/dossier.typ", dossier_data(case, version, private=private), dated=day)


@override(settings.LANGUAGE_CODE)
def dossier_data(case: Case, version: DossierVersion | None, *, private: bool) -> dict[str, Any]:
    """What the template is filled with. A fixed number of queries."""
    texts = texts_of(case, version)
    answers = {**texts.open, **(texts.sealed if private else {})}
    day = timezone.localdate(version.made_at if version else case.changed_at)
    return {
        "number": case.number or "",
        "above": str(case.round),
        "title": _("%(kind)s申报书") % {"kind": case.get_kind_display()},
        "cover": [
            [_("名称"), (version.content["title"] if version else case.title) or _("未填写")],
            [_("申报人或单位"), case.applicant_name],
            [_("类别"), case.category.name if case.category else _("未填写")],
        ],
        "organ": settings.SITE_OPERATOR,
        "date": day_words(day),
        "mark": _mark(version),
        "sections": [*_sections(case, answers, private), _files(case, version, private)],
    }


def _mark(version: DossierVersion | None) -> str:
    if version is None:
        return _("草稿，尚未提交")
    return _("第 %(number)d 版，校验码 %(digest)s") % {
        "number": version.number,
        "digest": version.digest[:16],
    }


def _sections(case: Case, answers: dict[str, str], private: bool) -> list[dict[str, Any]]:
    words = in_words(case.form.questions, answers)
    sections = []
    for section in case.form.sections():
        body = []
        for question in case.form.of_section(section):
            hidden = question.private and not private
            text = words.get(question.key, "")
            if question.answer_type == AnswerType.CONSENT:
                text = f"√ {text}" if text else ""
            empty = _("个人信息，未列出") if hidden else _("未填写")
            body.append(
                {"kind": "answer", "question": question.label, "answer": text, "empty": empty}
            )
        sections.append({"title": section.label, "body": body})
    return sections


def _files(case: Case, version: DossierVersion | None, private: bool) -> dict[str, Any]:
    names = {one.key: one for one in case.materials()}
    entries: list[dict[str, Any]] = (
        version.content["attachments"]
        if version
        else [
            {
                "material": row.material,
                "name": row.file.name,
                "size": row.file.size,
                "sha256": row.file.sha256,
                "caption": row.caption,
            }
            for row in kept(case).filter(file__state=FileState.READY)
        ]
    )
    rows = []
    for one in entries:
        material = names.get(one["material"])
        if material is not None and material.private and not private:
            shown = material.name
        else:
            shown = " · ".join(
                word
                for word in (material.name if material else "", one["caption"] or one["name"])
                if word
            )
        rows.append(
            {"name": shown, "size": filesizeformat(one["size"]), "sha256": one["sha256"] or ""}
        )
    body: list[Any] = [{"kind": "attachments", "rows": rows}] if rows else [_("没有附件。")]
    return {"title": _("附件材料"), "body": body}
