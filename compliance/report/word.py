"""预检意见 as a Word document, in our own layout or an office's."""

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING

from compliance.errors import ComplianceError, Problem
from compliance.finding import Piece
from compliance.report.alongside import Sides
from compliance.report.model import Report, report_of
from compliance.report.package import timeless
from compliance.report.sample import SAMPLE
from compliance.report.templates import OURS, Templates, content_of
from compliance.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document
    from docx.styles.style import BaseStyle
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

    from compliance.report.papers.content import Content

_CARDS = "意见"
_TABLE = "Table Grid"
# Centimetres of a comparison: what is compared, and both sides.
_WIDTHS = (1.4, 7.6, 7.6)
_SIZE = 10  # points


def as_docx(verdict: Verdict, templates: Templates = OURS) -> bytes:
    """预检意见 as a document to edit.

    Raises ComplianceError where python-docx is not installed or the template cannot be used.
    """
    return _made(report_of(verdict), templates)


def require_docx(templates: Templates = OURS) -> None:
    """Raises ComplianceError where as_docx would."""
    _made(SAMPLE, templates)


def _made(report: Report, templates: Templates) -> bytes:
    try:
        from compliance.report.papers.docx_fill import filled, saved
        from compliance.report.papers.layout import load_layout
        from compliance.report.papers.make import blank
    except ModuleNotFoundError as error:
        if error.name not in ("docx", "xlsxwriter"):
            raise
        missing = Problem("", "没有安装 Word 报告所需的软件", "安装 beian-precheck[reports]")
        raise ComplianceError(missing) from None
    layout, own = load_layout(templates.layout), templates.report_docx
    built = _packaged() if templates.layout is None else blank("report", layout)
    template, name = (content_of(own), own.name) if own else (built, "papers.yaml")
    content, blocks = _content(report), (_CARDS,)
    needed = (*content.names(), *blocks)
    document = filled(template, content, name=name, none=layout.none, blocks=blocks, needed=needed)
    _Cards(document, _place(document, name)).write(report)
    return timeless(saved(document))


@cache
def _packaged() -> bytes:
    """The template as built from the layout in the package, which does not change."""
    from compliance.report.papers.layout import load_layout
    from compliance.report.papers.make import blank

    return blank("report", load_layout())


def _content(report: Report) -> "Content":
    from compliance.report.papers.content import Content

    rows = [
        {"项": r.numeral, "内容": r.title, "结论": f"{r.mark} {r.label}", "问题": r.count}
        for r in report.rows
    ]
    lists = {
        "概况": tuple({"内容": line} for line in (report.advice, *report.head)),
        "审查": tuple(rows),
        "说明": tuple({"内容": line} for line in (*report.unused, *report.notes)),
    }
    return Content({"标题": report.title, "小结": report.summary}, lists)


def _place(document: "Document", name: str) -> "Paragraph":
    """The paragraph in whose place the cards come."""
    wanted = f"{{{{{_CARDS}}}}}"
    found = [p for p in document.paragraphs if "".join(p.text.split()) == wanted]
    if len(found) != 1:
        message = f"模板里的 {wanted} 要单独成段，写在正文里，只写一次"
        mend = "从表格、页眉页脚和别的文字里移出来"
        raise ComplianceError(Problem(name, message, mend))
    return found[0]


class _Cards:
    """The cards being written into a document, before a paragraph that goes at the end."""

    def __init__(self, document: "Document", place: "Paragraph") -> None:
        self._document, self._place = document, place

    def write(self, report: Report) -> None:
        """Every card, section by section."""
        for section in report.sections:
            self._paragraph(f"{section.title} —— {section.label}", "Heading 2")
            for card in section.cards:
                self._paragraph(f"{card.mark} {card.message}", "Heading 3")
                for label, text in card.lines:
                    self._paragraph(f"{label}：{text}")
                if card.sides:
                    self._sides(card.sides)
        self._place._element.getparent().remove(self._place._element)

    def _paragraph(self, text: str, style: str = "Normal") -> None:
        from compliance.report.papers.content import clean

        self._place.insert_paragraph_before(clean(text), _style(self._document, style))  # type: ignore[arg-type]

    def _sides(self, sides: Sides) -> None:
        """Both systems in two columns; what they share is bold and underlined."""
        from docx.enum.table import WD_TABLE_ALIGNMENT
        from docx.oxml import OxmlElement
        from docx.shared import Cm

        self._paragraph(sides.caption)
        table = self._document.add_table(rows=1, cols=3)
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        table.style = _style(self._document, _TABLE)
        self._place._element.addprevious(table._element)
        heads = ("", sides.left, sides.right)
        _write_row(table.rows[0].cells, [(Piece(text, 1),) for text in heads], shared=False)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for pair in sides.pairs:
            pieces = [(Piece(pair.label),), pair.left, pair.right]
            _write_row(table.add_row().cells, pieces)
        for column, width in zip(table.columns, _WIDTHS, strict=True):
            column.width = Cm(width)
        for label, text in sides.lines:
            self._paragraph(f"{label}：{text}")


def _style(document: "Document", name: str) -> "BaseStyle":
    """A style of the document; one that it lacks is brought in from ours."""
    if name not in document.styles:
        import docx

        brought = deepcopy(docx.Document().styles[name].element)
        for tied in ("w:basedOn", "w:next", "w:link"):
            for element in brought.xpath(tied):
                brought.remove(element)
        document.styles.element.append(brought)
    found: BaseStyle = document.styles[name]
    return found


def _write_row(
    cells: "Sequence[_Cell]", texts: "Sequence[tuple[Piece, ...]]", shared: bool = True
) -> None:
    """A row of the comparison: a narrow column of labels, and both sides."""
    from docx.shared import Cm

    for cell, width, pieces in zip(cells, _WIDTHS, texts, strict=True):
        cell.width = Cm(width)
        _write_marked(cell.paragraphs[0], pieces, shared)


def _write_marked(paragraph: "Paragraph", pieces: tuple[Piece, ...], shared: bool) -> None:
    from docx.shared import Pt

    shape = paragraph.paragraph_format
    shape.space_after, shape.line_spacing = Pt(0), 1
    for piece in pieces:
        run = paragraph.add_run(piece.text)
        run.font.size = Pt(_SIZE)
        run.bold = bool(piece.share)
        run.underline = bool(piece.share) and shared
