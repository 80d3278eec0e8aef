"""A list as .xlsx in our own layout; no cell is ever a formula or a link."""

from collections.abc import Sequence

from compliance.report.papers.content import Content, Row, clean, fill_text, is_figure
from compliance.report.papers.layout import Layout, Xlsx
from compliance.report.papers.row_height import height
from compliance.report.xlsx import Look, OutSheet, Workbook

_MAX_CELL = 32_000  # a cell holds 32,767 characters
_RULED: Look = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_size": 9}
_TITLE: Look = {"font_size": 18, "bold": True, "align": "center", "valign": "vcenter"}
_HEADING: Look = {**_RULED, "align": "center", "bg_color": "#EDEDED"}
_CELL: Look = {**_RULED, "valign": "top"}
_MARK: Look = {"font_size": 9, "font_color": "#555555"}


def write(paper: Xlsx, layout: Layout, content: Content, *, template: bool = False) -> bytes:
    """The workbook: title, columns, a row for each item, our mark below.

    `template`: one row with the placeholders instead of the items.
    """
    book = Workbook()
    sheet = book.sheet("清单")
    last = len(paper.columns) - 1
    title = paper.title if template else fill_text(paper.title, content.fields)
    _head(book, sheet, paper, layout, title)
    rows = (_placeholders(paper),) if template else content.lists.get(paper.rows, ())
    _rows(book, sheet, paper, layout, rows or ({paper.columns[0][1]: layout.none},))
    below = max(len(rows), 1) + 2
    mark = book.format(font_name=layout.fonts.body, **_MARK)
    sheet.merge_range(below, 0, below, last, layout.mark, mark)
    _print_settings(sheet)
    if not template:
        sheet.print_area(0, 0, below, last)
    return book.content()


def _placeholders(paper: Xlsx) -> Row:
    return {shown: f"{{{{{paper.rows}.{shown}}}}}" for _, shown, _ in paper.columns}


def _head(book: Workbook, sheet: OutSheet, paper: Xlsx, layout: Layout, title: str) -> None:
    last = len(paper.columns) - 1
    look = book.format(font_name=layout.fonts.title, **_TITLE)
    sheet.merge_range(0, 0, 0, last, title, look)
    sheet.set_row(0, 34)
    sheet.set_row(1, 40)
    for number, (heading, _, width) in enumerate(paper.columns):
        sheet.set_column(number, number, width)
        look = book.format(font_name=layout.fonts.heading, **_HEADING)
        sheet.write_string(1, number, heading, look)


def _rows(
    book: Workbook, sheet: OutSheet, paper: Xlsx, layout: Layout, rows: Sequence[Row]
) -> None:
    look = book.format(font_name=layout.fonts.table, **_CELL)
    for line, row in enumerate(rows, 2):
        sheet.set_row(line, height((row.get(s, ""), width) for _, s, width in paper.columns))
        for number, (_, shown, _) in enumerate(paper.columns):
            text = row.get(shown, "")
            if is_figure(shown, text):
                sheet.write_number(line, number, float(text), look)
            else:
                sheet.write_string(line, number, clean(text)[:_MAX_CELL], look)


def _print_settings(sheet: OutSheet) -> None:
    sheet.freeze_panes(2, 2)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.set_footer("&C第 &P 页 共 &N 页")
