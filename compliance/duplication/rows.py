"""Sparse rows as plain arrays: for one query, making scipy's objects takes longer than the sums."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32] | NDArray[np.int64]


def narrow(starts: Ints) -> Numbers:
    """Half as wide, where the numbers are small enough."""
    return starts.astype(np.int32) if starts[-1] < 2**31 else starts


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
        turned = csr_array(self.matrix().T.tocsr())
        return Rows(turned.indptr, turned.indices, turned.data, len(self))

    def columns_of(self) -> NDArray[np.float64]:
        """A table of width by rows: for a few rows."""
        table = np.zeros((self.width, len(self)))
        table[self.columns, np.repeat(np.arange(len(self)), np.diff(self.starts))] = self.values
        return table

    def onto(self, places: Ints, found: NDArray[np.bool_], width: int) -> "Rows":
        """With column n at places[n] where it is found, and left out where it is not."""
        kept = found[self.columns]
        starts = np.concatenate([[0], np.cumsum(kept)])[self.starts]
        return Rows(starts, places[self.columns[kept]], self.values[kept], width)

    def matrix(self) -> csr_array:
        """As scipy has it."""
        shape = (len(self), self.width)
        return csr_array((self.values, self.columns, self.starts), shape=shape)
