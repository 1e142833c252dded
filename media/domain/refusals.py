"""Why an upload is refused, in words that say what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise as _StrPromise


class Refused(ValidationError):
    """An upload that must not be stored; its message is for the person who uploads."""

    def __init__(self, message: _StrPromise | str, code: str, **params: object) -> None:
        super().__init__(message, code=code, params=params or None)


def empty() -> Refused:
    return Refused(_("文件是空的（0 字节）。请检查原文件能否打开，再重新上传。"), "empty")


def too_large(size: int, most: int) -> Refused:
    return Refused(
        _("文件太大：%(size)s，最大允许 %(most)s。请压缩或缩小后再上传。"),
        "too_large",
        size=readable(size),
        most=readable(most),
    )


def too_many_pixels(width: int, height: int, frames: int, most: int) -> Refused:
    """Without a width: so many that the reader did not say how many."""
    if not width:
        told = _("图片尺寸太大，最多允许 %(most)s 万像素。请缩小尺寸后再上传。")
    elif frames > 1:
        told = _(
            "图片尺寸太大：%(width)s×%(height)s 像素（%(frames)s 帧），"
            "合计最多允许 %(most)s 万像素。请缩小尺寸后再上传。"
        )
    else:
        told = _(
            "图片尺寸太大：%(width)s×%(height)s 像素，最多允许 %(most)s 万像素。请缩小尺寸后再上传。"
        )
    return Refused(
        told,
        "too_many_pixels",
        width=width,
        height=height,
        frames=frames,
        most=most // 10_000,
    )


def not_a_picture() -> Refused:
    return Refused(
        _(
            "这个文件的内容不是可用的图片。可以上传 JPEG、PNG、WebP、GIF、AVIF 或 HEIC 图片；"
            "改扩展名不能转换格式，其他格式请先用看图软件另存为 JPEG 或 PNG。"
        ),
        "not_a_picture",
    )


def is_svg() -> Refused:
    return Refused(_("不接受 SVG 图片，因为其中可以藏有脚本。请导出为 PNG 后再上传。"), "svg")


def damaged() -> Refused:
    return Refused(
        _("文件不完整或已损坏，无法完整读出。请检查原文件能否打开，再重新上传。"), "damaged"
    )


def disguised() -> Refused:
    return Refused(
        _("文件里夹带了与其格式无关的内容，为安全起见不予接收。请用相应软件打开后另存，再上传。"),
        "disguised",
    )


def not_a_recording() -> Refused:
    return Refused(
        _(
            "这个文件的内容不是可以在网页上播放的音视频。可以上传 MP4、WebM 视频，"
            "或 MP3、M4A、OGG、WAV、FLAC 音频；其他格式请先转换。"
        ),
        "not_a_recording",
    )


def has_position_track() -> Refused:
    return Refused(
        _(
            "视频里带有拍摄地点的轨迹（运动相机或无人机常见），不能原样保存。"
            "请用剪辑软件重新导出为 MP4 后再上传。"
        ),
        "position_track",
    )


def not_a_document() -> Refused:
    return Refused(
        _(
            "这个文件的内容不是可以接收的文档。可以上传 PDF、OFD、Word、Excel、PowerPoint、"
            "纯文本或图片；压缩包请解开后逐个上传。"
        ),
        "not_a_document",
    )


def has_program() -> Refused:
    return Refused(
        _("文件里带有宏或脚本，为安全起见不予接收。请去掉宏后另存，或打印为 PDF 再上传。"),
        "has_program",
    )


def unpacks_too_large(most: int) -> Refused:
    return Refused(
        _("文件解压后超过 %(most)s，可能已损坏或含有恶意内容，不予接收。"),
        "unpacks_too_large",
        most=readable(most),
    )


def kind_not_wanted(wanted: str) -> Refused:
    return Refused(
        _("这里只接收%(wanted)s，而这个文件的内容不是。请检查是否选错了文件，再重新上传。"),
        "kind_not_wanted",
        wanted=wanted,
    )


def infected(virus: str) -> Refused:
    return Refused(
        _(
            "安全检查发现这个文件带有病毒（%(virus)s），没有接收。"
            "请用杀毒软件检查电脑，再上传一份干净的文件。"
        ),
        "infected",
        virus=virus,
    )


def readable(size: int) -> str:
    """A size as people read it."""
    value, unit = float(size), "字节"
    for unit in ("字节", "KB", "MB", "GB"):
        if value < 1024 or unit == "GB":
            break
        value /= 1024
    return f"{value:.1f} {unit}".replace(".0 ", " ")
