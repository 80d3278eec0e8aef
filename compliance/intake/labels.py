"""Labels and their answers: 项目名称：××, or two cells side by side."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice

from compliance.filing import MaterialType, Place
from compliance.intake.claims import Claim, Firmness, Source
from compliance.intake.document import Block, Table
from compliance.intake.form.answers import BadAnswer, answer
from compliance.intake.form.slots import Slot, slots
from compliance.intake.money import money, unit_in
from compliance.intake.outline import numbering
from compliance.intake.recognise import recognition
from compliance.intake.statements import bare, label_of, statements
from compliance.text import fold

_LABELLED = re.compile(r"([^：:。；，]{2,20})[：:]\s*([^。；\n]{1,200})[。；]?")
_LONGEST_LABEL = 24
_LONGEST_TITLE = 80
_LONGEST_LINE = 300
# A list of a thousand rows is no form.
_MOST_ROWS = 400
_LONGEST_NAME = 200


def read_labels(source: Source) -> Iterator[Claim]:
    """The claims of labels in paragraphs and tables."""
    if source.type in statements().silent:
        return
    for part in source.document.parts:
        if isinstance(part, Block):
            for line in part.text.split("\n"):
                yield from _in_line(source, numbering(line)[1], part.spot)
        else:
            yield from _in_cells(source, part)
            yield from _in_table(source, part)


def _in_line(source: Source, line: str, spot: str) -> Iterator[Claim]:
    found = _LABELLED.fullmatch(line.strip()) if len(line) <= _LONGEST_LINE else None
    if found and label_of(found[1]):
        yield from _claim(source, found[1], found[2], spot)


def _in_cells(source: Source, table: Table) -> Iterator[Claim]:
    """A label and its answer in one cell."""
    for spot, text in islice(table.texts(), _MOST_ROWS):
        for line in text.split("\n"):
            yield from _in_line(source, numbering(line)[1], spot)


def _in_table(source: Source, table: Table) -> Iterator[Claim]:
    """A cell with a label, and the next cell of its row that says something else."""
    for number, row in enumerate(table.rows[:_MOST_ROWS]):
        if _is_header(row):
            continue
        for column, cell in enumerate(row[:-1]):
            if (
                len(cell) <= _LONGEST_LABEL
                and label_of(cell)
                and (not column or row[column - 1] != cell)
            ):
                after = next(
                    ((n, c) for n, c in enumerate(row[column + 1 :], column + 1) if c != cell),
                    (0, ""),
                )
                if after[1].strip() and not label_of(after[1]):
                    yield from _claim(source, cell, after[1], table.cell(number, after[0]))


def _is_header(row: tuple[str, ...]) -> bool:
    """A row of nothing but short words of which two or more are labels or column names."""
    filled = [cell for cell in row if cell.strip()]
    known = sum(
        len(cell) <= _LONGEST_LABEL and (bool(label_of(cell)) or bare(cell) in _column_names())
        for cell in filled
    )
    return known >= 2 and known >= len(filled) - 1 and len(filled) > 2


@cache
def _column_names() -> frozenset[str]:
    tables = statements().tables.values()
    return frozenset(fold(n) for t in tables for names in t.columns.values() for n in names)


def _claim(source: Source, label: str, text: str, spot: str) -> Iterator[Claim]:
    pointer = label_of(label)
    words = statements()
    allowed = words.only.get(pointer)
    if allowed is not None and source.type not in allowed:
        return
    kind: MaterialType = source.type
    pointer = words.by_type.get(pointer, {}).get(kind, pointer)
    slot = next((s for s in slots() if s.pointer == pointer), None)
    if slot is not None and text.strip():
        yield _answered(source, slot, label, text.strip(), spot)


def _answered(source: Source, slot: Slot, label: str, text: str, spot: str) -> Claim:
    place = source.place(slot.pointer, spot)
    try:
        value = _value(slot, label, text)
    except BadAnswer as fault:
        return Claim(slot.pointer, None, text[:80], place, Firmness.STATED, str(fault))
    return Claim(slot.pointer, value, text[:80], place, Firmness.STATED)


def _value(slot: Slot, label: str, text: str) -> object:
    if slot.answered == "amount":
        amount = money(re.split(r"[，,（(]其中|（|\(", text)[0], unit_in(label))
        stated = amount.stated() if amount else None
        if stated is None:
            raise BadAnswer("没有写明单位（元或万元）" if amount else "不是金额数字")
        return stated
    same = statements().answers.get(slot.pointer, {})
    if slot.answered == "text":
        return text[:_LONGEST_NAME]
    if slot.pointer == "/security/proposed_level":
        return _level(text)
    return answer(slot, same.get(text.strip(), text))


_LEVELS = {digit: n for n, digit in enumerate("一二三四五", 1)}


def _level(text: str) -> int:
    found = re.search(r"([一二三四五1-5])级", text) or re.fullmatch(r"([1-5])", text.strip())
    if not found:
        raise BadAnswer("应写第一级至第五级")
    return _LEVELS.get(found[1]) or int(found[1])


_STAMP = re.compile(r"[（(][^（）()]*[）)]$|[0-9.年月日]+$")


def title_claim(source: Source) -> Iterator[Claim]:
    """The project's name in the title of a report: what stands before the kind of report."""
    if source.type not in statements().titled:
        return
    phrases = sorted(
        (t for m in recognition().materials if m.type is source.type for t in m.titles),
        key=len,
        reverse=True,
    )
    before = ""
    for block in [p for p in source.document.parts[:8] if isinstance(p, Block)]:
        text = "" if len(block.text) > _LONGEST_TITLE else "".join(block.text.split())
        text = _STAMP.sub("", text)
        if not text or re.search(r"[：:。]", text):
            before = ""
            continue
        phrase = next((p for p in phrases if text.endswith(p)), "")
        name = text.removesuffix(phrase).removeprefix("关于").removesuffix("的").strip("《》“”")
        if phrase:
            yield from _named(source, name or before, block.spot)
            return
        before = text


def _named(source: Source, name: str, spot: str) -> Iterator[Claim]:
    if len(name) >= 6:
        place = Place("/project/name", source.name, spot)
        yield Claim(
            "/project/name", name, name, place, Firmness.PROSE, confidence=0.8, contradicts=True
        )
