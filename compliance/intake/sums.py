"""Arithmetic of the files: rows, columns and totals of investment tables, in 分."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

from compliance.filing import MaterialType, Note
from compliance.intake.budget import BudgetColumns, BudgetRow, columns_of, rows_of
from compliance.intake.claims import Claim, Firmness, Source
from compliance.intake.document import Table
from compliance.intake.money import Money
from compliance.intake.statements import statements
from compliance.intake.tables import captioned
from compliance.text import fold

# Amounts are rounded to a hundredth of their unit, so a product may be off by half of that a piece.
_MOST_ROWS = 5_000
_ROUNDING = Decimal("0.02")
_TOTAL = "/funding/total"


def read_sums(source: Source) -> Iterator[Claim | Note]:
    """The grand total of each investment table as a claim, and each sum that is wrong as a note."""
    if source.type in statements().silent:
        return
    for table, caption in captioned(source):
        found = columns_of(table)
        if found is not None:
            head, columns = found
            rows = list(islice(rows_of(table, head, columns, caption), _MOST_ROWS))
            yield from _row_faults(source, table, rows)
            yield from _column_faults(source, table, rows, columns)
            yield from _grand_total(source, table, rows, columns, caption)


def _row_faults(source: Source, table: Table, rows: Sequence[BudgetRow]) -> Iterator[Note]:
    for row in rows:
        if row.price is None or row.quantity is None or row.amount is None or row.total:
            continue
        if not row.price.unit or not row.amount.unit:
            continue
        product = row.price.value * row.quantity * _scale(row.price, row.amount)
        slack = _ROUNDING + row.quantity * Decimal("0.005") * _scale(row.price, row.amount)
        if abs(product - row.amount.value) > slack:
            data = {
                "name": row.name,
                "stated": f"{row.amount.value}{row.amount.unit}",
                "computed": f"{_short(product)}{row.amount.unit}",
            }
            yield Note(
                "row_sum", source.place(_pointer(source, table), table.cell(row.number, 0)), data
            )


def _scale(price: Money, amount: Money) -> Decimal:
    return (
        Decimal(price.fen and 1)
        if price.unit == amount.unit
        else (Decimal("0.0001") if price.unit == "元" else Decimal(10_000))
    )


def _short(number: Decimal) -> str:
    text = format(round(number, 4), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _column_faults(
    source: Source, table: Table, rows: Sequence[BudgetRow], columns: BudgetColumns
) -> Iterator[Note]:
    for row, parts in _groups(rows):
        amounts = [p.amount for p in parts]
        if (
            row.amount is None
            or not row.amount.unit
            or len(parts) < 1
            or any(a is None for a in amounts)
        ):
            continue
        total = sum((a.value for a in amounts if a), Decimal(0))
        if abs(total - row.amount.value) > _ROUNDING * max(len(parts), 1):
            data = {
                "name": row.name.strip() or "合计",
                "stated": f"{_short(row.amount.value)}{row.amount.unit}",
                "computed": f"{_short(total)}{row.amount.unit}",
            }
            spot = table.cell(row.number, columns.amount)
            yield Note("column_sum", source.place(_pointer(source, table), spot), data)


def _groups(rows: Sequence[BudgetRow]) -> Iterator[tuple[BudgetRow, list[BudgetRow]]]:
    """Each row that sums others up, with those: subtotals, headings over their items, totals."""
    items: list[BudgetRow] = []
    since: list[BudgetRow] = []
    for row in rows:
        if row.subtotal:
            if since:
                yield row, since
            since = []
        elif row.total:
            top = _tops(items)
            if top:
                yield row, top
            break
        elif row.amount is not None:
            items.append(row)
            since = [*since, row]
    yield from _headings(items)


def _tops(items: Sequence[BudgetRow]) -> list[BudgetRow]:
    shallow = min((row.depth for row in items), default=0)
    return [row for row in items if row.depth == shallow]


def _headings(items: Sequence[BudgetRow]) -> Iterator[tuple[BudgetRow, list[BudgetRow]]]:
    for index, row in enumerate(items):
        below: list[BudgetRow] = []
        for other in items[index + 1 :]:
            if not other.depth > row.depth > 0:
                break
            below.append(other)
        parts = _tops(below)
        if parts:
            yield row, parts


def _grand_total(
    source: Source, table: Table, rows: Sequence[BudgetRow], columns: BudgetColumns, caption: str
) -> Iterator[Claim]:
    """The last total of a table that is about the whole project, not about a part of it."""
    totals = [row for row in rows if row.total and row.amount is not None]
    if not totals or not _whole(source, table, caption):
        return
    row = totals[-1]
    stated = row.amount.stated() if row.amount else None
    if stated:
        pointer = _pointer(source, table)
        place = source.place(pointer, table.cell(row.number, columns.amount))
        yield Claim(pointer, stated, f"{stated['value']}{stated['unit']}", place, Firmness.STATED)


def _whole(source: Source, table: Table, caption: str) -> bool:
    named = fold(caption + table.name + " ".join(table.rows[0]))
    whole = re.search(
        "(?:投资|总|项目)(?:投资)?(?:估算|概算|匡算|预算)?(?:总表|汇总|表|明细)", named
    )
    return bool(whole) or (
        source.type is MaterialType.OTHER and len(list(source.document.tables())) == 1
    )


def _pointer(source: Source, table: Table) -> str:
    named = fold(table.name + source.name)
    if source.type is MaterialType.FEASIBILITY:
        return "/funding/estimate"
    if source.type is MaterialType.PRELIMINARY_DESIGN or "概算" in named:
        return "/funding/budget"
    return "/funding/estimate" if "估算" in named or "匡算" in named else _TOTAL
