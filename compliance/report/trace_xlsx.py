"""The trace of the notice as an xlsx file."""

from collections.abc import Sequence

from compliance.authoring.trace import COLUMNS, Row
from compliance.report.papers.row_height import height
from compliance.report.xlsx import SIZE, Workbook, for_print, write

_WIDTHS = (10, 50, 30, 26, 24, 10, 12, 30, 8, 80)
_HEAD = {"bold": True, "bg_color": "#DDDDDD", "border": 1}
_BODY = {"text_wrap": True, "valign": "top", "border": 1, "font_size": SIZE}


def trace_xlsx(rows: Sequence[Row]) -> bytes:
    """One sheet: a sentence of the notice with one of its rules a row, the head kept in sight."""
    book = Workbook()
    sheet = book.sheet("条款追溯")
    for_print(sheet, headed=True)
    sheet.freeze_panes(1, 0)
    for column, (title, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        write(book, sheet, (0, column), title, _HEAD)
    for number, row in enumerate(rows, 1):
        told = zip(map(str, row.cells), _WIDTHS, strict=True)
        sheet.set_row(number, height(told, SIZE))
        for column, cell in enumerate(row.cells):
            write(book, sheet, (number, column), cell, _BODY)
    return book.content()
