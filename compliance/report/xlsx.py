"""An xlsx file being written: the only user of XlsxWriter; no text becomes a formula or link."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from io import BytesIO
from typing import Any

from compliance.errors import ComplianceError, Problem
from compliance.report.papers.content import clean
from compliance.report.papers.row_height import height
from compliance.sheets import Cell

SIZE = 10  # points of what stands in tables
_LONGEST = 32_767  # what a cell can hold
# XlsxWriter has no types.
OutSheet = Any
OutFormat = Any
Look = Mapping[str, object]
_A4 = 9  # as Excel numbers papers
_PLAIN: Look = {}
_STRONG: Look = {"bold": True}
_TABLE: Look = {"border": 1, "text_wrap": True, "valign": "top", "font_size": SIZE}
_HEAD: Look = {**_TABLE, "bold": True, "bg_color": "#D9E2F3", "valign": "vcenter"}
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


class Workbook:
    """工作簿: sheets, formats kept by what they are, and the bytes at the end."""

    def __init__(self) -> None:
        try:
            xlsxwriter = import_module("xlsxwriter")
        except ImportError as error:
            problem = Problem("", "没有安装写工作簿的组件", "安装 reports 附加组件")
            raise ComplianceError(problem) from error
        self._bytes = BytesIO()
        self._workbook = xlsxwriter.Workbook(self._bytes, _OPTIONS)
        # No clock in what is written: the same check gives the same file.
        self._workbook.set_properties({"created": datetime(2000, 1, 1)})
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def sheet(self, name: str) -> OutSheet:
        """A new sheet."""
        return self._workbook.add_worksheet(name)

    def format(self, **properties: object) -> OutFormat:
        """A cell format, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(dict(properties))
        return self._formats[key]

    def content(self) -> bytes:
        """The finished file."""
        self._workbook.close()
        return self._bytes.getvalue()


def require_xlsx() -> None:
    """Raises ComplianceError where no workbook can be written."""
    Workbook().content()


def plain(
    title: str,
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int] = (),
    heads: Collection[int] = (0,),
) -> bytes:
    """A workbook of one sheet, its columns so many characters wide: the same bytes for the same.

    `heads` are the numbers of the rows that stand out; where only the first does, it stays in
    sight. A row of one cell is a line; a longer one is of a table.

    >>> plain("重复系统", [["编号", "组"], ["SL-1", 1]])[:2]
    b'PK'
    """
    book = Workbook()
    sheet = book.sheet(title)
    _lay_out(sheet, widths, frozen=tuple(heads) == (0,))
    for number, row in enumerate(rows):
        look = _look(len(row) == 1, number in heads)
        if len(row) > 1 and widths:
            sheet.set_row(number, height(zip(map(str, row), widths, strict=False), SIZE))
        for column, cell in enumerate(row):
            write(book, sheet, (number, column), cell, look)
    return book.content()


def _lay_out(sheet: OutSheet, widths: Sequence[int], frozen: bool) -> None:
    for_print(sheet, frozen)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    if frozen:
        sheet.freeze_panes(1, 0)


def for_print(sheet: OutSheet, headed: bool, paper: int = _A4) -> None:
    """Landscape, one page wide, numbered; the first row on every page where it is a head."""
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&C第 &P 页 共 &N 页")
    if headed:
        sheet.repeat_rows(0)


def _look(line: bool, head: bool) -> Look:
    if line:
        return _STRONG if head else _PLAIN
    return _HEAD if head else _TABLE


def write(
    book: Workbook, sheet: OutSheet, place: tuple[int, int], cell: Cell, look: Look = _PLAIN
) -> None:
    """A cell as what it is: text stays text, a number a number, a date a date."""
    style = book.format(**look)
    match cell:
        case bool():
            sheet.write_boolean(*place, cell, style)
        case int() | float():
            sheet.write_number(*place, cell, style)
        case date():
            sheet.write_datetime(*place, cell, book.format(**{"num_format": "yyyy-mm-dd", **look}))
        case "":
            sheet.write_blank(*place, None, style)
        case _:
            sheet.write_string(*place, clean(cell)[:_LONGEST], style)
