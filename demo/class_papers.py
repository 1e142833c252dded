"""Papers that prove the sample's sessions: typeset and drawn here, each once."""

from __future__ import annotations

import datetime
import zlib
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from outreach.enums import EvidenceKind
from outreach.models import Programme
from printing.typesetting import typeset

SIZE = (640, 480)
PAPER, INKS = "#f4ecdc", ("#a4161a", "#1b4965", "#31572c", "#6b2d5c", "#bc6c25")


@lru_cache(maxsize=1)
def sign_in_sheet() -> bytes:
    """One sheet for all of them: it says that it is a sample."""
    data = {
        "title": "签到表（示例）",
        "body": ["示例文件：真实的签到表由现场打印、签名后上传。这里没有任何人的姓名。"],
        "signer": "示例现场",
        "date": "示例日期",
    }
    return typeset("printing/letter.typ", data, dated=datetime.date(2026, 1, 5))


@lru_cache(maxsize=64)
def photo(title: str) -> bytes:
    """Rings of chairs in the colour of the programme: no photo, and nobody is on it."""
    seed = zlib.crc32(title.encode())
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    ink = INKS[seed % len(INKS)]
    for row in range(4):
        for seat in range(7 + seed % 3):
            left, top = 40 + seat * 64, 120 + row * 80
            pen.ellipse((left, top, left + 36, top + 36), outline=ink, width=4)
    target = BytesIO()
    picture.save(target, "JPEG", quality=80)
    return target.getvalue()


def uploads(programme: Programme) -> Iterable[tuple[EvidenceKind, SimpleUploadedFile]]:
    """The sheet and a picture as they are uploaded; drawn, with nobody in them."""
    sheet = SimpleUploadedFile("签到表（示例）.pdf", sign_in_sheet())
    picture = SimpleUploadedFile("现场照片（示例）.jpg", photo(programme.title))
    return [(EvidenceKind.SIGN_IN_SHEET, sheet), (EvidenceKind.PHOTO, picture)]
