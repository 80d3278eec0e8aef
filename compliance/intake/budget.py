"""The rows of an investment table: depth, price, quantity and amount, with their units."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from compliance.intake.document import Table
from compliance.intake.money import Money, money, unit_in
from compliance.intake.outline import numbering
from compliance.intake.statements import BudgetWords, bare, statements
from compliance.intake.tables import is_total
from compliance.text import fold


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """投资表的一行; `depth` grows from 一 to （一）, 1 and 1.1, 0 for a row without a number."""

    number: int
    depth: int
    name: str
    price: Money | None
    quantity: Decimal | None
    amount: Money | None
    total: bool
    subtotal: bool


@dataclass(frozen=True, slots=True)
class BudgetColumns:
    """投资表的列: where each is, counted from 0."""

    name: int
    amount: int
    number: int | None
    price: int | None
    quantity: int | None


def columns_of(table: Table) -> tuple[int, BudgetColumns] | None:
    """A table is an investment table where it has a name, an amount, and a price or a quantity."""
    words = statements().budget
    for number, row in enumerate(table.rows[:8]):
        place = {key: _first(row, names) for key, names in _column_names(words)}
        name, amount = place["name"], place["amount"]
        if (
            name is not None
            and amount is not None
            and amount != name
            and (place["price"] is not None or place["quantity"] is not None)
        ):
            return number, BudgetColumns(
                name, amount, place["number"], place["price"], place["quantity"]
            )
    return None


def _column_names(words: BudgetWords) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return (
        ("number", words.number),
        ("name", words.name),
        ("price", words.price),
        ("quantity", words.quantity),
        ("amount", words.amount),
    )


def _first(row: Sequence[str], names: Sequence[str]) -> int | None:
    """The first column whose header is one of the names, the earlier names before the later."""
    plain = [bare(cell) for cell in row]
    return next((plain.index(fold(name)) for name in names if fold(name) in plain), None)


def rows_of(table: Table, head: int, columns: BudgetColumns, caption: str) -> Iterator[BudgetRow]:
    """The rows below the header; a unit comes from the header, the caption or the title rows."""
    header = table.rows[head]
    unit = unit_in(caption) or next(
        (u for row in table.rows[:head] for c in row if (u := unit_in(c))), ""
    )
    amount_unit = unit_in(header[columns.amount]) or unit
    price_unit = (
        unit_in(header[columns.price]) if columns.price is not None else ""
    ) or amount_unit
    for number, row in enumerate(table.rows[head + 1 :], head + 1):
        if any(cell.strip() for cell in row):
            first = row[columns.number] if columns.number is not None else row[columns.name]
            subtotal = any(fold(c).startswith("小计") for c in row[:3])
            yield BudgetRow(
                number,
                numbering(
                    first.strip() + (" " if re.fullmatch(r"[0-9]{1,2}", first.strip()) else "")
                )[0]
                or _alone(first),
                row[columns.name],
                money(row[columns.price], price_unit) if columns.price is not None else None,
                _decimal(row[columns.quantity]) if columns.quantity is not None else None,
                money(row[columns.amount], amount_unit),
                is_total(row) and not subtotal,
                subtotal,
            )


def _alone(text: str) -> int:
    """A bare numeral in the number column: 一 is above 1, 1.1 below it."""
    plain = text.strip()
    if re.fullmatch(r"[一二三四五六七八九十]+", plain):
        return 2
    if re.fullmatch(r"[（(][一二三四五六七八九十]+[）)]", plain):
        return 3
    return 4 + plain.count(".") if re.fullmatch(r"[0-9]+(?:\.[0-9]+)*", plain) else 0


def _decimal(text: str) -> Decimal | None:
    found = re.match(r"[0-9][0-9,，]*(?:\.[0-9]+)?", fold(text))
    try:
        return Decimal(re.sub("[,，]", "", found[0])) if found else None
    except InvalidOperation:
        return None
