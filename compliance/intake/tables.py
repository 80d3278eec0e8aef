"""Tables of a report that are lists of the filing, by their headers; and the catalogue."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from compliance.catalog import table_rows
from compliance.catalog.table import RawRow
from compliance.filing import MaterialType
from compliance.intake.claims import Claim, Firmness, Source
from compliance.intake.document import Block, Table
from compliance.intake.form.answers import BadAnswer, answer
from compliance.intake.form.read import is_form
from compliance.intake.form.slots import ListSlot, Slot, lists
from compliance.intake.money import money, unit_in
from compliance.intake.statements import bare, statements
from compliance.text import fold

_HEADER_ROWS = 8
_CATALOG = "/catalog"


def captioned(source: Source) -> Iterator[tuple[Table, str]]:
    """The tables, each with the lines just before it, which may give its unit."""
    before = ""
    for part in source.document.parts:
        if isinstance(part, Block):
            before = part.text
        else:
            yield part, before


def read_tables(source: Source) -> Iterator[Claim]:
    """The claims of tables that are lists."""
    if source.type in statements().silent and source.type is not MaterialType.CATALOG:
        return
    if is_form(source.document):
        return
    catalogues = {id(t): rows for t in source.document.tables() if (rows := table_rows(t.rows))}
    yield from _catalog(source, catalogues)
    for table, caption in captioned(source):
        if id(table) not in catalogues:
            yield from _listed(source, table, caption)


def _catalog(source: Source, catalogues: Mapping[int, Sequence[RawRow]]) -> Iterator[Claim]:
    """The catalogue of a source: the entries of all its tables that are one."""
    tables = source.document.tables()
    found = [(t.cell(row.line, 0), row.values) for t in tables for row in catalogues.get(id(t), ())]
    rows = [{title: v for title, v in values.items() if v not in ("", [])} for _, values in found]
    if found:
        spots = tuple(spot for spot, _ in found)
        place = source.place(_CATALOG, spots[0])
        shown = f"目录 {len(rows)} 条"
        yield Claim(_CATALOG, rows, shown, place, Firmness.STATED, entries=spots)


def _listed(source: Source, table: Table, caption: str) -> Iterator[Claim]:
    for pointer in statements().tables:
        found = header(table, pointer)
        if found is None:
            continue
        row, columns = found
        listed = next(kept for kept in lists() if kept.pointer == pointer)
        found_entries = list(_entries(listed, table, row, columns, unit_in(caption)))
        if found_entries:
            entries = [entry for _, entry in found_entries]
            spots = tuple(table.cell(number, 0) for number, _ in found_entries)
            shown = "、".join(str(next(iter(e.values()), "")) for e in entries[:6])
            place = source.place(pointer, spots[0])
            yield Claim(pointer, entries, shown, place, Firmness.STATED, entries=spots)
        return


def header(table: Table, pointer: str) -> tuple[int, dict[str, int]] | None:
    """The header row of a list in a table, and the column of each of its fields."""
    words = statements().tables[pointer]
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        columns: dict[str, int] = {}
        for column, cell in enumerate(row):
            key = _names(pointer).get(bare(cell), "") if cell.strip() else ""
            if key and key not in columns:
                columns[key] = column
        if all(need in columns for need in words.need) and len(
            {columns[n] for n in words.need}
        ) == len(words.need):
            return number, columns
    return None


@cache
def _names(pointer: str) -> dict[str, str]:
    columns = statements().tables[pointer].columns
    return {fold(name): key for key, names in columns.items() for name in names}


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row is a total: its first filled cells say so."""
    filled = [fold(cell) for cell in cells if cell.strip()][:2]
    return any(
        cell == fold(word) or re.fullmatch(f"{fold(word)}(?:[(（].*)?", cell)
        for cell in filled
        for word in statements().totals
    )


def _entries(
    listed: ListSlot, table: Table, head: int, columns: dict[str, int], unit: str
) -> Iterator[tuple[int, dict[str, object]]]:
    units = {key: unit_in(table.rows[head][column]) or unit for key, column in columns.items()}
    for number, row in enumerate(table.rows[head + 1 :], head + 1):
        cells = {key: row[column].strip() for key, column in columns.items() if column < len(row)}
        if is_total(row) and not fold("".join(row)).startswith("小计"):
            return
        if (
            not any(cells.values())
            or is_total(row)
            or fold(next(iter(cells.values()))) in statements().none_words
        ):
            continue
        entry = {
            slot.pointer[1:]: value
            for slot in listed.columns
            if (
                value := _cell(
                    slot, cells.get(slot.pointer[1:], ""), units.get(slot.pointer[1:], "")
                )
            )
            is not None
        }
        if entry:
            yield number, entry


def _cell(slot: Slot, text: str, unit: str) -> object:
    """The value of a cell; what cannot be the answer is left out, the rules then ask for it."""
    if not text:
        return None
    if slot.answered == "amount":
        amount = money(text, unit)
        return amount.stated() if amount else None
    try:
        return (
            text[:200]
            if slot.answered == "text"
            and slot.pointer in ("/name", "/indicator", "/value", "/unit")
            else answer(slot, text)
        )
    except BadAnswer:
        return None
