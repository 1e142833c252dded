"""The fixed vocabularies of applications, in the words of the law and of district practice."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ROLE_GUIDE = "指导"
ROLE_OFFICER = "受理"
ROLE_SECRETARY = "评审秘书"
ROLE_PUBLISHER = "公示"
ROLE_OBJECTION_HANDLER = "异议处理"
"""The offices of the procedure, as Django groups; a person may hold several."""


class Kind(TextChoices):
    """What recognition is applied for."""

    PROJECT = "project", _("代表性项目")
    INHERITOR = "inheritor", _("代表性传承人")
    GROUP = "group", _("代表性传承团体")
    WORKSHOP = "workshop", _("非遗工坊")
    BASE = "base", _("传习基地")


class State(TextChoices):
    """Where a case stands, in the staff's words; the public's are in wording.py."""

    DRAFT = "draft", _("草稿")
    GUIDED = "guided", _("指导中")
    SUBMITTED = "submitted", _("已提交")
    ACCEPTED = "accepted", _("已受理")
    NOT_ACCEPTED = "not-accepted", _("不予受理")
    CORRECTING = "correcting", _("待补正")
    LAPSED = "lapsed", _("逾期终止")
    EXPERT_REVIEW = "expert-review", _("专家评审")
    COMMITTEE = "committee", _("委员会审议")
    NOT_PASSED = "not-passed", _("未通过")
    ON_NOTICE = "on-notice", _("公示中")
    REPORTING = "reporting", _("报批")
    PROMULGATED = "promulgated", _("已公布")
    WITHDRAWN = "withdrawn", _("已撤回")


UNSUBMITTED = (State.DRAFT, State.GUIDED)
FINAL = (
    State.NOT_ACCEPTED,
    State.LAPSED,
    State.NOT_PASSED,
    State.PROMULGATED,
    State.WITHDRAWN,
)
BEFORE_NOTICE = (
    State.DRAFT,
    State.GUIDED,
    State.SUBMITTED,
    State.ACCEPTED,
    State.CORRECTING,
    State.EXPERT_REVIEW,
    State.COMMITTEE,
)


class Section(TextChoices):
    """The parts of an application form (申报书), in the order an applicant meets them."""

    APPLICANT = "applicant", _("申报人与联系方式")
    BASICS = "basics", _("基本信息")
    SUMMARY = "summary", _("简介")
    DESCRIPTION = "description", _("项目说明")
    ARGUMENT = "argument", _("项目论证")
    PRACTICE = "practice", _("传承实践")
    PREMISES = "premises", _("场所与条件")
    MANAGEMENT = "management", _("项目管理")
    PLAN = "plan", _("保护计划")
    DECLARATION = "declaration", _("授权与承诺")


class AnswerType(TextChoices):
    """How a question is answered."""

    LINE = "line", _("一行文字")
    TEXT = "text", _("多行文字")
    DATE = "date", _("日期")
    NUMBER = "number", _("数字")
    CHOICE = "choice", _("单选")
    CATEGORY = "category", _("非遗类别")
    DIVISION = "division", _("所在区划")
    PROJECT = "project", _("名录中的项目")
    NATIONAL_ID = "national-id", _("身份证号")
    PHONE = "phone", _("电话")
    EMAIL = "email", _("电子邮箱")
    CONSENT = "consent", _("勾选同意")


class ItemType(TextChoices):
    """What a remark, a defect or a question is about."""

    QUESTION = "question", _("问题")
    MATERIAL = "material", _("材料")
    WHOLE = "whole", _("全部")


class ClockKind(TextChoices):
    """What a period of the procedure is given for."""

    ACCEPTANCE = "acceptance", _("受理")
    CORRECTION = "correction", _("补正")
    SCORING = "scoring", _("专家评分")
    NOTICE = "notice", _("公示")


class LetterKind(TextChoices):
    """The letters and messages of the procedure, whose texts a round may change."""

    RECEIPT = "receipt", _("提交回执")
    ACCEPTANCE = "acceptance", _("受理通知书")
    REFUSAL = "refusal", _("不予受理通知书")
    CORRECTION = "correction", _("一次性补正通知书")
    LAPSE = "lapse", _("逾期终止通知书")
    NOT_PASSED = "not-passed", _("未通过通知书")
    NOTICE = "notice", _("公示通知")
    PROMULGATION = "promulgation", _("公布通知")
    WITHDRAWAL = "withdrawal", _("撤回确认")
    GUIDANCE = "guidance", _("指导意见")
    REMINDER = "reminder", _("到期提醒")
    REOPENED = "reopened", _("重新办理通知")
    PROGRESS = "progress", _("进度通知")


class MemberState(TextChoices):
    """An expert's part in one panel."""

    INVITED = "invited", _("已邀请，待声明")
    DECLARED = "declared", _("已声明无利害关系")
    RECUSED = "recused", _("回避")
    DECLINED = "declined", _("谢绝")
    SCORED = "scored", _("已评分")
    REPLACED = "replaced", _("已更换")


class CaseAct(TextChoices):
    """What is written into the log of a case beside the steps of the table: the state stays."""

    DRAWN = "experts_drawn", _("抽取专家")
    DECLARED = "expert_declared", _("专家声明无利害关系")
    RECUSED = "expert_recused", _("专家声明回避")
    DECLINED = "expert_declined", _("专家谢绝")
    REPLACED = "expert_replaced", _("更换专家")
    SCORED = "expert_scored", _("专家提交评分")
    RESCORED = "expert_rescored", _("专家修改评分")
    DECIDED = "committee_decided", _("登记委员会决定")


class Decision(TextChoices):
    """What the committee decides on a case."""

    NOTICE = "notice", _("同意，进入公示")
    REJECT = "reject", _("不通过")
    RETURN = "return", _("退回专家再评")


class NoticeState(TextChoices):
    """A public notice (公示)."""

    DRAFT = "draft", _("拟稿")
    PUBLISHED = "published", _("公示")
    CLOSED = "closed", _("已结束")


class ObjectionState(TextChoices):
    """An objection to a notice: received → inadmissible, or investigating → upheld / dismissed → replied."""

    RECEIVED = "received", _("已收到")
    INADMISSIBLE = "inadmissible", _("不予受理")
    INVESTIGATING = "investigating", _("调查核实中")
    UPHELD = "upheld", _("成立")
    DISMISSED = "dismissed", _("不成立")
    REPLIED = "replied", _("已答复")


class AppointmentState(TextChoices):
    """A guidance appointment."""

    BOOKED = "booked", _("已预约")
    CANCELLED = "cancelled", _("已取消")
    HELD = "held", _("已完成")
    MISSED = "missed", _("未到")
