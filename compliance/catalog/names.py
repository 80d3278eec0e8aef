"""A list of names a catalogue has to hold: the 数据共享责任清单, the data a plan promises."""

from collections.abc import Iterator

from compliance.catalog.columns import column_of
from compliance.errors import CatalogError, Problem
from compliance.sheets import (
    Grid,
    SheetError,
    is_blank,
    is_workbook,
    read_csv_grid,
    read_workbook,
    text_of,
)
from compliance.text import visible

_HIGHEST = 10


def read_names(name: str, content: bytes) -> tuple[str, ...]:
    """The names in a text, CSV or workbook, each once: under 名称, or else in the first column.

    Raises CatalogError naming the file.

    >>> read_names("责任清单.csv", "序号,资源名称\\n1,水库水位\\n2,雨情\\n".encode())
    ('水库水位', '雨情')
    """
    try:
        grids = read_workbook(content) if is_workbook(content) else (read_csv_grid(content),)
    except SheetError as error:
        problem = error.problem
        where = "，".join(filter(None, (visible(name), problem.place)))
        raise CatalogError(Problem(where, problem.message, problem.mend)) from error
    found = (text for grid in grids if not grid.hidden for text in _names(grid))
    names = tuple(dict.fromkeys(found))
    if not names:
        raise CatalogError(Problem(visible(name), "清单里没有内容", "每行写一项数据的名称"))
    return names


def _names(grid: Grid) -> Iterator[str]:
    start, column = _header(grid)
    cells = (grid.at(row, column) for row in range(start, len(grid.rows)))
    yield from (visible(text_of(cell)) for cell in cells if not is_blank(cell))


def _header(grid: Grid) -> tuple[int, int]:
    """The row after the header, and the column of the names."""
    for row, cells in enumerate(grid.rows[:_HIGHEST]):
        for place, cell in enumerate(cells):
            known = column_of(text_of(cell))
            if known is not None and known.key == "name":
                return row + 1, place
    return 0, 0
