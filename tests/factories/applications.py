"""Rounds, people and cases for tests, brought where they are by the same steps as real ones."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from accounts.enums import UnitRole
from accounts.models import Membership, Organisation, User
from applications.domain.defaults import load_templates
from applications.domain.opening import publish_round, start_case
from applications.domain.transitioning import transition
from applications.enums import AnswerType, Decision, Kind, MemberState, NoticeState, State
from applications.models import (
    Answer,
    Attachment,
    Case,
    CommitteeDecision,
    Expert,
    FormTemplate,
    Notice,
    NoticeCandidate,
    Round,
    RoundKind,
    Score,
)
from registry.enums import DivisionLevel, Level
from registry.models import Category, Division
from tests.factories.registry import HEDONG
from tests.factories.uploads import make_private_file

_number = itertools.count(1)

STAFF_PERMISSIONS = {
    "guide": ("guide_case", "view_case"),
    "officer": ("accept_case", "file_case", "view_case"),
    "secretary": ("review_case", "view_case"),
    "publisher": ("publish_notice", "view_case"),
    "handler": ("handle_objection", "view_case"),
    "administrator": (
        *("promulgate_case", "reopen_case", "configure_round", "view_case", "accept_case"),
        *("review_case", "publish_notice", "guide_case", "file_case"),
    ),
}


def make_user(name: str = "", *permissions: str, **fields: Any) -> User:
    """Somebody who can sign in; ``permissions`` are codenames of applications."""
    number = next(_number)
    user = User.objects.create_user(
        f"person{number}",
        email=f"person{number}@example.com",
        password="a-long-password-1",
        display_name=name or f"示例用户{number}",
        **fields,
    )
    rows = Permission.objects.filter(
        content_type__app_label="applications", codename__in=permissions
    )
    user.user_permissions.add(*rows)
    return user


def make_staff(role: str) -> User:
    """A member of staff with one office's permissions: see STAFF_PERMISSIONS. May enter the admin."""
    user = make_user(f"示例{role}", *STAFF_PERMISSIONS[role])
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def make_organisation(*members: User, name: str = "") -> Organisation:
    """A unit; the first member heads it."""
    number = next(_number)
    organisation = Organisation.objects.create(
        name=name or f"示例传承中心{number}",
        credit_code=credit_code(number),
        contact_name="示例联系人",
        contact_phone="13800000000",
    )
    for index, user in enumerate(members):
        role = UnitRole.AGENT if index else UnitRole.HEAD
        Membership.objects.create(organisation=organisation, user=user, role=role)
    return organisation


def credit_code(number: int) -> str:
    """A well-formed unified social credit code."""
    from stdnum.cn import uscc

    stem = f"91120102MA{number:07d}"
    return stem + uscc.calc_check_digit(stem)


def make_round(*kinds: Kind, publish: bool = True, **fields: Any) -> Round:
    """An open round, with the house's own templates. One expert a panel unless told otherwise."""
    lay_ground()
    now = timezone.now()
    values: dict[str, Any] = {
        "title": f"示例第{next(_number)}批申报",
        "year": now.year,
        "ordinal": 9,
        "level": Level.COUNTY,
        "jurisdiction": Division.objects.get(code=HEDONG),
        "opens_at": now - datetime.timedelta(days=30),
        "closes_at": now + datetime.timedelta(days=365),
        "panel_size": 1,
        "quorum": 1,
        **fields,
    }
    round_ = Round(**values)
    round_.kinds = [
        RoundKind(kind=kind, template=FormTemplate.objects.get(kind=kind))
        for kind in (kinds or tuple(Kind))
    ]
    round_.save()
    if publish:
        publish_round(round_=round_, by=None)
    return round_


def lay_ground() -> None:
    """What migrations load and tests with threads find emptied: templates, a division, a category."""
    load_templates()
    Division.objects.get_or_create(
        code=HEDONG,
        defaults={"name": "河东区", "full_name": "天津市河东区", "level": DivisionLevel.COUNTY},
    )
    Category.objects.get_or_create(
        ordinal=8, defaults={"numeral": "Ⅷ", "name": "传统技艺", "slug": "crafts"}
    )
    Permission.objects.get_or_create(
        codename="access_admin",
        defaults={
            "name": "Can access Wagtail admin",
            "content_type": ContentType.objects.get_for_model(User),
        },
    )


def make_case(
    state: State = State.DRAFT,
    *,
    applicant: User | None = None,
    round_: Round | None = None,
    kind: Kind = Kind.PROJECT,
    title: str = "",
    now: datetime.datetime | None = None,
    **fields: Any,
) -> Case:
    """A complete case, walked to ``state`` step by step by staff made for it."""
    applicant = applicant or make_user()
    round_ = round_ or make_round(kind)
    case = start_case(round_=round_, kind=kind, by=applicant, now=now, **fields)
    fill_in(case, title=title)
    return walk(case, state, now=now)


def fill_in(case: Case, *, title: str = "") -> None:
    """Answers to every required question and a file for every required material."""
    case.title = title or f"示例技艺{next(_number)}"
    case.category = Category.objects.get(ordinal=8)
    case.save()
    for question in case.form.questions:
        if question.required:
            text = _answer(case, question)
            column = "sealed" if question.private else "text"
            Answer.objects.update_or_create(
                case=case, question=question.key, defaults={column: text, "revision": 1}
            )
    for material in case.materials():
        if material.required:
            for _unused in range(material.least_files):
                Attachment.objects.create(
                    case=case, material=material.key, file=make_private_file(owner=case.applicant)
                )


