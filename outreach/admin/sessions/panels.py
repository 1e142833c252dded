"""The panels of the session page, in their order."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Sum
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component

from outreach import queries, rules
from outreach.admin.sessions.desk import Desk
from outreach.domain.conflicts import conflicts_of
from outreach.domain.evidence import LIMITS
from outreach.domain.table import TABLE
from outreach.enums import (
    PROVABLE,
    TAKES_PLACE,
    TAKES_SEATS,
    EvidenceKind,
    RegistrationState,
    SessionState,
    Severity,
    SignInWay,
)
from outreach.models import Session
from safeguards.chain import flaws_of

OUTSIDE: dict[str, Any] = {
    "change": _("更改安排"),
    "override": _("说明冲突"),
    "answer": _("对方答复"),
    "ask_party": _("再问一方"),
    "remove_evidence": _("移除举办证明"),
    "record_history": _("补录"),
    "take_history_back": _("撤销补录"),
    "assign_hosts": _("安排现场人员"),
}
"""What is logged beside the steps of the table."""


def step_label(name: str) -> Any:
    """A step in the staff's words."""
    row = TABLE.get(name)
    return row.label if row else OUTSIDE.get(name, name)


class SessionPanel(Component):
    """Heading, icon and template; left out where ``is_shown`` says so."""

    name = ""
    heading: Any = ""
    icon = "doc-full-inverse"

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.template_name = f"outreach/admin/sessions/panels/{self.name}.html"

    @property
    def session(self) -> Session:
        return self.desk.session

    def is_shown(self) -> bool:
        """Whether there is anything to see for this user in this session."""
        return True

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "session": self.session,
            "desk": self.desk,
            "request": self.desk.request,
            "csrf_token": parent_context.get("csrf_token"),
            **self.context(),
        }

    def context(self) -> dict[str, Any]:
        """What the template shows."""
        return {}


class PlanPanel(SessionPanel):
    """安排: what, when, where, by whom, for how many."""

    name, heading, icon = "plan", _("安排"), "date"

    def context(self) -> dict[str, Any]:
        return {
            "projects": self.session.programme.projects.select_related("project"),
            "replaces": Session.objects.filter(replaced_by=self.session).first(),
            "hosts": self.session.hosts.order_by("display_name", "pk"),
            "may_plan": self.session.state in TAKES_PLACE
            and rules.may_plan(self.desk.user, self.session),
        }


class ConflictsPanel(SessionPanel):
    """冲突: what does not go together, and what somebody let stand."""

    name, heading, icon = "conflicts", _("冲突"), "warning"

    def is_shown(self) -> bool:
        return self.session.state in TAKES_PLACE or self.session.overrides.exists()

    def context(self) -> dict[str, Any]:
        overrides = list(self.session.overrides.select_related("made_by"))
        let = {(one.kind, one.subject): one for one in overrides}
        found = conflicts_of(self.session) if self.session.state in TAKES_PLACE else []
        rows = [
            {
                "conflict": one,
                "severity": Severity(one.severity).label,
                "override": None
                if one.severity == Severity.BLOCK
                else let.pop((one.kind.value, one.subject), None),
            }
            for one in found
        ]
        return {"rows": rows, "others": list(let.values())}


class ConfirmationsPanel(SessionPanel):
    """确认: who was asked, what was said, by which way; asked again, or written down."""

    name, heading, icon = "confirmations", _("老师和场地的确认"), "check"

    def is_shown(self) -> bool:
        return self.session.confirmations.exists()

    def context(self) -> dict[str, Any]:
        waiting = self.session.state == SessionState.PENDING
        return {
            "rows": self.session.confirmations.select_related("recorded_by").order_by(
                "outdated", "party", "-pk"
            ),
            "may_record": waiting and rules.may_plan(self.desk.user, self.session),
        }


class RegistrationsPanel(SessionPanel):
    """报名: how many, and for who may read it, who."""

    name, heading, icon = "registrations", _("报名"), "group"

    def is_shown(self) -> bool:
        return self.session.open_to_public or self.session.registrations.exists()

    def context(self) -> dict[str, Any]:
        counts = {
            row["state"]: row
            for row in self.session.registrations.order_by()
            .values("state")
            .annotate(number=Count("pk"), people=Sum("seats"))
        }
        may_see = rules.may_see_registrations(self.desk.user, self.session)
        return {
            "taken": sum(counts[state]["people"] for state in TAKES_SEATS if state in counts),
            "counts": [
                (state.label, counts[state]) for state in RegistrationState if state in counts
            ],
            "rows": self.session.registrations.select_related("sign_in") if may_see else None,
        }


class EvidencePanel(SessionPanel):
    """签到与举办证明: who came, and what proves it."""

    name, heading, icon = "evidence", _("到场与举办证明"), "folder-open-inverse"

    def is_shown(self) -> bool:
        return self.session.state in (*PROVABLE, SessionState.ARCHIVED)

    def context(self) -> dict[str, Any]:
        held: dict[str, list[Any]] = {}
        for one in queries.evidence_of(self.session):
            held.setdefault(one.kind, []).append(one)
        may_change = rules.may_change_evidence(self.desk.user, self.session)
        return {
            "heads": self.desk.signed_in,
            "ways": self._ways(),
            "kinds": [(kind, held.get(kind, []), LIMITS[kind]) for kind in EvidenceKind],
            "may_see": rules.may_see_evidence(self.desk.user, self.session),
            "may_change": may_change,
        }

    def _ways(self) -> list[tuple[str, int]]:
        """How many came in by each way; ways nobody used are left out."""
        rows = self.session.sign_ins.order_by().values("way")
        sums = {
            row["way"]: row["people"]
            for row in rows.annotate(people=Sum(F("adults") + F("minors")))
        }
        return [(str(way.label), sums[way]) for way in SignInWay if way in sums]


class FeedbackPanel(SessionPanel):
    """课后反馈: what people thought, without saying who."""

    name, heading, icon = "feedback", _("课后反馈"), "comment"

    def is_shown(self) -> bool:
        return queries.feedback_on(self.session).exists()

    def context(self) -> dict[str, Any]:
        answers = list(queries.feedback_on(self.session))
        return {
            "answers": answers,
            "average": sum(one.rating for one in answers) / len(answers),
        }


class LogPanel(SessionPanel):
    """办理记录: the newest first; the chain is proved each time the page is opened."""

    name, heading, icon = "log", _("办理记录"), "list-ol"

    def context(self) -> dict[str, Any]:
        events = self.session.events.order_by("-sequence")
        return {
            "events": [{"event": one, "label": step_label(one.step)} for one in events],
            "flaws": list(flaws_of(self.session)),
        }


PANELS: list[type[SessionPanel]] = [
    PlanPanel,
    ConflictsPanel,
    ConfirmationsPanel,
    RegistrationsPanel,
    EvidencePanel,
    FeedbackPanel,
    LogPanel,
]
