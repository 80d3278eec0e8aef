"""A sheet as it lies there: cells by row and column, merges, widths, what is hidden."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime


@dataclass(frozen=True, slots=True)
class Merge:
    """合并单元格: first and last row and column, counted from 0, both inside."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Grid:
    """工作表: rows and columns counted from 0, rows cut after their last filled cell.

    `unsaved` and `failed` are cells (like D5) whose formula has no stored result or an error; both
    read as blank. `widths` are in characters.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    unsaved: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()

    def at(self, row: int, column: int) -> Cell:
        """The cell of a place, "" beyond the end of its row."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else ""


def is_blank(cell: Cell) -> bool:
    """Whether nothing is written in a cell."""
    return isinstance(cell, str) and not cell.strip()


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, dates in ISO form.

    >>> text_of(50.0), text_of(date(2024, 5, 1)), text_of(True)
    ('50', '2024-05-01', '是')
    """
    match cell:
        case bool():
            return "是" if cell else "否"
        case datetime():
            return cell.isoformat(" ")
        case date():
            return cell.isoformat()
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            return str(cell)


def column_letters(column: int) -> str:
    """The letters of a column counted from 0.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters
