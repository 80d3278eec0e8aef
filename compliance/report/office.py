"""The report as a workbook and as a Word document, in the same words."""

import io
from collections.abc import Iterator

from compliance.errors import ComplianceError, Problem
from compliance.report.model import Report, report_of
from compliance.report.package import timeless
from compliance.verdict import Verdict
from compliance.workbook import workbook

_COLUMNS = ("位置", "怎么改", "依据", "审查", "豁免", "牵连", "同一原因")


def as_xlsx(verdict: Verdict) -> bytes:
    """One row a card, below the conclusion."""
    return workbook("预检意见", list(_rows(report_of(verdict))))


def _rows(report: Report) -> Iterator[list[str]]:
    yield [report.title]
    yield from ([line] for line in (*report.head, report.summary))
    yield []
    yield ["项", "内容", "结论", "问题"]
    for row in report.rows:
        yield [row.numeral, row.title, f"{row.mark} {row.label}", row.count]
    yield []
    yield ["审查内容", "结论", "问题", *_COLUMNS]
    for section in report.sections:
        for card in section.cards:
            lines = dict(card.lines)
            told = [lines.get(column, "") for column in _COLUMNS]
            yield [section.title, section.label, f"{card.mark} {card.message}", *told]
    yield []
    yield from ([line] for line in (*report.unused, *report.notes))


def as_docx(verdict: Verdict) -> bytes:
    """预检意见 as a document to edit; raises ComplianceError where python-docx is not installed."""
    try:
        from docx import Document
    except ModuleNotFoundError:
        missing = Problem("", "没有安装 Word 报告所需的软件", "安装 beian-precheck[reports]")
        raise ComplianceError(missing) from None
    report, document = report_of(verdict), Document()
    document.add_heading(report.title, 0)
    for line in (*report.head, report.summary):
        document.add_paragraph(line)
    table = document.add_table(rows=0, cols=4, style="Table Grid")
    for row in report.rows:
        texts = (row.numeral, row.title, f"{row.mark} {row.label}", row.count)
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    for text, style in _paragraphs(report):
        document.add_paragraph(text, style=style)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _paragraphs(report: Report) -> Iterator[tuple[str, str]]:
    """Every card and note, with the name of its style."""
    for section in report.sections:
        yield f"{section.title} —— {section.label}", "Heading 2"
        for card in section.cards:
            yield f"{card.mark} {card.message}", "Heading 3"
            yield from ((f"{label}：{text}", "Normal") for label, text in card.lines)
    yield from ((line, "List Bullet") for line in (*report.unused, *report.notes))
