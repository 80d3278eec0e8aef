"""Loops of scipy in compiled code, and the same in numpy where a scipy no longer has them.

What scipy offers in public copies the rows, or keeps a list of what it touched: it takes three
times as long and more. Importing all of scipy.sparse takes longer than a check against ten thousand
systems; the loops stand in one extension of it, which needs nothing but numpy.
"""

from collections.abc import Callable
from importlib.machinery import PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
# Sizes, starts, columns and values of sparse rows, a dense vector, and the sums, changed in place.
Kernel = Callable[[int, int, Array, Array, Array, Array, Array], None]
# As those, with the width of a table beside the sizes; the table and the sums flat.
TableKernel = Callable[[int, int, int, Array, Array, Array, Array, Array], None]
# Sizes, starts, columns and values of sparse rows, and those of their columns, filled in place.
TurnKernel = Callable[[int, int, Array, Array, Array, Array, Array, Array], None]


def alternating(one: Array, other: Array) -> Array:
    """One of each in turn, as starts and ends stand in the starts that a loop is given."""
    both = np.empty(2 * len(one), dtype=one.dtype)
    both[::2], both[1::2] = one, other
    return both


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


def plain_turn(
    height: int,
    width: int,
    starts: Array,
    places: Array,
    values: Array,
    turned: Array,
    rows: Array,
    turned_values: Array,
) -> None:
    """Writes columns as rows: what stands in each column, in the order of the rows."""
    order = np.argsort(places, kind="stable")
    turned[:] = np.concatenate([[0], np.cumsum(np.bincount(places, minlength=width))])
    rows[:] = np.repeat(np.arange(height), np.diff(starts))[order]
    turned_values[:] = values[order]


def extension() -> ModuleType | None:
    """The extension by itself, under a name of ours; None where there is none that can be had."""
    scipy = find_spec("scipy")
    homes = scipy.submodule_search_locations if scipy else None
    folders = [str(Path(home, "sparse")) for home in homes or ()]
    found = PathFinder.find_spec(f"{__package__}._sparsetools", folders)
    if found is None or found.loader is None:
        return None
    try:
        module = module_from_spec(found)
        found.loader.exec_module(module)
    except ImportError:
        return None
    return module


def loops() -> ModuleType | None:
    """The extension by itself, or, where it needs the rest of scipy, with all of that."""
    if alone := extension():
        return alone
    try:
        from scipy.sparse import _sparsetools
    except ImportError:  # pragma: no cover - another scipy
        return None
    whole: ModuleType = _sparsetools
    return whole


_LOOPS = loops()
columns_added: Kernel = getattr(_LOOPS, "csc_matvec", plain_columns)
rows_added: Kernel = getattr(_LOOPS, "csr_matvec", plain_rows)
table_added: TableKernel = getattr(_LOOPS, "csr_matvecs", plain_table)
turn: TurnKernel = getattr(_LOOPS, "csr_tocsc", plain_turn)
