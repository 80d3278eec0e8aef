"""Excel files for tests."""

import io
from collections.abc import Mapping, Sequence

import xlsxwriter


def xlsx_bytes(
    sheets: Mapping[str, Sequence[Sequence[object]]], merged: Mapping[str, Sequence[str]] = {}
) -> bytes:
    """A workbook of these sheets; `merged` has ranges whose first cell is among the rows."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            for area in merged.get(name, ()):
                sheet.merge_range(area, _first(rows, area))
    return target.getvalue()


def _first(rows: Sequence[Sequence[object]], area: str) -> object:
    start = area.split(":", 1)[0]
    column, row = ord(start[0]) - 65, int(start[1:]) - 1
    return rows[row][column]
