"""Pairs of rows: those with enough in common are found, and their products summed.

A compiled loop is called once a row, whatever the number of its pairs: a call takes as long as a
thousand sums.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.kernels import alternating, columns_added, rows_added
from compliance.duplication.rows import Ints, Numbers, Rows

Floats = NDArray[np.float64]

# Of more pairs than that, some are found at a time.
_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Two places each; of a run of one left place the right ones ascend."""

    left: Ints
    right: Ints

    @classmethod
    def of_rows(cls, rows: list[int], others: list[Ints]) -> "Pairs":
        """Each row with its others."""
        left = np.repeat(np.array(rows, dtype=np.int64), [len(some) for some in others])
        return cls(left, np.concatenate([np.zeros(0, np.int64), *others]))

    def __len__(self) -> int:
        return len(self.left)

    def at(self, places: Ints | NDArray[np.bool_]) -> "Pairs":
        """Some of them, in that order."""
        return Pairs(self.left[places], self.right[places])


def _runs(left: Ints) -> Iterator[tuple[int, int, int]]:
    """Each row, and from where to where it stands."""
    edges = [0, *(np.flatnonzero(np.diff(left)) + 1).tolist(), len(left)]
    rows = left[edges[:-1]].tolist() if len(left) else []
    return zip(rows, edges[:-1], edges[1:], strict=False)


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Of each row a part: values[begins[n]:ends[n]], in those columns out of width."""

    begins: Numbers
    ends: Numbers
    columns: Numbers
    values: NDArray[np.float32]
    width: int

    @classmethod
    def whole(cls, rows: Rows) -> "Part":
        """All of each."""
        return cls(rows.starts[:-1], rows.starts[1:], rows.columns, rows.values, rows.width)

    @classmethod
    def of(cls, rows: Rows, first: int, last: int) -> "Part":
        """What is in the columns from the first on and before the last."""
        kind = rows.starts.dtype
        begins, ends = (
            rows.starts[:-1] + _lesser(rows, column).astype(kind) for column in (first, last)
        )
        return cls(begins, ends, rows.columns, rows.values, rows.width)


def _lesser(rows: Rows, column: int) -> Ints:
    """How many columns of each row are before one."""
    before = np.concatenate([[0], np.cumsum(rows.columns < column)])
    return np.asarray(np.diff(before[rows.starts]), dtype=np.int64)


def products(by: Part, of: Part, pairs: Pairs) -> Floats:
    """Of each pair, the sum of the left row of the one times the right row of the other.

    The loop goes from one start to the next. Given the starts and ends of the rows last to first,
    what lies between them is empty, and no row need be copied.
    """
    right = pairs.right[::-1]
    ends = alternating(of.begins[right], of.ends[right])
    sums, vector = (np.zeros(size, dtype=np.float32) for size in (len(ends), of.width))
    for row, start, end in _runs(pairs.left[::-1]):
        own = slice(int(by.begins[row]), int(by.ends[row]))
        columns, some = by.columns[own], slice(2 * start, 2 * end)
        vector[columns] = by.values[own]
        many = 2 * (end - start) - 1
        rows_added(many, of.width, ends[some], of.columns, of.values, vector, sums[some])
        vector[columns] = 0
    return sums[::2][::-1].astype(np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Join:
    """What is joined: rows by columns with rows of the same columns, and the latter turned."""

    by: Rows
    of: Rows
    postings: Rows

    def later(self, part: range, least: NDArray[np.float32]) -> Iterator[tuple[Pairs, Floats]]:
        """The rows of a part with all later ones, where the products' sum is enough, and the sums.

        least is by row of all, above 0.
        """
        rows: list[int] = []
        others: list[Ints] = []
        sums: list[NDArray[np.float32]] = []
        many = 0
        for row, added in self._added(part):
            rest = added[row + 1 :]
            found = np.flatnonzero(rest >= least[row])
            rows.append(row)
            sums.append(rest[found])
            others.append(found + (row + 1))
            many += len(found)
            if many >= _AT_ONCE:
                yield Pairs.of_rows(rows, others), np.concatenate(sums).astype(np.float64)
                rows, others, sums, many = [], [], [], 0
        if rows:
            yield Pairs.of_rows(rows, others), np.concatenate(sums).astype(np.float64)

    def _added(self, part: range) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Each row, and its sums with all later ones, good until the next is asked for."""
        by, starts = self.by, self.postings.starts
        before = self.of.columns[: int(self.of.starts[part.start])]
        later = (starts[:-1] + np.bincount(before, minlength=self.of.width)).astype(starts.dtype)
        last = int(by.starts[part.stop])
        own = slice(int(by.starts[part.start]), last)
        columns, values = by.columns[own][::-1], by.values[own][::-1]
        ends = alternating(later[columns], starts[columns + 1])
        weights = alternating(values, np.zeros_like(values))
        sums = np.zeros(len(self.of), dtype=np.float32)
        places, shares = self.postings.columns, self.postings.values
        for row in part:
            sums[row:] = 0
            start, end = (2 * (last - int(by.starts[n])) for n in (row + 1, row))
            some = slice(start, end)
            if end > start:
                many = end - start - 1
                columns_added(len(sums), many, ends[some], places, shares, weights[some], sums)
            yield row, sums
