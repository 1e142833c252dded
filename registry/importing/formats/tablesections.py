"""Rows of a table that are no entries: totals, notes, and headings that hold for what follows."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from registry.enums import InscriptionKind
from registry.importing.formats.headers import Header
from registry.importing.formats.tabledefaults import Defaults
from registry.importing.readers import GridRow
from registry.importing.values import plain, read_category

_FOOTER = re.compile(
    r"(?:合计|总计|共计|小计)(?:[:：(（\d]|$)|共计?\d+[项人条个]|(?:注|备注|说明|附|附件\d?)[:：]"
    r"|(?:填表|制表|填报|审核|复核|经办|联系|负责)(?:人|单位|日期|时间|[:：])|[(（]?(?:单位)?盖章"
)
_NUMBERED = re.compile(
    r"^[(]?[一二三四五六七八九十IVX\d]{1,4}[)、.．]|[(]\s*共?计?\s*\d+\s*[项人]?\s*[)]"
)
_EXTENSION = re.compile(r"扩展(?:项目)?")
_NEW = re.compile(r"新增项目|新入选|新列入|新公布")


def why_no_data(row: GridRow, below: GridRow | None, header: Header, defaults: Defaults) -> str:
    """Why a row is no entry; "" when it is one. A heading sets what holds for the rows below."""
    if row.empty:
        return _("空行")
    if row.broken:
        return ""
    if any(row.cells[at].broken for at in header.positions.values() if at < len(row.cells)):
        return ""
    if header.repeated_by(row):
        return _("重复的表头")
    texts = list(dict.fromkeys(plain(cell.text) for cell in row.cells if cell.text.strip()))
    if _is_footer(row, texts, header):
        return _("合计、注释或落款")
    if len(texts) == 1 and len(header.positions) > 1:
        return _section(row, below, texts[0], header, defaults)
    return ""


def _is_footer(row: GridRow, texts: list[str], header: Header) -> bool:
    """Few cells, and the first or the one of the name begins as totals and notes do."""
    name = plain(row.text(header.positions["name"]))
    return len(texts) <= 3 and any(
        _FOOTER.match(text.replace(" ", "")) for text in (texts[0], name) if text
    )


def _section(
    row: GridRow, below: GridRow | None, text: str, header: Header, defaults: Defaults
) -> str:
    ordinal = read_category(text.split("(")[0])
    if ordinal is not None and not _lacks_name(row, below, text, header):
        defaults.category = ordinal
        return _("类别小标题，以下各行按这一类别登记")
    numbered = _NUMBERED.search(text) is not None
    if _EXTENSION.search(text) and (numbered or text.endswith(("扩展项目", "扩展项目名录"))):
        defaults.kind = InscriptionKind.EXTENSION
        return _("小标题，以下各行登记为扩展项目")
    if _NEW.search(text) and numbered:
        defaults.kind = InscriptionKind.NEW
        return _("小标题，以下各行登记为新增项目")
    return ""


def _lacks_name(row: GridRow, below: GridRow | None, text: str, header: Header) -> bool:
    """A category alone under its heading is an entry without a name, not a heading for others.

    Unless it is numbered, or the rows below leave their category blank.
    """
    position = header.positions.get("category")
    if position is None or not row.text(position).strip() or _NUMBERED.search(text):
        return False
    everywhere = sum(bool(cell.text.strip()) for cell in row.cells) > 1  # merged over the row
    return not everywhere and (below is None or bool(below.text(position).strip()))
