"""Excel files through calamine, after what would make it abort has been refused."""

import datetime
import io
import re
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from compliance.intake.document import Block, Mark, Table
from compliance.intake.limits import Limits
from compliance.intake.package import Package, open_package
from compliance.intake.refusal import Refused

_ADDRESS = re.compile(rb"<(?:[A-Za-z0-9]+:)?c\b[^>]*?\br=[\"']([A-Za-z]{1,8})([0-9]{1,12})[\"']")
_ROW = re.compile(rb"<(?:[A-Za-z0-9]+:)?row\b[^>]*?\br=[\"']([0-9]{1,12})[\"']")
_UNCOMPUTED = re.compile(rb"</(?:[A-Za-z0-9]+:)?f>\s*(?:<v\s*/>|<v></v>|</(?:[A-Za-z0-9]+:)?c>)")
_MIDNIGHT = datetime.time(0, 0)
_MAX_MERGED = 200_000


def read_xlsx(content: bytes, limits: Limits) -> tuple[tuple[Block | Table, ...], tuple[Mark, ...]]:
    """The sheets of an xlsx file as tables."""
    package = open_package(content, limits)
    marks = list(_guard(package, limits))
    tables, hidden = _sheets(content, limits)
    return tables, (*marks, *hidden)


def read_xls(content: bytes, limits: Limits) -> tuple[tuple[Block | Table, ...], tuple[Mark, ...]]:
    """The sheets of an old xls file as tables; its own format bounds rows and columns."""
    return _sheets(content, limits)


def _guard(package: Package, limits: Limits) -> Iterator[Mark]:
    """One far cell makes calamine reserve the whole area, so addresses are looked at first."""
    uncomputed = 0
    for name in package.names():
        lower = name.lower()
        if not lower.endswith((".xml", ".rels", ".vml")):
            continue
        content = package.read(name)
        if (
            b"<!DOCTYPE" in content
            or b"<!ENTITY" in content
            or content[:2] in (b"\xff\xfe", b"\xfe\xff")
        ):
            raise Refused("doctype", name)
        if lower.startswith("xl/worksheets/"):
            _check_addresses(content, limits)
            uncomputed += len(_UNCOMPUTED.findall(content))
        if lower.startswith("xl/externallinks/") and lower.endswith(".xml"):
            yield Mark("external_link", "externalLink")
    if uncomputed:
        yield Mark("uncomputed_formula", str(uncomputed))


def _check_addresses(content: bytes, limits: Limits) -> None:
    last_row = last_column = 0
    for found in _ADDRESS.finditer(content):
        last_row = max(last_row, int(found[2]))
        last_column = max(last_column, _column(found[1]))
    last_row = max([last_row, *(int(n) for n in _ROW.findall(content))])
    rows, columns = last_row > limits.sheet_rows, last_column > limits.sheet_columns
    if rows or columns or last_row * last_column > limits.sheet_cells:
        raise Refused("far_cell", f"{last_row} 行 {last_column} 列")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheets(content: bytes, limits: Limits) -> tuple[tuple[Table, ...], tuple[Mark, ...]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        hidden = [s.name for s in book.sheets_metadata if s.visible != SheetVisibleEnum.Visible]
        names = [name for name in book.sheet_names if name not in hidden]
        tables = tuple(
            table for name in names if (table := _table(book.get_sheet_by_name(name), limits))
        )
    except (CalamineError, WorksheetNotFound, ValueError, OSError) as error:
        raise Refused(_kind(error)) from error
    return tables, tuple(Mark("hidden_sheet", name) for name in hidden if not name.startswith("_"))


def _kind(error: Exception) -> str:
    return "encrypted" if "password" in str(error).lower() else "broken_workbook"


def _table(sheet: CalamineSheet, limits: Limits) -> Table | None:
    if sheet.start is None or sheet.end is None:
        return None
    rows, columns = sheet.end[0] + 1, sheet.end[1] + 1
    if (
        rows > limits.sheet_rows
        or columns > limits.sheet_columns
        or rows * columns > limits.sheet_cells
    ):
        raise Refused("far_cell", f"{rows} 行 {columns} 列")
    cells = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    _fill(cells, sheet)
    return Table(tuple(map(tuple, cells)), f"工作表“{sheet.name}”", sheet.name, sheet=True)


def _fill(cells: list[list[str]], sheet: CalamineSheet) -> None:
    """What is merged stands once in the file; every cell it covers gets its text."""
    filled = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        if top >= len(cells) or left >= len(cells[top]):
            continue
        for row in cells[top : bottom + 1]:
            width = min(right + 1, len(row)) - left
            filled += max(width, 0)
            if filled > _MAX_MERGED:
                raise Refused("far_cell", "合并单元格过多")
            row[left : left + width] = [cells[top][left]] * max(width, 0)


def _text(value: object) -> str:
    """A cell as a person reads it: no .0 behind whole numbers, days as 2026-03-02."""
    match value:
        case bool():
            return "是" if value else "否"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime.datetime():
            return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat(" ")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case None:
            return ""
    return str(value).strip()
