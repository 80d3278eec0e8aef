"""The sheets of a workbook -> the rows of one catalogue, and what was left out of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from compliance.catalog.codes import plain, read_words
from compliance.catalog.columns import column
from compliance.catalog.folding import ranges
from compliance.catalog.header import Header, find_header
from compliance.catalog.place import Origin, Placing, placing
from compliance.catalog.table import RawRow, Skipped, read_rows
from compliance.errors import Problem
from compliance.sheets import Grid
from compliance.text import listed

_MOST_SKIPPED_TOLD = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """What the sheets hold: raw rows, where each came from, and what is worth knowing."""

    rows: tuple[object, ...]
    origins: tuple[Origin, ...]
    notes: tuple[Problem, ...]
    placing: Placing


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet that holds entries or the items of entries."""

    sheet: int
    grid: Grid
    header: Header
    rows: tuple[RawRow, ...]
    skipped: tuple[Skipped, ...]


def read_grids(grids: tuple[Grid, ...]) -> Reading:
    """The catalogue in some sheets; no rows where none of them has a header of one."""
    tables = [table for n, grid in enumerate(grids) if (table := _table(n, grid))]
    entries = [t for t in tables if not t.header.lists_items_only] or tables
    items = [table for table in tables if table not in entries]
    read = [(row.values, _origin(t, row)) for t in entries for row in t.rows]
    rows, origins, unmatched = _joined(read, items)
    notes = (*_sheet_notes(grids, tables), *(n for t in tables for n in _notes(t)), *unmatched)
    headers = {table.sheet: table.header for table in tables}
    where = placing({n: grid.name for n, grid in enumerate(grids)}, headers)
    return Reading(tuple(rows), tuple(origins), notes, where)


def table_rows(rows: Sequence[Sequence[str]]) -> tuple[RawRow, ...]:
    """The entries of a table of any document, merged cells filled in; none in other tables.

    A table that has neither 更新时限 nor 共享类型 is taken for another list with names and units.
    """
    grid = Grid("", tuple(map(tuple, rows)))
    header = find_header(grid)
    if header is None or not header.keys & {"update_period", "share_type"}:
        return ()
    return tuple(row for row in read_rows(grid, header) if isinstance(row, RawRow))


def _table(sheet: int, grid: Grid) -> _Table | None:
    header = None if grid.hidden or _is_other(grid) else find_header(grid)
    if header is None:
        return None
    lines = tuple(read_rows(grid, header))
    rows = tuple(line for line in lines if isinstance(line, RawRow))
    return _Table(sheet, grid, header, rows, tuple(x for x in lines if isinstance(x, Skipped)))


def _is_other(grid: Grid) -> bool:
    """A sheet that says itself that it is no catalogue: a list of demands, instructions."""
    return any(word in grid.name for word in read_words().sheet_skipped)


def _origin(table: _Table, row: RawRow) -> Origin:
    return Origin(table.sheet, row.line, table.sheet, row.item_lines)


_Read = tuple[Mapping[str, object], Origin]


def _joined(
    read: list[_Read], tables: list[_Table]
) -> tuple[list[Mapping[str, object]], list[Origin], list[Problem]]:
    """Entries with the items another sheet lists under their name."""
    title = column("items").title
    places = {plain(_name(values)): n for n, (values, _) in enumerate(read)}
    rows, origins = [dict(values) for values, _ in read], [origin for _, origin in read]
    unmatched: list[Problem] = []
    for table in tables:
        for row in table.rows:
            place = places.get(plain(_name(row.values)))
            if place is None:
                unmatched.append(_unmatched(table, row))
                continue
            rows[place][title] = row.values.get(title, "")
            origins[place] = replace(
                origins[place], item_sheet=table.sheet, item_lines=row.item_lines
            )
    return list(rows), origins, unmatched


def _name(values: Mapping[str, object]) -> str:
    names = {plain(name) for name in (*column("name").aliases, column("name").title)}
    return next((str(v) for key, v in values.items() if plain(key) in names), "")


def _unmatched(table: _Table, row: RawRow) -> Problem:
    where = f"工作表“{table.grid.name}”第 {row.line + 1} 行"
    return Problem(
        where, f"“{_name(row.values)}”的信息项找不到对应的条目", "核对两张表里的资源名称"
    )


def _sheet_notes(grids: tuple[Grid, ...], tables: list[_Table]) -> Iterator[Problem]:
    read = {table.sheet for table in tables}
    hidden = [grid.name for grid in grids if grid.hidden]
    others = [g.name for n, g in enumerate(grids) if n not in read and not g.hidden and g.rows]
    if hidden:
        yield Problem(f"工作表“{listed(hidden)}”", "是隐藏的，没有检查", "要检查的取消隐藏")
    if others:
        yield Problem(f"工作表“{listed(others)}”", "不是目录表，没有检查", "是目录的核对表头")


def _notes(table: _Table) -> Iterator[Problem]:
    grid, where = table.grid, f"工作表“{table.grid.name}”" if table.grid.name else ""
    lines = {row.line for row in table.rows} | {n for row in table.rows for n in row.item_lines}
    if hidden := sorted(lines & grid.hidden_rows):
        said = ranges(n + 1 for n in hidden)
        yield Problem(where, f"{said}是隐藏的，照样检查了", "不要的行请删去")
    if columns := [r.label for r in table.header.roles if r.column in grid.hidden_columns]:
        yield Problem(where, f"“{listed(columns)}”一栏是隐藏的，照样检查了", "不要的栏请删去")
    for skipped in table.skipped[:_MOST_SKIPPED_TOLD]:
        line = f"第 {skipped.line + 1} 行"
        yield Problem(where + line, f"“{skipped.text}”不是条目，没有检查", "是条目的补全各栏")
    if len(table.skipped) > _MOST_SKIPPED_TOLD:
        yield Problem(where, f"不是条目、没有检查的一共 {len(table.skipped)} 行", "")
    if grid.unsaved:
        said = listed(grid.unsaved)
        yield Problem(where, f"{said} 是公式，文件里没有保存结果", "用 Excel 或 WPS 打开保存一次")
    if grid.failed:
        yield Problem(where, f"{listed(grid.failed)} 是公式错误，按空白检查", "改正公式或填写内容")
