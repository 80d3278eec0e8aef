"""The form and the manifest as files to fill in: xlsx with lists to choose from, or docx."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from compliance.filing import Filing
from compliance.filing.scalars import Part
from compliance.intake.form.answers import NONE, written
from compliance.intake.form.read import HEADER, MONEY_UNIT
from compliance.intake.form.slots import ListSlot, Slot, lists, manifest, slots
from compliance.report.filing_sheet import write_workbook

if TYPE_CHECKING:
    from docx.document import Document

Row = list[str]
_TITLE = "政务信息化项目备案申报表"
_NOTE = (
    "只填“填写内容”和“单位”两栏；没有的留空。各清单没有内容的，在第一格写“无”。金额须写明元或万元。"
)
_MANIFEST_NOTE = (
    "每份材料一行；同一文件含几种资料的，写在“同一文件兼含的资料”，用顿号分开；不适用的写明理由。"
)
# A fixed day, so that the same form is the same file.
_MADE = datetime(2023, 9, 14)
# How wide the columns of the form are beside each other.
_SHARES = (19, 24, 36, 9, 38)


def write_filing(target: Path, filing: Filing | None = None) -> None:
    """The form as a file, blank or with a filing in it; the ending says xlsx or docx."""
    filled = filing or Filing()
    rows = (
        _slot_rows(filled) if filing else [[*row[:2], "", "", row[4]] for row in _slot_rows(filled)]
    )
    sheets = [
        (listed, _list_rows(listed, _value(filled, listed.pointer) if filing else None))
        for listed in lists()
    ]
    if target.suffix.lower() == ".docx":
        _write_docx(target, _TITLE, _NOTE, rows, sheets)
    else:
        write_workbook(target, _NOTE, rows, sheets)


def write_manifest(target: Path, names: Sequence[str] = ()) -> None:
    """The list of materials as a file, with the names of files where they are known."""
    listed = manifest()
    rows = [
        _header(listed),
        *([name if s.pointer == "/file" else "" for s in listed.columns] for name in names),
    ]
    if target.suffix.lower() == ".docx":
        _write_docx(target, "材料清单", _MANIFEST_NOTE, [], [(listed, rows)])
    else:
        write_workbook(target, _MANIFEST_NOTE, [], [(listed, rows)])


def _value(filing: Filing, pointer: str) -> object:
    value: object = filing
    for name in pointer.split("/")[1:]:
        value = None if value is None else getattr(value, name)
    return value


def _slot_rows(filing: Filing) -> list[Row]:
    return [[s.section, s.label, *written(_value(filing, s.pointer)), _advice(s)] for s in slots()]


def _advice(slot: Slot) -> str:
    choices = f"可填：{'、'.join(slot.choices)}" if slot.choices else ""
    form = {"day": "写成 2026-03-02 的形式", "amount": "金额写数字，单位写元或万元"}.get(
        slot.answered, ""
    )
    return "；".join(filter(None, (slot.note, choices, form)))


def _header(listed: ListSlot) -> Row:
    labels = [slot.label for slot in listed.columns]
    return [*labels, MONEY_UNIT] if any(s.answered == "amount" for s in listed.columns) else labels


def _list_rows(listed: ListSlot, value: object) -> list[Row]:
    header = _header(listed)
    if not isinstance(value, tuple):
        return [header]
    return [header, *(_entry_row(listed, entry) for entry in value)] if value else [header, [NONE]]


def _entry_row(listed: ListSlot, entry: Part) -> Row:
    cells = [written(getattr(entry, s.pointer[1:])) for s in listed.columns]
    units = [
        unit for s, (_, unit) in zip(listed.columns, cells, strict=True) if s.answered == "amount"
    ]
    return [*(text for text, _ in cells), *units]


def _cells(rows: Sequence[Row]) -> Iterator[tuple[int, int, str]]:
    return ((y, x, text) for y, row in enumerate(rows) for x, text in enumerate(row) if text)


def _write_docx(
    target: Path,
    title: str,
    note: str,
    rows: list[Row],
    sheets: Sequence[tuple[ListSlot, list[Row]]],
) -> None:
    import docx

    from compliance.report.papers.docx_build import dress, titled
    from compliance.report.papers.layout import load_layout

    document, fonts = docx.Document(), load_layout().fonts
    dress(document, fonts)
    document.core_properties.created = document.core_properties.modified = _MADE
    titled(document.add_paragraph(), title, fonts.title)
    document.add_paragraph(note)
    if rows:
        _table(document, [list(HEADER), *rows], _SHARES)
    for listed, lines in sheets:
        document.add_heading(listed.title, 2)
        _table(document, lines if len(lines) > 1 else [*lines, *([""] for _ in range(5))])
    document.save(str(target))


def _table(document: "Document", rows: list[Row], shares: Sequence[int] = ()) -> None:
    """A table over the width of the page, its head on every page; `shares` are those of columns."""
    from docx.shared import Pt

    from compliance.report.papers.docx_build import WIDTH_CM, headed, ruled

    width = len(rows[0])
    parts = shares or (1,) * width
    table = ruled(document, len(rows), [WIDTH_CM * part / sum(parts) for part in parts])
    headed(table)
    cells = table._cells
    for y, x, text in _cells(rows):
        run = cells[y * width + x].paragraphs[0].add_run(text)
        run.font.size, run.bold = Pt(10), y == 0
