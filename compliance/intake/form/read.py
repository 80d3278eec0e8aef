"""A filled form, as a workbook or a Word file -> answers with their places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.intake.document import Block, Document, Table
from compliance.intake.form.answers import NONE, BadAnswer, answer
from compliance.intake.form.slots import ListSlot, Slot, lists, manifest, slots
from compliance.text import fold

HEADER = ("栏目", "项目", "填写内容", "单位", "填写说明")
_UNIT = "单位"
MONEY_UNIT = "金额单位"


@dataclass(frozen=True, slots=True)
class Answer:
    """一栏答复: the JSON value for a pointer and its place; `fault` says why there is none."""

    pointer: str
    value: object
    written: str
    spot: str
    fault: str = ""


def read_form(document: Document) -> tuple[Answer, ...]:
    """The answers in a document, none where it holds no form."""
    found: list[Answer] = []
    name = ""
    for part in document.parts:
        if isinstance(part, Block):
            name = part.text
            continue
        found.extend(_read_slots(part))
        found.extend(_read_list(part, part.name or name))
    return tuple(found)


def is_form(document: Document) -> bool:
    """Whether a document is the form, filled in or not."""
    return any(_form_header(table) is not None for table in document.tables())


def _form_header(table: Table) -> int | None:
    wanted = [fold(title) for title in HEADER[:3]]
    for number, row in enumerate(table.rows[:6]):
        if [fold(cell) for cell in row[:3]] == wanted:
            return number
    return None


def _read_slots(table: Table) -> Iterator[Answer]:
    header = _form_header(table)
    if header is None:
        return
    known = {(fold(slot.section), fold(slot.label)): slot for slot in slots()}
    for number, row in enumerate(table.rows[header + 1 :], header + 1):
        slot = known.get((fold(row[0]), fold(row[1]))) if len(row) > 2 else None
        if slot is not None and row[2].strip():
            unit = row[3] if len(row) > 3 else ""
            yield _answered(slot, slot.pointer, row[2], unit, table.cell(number, 2))


def _answered(slot: Slot, pointer: str, text: str, unit: str, spot: str) -> Answer:
    shown = f"{text} {unit}".strip()
    try:
        return Answer(pointer, answer(slot, text, unit), shown, spot)
    except BadAnswer as fault:
        return Answer(pointer, None, shown, spot, str(fault))


def _read_list(table: Table, name: str) -> Iterator[Answer]:
    """A list by its title and all of its columns; 无 alone in its first row states a none."""
    wanted = next((kept for kept in (*lists(), manifest()) if fold(kept.title) == fold(name)), None)
    if wanted is None:
        return
    header = _list_header(table, wanted)
    if header is None:
        return
    rows = [
        (n, row) for n, row in enumerate(table.rows) if n > header and any(c.strip() for c in row)
    ]
    if not rows:
        return
    entries: list[object] = []
    faults: list[Answer] = []
    for number, _ in () if _states_none(rows) else rows:
        value, wrong = _entry(wanted, table, header, number, len(entries))
        faults.extend(wrong)
        entries.append(value)
    yield Answer(wanted.pointer, entries, _shown(rows), table.cell(rows[0][0], 0))
    yield from faults


def _states_none(rows: Sequence[tuple[int, tuple[str, ...]]]) -> bool:
    return len(rows) == 1 and [c.strip() for c in rows[0][1] if c.strip()] == [NONE]


def _shown(rows: Sequence[tuple[int, tuple[str, ...]]]) -> str:
    return "；".join(" ".join(c for c in row if c.strip()) for _, row in rows[:4])


def _list_header(table: Table, wanted: ListSlot) -> int | None:
    labels = {fold(column.label) for column in wanted.columns}
    for number, row in enumerate(table.rows[:6]):
        if labels <= {fold(cell) for cell in row}:
            return number
    return None


def _entry(
    wanted: ListSlot, table: Table, header: int, number: int, index: int
) -> tuple[dict[str, object], list[Answer]]:
    titles, row = [fold(cell) for cell in table.rows[header]], table.rows[number]
    value: dict[str, object] = {}
    faults = []
    money = titles.index(fold(MONEY_UNIT)) if fold(MONEY_UNIT) in titles else None
    for slot in wanted.columns:
        column = titles.index(fold(slot.label))
        text = row[column] if column < len(row) else ""
        if not text.strip():
            continue
        unit = (
            row[money]
            if money is not None and money < len(row) and slot.answered == "amount"
            else ""
        )
        pointer = f"{wanted.pointer}/{index}{slot.pointer}"
        told = _answered(slot, pointer, text, unit, table.cell(number, column))
        if told.fault:
            faults.append(told)
        else:
            value[slot.pointer[1:]] = told.value
    return value, faults
