"""Every address of applications filled in with a case of somebody else, and everyone who tries them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import User
from applications.domain.objecting import Statement, make_objection
from applications.enums import Kind, MemberState, State
from applications.models import (
    Answer,
    Case,
    GuidanceAppointment,
    GuidanceMessage,
    GuidanceSlot,
    Remark,
)
from tests.factories.applications import (
    make_case,
    make_expert,
    make_organisation,
    make_round,
    make_staff,
    make_user,
    walk,
)
from tests.factories.uploads import make_private_file

PREFIXES = ("apply/", "review/", "notices/", "track/", "admin/applications/")
OFFICES = ("guide", "officer", "secretary", "publisher", "handler", "administrator")
OUTSIDE = ("nobody", "stranger", "other applicant", "other unit", "other expert", "expert")
EVERYONE = (*OUTSIDE, *OFFICES)

TITLE = "金丝雀密谈技艺"
TEXT = "金丝雀申报正文"
PHONE = "13987651234"
TALK = "金丝雀指导问答"
OBJECTOR = "金丝雀异议人"
GROUNDS = "金丝雀异议理由：与事实不符，请查。"
OPINION = "金丝雀评语"
SECRETS = (TITLE, TEXT, PHONE, TALK, OBJECTOR, GROUNDS, OPINION)
"""Words that stand nowhere but in the cases tried."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What somebody got when he asked for one address of one case."""

    who: str
    name: str
    state: str
    method: str
    path: str
    status: int
    location: str
    body: str

    @property
    def told(self) -> set[str]:
        """The secrets that stand in the answer."""
        return {one for one in SECRETS if one in self.body}

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.path} ({self.state}): {self.status} {self.told}"


@dataclass(slots=True)
class World:
    """Cases of one applicant and his unit, with everything that may belong to a case."""

    cases: dict[str, Case] = field(default_factory=dict)
    people: dict[str, User] = field(default_factory=dict)
    own: Case | None = None

    def keys(self, state: str) -> dict[str, Any]:
        """What addresses of this case are filled in with, by the names of their parts."""
        case = self.cases[state]
        file = case.attachments.select_related("file").earliest("pk")
        member = _first(case.panels.get().members) if case.panels.exists() else None
        candidate = case.candidacies.first()
        objection = candidate.objections.first() if candidate else None
        return {
            "case": case.public_id,
            "file": file.file.public_id,
            "material": file.material,
            "attachment": file.pk,
            "letter": _pk(case.letters),
            "remark": _pk(case.remarks),
            "slot": _pk(GuidanceSlot.objects),
            "appointment": _pk(GuidanceAppointment.objects),
            "section": "applicant",
            "question": next(one.key for one in case.form.questions if one.private),
            "name": "close_review",
            "member": member.pk if member else 1,
            "decision": _pk(case.decisions),
            "round": case.round_id,
            "notice": candidate.notice_id if candidate else 1,
            "candidate": candidate.pk if candidate else 1,
            "objection": objection.pk if objection else 1,
            "evidence": _pk(objection.evidence) if objection else 1,
            "admin": case.pk,
        }


def _first(rows: Any) -> Any:
    return rows.earliest("pk")


def _pk(rows: Any) -> int:
    row = rows.order_by("pk").first()
    return row.pk if row else 1


def build() -> World:
    """The cases that are tried, and one person of each sort that tries them."""
    owner, mate = make_user("金丝雀申报人"), make_user()
    unit = make_organisation(owner, mate)
    round_ = make_round(*Kind)
    world = World()
    begin = timezone.now() - datetime.timedelta(hours=2)  # all steps lie behind, at midnight too
    states = (State.DRAFT, State.GUIDED, State.EXPERT_REVIEW, State.ON_NOTICE)
    for state in states:
        case = make_case(applicant=owner, organisation=unit, round_=round_, title=TITLE, now=begin)
        _write_secrets(case, owner)
        world.cases[state] = walk(case, state, now=begin)
    _appointment(world.cases[State.DRAFT], owner)
    _review(world.cases[State.EXPERT_REVIEW])
    _objection(world.cases[State.ON_NOTICE])
    world.people = _people(world)
    return world


