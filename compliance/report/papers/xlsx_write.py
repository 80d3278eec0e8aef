"""A list as .xlsx in our own layout; no cell is ever a formula or a link."""

from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from compliance.report.papers.content import Content, clean, fill_text, is_amount
from compliance.report.papers.layout import Layout, Xlsx
from compliance.report.papers.package import NO_TIME
from compliance.report.papers.row_height import height

_MAX_CELL = 32_000  # a cell holds 32,767 characters


def write(paper: Xlsx, layout: Layout, content: Content, *, template: bool = False) -> bytes:
    """The workbook: title, columns, a row for each item, our mark below.

    `template`: one row with the placeholders instead of the items.
    """
    rows = content.lists.get(paper.rows, ())
    stream = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        book.set_properties({"created": NO_TIME})
        formats = _formats(book, layout)
        sheet = book.add_worksheet("清单")
        last = len(paper.columns) - 1
        title = paper.title if template else fill_text(paper.title, content.fields)
        sheet.merge_range(0, 0, 0, last, title, formats["title"])
        sheet.set_row(0, 34)
        for number, (heading, _, width) in enumerate(paper.columns):
            sheet.set_column(number, number, width)
            sheet.write_string(1, number, heading, formats["heading"])
        if template:
            for number, (_, shown, _) in enumerate(paper.columns):
                sheet.write_string(2, number, f"{{{{{paper.rows}.{shown}}}}}", formats["cell"])
        for line, row in enumerate(rows, 2):
            widths = ((row.get(shown, ""), width) for _, shown, width in paper.columns)
            sheet.set_row(line, height(widths))
            for number, (_, shown, _) in enumerate(paper.columns):
                _write_cell(sheet, line, number, row.get(shown, ""), formats["cell"])
        below = 3 if template else len(rows) + 2
        if not rows and not template:
            sheet.write_string(2, 0, layout.none, formats["cell"])
            below = 3
        sheet.merge_range(below, 0, below, last, layout.mark, formats["mark"])
        sheet.set_row(1, 40)
        _print_settings(sheet)
        if not template:
            sheet.print_area(0, 0, below, last)
    return stream.getvalue()


def _write_cell(sheet: Worksheet, line: int, number: int, text: str, form: Format) -> None:
    """Amounts as numbers, so that a sum can be made of them; all else as text."""
    if is_amount(text):
        sheet.write_number(line, number, float(text), form)
    else:
        sheet.write_string(line, number, clean(text)[:_MAX_CELL], form)


def _formats(book: xlsxwriter.Workbook, layout: Layout) -> dict[str, Format]:
    fonts = layout.fonts
    ruled = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_size": 9}
    return {
        "title": book.add_format(
            {
                "font_name": fonts.title,
                "font_size": 18,
                "bold": True,
                "align": "center",
                "valign": "vcenter",
            }
        ),
        "heading": book.add_format(
            {**ruled, "font_name": fonts.heading, "align": "center", "bg_color": "#EDEDED"}
        ),
        "cell": book.add_format({**ruled, "font_name": fonts.table, "valign": "top"}),
        "mark": book.add_format({"font_name": fonts.body, "font_size": 9, "font_color": "#555555"}),
    }


def _print_settings(sheet: Worksheet) -> None:
    sheet.freeze_panes(2, 2)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.set_footer("&C第 &P 页 共 &N 页")
