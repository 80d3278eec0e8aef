"""Sparse rows as plain arrays: for one query, making scipy's objects takes longer than the sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.kernels import product, rows_added, tables_added, turn

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32] | NDArray[np.int64]


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

    def at(self, places: Ints) -> "Rows":
        """Some rows, in that order."""
        begin = self.starts[places].astype(np.int64)
        lengths = self.starts[places + 1] - begin
        starts = np.concatenate([[0], np.cumsum(lengths)])
        where = np.arange(starts[-1]) + np.repeat(begin - starts[:-1], lengths)
        return Rows(starts, self.columns[where], self.values[where], self.width)

    def turned(self) -> "Rows":
        """Columns as rows."""
        wide = max(len(self.values), len(self)) >= 2**31
        of_rows, columns = _of_width(self.starts, wide), _of_width(self.columns, wide)
        starts = _of_width(np.zeros(self.width + 1, np.int64), wide)
        turned = Rows(starts, np.empty_like(columns), np.empty_like(self.values), len(self))
        parts = (of_rows, columns, self.values)
        turn(len(self), self.width, *parts, starts, turned.columns, turned.values)
        return turned

    def spread(self) -> NDArray[np.float32]:
        """One row as a vector."""
        vector = np.zeros(self.width, dtype=np.float32)
        vector[self.columns] = self.values
        return vector

    def columns_of(self) -> NDArray[np.float64]:
        """A table of width by rows: for a few rows."""
        table = np.zeros((self.width, len(self)))
        table[self.columns, np.repeat(np.arange(len(self)), np.diff(self.starts))] = self.values
        return table

    def times(self, places: Ints, vector: NDArray[np.float32]) -> NDArray[np.float64]:
        """Of some rows, in ascending order, the sum of their values times those of a vector.

        The kernel goes from one start to the next. Given the starts and ends of the rows last to
        first, what lies between them is empty, and no row need be copied.
        """
        last_first = places[::-1]
        ends = np.stack([self.starts[last_first], self.starts[last_first + 1]], axis=1).ravel()
        sums = np.zeros(max(len(ends) - 1, 0), dtype=np.float32)
        rows_added(len(sums), self.width, ends, self.columns, self.values, vector, sums)
        return sums[::2][::-1].astype(np.float64)

    def onto(self, places: Ints, found: NDArray[np.bool_], width: int) -> "Rows":
        """With column n at places[n] where it is found, and left out where it is not."""
        kept = found[self.columns]
        starts = np.concatenate([[0], np.cumsum(kept)])[self.starts]
        return Rows(starts, places[self.columns[kept]], self.values[kept], width)

    def times_table(self, table: NDArray[Any]) -> NDArray[Any]:
        """Rows by the columns of a table: sums in the order of the columns of a row."""
        kind = np.result_type(self.values, table)
        sums = np.zeros((len(self), table.shape[1]), kind)
        by = np.ascontiguousarray(table, kind).ravel()
        numbers = self.values.astype(kind, copy=False)
        sizes = (len(self), self.width, table.shape[1])
        tables_added(*sizes, self.starts, self.columns, numbers, by, sums.reshape(-1))
        return sums

    def times_rows(self, others: "Rows") -> NDArray[np.float32]:
        """Rows by the columns of others, which have a row for each column of these."""
        wide = max(len(self.values), len(others.values)) >= 2**31
        mine, theirs = (
            (_of_width(rows.starts, wide), _of_width(rows.columns, wide), rows.values)
            for rows in (self, others)
        )
        return product(len(self), others.width, *mine, *theirs)