def _write_secrets(case: Case, owner: User) -> None:
    for question in case.form.questions:
        if question.answer_type == "phone":
            Answer.objects.filter(case=case, question=question.key).update(sealed=PHONE)
    row = case.answers.get(question="summary")
    row.text = (TEXT * 60)[: len(row.text) + 60]
    row.save()
    GuidanceMessage.objects.create(case=case, text=TALK, author=owner, author_name="申报人")
    Remark.objects.create(
        case=case, item_type="question", item="summary", text=TALK, author=owner, author_name="甲"
    )


def _appointment(case: Case, owner: User) -> None:
    begin = timezone.now() + datetime.timedelta(days=3)
    slot = GuidanceSlot.objects.create(
        guide=make_staff("guide"),
        starts_at=begin,
        ends_at=begin + datetime.timedelta(hours=1),
        place="示例街 1 号",
    )
    GuidanceAppointment.objects.create(slot=slot, case=case, booked_by=owner, topic=TALK)


def _review(case: Case) -> None:
    """The invited expert has declared; his words are the secretary's to read."""
    member = case.panels.get().members.get()
    member.state, member.declared_at = MemberState.DECLARED, timezone.now()
    member.opinion = OPINION
    member.save()


def _objection(case: Case) -> None:
    candidate = case.candidacies.get()
    candidate.name, candidate.text = "公开的名称", "公开的介绍"
    candidate.save()
    statement = Statement(OBJECTOR, "13800001111", GROUNDS)
    make_objection(candidate=candidate, statement=statement, files=[make_private_file()])


def _people(world: World) -> dict[str, User]:
    other = make_user("另一位申报人")
    world.own = make_case(State.CORRECTING, applicant=other)
    elsewhere = make_case(State.EXPERT_REVIEW)
    theirs = elsewhere.panels.get().members.get()
    theirs.state, theirs.declared_at = MemberState.DECLARED, timezone.now()
    theirs.save()
    member_of_unit = make_user("另一单位的人")
    make_organisation(member_of_unit)
    unasked = make_expert().user
    return {
        "stranger": make_user("路人"),
        "other applicant": other,
        "other unit": member_of_unit,
        "other expert": theirs.expert.user,
        "expert": unasked,
        **{office: make_staff(office) for office in OFFICES},
    }


def patterns() -> Iterator[tuple[str, str]]:
    """Route and name of every address of applications that the URLconf knows."""
    for route, name in _walk(get_resolver(), "", ()):
        if route.startswith(PREFIXES):
            yield route, name


def _walk(resolver: URLResolver, prefix: str, names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, route, (*names, pattern.namespace or ""))
        elif isinstance(pattern, URLPattern):
            yield route, ":".join(filter(None, (*names, pattern.name)))


PK = {
    "applications:book-slot": "slot",
    "applications:cancel-slot": "appointment",
    "applications:remark-done": "remark",
    "applications:letter": "letter",
    "applications_publish_round": "round",
    "applications_archive": "round",
    "applications_guidance:remarks": "admin",
}
"""What ``pk`` means where the first part of the name does not tell."""
PK_OF = {
    "review": "member",
    "notices": "notice",
    "applications_notices": "notice",
    "applications_objections": "objection",
}


def filled(route: str, name: str, keys: dict[str, Any]) -> str:
    """The address of this route for that case."""

    def value(match: re.Match[str]) -> str:
        part = match[1]
        if part == "pk":
            part = PK.get(name) or PK_OF.get(name.partition(":")[0], "admin")
        elif part == "public_id":
            part = "file" if name == "applications:upload" else "case"
        return str(keys[part])

    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", value, route)


def visit(client: Client, who: str, name: str, state: str, path: str, method: str) -> Visit:
    """Ask, and keep all that was said."""
    answer = getattr(client, method)(path, headers={"Upload-Length": "10", "Upload-Offset": "0"})
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = body.decode("utf-8", "replace")
    if answer.status_code >= 500:
        text = repr(getattr(answer, "exc_info", None))
    location = answer.headers.get("Location", "")
    return Visit(who, name, state, method, path, answer.status_code, location, text)
