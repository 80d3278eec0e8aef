"""Sparse rows as plain arrays: for one query, making scipy's objects takes longer than the sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.kernels import table_added, turn

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32] | NDArray[np.int64]
Number = TypeVar("Number", np.float32, np.float64)


def narrow(starts: Ints) -> Numbers:
    """Half as wide, where the numbers are small enough."""
    return _of_width(starts, wide=bool(starts[-1] >= 2**31))


def _of_width(numbers: Numbers, wide: bool) -> Numbers:
    if wide:
        return numbers.astype(np.int64, copy=False)
    return numbers.astype(np.int32, copy=False)


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Row n has values[starts[n]:starts[n + 1]] in those columns, which ascend, out of width."""

    starts: Numbers
    columns: Numbers
    values: NDArray[np.float32]
    width: int

    @classmethod
    def of_cells(
        cls, rows: Ints, columns: Ints, values: NDArray[np.float32], shape: tuple[int, int]
    ) -> "Rows":
        """Values in ascending rows, and in each in ascending columns."""
        ends = np.cumsum(np.bincount(rows, minlength=shape[0]))
        starts = np.concatenate([[0], ends])
        return cls(narrow(starts), columns.astype(np.int32), values, shape[1])

    @classmethod
    def of_table(cls, table: NDArray[np.float32]) -> "Rows":
        """What is not zero in a table."""
        rows, columns = np.nonzero(table)
        return cls.of_cells(rows, columns, table[rows, columns], table.shape)

    @classmethod
    def stacked(cls, parts: "Sequence[Rows]") -> "Rows":
        """The rows of parts of one width, one after the other; at least one part."""
        if len(parts) == 1:
            return parts[0]
        lengths = np.concatenate([np.diff(part.starts) for part in parts])
        return cls(
            narrow(np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])),
            np.concatenate([part.columns for part in parts]),
            np.concatenate([part.values for part in parts]),
            parts[0].width,
        )

    def __len__(self) -> int:
        return len(self.starts) - 1

    def run(self, some: slice) -> "Rows":
        """Rows that follow each other, not copied."""
        starts = self.starts[some.start : some.stop + 1]
        own = slice(int(starts[0]), int(starts[-1]))
        return Rows(starts - starts[0], self.columns[own], self.values[own], self.width)

    def at(self, places: Ints) -> "Rows":
        """Some rows, in that order."""
        begin = self.starts[places].astype(np.int64)
        lengths = self.starts[places + 1] - begin
        starts = np.zeros(len(places) + 1, dtype=np.int64)
        np.cumsum(lengths, out=starts[1:])
        where = np.arange(starts[-1]) + np.repeat(begin - starts[:-1], lengths)
        return Rows(narrow(starts), self.columns[where], self.values[where], self.width)

    def turned(self) -> "Rows":
        """Columns as rows."""
        wide = max(len(self.values), len(self)) >= 2**31
        of_rows, columns = _of_width(self.starts, wide), _of_width(self.columns, wide)
        starts = _of_width(np.zeros(self.width + 1, np.int64), wide)
        turned = Rows(starts, np.empty_like(columns), np.empty_like(self.values), len(self))
        parts = (of_rows, columns, self.values)
        turn(len(self), self.width, *parts, starts, turned.columns, turned.values)
        return turned

    def columns_of(self, kind: type[Number]) -> NDArray[Number]:
        """A table of width by rows, in that precision: for a few rows."""
        table = np.zeros((self.width, len(self)), dtype=kind)
        table[self.columns, np.repeat(np.arange(len(self)), np.diff(self.starts))] = self.values
        return table

    def by(self, table: NDArray[Number]) -> NDArray[Number]:
        """Rows by columns of a table: the product, in the table's own precision."""
        sums = np.zeros((len(self), table.shape[1]), dtype=table.dtype)
        flat = np.ascontiguousarray(table).ravel()
        values = self.values.astype(table.dtype, copy=False)
        parts = (self.starts, self.columns, values, flat, sums.ravel())
        table_added(len(self), self.width, table.shape[1], *parts)
        return sums

    def among(self, columns: Ints) -> "Rows":
        """Those columns only, which ascend, numbered in their order."""
        wanted = np.zeros(self.width, dtype=bool)
        wanted[columns] = True
        kept = np.flatnonzero(wanted[self.columns])
        starts = narrow(np.searchsorted(kept, self.starts))
        places = np.searchsorted(columns, self.columns[kept]).astype(np.int32)
        return Rows(starts, places, self.values[kept], len(columns))

    def onto(self, places: Ints, found: NDArray[np.bool_], width: int) -> "Rows":
        """With column n at places[n] where it is found, and left out where it is not."""
        kept = found[self.columns]
        before = np.zeros(len(kept) + 1, dtype=np.int64)
        np.cumsum(kept, out=before[1:])
        starts = narrow(before[self.starts])
        return Rows(starts, places[self.columns[kept]], self.values[kept], width)
