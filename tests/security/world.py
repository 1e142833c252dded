"""A registry in which every text holds markup, and every secret a word of its own."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from modelcluster.models import ClusterableModel

from accounts.models import User
from applications.enums import State
from applications.models import Attachment
from media.models import HeritageDocument, HeritageImage, Recording
from registry.domain.personal import save_details
from registry.domain.publishing import save_record
from registry.enums import Access, ActKind, Consent, SectionKind
from registry.models import (
    Act,
    Apprenticeship,
    HeritageProject,
    Inheritor,
    ProjectName,
    ProjectPicture,
    ProjectSource,
    ProtectingUnit,
    Recognition,
)
from registry.narrative import section_value
from tests.factories.applications import make_case, make_user, walk
from tests.factories.media import make_document, make_picture, make_public, make_recording
from tests.factories.registry import (
    make_base,
    make_inscription,
    make_product,
    make_project,
    make_unit,
    make_workshop,
    national_batch,
)

MARKUP = "\"'><s id=xss>"
"""Put raw into a page, it opens an element and may have left an attribute first."""
OPENED = "<s id=xss"

PERSONAL = {
    "national_id": "110101195704190018",
    "phone": "13912345678",
    "address": "金丝雀路八十八号院",
    "birth_date": "1957-04-19",
    "bank_account": "6222987654321098",
}
SECRET_SECTION = "配方金丝雀七钱"
INTERNAL_SECTION = "内部金丝雀意见"
DRAFT_NAME = "草稿金丝雀技艺"
DRAFT_WORDS = "草稿改写金丝雀"
CONSENT_WORDS = "同意书金丝雀原文"
UNSHOWN_BIOGRAPHY = "未经同意金丝雀生平"
HIDDEN_FILE = "内部照片金丝雀"
STAFF_ONLY = (
    SECRET_SECTION,
    INTERNAL_SECTION,
    DRAFT_NAME,
    DRAFT_WORDS,
    CONSENT_WORDS,
    UNSHOWN_BIOGRAPHY,
    HIDDEN_FILE,
)
"""What no visitor may read anywhere."""


def build_world(administrator: User) -> None:
    """Records of all kinds, published, with drafts and secrets beside them."""
    unit = _marked(make_unit(name="示例" + MARKUP))
    project = _marked_project(unit)
    inheritor = _people(project, administrator)
    base = make_base(project=project, host_unit=unit, publish=False)
    workshop = make_workshop(project=project, host_unit=unit, publish=False)
    product = make_product(project=project, maker_inheritor=inheritor, publish=False)
    for record in (base, workshop, product):
        save_record(record=_marked(record), by=administrator, publish=True)
    _drafts(project, administrator)
    _application()


def _marked(row: Any) -> Any:
    """The row with markup in every free text it has."""
    for field in row._meta.concrete_fields:
        if _holds_free_text(field):
            text = MARKUP if field.name in {"name", "title", "text"} else f"{field.name}{MARKUP}"
            if field.__class__.__name__ == "RichTextField":
                text = f"<p>{MARKUP.replace('<', '&lt;').replace('>', '&gt;')}</p>"
            setattr(row, field.name, text[: field.max_length or None])
    if isinstance(row, models.Model) and not isinstance(row, ClusterableModel):
        row.save()
    return row


def _holds_free_text(field: Any) -> bool:
    if field.choices or not field.editable or field.unique or field.is_relation:
        return False
    if isinstance(field, models.URLField | models.SlugField | models.FileField):
        return False
    short = field.max_length is not None and field.max_length < len(MARKUP)
    named = field.name in {"name_pinyin", "credit_code", "locale", "content_type"}
    return isinstance(field, models.CharField | models.TextField) and not (short or named)


def _marked_project(unit: ProtectingUnit) -> HeritageProject:
    act = _marked(Act(title="文", kind=ActKind.INSCRIPTION, issuer="府"))
    picture = make_public(make_picture, title="图" + MARKUP, description="述" + MARKUP)
    make_picture(title=HIDDEN_FILE, description=HIDDEN_FILE, original_name=HIDDEN_FILE)
    make_document(title=HIDDEN_FILE)
    make_recording(title=HIDDEN_FILE)
    project = make_project(
        "示例" + MARKUP,
        publish=False,
        unit=unit,
        aliases=("别名" + MARKUP,),
        sections={SectionKind.SUMMARY: "简介" + MARKUP},
        secret_sections={SectionKind.CONTENT: SECRET_SECTION},
        inscriptions=[make_inscription(batch=national_batch(), act=act)],
        pictures=[ProjectPicture(image=picture, caption="注" + MARKUP)],
        sources=[ProjectSource(citation="书" + MARKUP, url="https://example.cn/")],
    )
    internal = section_value(SectionKind.FEATURES, [INTERNAL_SECTION], Access.INTERNAL)
    project.narrative = [*project.narrative.raw_data, internal]
    project.tags.add("标签" + MARKUP)
    return save_record(record=_marked(project), by=None, publish=True)


def _people(project: HeritageProject, administrator: User) -> Inheritor:
    master = save_record(record=_marked(Inheritor(name="师")), by=None, publish=True)
    inheritor = _marked(Inheritor(name="徒", consent=Consent.GIVEN))
    inheritor.consent_text = CONSENT_WORDS
    inheritor.consent_on = datetime.date(2020, 1, 1)
    inheritor.recognitions = [Recognition(project=project, level=1)]
    inheritor.masters = [Apprenticeship(master=master, project=project, source="据" + MARKUP)]
    inheritor = save_record(record=inheritor, by=None, publish=True)
    unasked = _marked(Inheritor(name="未问"))
    unasked.consent, unasked.biography = Consent.UNKNOWN, f"<p>{UNSHOWN_BIOGRAPHY}</p>"
    unasked.recognitions = [Recognition(project=project, level=1)]
    save_record(record=unasked, by=None, publish=True)
    for person in Inheritor.objects.all():
        save_details(inheritor=person, values=PERSONAL, by=administrator)
    return inheritor


def _drafts(project: HeritageProject, administrator: User) -> None:
    """One project never published, and a published one with newer words in a draft."""
    make_project(DRAFT_NAME, publish=False, by=administrator)
    newer = project.get_latest_revision_as_object()
    newer.narrative = [
        *newer.narrative.raw_data,
        section_value(SectionKind.VALUE, [DRAFT_WORDS]),
    ]
    newer.names = [*newer.names.all(), ProjectName(text=DRAFT_WORDS)]
    save_record(record=newer, by=administrator, publish=False)


def _application() -> None:
    """A case on notice and a draft: markup in all that its people write, secrets in what is sealed."""
    begin = timezone.now() - datetime.timedelta(hours=2)
    for state in (State.ON_NOTICE, State.DRAFT):
        case = make_case(applicant=make_user(MARKUP), title=MARKUP, now=begin)
        for answer in case.answers.all():
            if answer.sealed:
                answer.sealed = PERSONAL["phone"]
            elif case.form.question(answer.question).answer_type in ("line", "text"):
                answer.text = MARKUP * (len(answer.text) // len(MARKUP) + 1)
            answer.save()
        Attachment.objects.filter(case=case).update(caption=MARKUP)
        walk(case, state, now=begin)


def files() -> list[str]:
    """The stored names of files nobody outside may have."""
    rows = [
        *HeritageImage.objects.exclude(access="public"),
        *HeritageDocument.objects.all(),
        *Recording.objects.all(),
    ]
    return [row.file.name for row in rows]
