"""The form and the manifest as workbooks, with lists to choose from."""

from collections.abc import Sequence
from pathlib import Path

from compliance.intake.form.read import HEADER
from compliance.intake.form.slots import ListSlot, slots
from compliance.report.papers.row_height import height
from compliance.report.xlsx import Look, OutSheet, Workbook, for_print

Row = list[str]
_TEXT: Look = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1}
_HEAD: Look = {"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True}
_WIDTHS = (22, 30, 46, 8, 60)
_LAST_ROW = 300
_SIZE = 11  # points, of a sheet without another
_LONGEST_OFFER = 255


def write_workbook(
    target: Path, note: str, rows: Sequence[Row], sheets: Sequence[tuple[ListSlot, list[Row]]]
) -> None:
    """The single answers on one sheet, where there are any, and a sheet for each list."""
    book = Workbook()
    if rows:
        _slot_sheet(book, note, rows)
    for listed, lines in sheets:
        _list_sheet(book, listed, lines)
    target.write_bytes(book.content())


def _slot_sheet(book: Workbook, note: str, rows: Sequence[Row]) -> None:
    sheet = book.sheet("申报表")
    for_print(sheet, headed=False)
    sheet.repeat_rows(1)
    plain, head = book.format(**_TEXT), book.format(**_HEAD)
    sheet.write_string(0, 0, note)
    for x, text in enumerate(HEADER):
        sheet.write_string(1, x, text, head)
    for y, (row, slot) in enumerate(zip(rows, slots(), strict=True), 2):
        # A row of one line is left to grow with what is written into it.
        tall = height(zip(row, _WIDTHS, strict=True), _SIZE)
        if tall > height([], _SIZE):
            sheet.set_row(y, tall)
        for x, text in enumerate(row):
            sheet.write_string(y, x, text, plain)
        _offer(sheet, (y, y), 2, slot.choices if slot.answered != "terms" else ())
        _offer(sheet, (y, y), 3, ("元", "万元") if slot.answered == "amount" else ())
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(2, 2)


def _list_sheet(book: Workbook, listed: ListSlot, rows: Sequence[Row]) -> None:
    sheet = book.sheet(listed.title)
    for_print(sheet, headed=True)
    plain, head = book.format(**_TEXT), book.format(**_HEAD)
    for y, row in enumerate(rows):
        for x, text in enumerate(row):
            if text:
                sheet.write_string(y, x, text, plain if y else head)
    for x, slot in enumerate(listed.columns):
        _offer(sheet, (1, _LAST_ROW), x, slot.choices if slot.answered != "terms" else ())
    if len(rows[0]) > len(listed.columns):
        _offer(sheet, (1, _LAST_ROW), len(listed.columns), ("元", "万元"))
    sheet.set_column(0, len(rows[0]) - 1, 24, plain)
    sheet.freeze_panes(1, 0)


def _offer(sheet: OutSheet, lines: tuple[int, int], column: int, choices: Sequence[str]) -> None:
    """Choices to pick from; Excel takes 255 characters of them, longer ones stand in the note."""
    if choices and len(",".join(choices)) <= _LONGEST_OFFER:
        rule = {"validate": "list", "source": list(choices), "error_type": "warning"}
        sheet.data_validation(lines[0], column, lines[1], column, rule)
