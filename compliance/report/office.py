"""The report as a workbook, in the same words."""

from collections.abc import Iterator, Sequence

from compliance.report.alongside import Sides, as_lines
from compliance.report.model import Card, Report, report_of
from compliance.report.xlsx import plain
from compliance.verdict import Verdict

# What is told of a card beside its problem, and the width of the column; shown where it is.
_COLUMNS = {
    "位置": 18,
    "怎么改": 32,
    "依据": 32,
    "审查": 18,
    "豁免": 16,
    "牵连": 16,
    "同一原因": 20,
    "对照": 70,
}
_WIDTHS = (16, 9, 36)
# The title and what to do first; the first cells of the heads of tables.
_TOLD, _HEADS = 2, {("项",), ("审查内容",)}


def as_xlsx(verdict: Verdict) -> bytes:
    """One row a card, below the conclusion."""
    report = report_of(verdict)
    told = [_told(card) for card in report.cards]
    columns = [column for column in _COLUMNS if any(each.get(column) for each in told)]
    rows = list(_rows(report, columns))
    widths = (*_WIDTHS, *(_COLUMNS[column] for column in columns))
    heads = [n for n, row in enumerate(rows) if n < _TOLD or tuple(row[:1]) in _HEADS]
    return plain("预检意见", rows, widths, heads)


def _rows(report: Report, columns: Sequence[str]) -> Iterator[list[str]]:
    yield [report.title]
    yield from ([line] for line in (report.advice, *report.head, report.summary))
    yield []
    yield ["项", "内容", "结论", "问题"]
    for row in report.rows:
        yield [row.numeral, row.title, f"{row.mark} {row.label}", row.count]
    yield []
    yield ["审查内容", "结论", "问题", *columns]
    for section in report.sections:
        for card in section.cards:
            told = _told(card)
            first = [section.title, section.label, f"{card.mark} {card.message}"]
            yield [*first, *(told.get(column, "") for column in columns)]
    yield []
    yield from ([line] for line in (*report.unused, *report.notes))


def _told(card: Card) -> dict[str, str]:
    """The lines of a card by their labels, and the comparison in one."""
    return {**dict(card.lines), "对照": _beside(card.sides)}


def _beside(sides: Sides | None) -> str:
    """A comparison in one cell."""
    told = as_lines(sides) if sides else ()
    return "\n".join(f"{label}：{text}" for label, text in told)
