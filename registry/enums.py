"""The fixed vocabularies of the registry, in the law's and the national list's own words."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class RecordKind(TextChoices):
    """The five kinds of records the public catalogue shows."""

    PROJECT = "project", _("代表性项目")
    INHERITOR = "inheritor", _("代表性传承人")
    BASE = "base", _("传习基地")
    WORKSHOP = "workshop", _("非遗工坊")
    PRODUCT = "product", _("文创产品")


class Level(IntegerChoices):
    """Whose list it is; the lower the number, the higher the level.

    In a municipality such as Tianjin the 省级 list is called 市级: see ``level_name``.
    """

    NATIONAL = 1, _("国家级")
    PROVINCIAL = 2, _("省级")
    MUNICIPAL = 3, _("市级")
    COUNTY = 4, _("区县级")


class InscriptionKind(TextChoices):
    """新增项目 opens a code; 扩展项目 joins an existing code from another place."""

    NEW = "new", _("新增项目")
    EXTENSION = "extension", _("扩展项目")


class ActKind(TextChoices):
    """What an act of recognition does."""

    INSCRIPTION = "inscription", _("公布代表性项目名录")
    RECOGNITION = "recognition", _("认定代表性传承人")
    PROTECTING_UNIT = "protecting-unit", _("认定或调整保护单位")
    DESIGNATION = "designation", _("认定基地或工坊")
    REMOVAL = "removal", _("取消、退出或除名")


class Viability(TextChoices):
    """存续状况, as staff judge it."""

    THRIVING = "thriving", _("传承良好")
    STABLE = "stable", _("平稳传承")
    FRAGILE = "fragile", _("传承困难")
    ENDANGERED = "endangered", _("濒危")
    DORMANT = "dormant", _("已中断，正在恢复")
    UNKNOWN = "unknown", _("尚未评估")


class SectionKind(TextChoices):
    """The narrative sections of a project, in the order a reader meets them."""

    SUMMARY = "summary", _("简介")
    HISTORY = "history", _("历史渊源")
    CONTENT = "content", _("基本内容")
    LINEAGE = "lineage", _("传承谱系")
    FEATURES = "features", _("基本特征")
    VALUE = "value", _("主要价值")
    STATE = "state", _("存续状况")


class Access(TextChoices):
    """Who may read a section. Only 公开 ever leaves the staff side."""

    PUBLIC = "public", _("公开")
    INTERNAL = "internal", _("内部")
    SECRET = "secret", _("核心技艺保密")


class NameKind(TextChoices):
    """What a further name of a project is."""

    ALSO = "also", _("又称")
    COMMON = "common", _("俗称")
    FORMER = "former", _("曾用名")
    ENGLISH = "english", _("英文名")
    MINORITY = "minority", _("民族语言名称")


class BearerKind(TextChoices):
    """A person, or a group that bears a project together (代表性传承团体)."""

    PERSON = "person", _("传承人")
    GROUP = "group", _("传承团体")


class Sex(TextChoices):
    """As the public lists give it."""

    MALE = "male", _("男")
    FEMALE = "female", _("女")


class Standing(TextChoices):
    """Standing of a recognised inheritor (文旅部令第3号, articles 22 and 23)."""

    LISTED = "listed", _("在册")
    INCAPACITATED = "incapacitated", _("丧失传承能力")
    REMOVED = "removed", _("取消资格")
    WITHDRAWN = "withdrawn", _("自愿退出")
    DECEASED = "deceased", _("去世")


class Consent(TextChoices):
    """Consent to publish personal data (个人信息保护法)."""

    UNKNOWN = "unknown", _("尚未征询")
    GIVEN = "given", _("本人同意")
    REFUSED = "refused", _("本人不同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class LineageKind(TextChoices):
    """How a skill passed from master to apprentice."""

    FAMILY = "family", _("家族传承")
    MASTER = "master", _("师徒传承")
    SCHOOL = "school", _("学校传承")
    COMMUNITY = "community", _("社会传承")


class UnitKind(TextChoices):
    """What sort of body a protecting unit is."""

    PUBLIC = "public", _("事业单位")
    GOVERNMENT = "government", _("政府机关")
    COMPANY = "company", _("企业")
    ASSOCIATION = "association", _("社会组织")
    SCHOOL = "school", _("学校")
    OTHER = "other", _("其他")


class Accessibility(TextChoices):
    """What a visitor with a disability finds at a place."""

    STEP_FREE = "step-free", _("无台阶出入口")
    TOILET = "toilet", _("无障碍卫生间")
    LIFT = "lift", _("电梯")
    PARKING = "parking", _("无障碍停车位")
    SIGN = "sign", _("手语服务")
    BRAILLE = "braille", _("盲文或语音导览")


class TargetMetric(TextChoices):
    """What a yearly target counts."""

    REGISTERED_PROJECTS = "registered-projects", _("区级及以上代表性项目（项）")
    OUTREACH_SESSIONS = "outreach-sessions", _("非遗公益课程与活动（场）")


class DivisionLevel(IntegerChoices):
    """The tiers of divisions: six digits of GB/T 2260, then those of the statistical codes."""

    PROVINCE = 1, _("省级")
    PREFECTURE = 2, _("地级")
    COUNTY = 3, _("县级")
    TOWNSHIP = 4, _("乡级（街道、乡镇）")
    COMMUNITY = 5, _("村级（社区、村）")
