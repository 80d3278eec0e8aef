"""The sheets of a workbook. The only user of calamine, and only after the guards."""

import struct
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib import import_module
from io import BytesIO
from typing import Any

from compliance.sheets.biff import extents
from compliance.sheets.grid import Cell, Grid, Merge, is_blank
from compliance.sheets.guards import MAX_BYTES, check_ole, is_workbook, open_parts, refused
from compliance.sheets.layout import MOST_CELLS, Layout, read_layouts, too_wide
from compliance.sheets.table import SheetError

_OLE = b"\xd0\xcf\x11\xe0"
_MOST_SHEETS = 200


def read_workbook(content: bytes) -> tuple[Grid, ...]:
    """The sheets of an xlsx or xls file, the hidden ones too.

    Raises SheetError where it cannot be read: a password, a broken file, cells too far apart; and
    where python-calamine is not installed.
    """
    if len(content) > MAX_BYTES:
        raise refused(f"文件超过 {MAX_BYTES // 1_000_000} MB", "只保留目录所在的工作表，另存后再试")
    if not is_workbook(content):
        raise refused("文件不是 Excel 工作簿", "另存为 xlsx 后再试")
    layouts = _guarded(content)
    return tuple(_grids(content, layouts))


def _guarded(content: bytes) -> dict[str, Layout]:
    if content.startswith(_OLE):
        check_ole(content)
        _check_extents(content)
        return {}
    with open_parts(content) as parts:
        return read_layouts(parts)


def _check_extents(content: bytes) -> None:
    try:
        for rows, columns in extents(content):
            if rows * columns > MOST_CELLS:
                raise too_wide(rows, columns)
    except (struct.error, IndexError) as error:
        raise refused("文件已损坏，无法打开", "用 Excel 或 WPS 重新打开并另存后再试") from error


def _grids(content: bytes, layouts: dict[str, Layout]) -> Iterator[Grid]:
    calamine = _calamine()
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [m for m in workbook.sheets_metadata if _is_sheet(m)][:_MOST_SHEETS]
        for sheet in sheets:
            yield _grid(workbook.get_sheet_by_name(sheet.name), sheet, layouts)
    except SheetError:
        raise
    except calamine.PasswordError as error:
        raise refused("文件有密码，无法读取", "去掉密码，另存后再试") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise refused("文件已损坏，无法打开", "用 Excel 或 WPS 重新打开并另存后再试") from error
    except BaseException as error:
        # A panic inside the parser is no Exception; anything else that is none (Ctrl-C) goes on.
        if type(error).__name__ != "PanicException":
            raise
        raise refused("文件已损坏，无法打开", "用 Excel 或 WPS 重新打开并另存后再试") from error


def _calamine() -> Any:  # noqa: ANN401 - an optional package without types
    try:
        return import_module("python_calamine")
    except ImportError as error:
        raise refused(
            "没有安装读取工作簿的组件", "安装 documents 附加组件，或把文件另存为 CSV（UTF-8）"
        ) from error


def _is_sheet(metadata: Any) -> bool:  # noqa: ANN401
    return str(metadata.typ).endswith("WorkSheet")


def _grid(sheet: Any, metadata: Any, layouts: dict[str, Layout]) -> Grid:  # noqa: ANN401
    layout = layouts.get(metadata.name, Layout())
    ranges = sheet.merged_cell_ranges or ()
    return Grid(
        name=metadata.name,
        rows=tuple(_rows(sheet)),
        hidden=not str(metadata.visible).endswith(".Visible"),
        merges=tuple(Merge(top, left, bottom, right) for (top, left), (bottom, right) in ranges),
        widths=layout.widths,
        hidden_rows=frozenset(layout.hidden_rows),
        hidden_columns=frozenset(layout.hidden_columns),
        unsaved=tuple(layout.unsaved),
        failed=tuple(layout.failed),
    )


def _rows(sheet: Any) -> Iterator[tuple[Cell, ...]]:  # noqa: ANN401
    if sheet.start is None:  # nothing is written
        return
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if height * width > MOST_CELLS:  # an old workbook has not been scanned before
        raise too_wide(height, width)
    known: dict[object, Cell] = {}  # a value that stands in every row is kept once
    for row in sheet.iter_rows():
        cells = [known.setdefault((type(v), v), _cell(v)) for v in row]
        while cells and is_blank(cells[-1]):
            cells.pop()
        yield tuple(cells)


def _cell(value: object) -> Cell:
    match value:
        case bool() | str() | datetime() | date() | int():
            return value
        case float():
            return int(value) if value.is_integer() and abs(value) < 2**53 else value
        case time() | timedelta():
            return str(value)
        case _:
            return ""
