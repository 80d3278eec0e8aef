"""A catalogue as it was handed in: a workbook, a CSV or a JSON file, with the place of each row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn

from compliance import strict_json
from compliance.catalog.columns import title_of
from compliance.catalog.header import best_header
from compliance.catalog.place import CellPlace, Origin, Placing
from compliance.catalog.problem import NO_ROW, CatalogProblem, Change
from compliance.catalog.workbook import read_grids
from compliance.errors import CatalogError, Problem
from compliance.sheets import Grid, SheetError, is_workbook, read_csv_grid, read_workbook
from compliance.strict_json import JsonProblem
from compliance.text import listed, visible


@dataclass(frozen=True, slots=True)
class CatalogFile:
    """目录文件: raw rows for `inspect`, where each lies, and what is worth knowing of the reading.

    `grids` are the sheets as they lay there, empty for JSON; `notes` tell what was left out.
    """

    name: str
    rows: tuple[object, ...]
    notes: tuple[Problem, ...] = ()
    grids: tuple[Grid, ...] = ()
    origins: tuple[Origin, ...] = ()
    placing: Placing | None = None

    def place(self, problem: CatalogProblem) -> CellPlace | None:
        """Where a problem lies; None in JSON, and for a problem of the whole catalogue."""
        if self.placing is None or problem.row == NO_ROW:
            return None
        return self.placing.of_problem(self.origins[problem.row], problem)

    def place_of_change(self, change: Change) -> CellPlace | None:
        """Where a value lies that was read another way."""
        if self.placing is None:
            return None
        return self.placing.of_key(self.origins[change.row], change.key)

    def row_name(self, row: int) -> str:
        """How an entry is called: 第 12 行, of several sheets with its sheet; in JSON 第 3 条."""
        if self.placing is None:
            return f"第 {row + 1} 条"
        place = self.placing.of_row(self.origins[row])
        return place.address if len(self.placing.headers) > 1 else f"第 {place.line + 1} 行"


def read_catalog(name: str, content: bytes) -> CatalogFile:
    """The catalogue in a file, by what it holds; the name only tells JSON from CSV.

    Raises CatalogError: what is wrong with the file, where, and how to mend it.
    """
    try:
        if is_workbook(content):
            return _of_grids(name, read_workbook(content))
        if name.lower().endswith((".json", ".jsonl")):
            return CatalogFile(name, tuple(_json_rows(name, content)))
        return _of_grids(name, (read_csv_grid(content),))
    except (SheetError, JsonProblem) as error:
        problem = error.problem
    where = "，".join(filter(None, (visible(name), problem.place)))
    raise CatalogError(Problem(where, problem.message, problem.mend))


def _of_grids(name: str, grids: tuple[Grid, ...]) -> CatalogFile:
    read = read_grids(grids)
    if not read.rows:
        _refuse_sheets(name, grids)
    return CatalogFile(name, read.rows, read.notes, grids, read.origins, read.placing)


def _refuse_sheets(name: str, grids: tuple[Grid, ...]) -> NoReturn:
    """By the sheet that comes closest."""
    if not any(grid.rows for grid in grids):
        _refuse(visible(name), "文件里没有内容", "用 beian template catalog 生成空白表填写")
    found = [(len(h.keys), grid, h) for grid in grids if (h := best_header(grid))]
    if not found:
        message = "没有找到目录的表头，一个列名也不认识"
        _refuse(
            visible(name), message, "表头写列名，如：信息资源名称、分类、责任方、格式、更新时限"
        )
    _, grid, header = max(found, key=lambda one: one[0])
    known = listed(title_of(key) for key in sorted(header.keys))
    where = f"{visible(name)}，{f'工作表“{grid.name}”' if grid.name else ''}第 {header.end} 行"
    if len(header.keys) >= 3:
        _refuse(where, "表头之下没有条目", "表头之下每行写一条资源")
    _refuse(where, f"不像目录的表头，只认出：{known}", "核对是不是放错了工作表，或列名写错了")


def _refuse(place: str, message: str, mend: str) -> NoReturn:
    raise CatalogError(Problem(place, message, mend))


def _json_rows(name: str, content: bytes) -> Iterable[object]:
    if name.lower().endswith(".jsonl"):
        return list(read_json_lines(content.split(b"\n")))
    document = strict_json.parse(content)
    if isinstance(document, Mapping) and isinstance(document.get("catalog"), list):
        document = document["catalog"]
    if not isinstance(document, list):
        _refuse(visible(name), "不是目录", '写成条目的列表，或含有 "catalog" 列表的申报文件')
    if not document:
        _refuse(visible(name), "目录里没有条目", "每条资源写一个对象")
    return document


def read_json_lines(lines: Iterable[bytes]) -> Iterator[object]:
    """A row from each line that is not blank, as it comes; raises JsonProblem with the line."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield strict_json.parse(line)
        except JsonProblem as error:
            place = f"第 {number} 行"
            problem = Problem(place, error.problem.message, error.problem.mend)
            raise JsonProblem(problem) from error
