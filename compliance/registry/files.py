"""The rows of a registry file: JSON, JSON Lines, CSV or a workbook."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NoReturn

from compliance import strict_json
from compliance.errors import Problem, RegistryError
from compliance.registry.columns import TITLES, column_of
from compliance.registry.rows import Record
from compliance.sheets import Grid, Merge, Row, SheetError, read_csv, text_of
from compliance.strict_json import JsonProblem
from compliance.text import shorten, visible

MAX_BYTES = 200_000_000
# Titles and notes stand above the columns' names in many lists.
_TITLE_ROWS = 10


@dataclass(frozen=True, slots=True)
class Source:
    """What a file holds: its rows, or why one is none, and the day it was current."""

    records: tuple[Record | Problem, ...]
    as_of: date | None = None


def _refuse(place: str, message: str, mend: str) -> NoReturn:
    raise RegistryError(Problem(place, message, mend))


def record_of(place: str, value: object) -> Record | Problem:
    """A row from a value that should be a mapping of headers to values."""
    if isinstance(value, Mapping) and all(isinstance(header, str) for header in value):
        return Record(place, value)
    return Problem(place, "应为一个系统的各项信息", "写成 {列名: 内容} 的形式")


def _listed(values: Sequence[object]) -> tuple[Record | Problem, ...]:
    return tuple(record_of(f"第 {number} 条", value) for number, value in enumerate(values, 1))


def _day(written: object) -> date | None:
    try:
        return None if written is None else date.fromisoformat(str(written))
    except ValueError:
        _refuse("/as_of", "数据截止日期写得不对", "写成 2026-03-02 的形式")


def _json(content: bytes) -> Source:
    if len(content) > strict_json.MAX_BYTES:
        limit = strict_json.MAX_BYTES // 1_000_000
        _refuse("", f"JSON 清单超过 {limit} MB", "改用 JSONL 或 CSV 格式")
    document = strict_json.parse(content)
    if isinstance(document, list):
        return Source(_listed(document))
    if not isinstance(document, dict) or not isinstance(document.get("systems"), list):
        _refuse("", "不是系统清单", '写成列表，或 {"as_of": 日期, "systems": 列表}')
    for key in sorted(document.keys() - {"as_of", "systems"}):
        _refuse(f"/{shorten(key)}", "清单之外没有这一项", "只能有 as_of 和 systems")
    return Source(_listed(document["systems"]), _day(document.get("as_of")))


def _json_line(place: str, line: bytes) -> Record | Problem:
    try:
        return record_of(place, strict_json.parse(line))
    except JsonProblem as error:
        return Problem(place, error.problem.message, error.problem.mend)


def _jsonl(content: bytes) -> Source:
    lines = [(n, line) for n, line in enumerate(content.split(b"\n"), 1) if line.strip()]
    records = tuple(_json_line(f"第 {number} 行", line) for number, line in lines)
    unread = [record for record in records if isinstance(record, Problem)]
    if not records:
        _refuse("", "文件里没有内容", "每行写一个系统")
    if len(unread) == len(records):
        raise RegistryError(unread[0])
    return Source(records)


def _check_header(header: Row, sheet: str = "") -> None:
    columns = [column for cell in header.cells if (column := column_of(cell))]
    place = f"{sheet}第 {header.line} 行"
    if not columns:
        _refuse(place, "没有认识的列名", f"第一行写列名，如：{'、'.join(TITLES.values())}")
    for column in columns:
        if columns.count(column) > 1:
            _refuse(place, f"“{TITLES[column]}”有不止一列", "只保留一列")


def _row(header: Row, row: Row, place: str, mend: str) -> Record | Problem:
    if any(cell.strip() for cell in row.cells[len(header.cells) :]):
        return Problem(place, "有内容的单元格上面没有列名", mend)
    return Record(place, dict(zip(header.cells, row.cells, strict=False)))


def _csv(content: bytes) -> Source:
    sheet = read_csv(content)
    _check_header(sheet.header)
    mend = "补上列名；内容里有逗号的，整格用双引号括起"
    rows = (_row(sheet.header, row, f"第 {row.line} 行", mend) for row in sheet.rows)
    return Source(tuple(rows))


def _columns(row: Row) -> set[str]:
    return {column for cell in row.cells if (column := column_of(cell))}


def _filled(grid: Grid) -> Iterator[Row]:
    """The rows that say something; what is merged downwards stands in each row it spans."""
    starts: dict[int, list[Merge]] = defaultdict(list)
    for merge in grid.merges:
        starts[merge.top].append(merge)
    above: dict[int, tuple[int, str]] = {}
    for number, row in enumerate(grid.rows):
        cells = list(map(text_of, row))
        above = {column: told for column, told in above.items() if told[0] >= number}
        for column, (_, text) in above.items():
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text
        begun = (merge for merge in starts[number] if merge.left < len(cells))
        above |= {merge.left: (merge.bottom, cells[merge.left]) for merge in begun}
        if any(text_of(cell).strip() for cell in row):
            yield Row(number + 1, tuple(cells))


def _list_in(grid: Grid) -> tuple[Row, Sequence[Row]] | None:
    """The row that names columns and the rows under it; None where no row does.

    Of a header of several rows the last is meant: titles of one row are merged down into it.
    """
    rows = list(_filled(grid))
    named = [_columns(row) for row in rows[:_TITLE_ROWS]]
    top = next((n for n, columns in enumerate(named) if len(columns) > 1), None)
    if top is None:
        return None
    while top + 1 < len(named) and {"id", "name"} <= named[top] & named[top + 1]:
        top += 1
    return rows[top], rows[top + 1 :]


def _records(grid: Grid, header: Row, rows: Sequence[Row], sheet: str) -> list[Record | Problem]:
    _check_header(header, sheet)
    # A formula without a stored result reads as blank: its row would say less than it should.
    unsaved = {int("".join(filter(str.isdigit, cell))) for cell in (*grid.unsaved, *grid.failed)}
    return [
        Problem(place, "单元格里的公式没有结果", "另存为数值后再试")
        if row.line in unsaved
        else _row(header, row, place, "补上列名")
        for row in rows
        for place in (f"{sheet}第 {row.line} 行",)
    ]


def _workbook(content: bytes) -> Source:
    """The first sheet that has a list, and the others that name systems too."""
    from compliance.sheets import read_workbook

    found = [(grid, *one) for grid in read_workbook(content) if (one := _list_in(grid))]
    shown = [n for n, (grid, *_) in enumerate(found) if not grid.hidden]
    if not shown:
        hidden = "有清单的工作表都是隐藏的" if found else "没有认识的列名"
        mend = "取消隐藏" if found else f"第一行写列名，如：{'、'.join(TITLES.values())}"
        _refuse("", hidden, mend)
    records: list[Record | Problem] = []
    lists = [one for n, one in enumerate(found) if n == shown[0] or "name" in _columns(one[1])]
    for grid, header, rows in lists:
        sheet = f"“{shorten(grid.name)}”" if len(lists) > 1 else ""
        if grid.hidden:
            records.append(Problem(sheet, "工作表是隐藏的，没有采用", "取消隐藏，不要的删去"))
        else:
            records += _records(grid, header, rows, sheet)
    return Source(tuple(records))


_READERS: Mapping[str, Callable[[bytes], Source]] = {
    ".json": _json,
    ".jsonl": _jsonl,
    ".csv": _csv,
    ".xlsx": _workbook,
    ".xls": _workbook,
}


def _read_bytes(path: Path) -> bytes:
    if not path.is_file():
        _refuse("", "找不到这个文件", "核对文件的位置和名称")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError:
        _refuse("", "文件无法打开", "检查文件的读取权限")
    if len(content) > MAX_BYTES:
        _refuse("", f"文件超过 {MAX_BYTES // 1_000_000} MB", "分批整理后再试")
    return content


def load_source(path: Path) -> Source:
    """What a file holds, by its ending; raises RegistryError naming the file."""
    read = _READERS.get(path.suffix.lower())
    try:
        if read is None:
            _refuse("", "不能读取这种文件", f"另存为以下格式之一：{'、'.join(_READERS)}")
        return read(_read_bytes(path))
    except (JsonProblem, SheetError) as error:
        problem = error.problem
    except RegistryError as error:
        problem = error.problems[0]
    where = "，".join(filter(None, (visible(path.name), problem.place)))
    raise RegistryError(Problem(where, problem.message, problem.mend))
