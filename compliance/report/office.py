"""The report as a workbook and as a Word document, in the same words."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from compliance.errors import ComplianceError, Problem
from compliance.finding import Piece
from compliance.report.alongside import Sides, as_lines
from compliance.report.docx_look import dress, fill, set_width
from compliance.report.model import Report, report_of
from compliance.report.package import timeless
from compliance.verdict import Verdict
from compliance.workbook import workbook

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

_COLUMNS = ("位置", "怎么改", "依据", "审查", "豁免", "牵连", "同一原因", "对照")


_WIDTHS = (16, 8, 30, 16, 30, 30, 14, 12, 10, 12, 30)
# The title and what to do first; the first cells of the heads of tables.
_TOLD, _HEADS = 2, {("项",), ("审查内容",)}


def as_xlsx(verdict: Verdict) -> bytes:
    """One row a card, below the conclusion."""
    rows = list(_rows(report_of(verdict)))
    heads = [n for n, row in enumerate(rows) if n < _TOLD or tuple(row[:1]) in _HEADS]
    return workbook("预检意见", rows, _WIDTHS, heads)


def _rows(report: Report) -> Iterator[list[str]]:
    yield [report.title]
    yield from ([line] for line in (report.advice, *report.head, report.summary))
    yield []
    yield ["项", "内容", "结论", "问题"]
    for row in report.rows:
        yield [row.numeral, row.title, f"{row.mark} {row.label}", row.count]
    yield []
    yield ["审查内容", "结论", "问题", *_COLUMNS]
    for section in report.sections:
        for card in section.cards:
            lines = {**dict(card.lines), "对照": _beside(card.sides)}
            told = [lines.get(column, "") for column in _COLUMNS]
            yield [section.title, section.label, f"{card.mark} {card.message}", *told]
    yield []
    yield from ([line] for line in (*report.unused, *report.notes))


def _beside(sides: Sides | None) -> str:
    """A comparison in one cell."""
    told = as_lines(sides) if sides else ()
    return "\n".join(f"{label}：{text}" for label, text in told)


def as_docx(verdict: Verdict) -> bytes:
    """预检意见 as a document to edit; raises ComplianceError where python-docx is not installed."""
    try:
        from docx import Document
    except ModuleNotFoundError:
        missing = Problem("", "没有安装 Word 报告所需的软件", "安装 beian-precheck[reports]")
        raise ComplianceError(missing) from None
    report, document = report_of(verdict), Document()
    dress(document)
    document.add_heading(report.title, 0)
    document.add_paragraph().add_run(report.advice).bold = True
    for line in (*report.head, report.summary):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=4, style="Table Grid")
    head = ("项", "内容", "结论", "问题")
    told = [(r.numeral, r.title, f"{r.mark} {r.label}", r.count) for r in report.rows]
    fill(table, (head, *told), (1.5, 6.5, 4, 4.6))
    _write_cards(document, report)
    for line in (*report.unused, *report.notes):
        document.add_paragraph(line, style="List Bullet")
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _write_cards(document: "Document", report: Report) -> None:
    """Every card, section by section."""
    for section in report.sections:
        document.add_paragraph(f"{section.title} —— {section.label}", style="Heading 2")
        for card in section.cards:
            document.add_paragraph(f"{card.mark} {card.message}", style="Heading 3")
            for label, text in card.lines:
                _write_line(document, label, text)
            if card.sides:
                _write_sides(document, card.sides)


def _write_sides(document: "Document", sides: Sides) -> None:
    """Both systems in two columns; what they share is bold and underlined."""
    document.add_paragraph(sides.caption)
    table = document.add_table(rows=0, cols=3, style="Table Grid")
    fill(table, [("", sides.left, sides.right)], (1.6, 7.5, 7.5))
    for pair in sides.pairs:
        label, left, right = table.add_row().cells
        label.text = pair.label
        for cell, width in zip((label, left, right), (1.6, 7.5, 7.5), strict=True):
            set_width(cell, width)
        _write_marked(left.paragraphs[0], pair.left)
        _write_marked(right.paragraphs[0], pair.right)
    for label, text in sides.lines:
        _write_line(document, label, text)


def _write_line(document: "Document", label: str, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(f"{label}：").bold = True
    paragraph.add_run(text)


def _write_marked(paragraph: "Paragraph", pieces: tuple[Piece, ...]) -> None:
    for piece in pieces:
        run = paragraph.add_run(piece.text)
        run.bold = run.underline = bool(piece.share)
