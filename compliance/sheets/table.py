"""Leaf: tables from CSV files, each row with the line it starts on."""

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from compliance.errors import Problem
from compliance.sheets.grid import Grid

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_SEPARATORS = ",\t;"

# The csv module refuses cells above 128 KB, one function list can be longer; its limit is global.
csv.field_size_limit(2**31 - 1)


class SheetError(ValueError):
    """Why a file is not accepted as a table."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the line of the file it starts on, counted from 1, and its cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the first row that is not blank, and the rows after it that are not blank."""

    header: Row
    rows: tuple[Row, ...]


def _refuse(place: str, message: str, mend: str) -> NoReturn:
    raise SheetError(Problem(place, message, mend))


def _decode(content: bytes) -> str:
    """UTF-8, UTF-16 where it says so, else the national standard GB 18030 that Excel writes."""
    if content.startswith(_WORKBOOKS):
        _refuse("", "文件是工作簿，不是 CSV 表格", "另存为“CSV UTF-8（逗号分隔）”后再试")
    wide = content.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    if not wide and b"\0" in content:
        _refuse("", "文件是二进制文件，不是 CSV 表格", "另存为“CSV UTF-8（逗号分隔）”后再试")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    _refuse("", "无法识别文件的文字编码", "另存为“CSV UTF-8（逗号分隔）”后再试")


def _separator(text: str) -> str:
    """The commonest in the first line; Excel separates its Unicode text by tabs."""
    first = text.lstrip().split("\n", 1)[0]
    return max(_SEPARATORS, key=first.count)


def _rows(text: str) -> Iterator[Row]:
    """Strict: a quote left open would otherwise swallow every row after it without a word."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(start, tuple(cells))
            start = reader.line_num + 1
    except csv.Error:
        _refuse(f"第 {start} 行", "引号没有成对，无法分清单元格", "检查这一行及其后的双引号")


def read_csv(content: bytes) -> Sheet:
    """The table in a CSV file.

    Raises SheetError where the bytes are no text, the quotes do not match or nothing is written.

    >>> read_csv("编号,名称\\nX1,示例停车平台\\n".encode("gb18030")).rows
    (Row(line=2, cells=('X1', '示例停车平台')),)
    """
    header, *rows = tuple(_rows(_decode(content))) or _refuse(
        "", "文件里没有内容", "第一行写列名，其后每行一条"
    )
    return Sheet(header, tuple(rows))


def read_csv_grid(content: bytes, name: str = "") -> Grid:
    """A CSV file as one sheet, its rows numbered as a spreadsheet would number them.

    Raises SheetError where the bytes are no text or the quotes do not match.
    """
    text = _decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    try:
        rows = tuple(tuple(cells) for cells in reader)
    except csv.Error:
        _refuse(
            f"第 {reader.line_num} 行", "引号没有成对，无法分清单元格", "检查这一行及其前后的双引号"
        )
    return Grid(name, rows)
