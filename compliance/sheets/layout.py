"""The layout of the sheets of an xlsx file, and how far apart their cells lie.

Scanned, not parsed: the parser lays out a dense table from the first cell to the last, and one
stray cell in the last row of the last column would take 17 billion places.
"""

import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from posixpath import join, normpath

from compliance.sheets.grid import column_letters
from compliance.sheets.guards import chunks, refused
from compliance.sheets.table import SheetError

MOST_CELLS = 8_000_000
_MOST_TOLD = 20
_CELL = re.compile(
    rb"""<(?:\w+:)?c\b[^<>]*?\br\s*=\s*["']([A-Za-z]{1,9})([0-9]{1,12})["'][^<>]*(?<!/)>"""
)
_PLAIN = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^<>]*(?<!/)>')
_EMPTY = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"[^<>]*/>')
_OPENINGS = (b"<c ", b"<c>", b"<c\n", b"<c\r", b"<c\t", b":c ", b":c>", b":c\n", b":c\r", b":c\t")
_PLACELESS = re.compile(rb"""<(?:\w+:)?c\b(?![^<>]*?\br\s*=)[^<>]*(?<!/)>""")
_DISGUISED = re.compile(rb"""<(?:\w+:)?(?:c|row)\b[^<>]*?\br\s*=\s*["'][^"'<>]*&""")
_ROW = re.compile(rb"""<(?:\w+:)?row\b[^<>]*?\br\s*=\s*["']([0-9]{1,12})["']""")
_HIDDEN_ROW = re.compile(
    rb"""<(?:\w+:)?row\b(?=[^<>]*\bhidden\s*=\s*["'](?:1|true)["'])[^<>]*?\br\s*=\s*["']([0-9]+)"""
)
_COLUMN = re.compile(r"<(?:\w+:)?col\b([^<>]*)>")
_FORMULA = rb"<(?:\w+:)?f\b[^<>]*(?:/>|>[^<]*</(?:\w+:)?f>)"
_UNSAVED = re.compile(
    rb"""<(?:\w+:)?c\b[^<>]*?\br\s*=\s*["']([A-Z]+[0-9]+)["'][^<>]*>\s*"""
    + _FORMULA
    + rb"""\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"""
)
_FAILED = re.compile(
    rb"""<(?:\w+:)?c\b(?=[^<>]*\bt\s*=\s*["']e["'])[^<>]*?\br\s*=\s*["']([A-Z]+[0-9]+)["']"""
)
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^<>]*)>")


@dataclass(slots=True)
class Layout:
    """布局: what a sheet says of its rows and columns, counted from 0."""

    widths: dict[int, float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unsaved: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def too_wide(rows: int, columns: int) -> SheetError:
    """The error for a sheet whose cells lie too far apart."""
    far = column_letters(columns - 1) + str(rows)
    return refused(
        f"有内容的单元格一直到 {far}，表格因此有 {rows} 行、{columns} 列，无法读取",
        "删去远离表格的单元格和多余的行列，另存后再试",
    )


def read_layouts(parts: zipfile.ZipFile) -> dict[str, Layout]:
    """Of each sheet its layout, by name; raises SheetError where one spreads too far."""
    scanned = {name: _scan(parts, name) for name in parts.namelist() if not name.endswith("/")}
    targets = _targets(parts)
    return {name: scanned[part] for name, part in targets.items() if part in scanned}


def _scan(parts: zipfile.ZipFile, name: str) -> Layout:
    """Every part: a sheet may be called anything."""
    layout, last_row, last_column = Layout(), 0, 0
    for piece in chunks(parts, name):
        row, column = _extent(piece, last_row)
        last_row, last_column = max(last_row, row), max(last_column, column)
        if last_row * last_column > MOST_CELLS:
            raise too_wide(last_row, last_column)
        _note(layout, piece)
    return layout


def _extent(piece: bytes, last_row: int) -> tuple[int, int]:
    """The last row and column a piece fills, counted from 1."""
    cells = _PLAIN.findall(piece)
    if len(cells) + len(_EMPTY.findall(piece)) != sum(map(piece.count, _OPENINGS)):
        return _slow_extent(piece, last_row)  # written in another way
    columns = map(_number, {letters for letters, _ in cells})
    rows = map(int, {digits for _, digits in cells})
    return max(rows, default=0), max(columns, default=0)


def _slow_extent(piece: bytes, last_row: int) -> tuple[int, int]:
    if _DISGUISED.search(piece):
        raise refused("文件的内部结构不正常", "用 Excel 或 WPS 重新打开并另存后再试")
    cells = _CELL.findall(piece)
    rows = [int(digits) for _, digits in cells]
    columns = [_number(letters) for letters, _ in cells]
    if _PLACELESS.search(piece):  # such cells follow one another
        rows += [last_row + piece.count(b"<row"), *map(int, _ROW.findall(piece))]
        columns += [len(_PLACELESS.findall(row)) for row in piece.split(b"<row")]
    return max(rows, default=0), max(columns, default=0)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _note(layout: Layout, piece: bytes) -> None:
    if b"hidden" in piece:
        layout.hidden_rows.update(int(digits) - 1 for digits in _HIDDEN_ROW.findall(piece))
    for told, mark, pattern in (
        (layout.unsaved, b"<f", _UNSAVED),
        (layout.failed, b't="e"', _FAILED),
    ):
        if mark in piece and len(told) < _MOST_TOLD:
            told += [place.decode() for place in pattern.findall(piece)[: _MOST_TOLD - len(told)]]
    if b"<cols>" in piece:
        for match in _COLUMN.finditer(piece.decode("utf-8", "replace")):
            _note_column(layout, _attributes(match[1]))


def _note_column(layout: Layout, said: dict[str, str]) -> None:
    try:
        first, last = int(said["min"]) - 1, int(said["max"])
        width = float(said.get("width", "nan"))
    except (KeyError, ValueError):
        return
    for column in range(first, min(last, first + 256)):
        if 0 < width < 256:  # false for NaN
            layout.widths[column] = width
        if said.get("hidden") in ("1", "true"):
            layout.hidden_columns.add(column)


def _targets(parts: zipfile.ZipFile) -> dict[str, str]:
    """Of each sheet the part that holds it."""
    relations = [
        _attributes(m[1]) for m in _RELATION.finditer(_text(parts, "_rels/workbook.xml.rels"))
    ]
    target = {r.get("Id", ""): r.get("Target", "") for r in relations}
    sheets = [_attributes(m[1]) for m in _SHEET.finditer(_text(parts, "workbook.xml"))]
    found = ((s.get("name", ""), target.get(s.get("r:id", ""), "")) for s in sheets)
    return {n: t.lstrip("/") if t.startswith("/") else normpath(join("xl", t)) for n, t in found}


def _text(parts: zipfile.ZipFile, name: str) -> str:
    full = f"xl/{name}"
    if full not in parts.namelist():
        return ""
    return b"".join(chunks(parts, full)).decode("utf-8", "replace")


def _attributes(text: str) -> dict[str, str]:
    return {name: unescape(a or b) for name, a, b in _ATTRIBUTE.findall(text)}
