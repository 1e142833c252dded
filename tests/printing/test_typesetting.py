"""What comes out is what went in: as text, in Chinese lines, with its fonts, the same each time."""

from __future__ import annotations

import io
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from printing.fonts import characters
from printing.typesetting import LONGEST, TooLong, typeset
from tests.printing.documents import (
    DAY,
    LETTER,
    dossier,
    letter,
    letter_with_code,
    lines,
    pages,
    report,
    typefaces,
    words,
)

ROOT = Path(__file__).resolve().parents[2]
PROSE = (
    "河东面塑起源于清代光绪年间，流传于天津市河东区大直沽一带。艺人以糯米粉、面粉为原料，经揉、捏、搓、挑、"
    "压等手法，塑造人物、花鸟、走兽；其作品“形神兼备、色彩明快”，深受群众喜爱（见附件一）！"
)


def test_a_letter_says_all_of_its_parts_in_order() -> None:
    read = words(
        letter_with_code(
            attachments=["申报材料清单", "专家评审办法"], note="联系电话：022-12345678"
        )
    )

    parts = [
        "天津市河东区文化和旅游局河东非遗受〔2026〕3号受理通知书㑇女士：",
        "您于2026年11月20日提交的“河东面塑”申报材料收悉，现予受理。",
        "附件：1.申报材料清单2.专家评审办法",
        "扫码查询办理进度天津市河东区文化和旅游局2026年11月25日",
        "（联系电话：022-12345678）",
    ]
    places = [read.index(part) for part in parts]
    assert places == sorted(places)


def test_a_paragraph_can_be_copied_out_as_it_was_typed() -> None:
    assert PROSE * 20 in words(dossier(PROSE * 20)).replace("第2页，共3页", "")


def test_each_line_typed_is_a_paragraph_and_empty_ones_are_dropped() -> None:
    read = lines(letter("第一行\r\n\r\n第二行\u2028第三行"))

    assert [line for line in read if line.endswith("行")] == ["第一行", "第二行", "第三行"]


@pytest.mark.parametrize("shift", range(0, 28, 3))
def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one(shift: int) -> None:
    read = lines(letter("甲" * shift + PROSE * 6))

    assert len(read) > 20
    assert not [line for line in read if line[0] in "，。、；：！？”’）》〕"]
    assert not [line for line in read if line[-1] in "“‘（《〔"]


def test_a_long_table_goes_on_with_its_heading_on_every_page() -> None:
    people = [[str(number), f"学员{number}", ""] for number in range(1, 121)]
    document = report({"kind": "table", "columns": ["序号", "姓名", "签名"], "rows": people})

    read = pages(document)
    assert len(read) > 2
    assert all("姓名" in page and "签名" in page for page in read)
    assert [f"学员{number}\n" in "\n".join(read) for number in range(1, 121)] == [True] * 120


def test_rows_to_sign_on_are_tall() -> None:
    rows = [[str(number), ""] for number in range(1, 31)]
    table = {"kind": "table", "columns": ["序号", "签名"], "rows": rows}

    assert len(pages(report(table))) == 1
    assert len(pages(report({**table, "tall": True}))) == 2


def test_a_dossier_holds_every_kind_of_block() -> None:
    drawing = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(drawing, "PNG")
    digest = sha256(b"film").hexdigest()
    read = words(
        dossier(
            "一段话",
            {"kind": "heading", "text": "小标题"},
            {
                "kind": "fields",
                "rows": [["联系人", "㑇某"], ["电话", "138****0000"], ["备注", None]],
            },
            {"kind": "answer", "question": "历史渊源", "answer": "始于清代。"},
            {"kind": "answer", "question": "基本内容", "answer": ""},
            {"kind": "list", "items": ["保持电话畅通", {"title": "缺证明", "text": "请补交原件"}]},
            {"kind": "pictures", "items": [{"picture": "p.png", "caption": "面塑作品"}]},
            {"kind": "signatures", "boxes": [{"title": "单位意见", "text": "材料真实。"}]},
            {
                "kind": "attachments",
                "rows": [{"name": "申报片.mp4", "size": "312 MB", "sha256": digest}],
            },
            pictures={"p.png": drawing.getvalue()},
            mark="第3版",
        )
    )

    for part in (
        "项目名称：河东面塑",
        "联系人㑇某电话138****0000备注",
        "历史渊源始于清代。基本内容（未填写）",
        "1.保持电话畅通2.缺证明请补交原件",
        "面塑作品",
        "单位意见材料真实。签名（盖章）：年月日",
        f"1申报片.mp4312MB{digest}",
        "第3版第2页，共",
    ):
        assert part in read, part


@pytest.mark.parametrize("count", range(4, 14))
def test_signature_and_code_never_stand_alone_on_a_page(count: int) -> None:
    body = [*["本段是正文，说明有关事项与依据。"] * count, "最后一段。"]
    last = pages(letter_with_code(body=body, note="联系人：王先生"))[-1]

    assert "最后一段。" in last
    assert "2026年11月25日" in last
    assert "联系人：王先生" in last


def test_fonts_are_inside_and_only_ours() -> None:
    assert typefaces(letter_with_code()) == {"NotoSerifSC-Regular": True}
    assert typefaces(dossier(PROSE)) == {"NotoSerifSC-Regular": True, "NotoSansSC-Regular": True}


def test_every_character_of_the_common_standards_has_a_glyph() -> None:
    unified = set(range(0x4E00, 0xA000)) | set(range(0x3400, 0x4DC0))

    assert unified <= characters()
    assert {ord(character) for character in "𫖯𬱖㑇〔〕①㎡·—…“”"} <= characters()


def _xmp(reader: PdfReader) -> str:
    return "".join(reader.root_object["/Metadata"].get_object().get_data().decode().split())


def test_a_file_for_the_archive_that_can_be_read_aloud() -> None:
    reader = PdfReader(io.BytesIO(letter_with_code()))
    metadata = _xmp(reader)

    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert reader.root_object["/MarkInfo"]["/Marked"].value is True
    assert reader.root_object["/Lang"] == "zh-CN"
    assert reader.metadata is not None
    assert reader.metadata.title == "受理通知书"
    assert reader.metadata.author == "天津市河东区文化和旅游局"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == DAY


def test_another_process_sets_the_very_same_bytes() -> None:
    command = (
        "import django, hashlib; django.setup();"
        "from tests.printing.documents import letter_with_code as made;"
        "print(hashlib.sha256(made()).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert told.stdout.strip() == sha256(letter_with_code()).hexdigest()
    assert letter_with_code() != letter_with_code(addressee="王先生")


def test_threads_do_not_mix_up_their_letters() -> None:
    names = [f"第{number}位" for number in range(12)]
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda name: letter(addressee=name), names))

    assert all(f"{name}：" in words(document) for name, document in zip(names, made, strict=True))


def test_more_than_can_be_set_in_time_is_refused() -> None:
    with pytest.raises(TooLong):
        letter("字" * (LONGEST + 1))


def test_a_template_finds_no_file_of_this_machine() -> None:
    with pytest.raises(ValueError, match="no path"):
        typeset("printing/letter.typ", LETTER, dated=DAY, pictures={"../x.png": b""})
    with pytest.raises(RuntimeError, match="would escape"):
        typeset(
            "printing/letter.typ",
            {**LETTER, "qr": {"picture": "../../../../etc/hostname", "text": ""}},
            dated=DAY,
        )
