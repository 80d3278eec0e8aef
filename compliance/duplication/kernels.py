"""Three loops of scipy in compiled code, and the same in numpy where a scipy no longer has them.

What scipy offers in public copies the rows, or keeps a list of what it touched: it takes three
times as long and more.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
# Sizes, starts, columns and values of sparse rows, a dense vector, and the sums, changed in place.
Kernel = Callable[[int, int, Array, Array, Array, Array, Array], None]
# As those, with the width of a table beside the sizes; the table and the sums flat.
TableKernel = Callable[[int, int, int, Array, Array, Array, Array, Array], None]


def plain_columns(
    _height: int, width: int, starts: Array, places: Array, values: Array, by: Array, sums: Array
) -> None:
    """Adds each column, given by its places, times its number to the sums; no place twice in it."""
    for column in range(width):
        at = slice(int(starts[column]), int(starts[column + 1]))
        sums[places[at]] += values[at] * by[column]


def plain_rows(
    height: int, _width: int, starts: Array, places: Array, values: Array, by: Array, sums: Array
) -> None:
    """Adds to each sum a row times the vector."""
    for row in range(height):
        at = slice(int(starts[row]), int(starts[row + 1]))
        sums[row] += np.dot(values[at], by[places[at]])


def plain_table(
    height: int,
    _width: int,
    across: int,
    starts: Array,
    places: Array,
    values: Array,
    by: Array,
    sums: Array,
) -> None:
    """Adds to each row of the sums a row times the table."""
    for row in range(height):
        for at in range(int(starts[row]), int(starts[row + 1])):
            place = int(places[at]) * across
            sums[row * across : (row + 1) * across] += values[at] * by[place : place + across]


columns_added: Kernel
rows_added: Kernel
table_added: TableKernel
try:
    from scipy.sparse._sparsetools import csc_matvec, csr_matvec, csr_matvecs
except ImportError:  # pragma: no cover - another scipy
    columns_added, rows_added, table_added = plain_columns, plain_rows, plain_table
else:
    columns_added, rows_added, table_added = csc_matvec, csr_matvec, csr_matvecs
