"""How a report in Word looks: A4, fonts that are in every Chinese office, little space lost."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.table import Table, _Cell

_TEXT, _HEADING, _LATIN = "宋体", "黑体", "Times New Roman"
# style: font, points, points before, points after
_STYLES = {
    "Normal": (_TEXT, 10.5, 0, 2),
    "Title": (_HEADING, 18, 0, 8),
    "Heading 2": (_HEADING, 14, 14, 4),
    "Heading 3": (_HEADING, 11, 10, 2),
    "List Bullet": (_TEXT, 9, 0, 2),
}


def dress(document: "Document") -> None:
    """Page and styles."""
    from docx.shared import Cm

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.2)
    page.top_margin = page.bottom_margin = Cm(2)
    for name in _STYLES:
        _dress_style(document.styles[name], *_STYLES[name])


def _dress_style(
    style: "ParagraphStyle", font: str, size: float, before: float, after: float
) -> None:
    """Black, in a Chinese font; the font of Chinese text has no name in the interface."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = _LATIN, Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), font)
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after = Pt(before), Pt(after)
    spacing.line_spacing = 1.15


def fill(table: "Table", rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    """Rows of text, the first in bold, in columns of so many centimetres."""
    from docx.shared import Cm

    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for number, row in enumerate(rows):
        cells = table.add_row().cells  # type: ignore[no-untyped-call]
        for cell, text, width in zip(cells, row, widths, strict=True):
            cell.paragraphs[0].add_run(text).bold = number == 0
            set_width(cell, width)


def set_width(cell: "_Cell", width: float) -> None:
    """A cell of so many centimetres."""
    from docx.shared import Cm

    cell.width = Cm(width)
