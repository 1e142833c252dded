"""Sample accounts: one for each role, with passwords anyone can read. Never for a real registry."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group

from accounts.enums import ROLE_ADMINISTRATOR, ROLE_EDITOR, ROLE_REVIEWER
from accounts.models import User
from applications.enums import (
    ROLE_GUIDE,
    ROLE_OBJECTION_HANDLER,
    ROLE_OFFICER,
    ROLE_PUBLISHER,
    ROLE_SECRETARY,
)
from outreach.enums import ROLE_HOST, ROLE_PLANNER

ROLE_EXPERT, ROLE_APPLICANT = "评审专家", "申报人"
"""Not groups: an expert is known by his entry in the pool, an applicant by his cases."""
SECOND_ADMINISTRATOR = "admin2"


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """One account as the start of the sample site prints it. Staff sign in with the user name too."""

    username: str
    password: str
    role: str
    display_name: str

    @property
    def email(self) -> str:
        """example.com belongs to nobody: what is sent there reaches nobody."""
        return f"{self.username}@example.com"

    @property
    def login(self) -> str:
        """What the person types to sign in."""
        return self.email if self.role in (ROLE_EXPERT, ROLE_APPLICANT) else self.username


ACCOUNTS = (
    SampleAccount("editor", "feiyi-bianji-2026", ROLE_EDITOR, "示例编辑"),
    SampleAccount("reviewer", "feiyi-shenhe-2026", ROLE_REVIEWER, "示例审核"),
    SampleAccount("admin", "feiyi-guanli-2026", ROLE_ADMINISTRATOR, "示例管理"),
    SampleAccount(
        SECOND_ADMINISTRATOR, "feiyi-guanli-2026", ROLE_ADMINISTRATOR, "示例管理（第二位）"
    ),
    SampleAccount("guide", "feiyi-zhidao-2026", ROLE_GUIDE, "示例指导"),
    SampleAccount("officer", "feiyi-shouli-2026", ROLE_OFFICER, "示例受理"),
    SampleAccount("secretary", "feiyi-mishu-2026", ROLE_SECRETARY, "示例评审秘书"),
    SampleAccount("publisher", "feiyi-gongshi-2026", ROLE_PUBLISHER, "示例公示"),
    SampleAccount("handler", "feiyi-yiyi-2026", ROLE_OBJECTION_HANDLER, "示例异议处理"),
    SampleAccount("planner", "feiyi-cehua-2026", ROLE_PLANNER, "示例课程策划"),
    SampleAccount("host", "feiyi-xianchang-2026", ROLE_HOST, "示例现场"),
    *(
        SampleAccount(f"expert{number}", "feiyi-zhuanjia-2026", ROLE_EXPERT, f"示例专家{numeral}")
        for number, numeral in enumerate("甲乙丙丁戊己", 1)
    ),
    SampleAccount("applicant", "feiyi-shenbao-2026", ROLE_APPLICANT, "示例申报人"),
    SampleAccount("unit", "feiyi-shenbao-2026", ROLE_APPLICANT, "示例单位经办人"),
)


def close_accounts() -> None:
    """Nobody can sign in with a sample account any more; what they did stays in the logs."""
    for user in User.objects.filter(username__in=[account.username for account in ACCOUNTS]):
        user.is_active = False
        user.set_unusable_password()
        user.save()


def create_accounts() -> dict[str, User]:
    """The accounts by user name; those that exist are left as they are."""
    return {account.username: _create(account) for account in ACCOUNTS}


def _create(account: SampleAccount) -> User:
    user = User.objects.filter(username=account.username).first()
    if user is None:
        user = User.objects.create_user(
            account.username,
            email=account.email,
            password=account.password,
            display_name=account.display_name,
        )
        user.groups.add(*Group.objects.filter(name=account.role))
    elif not user.is_active:
        user.is_active = True
        user.set_password(account.password)
        user.save()
    EmailAddress.objects.get_or_create(
        user=user, email=account.email, defaults={"verified": True, "primary": True}
    )
    return user
