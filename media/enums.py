"""Words that pictures, recordings and documents share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Access(models.TextChoices):
    """Who may see a file."""

    PUBLIC = "public", _("公开")
    INTERNAL = "internal", _("内部")


class Consent(models.TextChoices):
    """What a person shown or heard said about publication."""

    YES = "yes", _("已同意公开")
    NO = "no", _("不同意公开")
    UNKNOWN = "unknown", _("尚未确认")


class Licence(models.TextChoices):
    """On what terms a file may be used. Nothing unclear is ever published."""

    UNCLEAR = "unclear", _("权利状况待核实")
    ALL_RIGHTS_RESERVED = "all-rights-reserved", _("版权所有")
    THIS_SITE_ONLY = "this-site-only", _("仅限本站展示")
    CC_BY = "cc-by-4.0", _("知识共享 署名 4.0（CC BY 4.0）")
    CC_BY_SA = "cc-by-sa-4.0", _("知识共享 署名-相同方式共享 4.0（CC BY-SA 4.0）")
    CC_BY_NC = "cc-by-nc-4.0", _("知识共享 署名-非商业性使用 4.0（CC BY-NC 4.0）")
    CC_BY_NC_ND = "cc-by-nc-nd-4.0", _("知识共享 署名-非商业性使用-禁止演绎 4.0（CC BY-NC-ND 4.0）")
    CC0 = "cc0-1.0", _("知识共享 放弃权利（CC0 1.0）")
    PUBLIC_DOMAIN = "public-domain", _("公有领域")


# Nobody holds rights in these, so no rights holder has to be named.
WITHOUT_HOLDER = frozenset({Licence.CC0, Licence.PUBLIC_DOMAIN})

# These allow passing the original on, so the public may download it in full size.
OPEN_LICENCES = WITHOUT_HOLDER | {
    Licence.CC_BY,
    Licence.CC_BY_SA,
    Licence.CC_BY_NC,
    Licence.CC_BY_NC_ND,
}


class RecordingKind(models.TextChoices):
    """What a recording is; read from the file, never asked."""

    AUDIO = "audio", _("音频")
    VIDEO = "video", _("视频")


class FileKind(models.TextChoices):
    """What a private file is, by its content; also what a place for uploads accepts."""

    PICTURE = "picture", _("图片")
    RECORDING = "recording", _("音视频")
    DOCUMENT = "document", _("文档")


class FileState(models.TextChoices):
    """How far an upload has come. Only READY files are handed out."""

    UPLOADING = "uploading", _("上传中")
    CHECKING = "checking", _("检查中")
    READY = "ready", _("可用")
    REFUSED = "refused", _("未接收")
    REMOVED = "removed", _("已移除")
