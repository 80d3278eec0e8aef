"""A raw row -> an entry with canonical keys, remembering how it was written."""

from collections.abc import Mapping
from dataclasses import dataclass

from compliance.catalog.columns import Column, column_of, is_ignored
from compliance.catalog.items import read_items
from compliance.catalog.normalise import normalised, shown
from compliance.catalog.problem import Change


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """目录条目: one row, normalised.

    `values` by canonical key holds what is stated: a text, for `items` also a list of objects, None
    where it could not be read. `written` has the row's own key, `raws` its own value, `whole` the
    row in short.
    """

    row: int
    values: Mapping[str, object]
    written: Mapping[str, str]
    raws: Mapping[str, object]
    whole: str
    unknown: tuple[str, ...]
    changes: tuple[Change, ...]

    def text(self, key: str) -> str:
        """The text of a key, "" where there is none."""
        value = self.values.get(key)
        return value if isinstance(value, str) else ""

    def unread(self, key: str) -> bool:
        """Whether a key is filled in with something that could not be read."""
        return key in self.values and self.values[key] is None


@dataclass(frozen=True, slots=True)
class _Cell:
    column: Column
    header: str
    raw: object
    value: object


def read_row(row: int, raw: object) -> CatalogEntry:
    """The entry of a row; without values where the row is no object or states nothing.

    >>> read_row(0, {"更新周期": "每天", "备注": "试运行"}).values
    {'update_period': '每日'}
    """
    headers = [key for key in raw if isinstance(key, str)] if isinstance(raw, Mapping) else []
    cells = _merged([c for c in (_cell(key, raw) for key in headers) if c and c.value != ""])
    return CatalogEntry(
        row=row,
        values={cell.column.key: cell.value for cell in cells},
        written={cell.column.key: cell.header for cell in cells},
        raws={cell.column.key: cell.raw for cell in cells},
        whole=shown(raw),
        unknown=tuple(key for key in headers if not column_of(key) and not is_ignored(key)),
        changes=tuple(change for cell in cells if (change := _change(row, cell))),
    )


def _cell(header: str, raw: object) -> _Cell | None:
    column = column_of(header)
    if column is None or not isinstance(raw, Mapping):
        return None
    value = raw[header]
    read = read_items(value) if column.kind == "items" else normalised(value, column)
    return _Cell(column, header, value, read)


def _merged(cells: list[_Cell]) -> list[_Cell]:
    """One cell a column; two that state different things are unreadable together."""
    merged: dict[str, _Cell] = {}
    for cell in cells:
        first = merged.setdefault(cell.column.key, cell)
        if first.value != cell.value:
            both = [shown(first.raw), shown(cell.raw)]
            merged[cell.column.key] = _Cell(cell.column, cell.header, both, None)
    return list(merged.values())


def _change(row: int, cell: _Cell) -> Change | None:
    if not isinstance(cell.value, str) or cell.column.kind == "items" or cell.value == cell.raw:
        return None
    before, after = shown(cell.raw), shown(cell.value)
    return Change(row, cell.column.key, before, after) if before != after else None
