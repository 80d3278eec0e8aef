"""The report as a workbook, in the same words."""

from collections.abc import Iterator

from compliance.report.alongside import Sides, as_lines
from compliance.report.model import Report, report_of
from compliance.report.xlsx import plain
from compliance.verdict import Verdict

_COLUMNS = ("位置", "怎么改", "依据", "审查", "豁免", "牵连", "同一原因", "对照")


_WIDTHS = (16, 8, 30, 16, 30, 30, 14, 12, 10, 12, 30)
# The title and what to do first; the first cells of the heads of tables.
_TOLD, _HEADS = 2, {("项",), ("审查内容",)}


def as_xlsx(verdict: Verdict) -> bytes:
    """One row a card, below the conclusion."""
    rows = list(_rows(report_of(verdict)))
    heads = [n for n, row in enumerate(rows) if n < _TOLD or tuple(row[:1]) in _HEADS]
    return plain("预检意见", rows, _WIDTHS, heads)


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
