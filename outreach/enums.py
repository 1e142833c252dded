"""The fixed vocabularies of outreach, in the words of the bureau's work plan."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

ROLE_PLANNER = "课程策划"
ROLE_HOST = "现场"
"""The offices of outreach, as Django groups: who plans, and who signs people in and counts them."""


class VenueType(TextChoices):
    """进校园、进社区、进商圈、进景区, and the bureau's own places."""

    SCHOOL = "school", _("校园")
    COMMUNITY = "community", _("社区")
    MALL = "mall", _("商圈")
    SCENIC = "scenic", _("景区")
    BASE = "base", _("基地")
    CULTURAL = "cultural", _("公共文化空间")


class SessionKind(TextChoices):
    """What takes place. All of them count for the yearly target."""

    CLASS = "class", pgettext_lazy("one", "公益课")
    TALK = "talk", _("讲座")
    SHOW = "show", _("展演")
    FESTIVAL = "festival", _("节庆活动")


class SessionState(TextChoices):
    """Where a session stands, in the staff's words."""

    DRAFT = "draft", _("草稿")
    PENDING = "pending", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    OPEN = "open", _("报名中")
    CLOSED = "closed", _("报名截止")
    HELD = "held", _("已举办")
    ARCHIVED = "archived", _("已归档")
    CANCELLED = "cancelled", _("取消")
    POSTPONED = "postponed", _("延期")


PLANNED = (SessionState.DRAFT, SessionState.PENDING, SessionState.CONFIRMED)
"""May still be moved, by whoever plans."""
TAKES_PLACE = (*PLANNED, SessionState.OPEN, SessionState.CLOSED)
"""Not held yet, and not given up."""
BUSY = (*TAKES_PLACE, SessionState.HELD, SessionState.ARCHIVED)
"""Takes teacher and place: what two sessions may not do at once."""
GIVEN_UP = (SessionState.CANCELLED, SessionState.POSTPONED)
"""Does not take place at its time."""
COUNTED = (SessionState.HELD, SessionState.ARCHIVED)
"""Held; of these only archived ones count for the target."""
PUBLIC = (
    *(SessionState.CONFIRMED, SessionState.OPEN, SessionState.CLOSED),
    *COUNTED,
    *GIVEN_UP,
)
"""Shown to everybody, if the session was ever published (``published_at``)."""
PROVABLE = (SessionState.CONFIRMED, SessionState.OPEN, SessionState.CLOSED, SessionState.HELD)
"""Evidence may be added and taken away; once archived, it stands as the log has it."""


class Severity(IntegerChoices):
    """What a conflict does; the higher, the graver."""

    WARN = 1, _("提醒")
    BLOCK_PUBLISHING = 2, _("发布前须解决")
    BLOCK = 3, _("不能安排")


class ConflictKind(TextChoices):
    """In what two sessions, or a session and its circumstances, do not go together."""

    PLACE = "place", _("场地重叠")
    TEACHER = "teacher", _("老师重叠")
    TRAVEL = "travel", _("老师来不及赶到")
    HOURS = "hours", _("不在开放时间")
    AVAILABILITY = "availability", _("不在老师可授课时间")
    DAY_OFF = "day-off", _("老师请假")
    CLOSURE = "closure", _("场地停用")
    WEEKLY_MOST = "weekly-most", _("超过老师每周上限")
    CAPACITY = "capacity", _("人数超过场地容量")
    SKILL = "skill", _("老师不教这门课")
    HOLIDAY = "holiday", _("法定节假日")
    ALIKE = "alike", _("同样的课时间地点太近")


class Party(TextChoices):
    """Who confirms a session."""

    TEACHER = "teacher", _("老师")
    VENUE = "venue", _("场地")


class Answer(TextChoices):
    """What a party said."""

    WAITING = "waiting", _("等待答复")
    AGREED = "agreed", _("同意")
    DECLINED = "declined", _("不能参加")


class Frequency(TextChoices):
    """How a series recurs (RFC 5545 in words)."""

    WEEKLY = "weekly", _("每周")
    FORTNIGHTLY = "fortnightly", _("隔周")
    BY_HAND = "by-hand", _("逐个日期")


class RegistrationKind(TextChoices):
    """For whom somebody registers."""

    SINGLE = "single", _("个人")
    FAMILY = "family", _("家庭")
    GROUP = "group", _("团体")


class RegistrationState(TextChoices):
    """Where a registration stands."""

    UNCONFIRMED = "unconfirmed", _("等待确认联系方式")
    PLACED = "placed", _("报名成功")
    WAITING = "waiting", _("候补")
    OFFERED = "offered", _("有名额，等待确认")
    CANCELLED = "cancelled", _("已取消")
    EXPIRED = "expired", _("已过期")


TAKES_SEATS = (RegistrationState.PLACED, RegistrationState.OFFERED)
TAKES_PART = (*TAKES_SEATS, RegistrationState.WAITING)
"""Has seats or waits for some, by a contact that was confirmed."""
LIVE = (*TAKES_PART, RegistrationState.UNCONFIRMED)


class SignInWay(TextChoices):
    """How somebody was signed in."""

    QR = "qr", _("扫码")
    LIST = "list", _("名单")
    NUMBERS = "numbers", _("人数登记")


class EvidenceKind(TextChoices):
    """What proves that a session was held."""

    SIGN_IN_SHEET = "sheet", _("签到表")
    PHOTO = "photo", _("现场照片")
    OTHER = "other", _("其他材料")


class RequestState(TextChoices):
    """Where a request for a class stands."""

    SUBMITTED = "submitted", _("已提交")
    MATCHING = "matching", _("正在安排")
    ARRANGED = "arranged", _("已安排")
    DECLINED = "declined", _("不能安排")
    WITHDRAWN = "withdrawn", _("已撤回")


class IntakeKind(TextChoices):
    """What a spreadsheet of sessions is: a plan, or what was held before."""

    PLAN = "plan", _("课程计划")
    HISTORY = "history", _("补录")


class Weekday(IntegerChoices):
    """As Python counts them."""

    MONDAY = 0, _("周一")
    TUESDAY = 1, _("周二")
    WEDNESDAY = 2, _("周三")
    THURSDAY = 3, _("周四")
    FRIDAY = 4, _("周五")
    SATURDAY = 5, _("周六")
    SUNDAY = 6, _("周日")
