"""The report as text for a terminal: the conclusion first, then what to do, then the rest."""

from collections.abc import Callable, Iterator

from compliance.report.alongside import as_lines
from compliance.report.columns import padded, width, wrapped
from compliance.report.model import Card, Report, Section, report_of
from compliance.verdict import Verdict

Paint = Callable[[str, str], str]


def unpainted(_: str, text: str) -> str:
    """The text as it is."""
    return text


def as_text(verdict: Verdict, columns: int = 80, paint: Paint = unpainted) -> str:
    """The verdict in Chinese, in lines of at most `columns`; `paint(effect, text)` may colour."""
    report = report_of(verdict)
    blocks = [
        list(_head(report, columns, paint)),
        list(_table(report, paint)),
        *(list(_section(section, columns, paint)) for section in report.sections),
        list(_tail(report, columns)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _head(report: Report, columns: int, paint: Paint) -> Iterator[str]:
    yield paint(report.outcome, report.title)
    for line in (report.advice, *report.head):
        yield from wrapped(line, columns)


def _table(report: Report, paint: Paint) -> Iterator[str]:
    """One line a criterion, always eight, and one for the general part where it has something."""
    for row in report.rows:
        title = padded(f"{row.numeral} {row.title}", 16)
        status = paint(row.status, padded(row.label, 10))
        yield f"  {row.mark} {title}{status}{row.count}".rstrip()


def _section(section: Section, columns: int, paint: Paint) -> Iterator[str]:
    yield f"{section.title} —— {paint(section.status, section.label)}"
    for card in section.cards:
        yield from _card(card, columns, paint)


def _card(card: Card, columns: int, paint: Paint) -> Iterator[str]:
    first, *rest = wrapped(card.message, columns, f"  {card.mark} ", "    ")
    yield paint(card.effect, first)
    yield from (paint(card.effect, line) for line in rest)
    for label, text in card.lines:
        yield from _labelled(label, text, columns)
    for label, text in as_lines(card.sides) if card.sides else ():
        yield from _labelled(label, text, columns)


def _labelled(label: str, text: str, columns: int) -> Iterator[str]:
    start = f"    {label}：".replace("：", "：" + " " * (6 - width(label)))
    yield from wrapped(text, columns, start, " " * width(start))


def _tail(report: Report, columns: int) -> Iterator[str]:
    yield from wrapped(report.summary, columns)
    for line in report.unused:
        yield from wrapped(line, columns)
    for note in report.notes:
        yield from wrapped(note, columns, "· ", "  ")
