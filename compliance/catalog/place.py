"""Where a row of a catalogue and what is wrong with it lie in a sheet."""

from collections.abc import Mapping
from dataclasses import dataclass

from compliance.catalog.header import Header, column_places
from compliance.catalog.problem import CatalogProblem, ProblemCode
from compliance.sheets import column_letters


@dataclass(frozen=True, slots=True)
class CellPlace:
    """位置: a sheet by number and name, a line and a column counted from 0 (None: the line)."""

    sheet: int
    name: str
    line: int
    column: int | None = None

    @property
    def cell(self) -> str:
        """The cell within its sheet; of a whole line its first."""
        return f"{column_letters(self.column or 0)}{self.line + 1}"

    @property
    def address(self) -> str:
        """The cell with its sheet.

        >>> CellPlace(0, "目录", 11, 10).address, CellPlace(0, "", 11).address
        ('目录!K12', '第 12 行')
        """
        where = f"第 {self.line + 1} 行" if self.column is None else self.cell
        return f"{self.name}!{where}" if self.name else where


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an entry came from: its sheet, its line, and the sheet and lines of its items."""

    sheet: int
    line: int
    item_sheet: int
    item_lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Placing:
    """Of the sheets read their names and columns."""

    names: Mapping[int, str]
    headers: Mapping[int, Header]
    columns: Mapping[int, Mapping[str, int]]

    def of_row(self, origin: Origin) -> CellPlace:
        """Where an entry begins."""
        return CellPlace(origin.sheet, self.names[origin.sheet], origin.line)

    def of_key(self, origin: Origin, key: str, written: str = "") -> CellPlace:
        """Where an attribute of an entry lies, by the key the row has or else the canonical one."""
        columns = self.columns[origin.sheet]
        column = columns.get(written, columns.get(key))
        if key == "items" and origin.item_sheet != origin.sheet and origin.item_lines:
            return self.of_item(origin, 0)
        return CellPlace(origin.sheet, self.names[origin.sheet], origin.line, column)

    def of_item(self, origin: Origin, item: int, part: str = "name") -> CellPlace:
        """Where an item of an entry lies, or a part of it (type, length)."""
        lines = origin.item_lines
        line = lines[item] if item < len(lines) else origin.line
        columns = self.columns[origin.item_sheet]
        column = columns.get(f"items.{part}", columns.get("items"))
        return CellPlace(origin.item_sheet, self.names[origin.item_sheet], line, column)

    def of_problem(self, origin: Origin, problem: CatalogProblem) -> CellPlace:
        """Where what is wrong lies; an unknown column by its header."""
        if problem.item is not None:
            return self.of_item(origin, problem.item, _part(problem.code))
        if problem.code is ProblemCode.UNKNOWN_COLUMN:
            sheet, header = origin.sheet, self.headers[origin.sheet]
            column = self.columns[sheet].get(problem.written)
            return CellPlace(sheet, self.names[sheet], header.end - 1, column)
        return self.of_key(origin, problem.key, problem.written)


def _part(code: ProblemCode) -> str:
    """item_type_unknown is about the type."""
    return next((part for part in ("type", "length") if code.startswith(f"item_{part}")), "name")


def placing(names: Mapping[int, str], headers: Mapping[int, Header]) -> Placing:
    """The places of some sheets."""
    columns = {sheet: column_places(header) for sheet, header in headers.items()}
    return Placing({sheet: names[sheet] for sheet in headers}, headers, columns)
