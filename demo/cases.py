"""Sample cases in every state, each brought there by the steps that real ones take.

Days are counted back from today, so that something is always due soon and something is late.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.enums import UnitRole
from accounts.models import Membership, Organisation, User
from applications.domain import deciding, guiding, noticing, reviewing
from applications.domain.defaults import load_templates
from applications.domain.opening import publish_round, start_case
from applications.domain.transitioning import transition
from applications.enums import Decision, ItemType, Kind, State
from applications.models import (
    Answer,
    Attachment,
    Case,
    Expert,
    FormTemplate,
    Notice,
    Round,
    RoundKind,
)
from applications.sheets import Mark, Sheet
from demo import reading
from demo.dossiers import files_for, fill
from registry.enums import Level
from registry.models import Category, Division, HeritageProject

ROUND_TITLE = "示例：河东区第九批区级非遗申报"
UNIT = ("示例河东手艺传习社", "91120102MA0700001")
ISSUER = "天津市河东区人民政府"
CONTACT = "示例：河东区文化和旅游局非遗科，工作日 9:00—17:00"

WAYS: dict[State, tuple[str, ...]] = {
    State.DRAFT: (),
    State.GUIDED: ("ask_guidance",),
    State.WITHDRAWN: ("submit", "withdraw"),
    State.SUBMITTED: ("submit",),
    State.NOT_ACCEPTED: ("submit", "refuse"),
    State.CORRECTING: ("submit", "request_correction"),
    State.LAPSED: ("submit", "request_correction", "lapse"),
    State.ACCEPTED: ("submit", "accept"),
    State.EXPERT_REVIEW: ("submit", "accept", "open_review"),
    State.COMMITTEE: ("submit", "accept", "open_review", "close_review"),
    State.NOT_PASSED: ("submit", "accept", "open_review", "close_review", "reject"),
    State.ON_NOTICE: ("submit", "accept", "open_review", "close_review", "notice"),
    State.REPORTING: ("submit", "accept", "open_review", "close_review", "notice", "close_notice"),
    State.PROMULGATED: (
        *("submit", "accept", "open_review", "close_review", "notice", "close_notice"),
        "promulgate",
    ),
}
DAYS_BETWEEN = 7
LONG_WAITS = {"lapse": 20, "close_notice": 25}


class SampleCases:
    """A round, a unit, a pool of experts, and one case a state."""

    def __init__(self, people: dict[str, User], progress: Callable[[str], None]) -> None:
        self.people = people
        self.progress = progress
        self.now = timezone.now().replace(microsecond=0)
        self.district = Division.objects.get(code="120102")

    def build(self) -> int:
        """All sample cases; the number of them."""
        load_templates()
        self.round = self._round()
        self.unit = self._unit()
        self.experts = self._experts()
        entries = reading.cases()
        for entry in entries:
            self._add(entry)
            self.progress(entry["title"])
        return len(entries)

    def _round(self) -> Round:
        round_ = Round(
            title=ROUND_TITLE,
            year=self.now.year,
            ordinal=9,
            level=Level.COUNTY,
            jurisdiction=self.district,
            opens_at=self.now - datetime.timedelta(days=200),
            closes_at=self.now + datetime.timedelta(days=90),
            introduction="示例批次：可申报代表性项目、代表性传承人、传承团体、非遗工坊和传习基地。",
        )
        round_.kinds = [
            RoundKind(kind=kind, template=FormTemplate.objects.filter(kind=kind).first())
            for kind in Kind
        ]
        round_.save()
        publish_round(round_=round_, by=self.people["admin"])
        return round_

    def _unit(self) -> Organisation:
        name, stem = UNIT
        from stdnum.cn import uscc

        unit = Organisation.objects.create(
            name=name,
            credit_code=stem + uscc.calc_check_digit(stem),
            address="河东区（示例地址）",
            contact_name="示例联系人",
            contact_phone="13800000000",
        )
        Membership.objects.create(organisation=unit, user=self.people["unit"], role=UnitRole.HEAD)
        return unit

    def _experts(self) -> list[Expert]:
        today = timezone.localdate(self.now)
        experts = []
        for number in range(1, 7):
            user = self.people[f"expert{number}"]
            expert = Expert.objects.create(
                user=user,
                name=user.get_full_name(),
                unit=f"示例研究机构{number}",
                position="研究员",
                term_from=today - datetime.timedelta(days=400),
                term_to=today + datetime.timedelta(days=700),
            )
            expert.specialties.set(Category.objects.all())
            experts.append(expert)
        return experts

    def _add(self, entry: dict[str, Any]) -> None:
        self.moment = self.now - datetime.timedelta(days=entry["days"])
        by = self.people[entry.get("applicant", "applicant")]
        category = Category.objects.get(ordinal=entry["category"])
        case = start_case(
            round_=self.round,
            kind=Kind(entry["kind"]),
            by=by,
            organisation=self.unit if by == self.people["unit"] else None,
            now=self.moment,
        )
        case.sample_data = True
        case.title, case.category = entry["title"], category
        if "project" in entry:
            case.listed_project = HeritageProject.objects.get(name=entry["project"])
            entry["listed"] = case.listed_project.pk
        case.save()
        self._fill_in(case, entry, category, by)
        self._ask(case, by)
        for name in WAYS[State(entry["state"])]:
            self._later(LONG_WAITS.get(name, 1 if name == "submit" else DAYS_BETWEEN))
            self._step(case, name, entry)

    def _fill_in(self, case: Case, entry: dict[str, Any], category: Category, by: User) -> None:
        private = {question.key for question in case.form.questions if question.private}
        answers = fill(case, entry, category)
        if entry["state"] == State.DRAFT:  # half written, as drafts are
            answers = dict(list(answers.items())[: len(answers) // 2])
        Answer.objects.bulk_create(
            Answer(
                case=case,
                question=key,
                **{"sealed" if key in private else "text": text},
                revision=1,
                saved_at=self.moment,
                saved_by=by,
            )
            for key, text in answers.items()
        )
        if entry["state"] == State.DRAFT:
            return
        for material in case.form.materials_for(category.ordinal):
            if material.required:
                for file in files_for(case, material):
                    Attachment.objects.create(
                        case=case,
                        material=material.key,
                        file=file,
                        added_at=self.moment,
                        added_by=by,
                    )

    def _ask(self, case: Case, by: User) -> None:
        if case.pk % 3 == 0:
            question = guiding.ask(
                case=case,
                item_type=ItemType.WHOLE,
                item="",
                text="示例提问：照片要洗出来交纸质的吗？",
                by=by,
            )
            if case.pk % 2 == 0:
                guiding.answer(
                    question=question,
                    text="示例答复：上传清楚的电子版就可以，不用交纸质的。",
                    by=self.people["guide"],
                )

    def _later(self, days: int) -> None:
        self.moment = min(self.moment + datetime.timedelta(days=days, hours=1), self.now)

    def _step(self, case: Case, name: str, entry: dict[str, Any]) -> None:
        special = {
            "close_review": self._review,
            "reject": self._reject,
            "notice": self._notice,
            "close_notice": self._close_notice,
        }
        if name in special:
            special[name](case)
            return
        by_step: dict[str, dict[str, Any]] = {
            "refuse": {"basis": "示例：申报须知第二条，须有三代以上传承。"},
            "request_correction": {
                "items": [
                    (
                        ItemType.QUESTION,
                        "history",
                        "请注明口述者的姓名和时间，并补充一处文献出处。",
                    ),
                    (ItemType.MATERIAL, "photos", "第二张图片看不清工序，请换一张。"),
                ]
            },
            "open_review": {"experts": [one.pk for one in self.experts[:5]]},
            "promulgate": {
                "document_number": f"示例〔{self.now.year}〕9号",
                "issuer": ISSUER,
                "published_on": timezone.localdate(self.moment),
                "code": entry.get("code", ""),
            },
        }
        wanted = by_step.get(name, {})
        reasons = {
            "refuse": "示例：起源年代不足，未见三代传承。",
            "withdraw": "示例：想再补充材料，下一批次申报。",
        }
        self._take(case, name, wanted=wanted, reason=reasons.get(name, ""))

    def _take(self, case: Case, name: str, **told: Any) -> None:
        actors = {
            **dict.fromkeys(("accept", "refuse", "request_correction", "lapse"), "officer"),
            **dict.fromkeys(("open_review", "close_review", "reject"), "secretary"),
            "promulgate": "admin",
        }
        by = self.people[actors[name]] if name in actors else case.applicant
        transition(case_id=case.pk, name=name, by=by, now=self.moment, **told)

    def _review(self, case: Case) -> None:
        """All five declare and score; the spread is small."""
        panel = case.panels.get(closed_at__isnull=True)
        for number, member in enumerate(panel.members.select_related("expert__user")):
            user = member.expert.user
            reviewing.declare(member_id=member.pk, by=user, now=self.moment)
            marks = {
                item.key: Mark(Decimal(max(item.points - number % 3 - 2, 1)), "示例评语")
                for item in case.form.rubric
            }
            sheet = Sheet(marks, in_favour=number != 3, opinion="示例意见：传承清楚，建议推荐。")
            reviewing.hand_in(member_id=member.pk, by=user, sheet=sheet, now=self.moment)
        self._take(case, "close_review")

    def _decide(self, outcome: deciding.Outcome) -> None:
        deciding.record_decision(
            meeting=deciding.Meeting(
                timezone.localdate(self.moment), "示例纪要：逐件审议，投票表决。"
            ),
            outcome=outcome,
            by=self.people["secretary"],
            now=self.moment,
        )

    def _reject(self, case: Case) -> None:
        reason = "示例：地方特色不突出，传承脉络不清。"
        self._decide(deciding.Outcome(case.pk, 3, 5, 1, Decision.REJECT, reason))

    def _notice(self, case: Case) -> None:
        self._decide(deciding.Outcome(case.pk, 8, 0, 1, Decision.NOTICE))
        self.moment = min(self.moment + datetime.timedelta(minutes=5), self.now)
        case = Case.objects.get(pk=case.pk)
        notice = noticing.draft_notice(
            round_=self.round,
            title=f"关于“{case.title}”拟列入区级名录的公示（示例）",
            text="现将拟列入名录的项目予以公示。公示期间如有异议，请以书面形式实名提出。（示例公示）",
            objection_contact=CONTACT,
            cases=[case],
            by=self.people["publisher"],
        )
        Notice.objects.filter(pk=notice.pk).update(sample_data=True)
        noticing.publish_notice(notice=notice, by=self.people["publisher"], now=self.moment)

    def _close_notice(self, case: Case) -> None:
        notice = Notice.objects.get(candidates__case=case)
        noticing.close_notice(notice=notice, by=self.people["secretary"], now=self.moment)
