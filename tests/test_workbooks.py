"""读工作簿: what is read, and what is refused before the parser sees it."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.sheets import (
    Grid,
    Merge,
    SheetError,
    column_letters,
    read_csv_grid,
    read_workbook,
    text_of,
)
from tests.workbooks import OutSheet, table, workbook

SAMPLES = Path(__file__).parent / "samples"
SAMPLE = SAMPLES / "three_row_header.xls"
PLAIN = workbook(("表", table(["名称", "数"], ["水位", 5])))
SHEET = "xl/worksheets/sheet1.xml"


def parts(content: bytes = PLAIN) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet(change: Callable[[bytes], bytes]) -> bytes:
    files = parts()
    return zipped({**files, SHEET: change(files[SHEET])})


def cells(xml: bytes) -> bytes:
    return with_sheet(lambda old: re.sub(rb"<sheetData>.*</sheetData>", xml, old, flags=re.S))


def test_a_workbook_is_read_with_its_types_merges_widths_and_what_is_hidden() -> None:
    def fill(sheet: OutSheet) -> None:
        sheet.set_column(1, 2, 30, None, {"hidden": True})
        sheet.merge_range("B5:D5", "标题")
        sheet.write("C6", 5)
        sheet.write("D6", True)
        sheet.write("E6", 2.5)
        sheet.write_formula("F6", "=A1", None, "")
        sheet.write_formula("G6", "=1/0", None, "#DIV/0!")
        sheet.set_row(7, None, None, {"hidden": True})
        sheet.write("A8", "隐")

    def hidden(sheet: OutSheet) -> None:
        sheet.hide()

    first, second = read_workbook(workbook(("甲&乙", fill), ("藏", hidden)))
    assert first.rows == ((), (), (), (), ("", "标题"), ("", "", 5, True, 2.5), (), ("隐",))
    assert first.merges == (Merge(4, 1, 4, 3),)
    assert (first.hidden_rows, first.hidden_columns) == (frozenset({7}), frozenset({1, 2}))
    assert (first.unsaved, first.failed) == (("F6",), ("G6",))
    assert round(first.widths[1]) == 31
    assert (first.name, first.hidden, second.name, second.hidden) == ("甲&乙", False, "藏", True)


def test_an_old_workbook_is_read_too() -> None:
    (grid,) = read_workbook(SAMPLE.read_bytes())
    assert grid.at(3, 1) == "示例市水库水位信息"
    assert Merge(3, 1, 4, 1) in grid.merges


def test_a_great_many_empty_rows_are_no_rows() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(2, 200_001))
    (grid,) = read_workbook(
        cells(b'<sheetData><row r="1"><c r="A1"><v>7</v></c></row>' + rows + b"</sheetData>")
    )
    assert grid.rows == ((7,),)


FAR = b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>%s</sheetData>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
REFUSED: list[tuple[str, bytes, str]] = [
    (
        "最后一格有字",
        cells(FAR % b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "XFD1048576",
    ),
    (
        "远处的格子用单引号和前缀写",
        cells(FAR % b"<x:row r='1048576'><x:c s='1' r='XFD1048576'><x:v>1</x:v></x:c></x:row>"),
        "XFD1048576",
    ),
    (
        "远处的格子不写位置",
        cells(
            FAR
            % (b'<row r="1048576">' + b"<c><v>1</v></c>" * 20 + b"</row>")
            ),
        "1048576 行",
    ),
    (
        "位置用字符实体写",
        cells(FAR % b'<row r="9"><c r="&#88;FD1048576"><v>1</v></c></row>'),
        "不正常",
    ),
    ("有实体声明", with_sheet(lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml), "不正常"),
    ("部件是 UTF-16", with_sheet(lambda xml: xml.decode().encode("utf-16")), "不正常"),
    ("压缩炸弹", zipped({**parts(), "xl/media/a.xml": bytes(20_000_000)}), "太大"),
    ("部件太多", zipped({**parts(), **{f"a/{n}": b"" for n in range(2_100)}}), "太大"),
    ("部件名往上走", zipped({**parts(), "../a.xml": b""}), "不正常"),
    ("部件只差大小写", zipped({**parts(), SHEET.upper(): b""}), "不正常"),
    ("Word 文档", zipped({"word/document.xml": b""}), "Word"),
    ("二进制工作簿", zipped({"xl/workbook.bin": b""}), "xlsb"),
    ("别的压缩包", zipped({"a.txt": b""}), "不是 Excel"),
    ("截断的工作簿", PLAIN[: len(PLAIN) // 2], "损坏"),
    ("中间坏了的工作簿", PLAIN[:200] + bytes(300) + PLAIN[500:], ""),
    ("有打开密码", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
    ("老的 Word 文档", OLE + "WordDocument".encode("utf-16-le"), "Word"),
    ("老的工作簿坏了", OLE + "Workbook".encode("utf-16-le"), "损坏"),
    ("老工作簿的最后一格有字", (SAMPLES / "far_cell.xls").read_bytes(), "IV65536"),
    ("不知是什么", OLE, "不是 Excel"),
    ("随便什么字节", struct.pack("<40I", *range(40)), "不是 Excel"),
    ("空文件", b"", "不是 Excel"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), [c[1:] for c in REFUSED], ids=[c[0] for c in REFUSED])
def test_what_is_no_readable_workbook_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(SheetError) as caught:
        read_workbook(content)
    assert said in str(caught.value)
    assert caught.value.problem.mend


@given(st.data())
@settings(deadline=None, max_examples=120)
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(PLAIN if data.draw(st.booleans()) else SAMPLE.read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    try:
        grids = read_workbook(bytes(content))
    except SheetError:
        return
    assert all(isinstance(grid, Grid) for grid in grids)


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text and text and not text.startswith("_x")
)


@given(
    st.lists(st.lists(TEXTS | st.integers(-(2**40), 2**40) | st.booleans(), max_size=4), max_size=5)
)
@settings(deadline=None, max_examples=60)
def test_what_is_written_is_read_back(rows: list[list[str | int | bool]]) -> None:
    def fill(sheet: OutSheet) -> None:
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                kind = (
                    "boolean"
                    if isinstance(cell, bool)
                    else "string"
                    if isinstance(cell, str)
                    else "number"
                )
                getattr(sheet, f"write_{kind}")(number, column, cell)

    (grid,) = read_workbook(workbook(("表", fill)))
    read = [list(row) for row in grid.rows]
    while rows and not rows[-1]:
        rows = rows[:-1]
    assert read == rows


def test_a_csv_is_a_sheet_whose_rows_are_numbered_as_a_spreadsheet_does() -> None:
    grid = read_csv_grid('名称,数\r\n\r\n"两行\n的格",5\r\n'.encode("gb18030"))
    assert grid.rows == (("名称", "数"), (), ("两行\n的格", "5"))


def test_a_quote_left_open_is_told() -> None:
    with pytest.raises(SheetError, match="引号"):
        read_csv_grid('名称,数\n"水位,5\n'.encode())


@given(st.integers(0, 16_383))
def test_the_letters_of_a_column_are_those_of_a_spreadsheet(column: int) -> None:
    number = 0
    for letter in column_letters(column):
        number = number * 26 + ord(letter) - ord("A") + 1
    assert number == column + 1


def test_a_date_reads_as_iso() -> None:
    (grid,) = read_workbook(SAMPLE.read_bytes())
    assert text_of(grid.at(3, 6)) == "50"
