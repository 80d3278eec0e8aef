"""The annotated copy of a catalogue: the sheets as they were, and on each cell what is wrong."""

from collections.abc import Iterable, Mapping

from compliance.catalog.check import FileCheck, Line
from compliance.catalog.message import Level, read_messages
from compliance.errors import CatalogError, Problem
from compliance.report.xlsx import OutSheet, Workbook, write
from compliance.sheets import Cell, Grid, Merge, is_blank
from compliance.text import visible

_FINDINGS = "检查发现"
_COLOURS = {Level.RETURN: "#F8CBAD", Level.REVIEW: "#FFE699", Level.INFO: "#DDEBF7"}
_COLUMNS = (
    ("序号", 6),
    ("程度", 8),
    ("位置", 18),
    ("栏目", 16),
    ("问题", 60),
    ("怎么改", 60),
    ("建议值", 16),
    ("依据", 24),
)
_MOST_NOTES = 50_000
_LONGEST_NOTE = 2_000

Place = tuple[int, int]  # line and column, from 0


def annotated_copy(check: FileCheck) -> bytes:
    """An xlsx file: a sheet of findings with links, then every sheet of the original with notes.

    Raises CatalogError for a file without sheets.
    """
    if not check.file.grids:
        raise CatalogError(Problem(check.file.name, "不是表格，无法批注", "把目录存为 xlsx 或 csv"))
    book, lines = Workbook(), tuple(check.lines())
    names = _names(check.file.grids)
    _findings(book, lines, names)
    for number, grid in enumerate(check.file.grids):
        marked: dict[Place, list[Line]] = {}
        for line in lines:
            if line.place is not None and line.place.sheet == number:
                marked.setdefault((line.place.line, line.place.column or 0), []).append(line)
        _copy(book, names[number], grid, marked)
    return book.content()


def _names(grids: Iterable[Grid]) -> list[str]:
    """Names a workbook accepts, each once and none that of the findings."""
    names: list[str] = []
    for number, grid in enumerate(grids, 1):
        kept = "".join(c for c in visible(grid.name) if c not in "[]:*?/\\").strip("'")[:28]
        taken = {name.lower() for name in (*names, _FINDINGS)}
        names.append(kept if kept and kept.lower() not in taken else f"{kept}{number}")
    return names


def _findings(book: Workbook, lines: tuple[Line, ...], names: list[str]) -> None:
    sheet = book.sheet(_FINDINGS)
    for column, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        write(book, sheet, (0, column), title, {"bold": True, "bg_color": "#D9D9D9", "border": 1})
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(lines), 1), len(_COLUMNS) - 1)
    for number, line in enumerate(lines, 1):
        _finding(book, sheet, number, line, names)


def _finding(book: Workbook, sheet: OutSheet, number: int, line: Line, names: list[str]) -> None:
    said = line.said
    clause = f"南信办〔2023〕1号{said.clause}" if said.clause else ""
    cells: tuple[Cell, ...] = (
        number,
        read_messages().levels[said.level],
        "",
        visible(line.title),
        visible(said.what),
        visible(said.mend),
        visible(line.certain),
        clause,
    )
    look = {"text_wrap": True, "valign": "top", "border": 1}
    for column, cell in enumerate(cells):
        colour = {"bg_color": _COLOURS[said.level]} if column == 1 else {}
        write(book, sheet, (number, column), cell, {**look, **colour})
    if line.place is None:
        write(book, sheet, (number, 2), "整个目录", look)
        return
    name = names[line.place.sheet]
    link = f"internal:'{name.replace(chr(39), chr(39) * 2)}'!{line.place.cell}"
    style = book.format(**look, font_color="#0563C1", underline=1)
    sheet.write_url(number, 2, link, style, f"{name}!{line.place.cell}")


def _copy(book: Workbook, name: str, grid: Grid, marked: Mapping[Place, list[Line]]) -> None:
    sheet = book.sheet(name)
    if grid.hidden:
        sheet.hide()
    for column in grid.widths.keys() | grid.hidden_columns:
        options = {"hidden": column in grid.hidden_columns}
        sheet.set_column(column, column, grid.widths.get(column), None, options)
    for row in grid.hidden_rows:
        sheet.set_row(row, None, None, {"hidden": True})
    _cells(book, sheet, grid, marked)
    _merges(book, sheet, grid, marked)
    for (row, column), lines in list(marked.items())[:_MOST_NOTES]:
        size = {"x_scale": 2.5, "y_scale": 1 + len(lines) / 2}
        sheet.write_comment(row, column, _note(lines), {"author": "beian 预检", **size})


def _cells(
    book: Workbook,
    sheet: OutSheet,
    grid: Grid,
    marked: Mapping[Place, list[Line]],
) -> None:
    for row, cells in enumerate(grid.rows):
        for column, cell in enumerate(cells):
            if not is_blank(cell):
                write(book, sheet, (row, column), cell, _look(marked.get((row, column), [])))
    for (row, column), lines in marked.items():
        if is_blank(grid.at(row, column)):
            write(book, sheet, (row, column), "", _look(lines))


def _merges(
    book: Workbook,
    sheet: OutSheet,
    grid: Grid,
    marked: Mapping[Place, list[Line]],
) -> None:
    for merge in _disjoint(grid.merges):
        place = (merge.top, merge.left)
        cell, look = grid.at(*place), {"valign": "vcenter", **_look(marked.get(place, []))}
        area = (merge.top, merge.left, merge.bottom, merge.right)
        sheet.merge_range(*area, "", book.format(**look))
        write(book, sheet, place, cell, look)


def _disjoint(merges: tuple[Merge, ...]) -> list[Merge]:
    """Merges that do not overlap and are not endless: others are no merges a workbook can hold."""
    taken: set[Place] = set()
    kept = []
    for merge in merges:
        rows, columns = merge.bottom - merge.top + 1, merge.right - merge.left + 1
        if not 1 < rows * columns <= 10_000 or len(taken) > 1_000_000:
            continue
        area = {(merge.top + r, merge.left + c) for r in range(rows) for c in range(columns)}
        if not area & taken:
            taken |= area
            kept.append(merge)
    return kept


def _look(lines: list[Line]) -> dict[str, object]:
    level = min((line.said.level for line in lines), key=list(Level).index, default=None)
    colour: dict[str, object] = {"bg_color": _COLOURS[level]} if level else {}
    return {"text_wrap": True, **colour}


def _note(lines: list[Line]) -> str:
    levels = read_messages().levels
    said = (
        f"【{levels[line.said.level]}】{visible(line.said.what)}\n怎么改：{visible(line.said.mend)}"
        for line in lines
    )
    return "\n".join(said)[:_LONGEST_NOTE]
