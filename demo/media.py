"""Sample pictures as files of the registry, with rights and alternative text."""

from __future__ import annotations

from django.core.files.base import ContentFile

from demo.pictures import draw
from media.enums import Access, Licence
from media.models import HeritageImage

SOURCE = "示例数据：程序绘制的纹样"
"""By it sample pictures are known again when the sample is taken away."""


def add_picture(name: str, category: int, _caption: str) -> HeritageImage:
    """The drawn picture of this name."""
    image = HeritageImage(
        title=f"{name}（示例图）",
        file=ContentFile(draw(name, category), name="sample.jpg"),
        description=f"为“{name}”绘制的装饰纹样，不是实物照片",
        caption="示例图：装饰纹样，并非实物",
        rights_holder="本项目作者",
        licence=Licence.CC0,
        credit="示例图",
        access=Access.PUBLIC,
        source=SOURCE,
    )
    image.save()
    return image
