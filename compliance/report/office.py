"""The report as a workbook, in the same words."""

from collections.abc import Iterator

from compliance.report.alongside import Sides, as_lines
from compliance.report.model import Report, report_of
from compliance.report.xlsx import plain
from compliance.verdict import Verdict

_COLUMNS = ("位置", "怎么改", "依据", "审查", "豁免", "牵连", "同一原因", "对照")


def as_xlsx(verdict: Verdict) -> bytes:
    """One row a card, below the conclusion."""
    return plain("预检意见", _rows(report_of(verdict)))


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
            lines = {**dict(card.lines), "对照": _beside(card.sides)}
            told = [lines.get(column, "") for column in _COLUMNS]
            yield [section.title, section.label, f"{card.mark} {card.message}", *told]
    yield []
    yield from ([line] for line in (*report.unused, *report.notes))


def _beside(sides: Sides | None) -> str:
    """A comparison in one cell."""
    told = as_lines(sides) if sides else ()
    return "\n".join(f"{label}：{text}" for label, text in told)