def _answer(case: Case, question: Any) -> str:
    fixed = {
        "title": case.title,
        AnswerType.CATEGORY: str(case.category_id),
        AnswerType.DIVISION: HEDONG,
        AnswerType.PHONE: "13800000000",
        AnswerType.NATIONAL_ID: "11010119900307299X",
        AnswerType.NUMBER: "12",
        AnswerType.DATE: "2026-01-05",
        AnswerType.CONSENT: "yes",
        AnswerType.PROJECT: str(case.listed_project_id or ""),
    }
    if question.key == "birth-year":
        return "1956"
    if question.answer_type == AnswerType.CHOICE:
        return str(question.choices[0])
    known = fixed.get(question.key) or fixed.get(question.answer_type)
    return known or ("这是示例内容，说得清清楚楚。" * 20)[: max(question.least, 12)]


WAYS: dict[State, tuple[str, ...]] = {
    State.DRAFT: (),
    State.GUIDED: ("ask_guidance",),
    State.SUBMITTED: ("submit",),
    State.NOT_ACCEPTED: ("submit", "refuse"),
    State.ACCEPTED: ("submit", "accept"),
    State.CORRECTING: ("submit", "request_correction"),
    State.LAPSED: ("submit", "request_correction", "lapse"),
    State.EXPERT_REVIEW: ("submit", "accept", "open_review"),
    State.COMMITTEE: ("submit", "accept", "open_review", "close_review"),
    State.NOT_PASSED: ("submit", "accept", "open_review", "close_review", "reject"),
    State.ON_NOTICE: ("submit", "accept", "open_review", "close_review", "put_on_notice"),
    State.REPORTING: (
        *("submit", "accept", "open_review", "close_review", "put_on_notice", "close_notice"),
    ),
    State.PROMULGATED: (
        *("submit", "accept", "open_review", "close_review", "put_on_notice", "close_notice"),
        "promulgate",
    ),
    State.WITHDRAWN: ("withdraw",),
}


def walk(case: Case, state: State, *, now: datetime.datetime | None = None) -> Case:
    """Take the steps that lead a complete draft to ``state``; the clock is moved where it must be.

    All steps of a day are taken at one moment: a minute each would reach into tomorrow at midnight.
    """
    moment = now or timezone.now()
    for name in WAYS[state]:
        if name in ("lapse", "close_notice"):
            moment += datetime.timedelta(days=60)
        by, wanted = _who_and_what(case, name, moment)
        transition(case_id=case.pk, name=name, by=by, reason="示例理由", wanted=wanted, now=moment)
    return Case.objects.get(pk=case.pk)


def _who_and_what(case: Case, name: str, now: datetime.datetime) -> tuple[User, dict[str, Any]]:
    if name in ("ask_guidance", "submit", "withdraw"):
        user = case.applicant or case.filed_by
        assert user is not None
        return user, {}
    if name == "request_correction":
        return make_staff("officer"), {"items": [("question", "summary", "请写得更具体。")]}
    if name == "refuse":
        return make_staff("officer"), {"basis": "申报须知第三条"}
    if name in ("accept", "lapse"):
        return make_staff("officer"), {}
    if name == "open_review":
        size = case.terms.panel_size
        return make_staff("secretary"), {"experts": [make_expert().pk for _one in range(size)]}
    if name == "close_review":
        score_all(case)
        return make_staff("secretary"), {}
    if name == "reject":
        secretary = make_staff("secretary")
        decide(case, Decision.REJECT, by=secretary, now=now)
        return secretary, {}
    if name == "put_on_notice":
        publisher = make_staff("publisher")
        decide(case, Decision.NOTICE, by=publisher, now=now)
        return publisher, {"candidate": make_candidate(case, now=now).pk}
    if name == "close_notice":
        return make_staff("secretary"), {}
    assert name == "promulgate", name
    return make_staff("administrator"), {
        "document_number": f"河东政发〔{now.year}〕{next(_number)}号",
        "issuer": "天津市河东区人民政府",
        "published_on": timezone.localdate(now),
    }


def make_expert(**fields: Any) -> Expert:
    """An expert of the pool with an account."""
    today = timezone.localdate()
    number = next(_number)
    return Expert.objects.create(
        user=fields.pop("user", None) or make_user(f"示例专家{number}"),
        name=f"示例专家{number}",
        unit=f"示例大学{number}",
        term_from=today - datetime.timedelta(days=700),
        term_to=today + datetime.timedelta(days=700),
        **fields,
    )


def score_all(case: Case, *, in_favour: bool = True) -> None:
    """Every member of the open panel declares and gives full points."""
    panel = case.panels.get(closed_at__isnull=True)
    for member in panel.members.all():
        member.scores.all().delete()
        Score.objects.bulk_create(
            Score(member=member, item=item.key, points=item.points) for item in case.form.rubric
        )
        member.state = MemberState.SCORED
        member.in_favour = in_favour
        member.declared_at = member.scored_at = timezone.now()
        member.save()


def decide(case: Case, decision: Decision, *, by: User, now: datetime.datetime) -> None:
    """The committee's decision, unanimous."""
    CommitteeDecision.objects.create(
        case=case,
        met_on=timezone.localdate(now),
        votes_for=9,
        votes_against=0,
        abstentions=0,
        decision=decision,
        minutes="示例纪要",
        recorded_by=by,
        recorded_at=now,
    )


def make_candidate(case: Case, *, now: datetime.datetime) -> NoticeCandidate:
    """The case on a published notice of twenty days."""
    first = timezone.localdate(now)
    notice = Notice.objects.create(
        round=case.round,
        title=f"示例公示{next(_number)}",
        text="现予公示。",
        objection_contact="示例街 1 号",
        first_day=first,
        last_day=first + datetime.timedelta(days=20),
        state=NoticeState.PUBLISHED,
        published_at=now,
    )
    return NoticeCandidate.objects.create(
        notice=notice, case=case, name=case.title, unit=case.applicant_name, text="示例简介"
    )
