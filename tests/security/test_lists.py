"""Lists made to do harm: small files that want much, and texts nothing can store."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
import xlsxwriter

from registry.codes import category_number, normalise_code, parse_code
from registry.importing.errors import UnusableFile
from registry.importing.readers import limits, read_grids
from registry.importing.values import han_number, read_category


def test_a_text_shared_by_thousands_of_cells_is_counted_for_each(tmp_path: Path) -> None:
    path = tmp_path / "共享.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        for row in range(2000):
            sheet.write_string(row, 0, "长" * 32_000)
    assert path.stat().st_size < 100_000 < limits.max_characters()
    with pytest.raises(UnusableFile, match="重复了太多次"):
        read_grids(path)


def test_merged_ranges_that_overlap_do_not_multiply_the_work(tmp_path: Path) -> None:
    path = tmp_path / "合并.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        sheet = workbook.add_worksheet()
        for row in range(1500):
            sheet.write_row(row, 0, ["甲"] * 20)
        sheet.merge_range(0, 0, 1499, 19, "甲")
        sheet.merge = [[0, 0, 1499, 19]] * 3000
    begun = time.process_time()
    (grid,) = read_grids(path)
    assert len(grid.rows) == 1500
    assert time.process_time() - begun < 5


def test_half_a_character_in_a_list_becomes_a_mark_that_can_be_stored(tmp_path: Path) -> None:
    path = tmp_path / "半个.jsonl"
    path.write_text('{"title": "\\ud800剪纸", "content\\udfff": "\\udfff"}\n', encoding="utf-8")
    (grid,) = read_grids(path)
    texts = [cell.text for row in grid.rows for cell in row.cells]
    assert "\ufffd剪纸" in texts
    json.dumps(texts, ensure_ascii=False).encode()


@pytest.mark.parametrize("rubbish", [" ", "\n", "(", "（", "1", "-", "Ⅷ", "第", "&"])
def test_a_cell_full_of_rubbish_is_read_at_once(rubbish: str) -> None:
    text = rubbish * 100_000
    begun = time.process_time()
    for read in (parse_code, normalise_code, category_number, read_category, han_number):
        read(text)
    assert time.process_time() - begun < 2
