"""Our own layout as a .docx template: the same file that an office takes out and restyles."""

from collections.abc import Sequence
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from compliance.report.papers.layout import Docx, Fonts, Grid, Heading, Layout, Table, Text

_ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
WIDTH_CM = 16.6  # A4 less the margins below
_LABEL_CM = 3.3
_BEFORE = {"Heading 2": 12, "Heading 3": 8}  # points
_PADDING = (
    f"<w:tblCellMar {nsdecls('w')}>"
    '<w:top w:w="50" w:type="dxa"/><w:left w:w="90" w:type="dxa"/>'
    '<w:bottom w:w="50" w:type="dxa"/><w:right w:w="90" w:type="dxa"/></w:tblCellMar>'
)


def build(paper: Docx, layout: Layout) -> bytes:
    """The template of a paper, with its placeholders."""
    document = docx.Document()
    dress(document, layout.fonts)
    titled(document.add_paragraph(), paper.title, layout.fonts.title)
    for part in paper.parts:
        _part(document, part, layout)
    _footer(document, layout)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def dress(document: Document, fonts: Fonts) -> None:
    """A4 with margins, and the fonts of a layout in the styles."""
    _page(document)
    _styles(document, fonts)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.4), Cm(2.2)
    document.core_properties.author = ""
    document.core_properties.comments = ""


def _styles(document: Document, fonts: Fonts) -> None:
    """What is written into the paper later looks like the rest of it; its language is Chinese."""
    (language,) = document.styles.element.xpath("w:docDefaults//w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    looks = (("Normal", fonts.body, 12), ("Heading 2", fonts.heading, 14))
    for name, font, size in (*looks, ("Heading 3", fonts.heading, 12)):
        style = document.styles[name]
        style.font.size, style.font.name = Pt(size), "Times New Roman"
        style.font.color.rgb = RGBColor(0, 0, 0)
        named = style.element.rPr.rFonts
        named.set(qn("w:eastAsia"), font)
        # A font of the theme would go before the one that is named.
        for theme in [key for key in named.attrib if key.endswith("heme")]:
            del named.attrib[theme]
        style.paragraph_format.space_before = Pt(_BEFORE.get(name, 0))
        style.paragraph_format.space_after = Pt(3)
        style.paragraph_format.line_spacing = 1.2


def _part(document: Document, part: Text | Heading | Grid | Table, layout: Layout) -> None:
    fonts = layout.fonts
    match part:
        case Text():
            _text(document.add_paragraph(), part, fonts)
        case Heading():
            paragraph = document.add_paragraph()
            _paragraph(paragraph, part.heading, fonts.heading, 12)
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_before = Pt(10)
        case Grid():
            _grid(document, part, fonts)
        case Table():
            _table(document, part, fonts)


def _text(paragraph: Paragraph, part: Text, fonts: Fonts) -> None:
    size = part.size or 12
    _paragraph(paragraph, part.text, fonts.body, size)
    paragraph.alignment = _ALIGN[part.align]
    paragraph.paragraph_format.line_spacing = 1.3
    paragraph.paragraph_format.space_before = Pt(4)
    if part.indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * size)


def _paragraph(paragraph: Paragraph, text: str, font: str, size: int) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    paragraph.paragraph_format.space_after = Pt(0 if size <= 10 else 3)


def titled(paragraph: Paragraph, title: str, font: str) -> None:
    """A paragraph as the title of a paper."""
    _paragraph(paragraph, title, font, 18)
    paragraph.runs[0].bold = True
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(8)


def _grid(document: Document, part: Grid, fonts: Fonts) -> None:
    content = (WIDTH_CM - 2 * _LABEL_CM) / 2
    table = ruled(document, len(part.grid), (_LABEL_CM, content, _LABEL_CM, content))
    for row, cells in zip(table.rows, part.grid, strict=True):
        _no_split(row._tr)
        if len(cells) == 2:
            row.cells[1].merge(row.cells[3])
        for number, text in enumerate(cells):
            label = number % 2 == 0
            _cell(row.cells[number], text, fonts.heading if label else fonts.table, center=label)


def _table(document: Document, part: Table, fonts: Fonts) -> None:
    parts = sum(width for _, _, width in part.columns)
    table = ruled(document, 2, [WIDTH_CM * width / parts for _, _, width in part.columns])
    headed(table)
    header, row = table.rows
    _no_split(row._tr)
    for number, (title, shown, _) in enumerate(part.columns):
        _cell(header.cells[number], title, fonts.heading, center=True)
        _cell(row.cells[number], f"{{{{{part.table}.{shown}}}}}", fonts.table)


def ruled(document: Document, rows: int, widths: Sequence[float]) -> DocxTable:
    """A table with its widths in centimetres, of the grid and of each cell."""
    table: DocxTable = document.add_table(rows, len(widths))
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for number, width in enumerate(widths):
        table.columns[number].width = Cm(width)
        for row in table.rows:
            row.cells[number].width = Cm(width)
    table._tbl.tblPr.append(parse_xml(_PADDING))
    return table


def headed(table: DocxTable) -> None:
    """The first row stands on every page."""
    first = table.rows[0]._tr
    first.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _no_split(first)


def _no_split(row: object) -> None:
    """A row stays on one page where it fits."""
    row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # type: ignore[attr-defined]


def _cell(cell: _Cell, text: str, font: str, *, center: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    _paragraph(paragraph, text, font, 10)
    if center:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _footer(document: Document, layout: Layout) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    _paragraph(paragraph, layout.mark, layout.fonts.body, 8)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _numbered(document.sections[0].footer.add_paragraph(), layout.fonts.body)


def _numbered(paragraph: Paragraph, font: str) -> None:
    """Which page this is, and of how many."""
    for words, field in (("第 ", "PAGE"), (" 页 共 ", "NUMPAGES"), (" 页", "")):
        _paragraph(paragraph, words, font, 8)
        if field:
            _paragraph(paragraph, "", font, 8)
            made = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"/>'
            number = parse_xml(made)
            number.append(paragraph.runs[-1]._element)
            paragraph._p.append(number)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
