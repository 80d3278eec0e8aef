"""The sparse rows and the posting sums of the search, against scipy's own and the plain way."""

import os
import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from scipy.sparse import csr_array

from compliance.duplication.grams import each_once
from compliance.duplication.kernels import (
    columns_added,
    plain_columns,
    plain_rows,
    plain_table,
    plain_turn,
    rows_added,
    table_added,
    turn,
)
from compliance.duplication.postings import added_up, largest
from compliance.duplication.rows import Rows

ROOT = Path(__file__).parents[1]
Table = NDArray[np.float32]


def matrix(rows: Rows) -> csr_array:
    """As scipy has it."""
    return csr_array((rows.values, rows.columns, rows.starts), shape=(len(rows), rows.width))


_VALUES = st.sampled_from([0.0, 0.0, 0.25, 0.5, 1.0])
tables = st.tuples(st.integers(1, 6), st.integers(1, 7)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=_VALUES)
)


@given(tables, st.data())
def test_some_rows_in_any_order_are_those_of_the_table(table: Table, data: st.DataObject) -> None:
    places = np.array(data.draw(st.lists(st.integers(0, len(table) - 1))), dtype=np.int64)
    chosen = Rows.of_table(table).at(places)
    assert len(chosen) == len(places)
    np.testing.assert_array_equal(matrix(chosen).toarray(), table[places])
    np.testing.assert_array_equal(chosen.columns_of(np.float64), table[places].T)


@given(tables)
def test_rows_turned_and_stacked_are_those_of_the_table(table: Table) -> None:
    rows = Rows.of_table(table)
    np.testing.assert_array_equal(matrix(rows.turned()).toarray(), table.T)
    both = Rows.stacked([rows, rows])
    np.testing.assert_array_equal(matrix(both).toarray(), np.vstack([table, table]))


@given(tables, st.data())
def test_some_columns_are_those_of_the_table(table: Table, data: st.DataObject) -> None:
    chosen = np.array(sorted(data.draw(st.sets(st.integers(0, table.shape[1] - 1)))), np.int64)
    among = Rows.of_table(table).among(chosen)
    np.testing.assert_array_equal(matrix(among).toarray(), table[:, chosen])


@given(tables, st.data())
def test_columns_that_the_other_does_not_have_are_left_out(
    table: Table, data: st.DataObject
) -> None:
    width = table.shape[1]
    flags = st.lists(st.booleans(), min_size=width, max_size=width)
    found = np.array(data.draw(flags), dtype=bool)
    moved = Rows.of_table(table).onto(np.arange(width) * 2, found, width * 2)
    expected = np.zeros((len(table), width * 2), dtype=np.float32)
    expected[:, ::2] = table * found
    np.testing.assert_array_equal(matrix(moved).toarray(), expected)


@given(tables, st.data())
def test_posting_sums_are_the_product(table: Table, data: st.DataObject) -> None:
    grams = np.array(sorted(data.draw(st.sets(st.integers(0, len(table) - 1)))), dtype=np.int64)
    weights = np.full(len(grams), 0.5, dtype=np.float32)
    summed = added_up(grams, weights, Rows.of_table(table))
    np.testing.assert_array_equal(summed, weights @ table[grams])


@given(tables)
def test_without_scipys_loops_the_sums_are_the_same(table: Table) -> None:
    rows, (height, width) = Rows.of_table(table), table.shape
    parts = (rows.starts, rows.columns, rows.values)
    by_row, by_column = np.full(height, 0.5, np.float32), np.full(width, 0.5, np.float32)
    for loop in (plain_columns, columns_added):
        sums = np.zeros(width, dtype=np.float32)
        loop(width, height, *parts, by_row, sums)
        np.testing.assert_array_equal(sums, by_row @ table)
    for loop in (plain_rows, rows_added):
        sums = np.zeros(height, dtype=np.float32)
        loop(height, width, *parts, by_column, sums)
        np.testing.assert_array_equal(sums, table @ by_column)
    for fill in (plain_table, table_added):
        sums = np.zeros(height * 2, dtype=np.float32)
        fill(height, width, 2, *parts, np.full(width * 2, 0.5, np.float32), sums)
        np.testing.assert_array_equal(sums.reshape(height, 2), table @ np.full((width, 2), 0.5))


@given(tables, st.sampled_from([np.float32, np.float64]))
def test_rows_by_a_table_are_the_product_in_its_precision(
    table: Table, kind: type[np.float32 | np.float64]
) -> None:
    other = np.arange(table.shape[1] * 3, dtype=kind).reshape(table.shape[1], 3)
    product = Rows.of_table(table).by(other)
    assert product.dtype == kind
    np.testing.assert_array_equal(product, table @ other)
    np.testing.assert_array_equal(Rows.of_table(table).by(other[:, ::2]), product[:, ::2])


@given(tables)
def test_without_scipys_loops_rows_are_turned_alike(table: Table) -> None:
    rows, (height, width) = Rows.of_table(table), table.shape
    for loop in (plain_turn, turn):
        starts, columns = np.zeros(width + 1, np.int32), np.zeros_like(rows.columns)
        turned = Rows(starts, columns, np.zeros_like(rows.values), height)
        parts = (rows.starts, rows.columns, rows.values)
        loop(height, width, *parts, starts, columns, turned.values)
        np.testing.assert_array_equal(matrix(turned).toarray(), table.T)
        assert all(np.all(np.diff(turned.at(np.array([n])).columns) > 0) for n in range(width))


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 2**44 - 1)), st.sampled_from([0, 1, 2**20]))
def test_each_number_once_and_where_it_stands_are_those_of_numpy(few: list[int], more: int) -> None:
    keys = np.append(np.arange(more, dtype=np.uint64) % 7, np.array(few, dtype=np.uint64))
    expected = np.unique(keys, return_inverse=True)
    for found, wanted in zip(each_once(keys), expected, strict=True):
        np.testing.assert_array_equal(found, wanted)


def test_the_loops_come_alone_and_leave_scipy_as_it_is() -> None:
    alone = "import sys, compliance.duplication.kernels as k\n"
    alone += "assert k.columns_added is not k.plain_columns\n"
    alone += "assert not [m for m in sys.modules if m.split('.')[0] == 'scipy']\n"
    then = "import scipy.sparse as s; assert (s.eye_array(3) @ s.eye_array(3)).sum() == 3\n"
    for code in (alone + then, then + "import compliance.duplication.kernels as k\n"):
        subprocess.run([sys.executable, "-c", code], check=True)


def test_where_scipy_has_no_such_extension_there_is_none(tmp_path: Path) -> None:
    package = tmp_path / "scipy"
    package.mkdir()
    package.joinpath("__init__.py").touch()
    code = "import compliance.duplication.kernels as k\n"
    code += "assert k.extension() is None and k.columns_added is k.plain_columns\n"
    code += "assert k.turn is k.plain_turn and k.table_added is k.plain_table\n"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def test_an_extension_that_cannot_be_loaded_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "scipy" / "sparse"
    folder.mkdir(parents=True)
    folder.parent.joinpath("__init__.py").touch()
    folder.joinpath(f"_sparsetools{EXTENSION_SUFFIXES[0]}").write_bytes(b"no library")
    code = "import compliance.duplication.kernels as k\n"
    code += "assert k.extension() is None and k.columns_added is k.plain_columns\n"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 640, 6400, 6431])
@given(seed=st.integers(0, 2**32 - 1), many=st.integers(1, 70))
def test_no_score_among_the_greatest_is_missed(size: int, seed: int, many: int) -> None:
    chance = np.random.default_rng(seed)
    scores = chance.choice([0.0, 0.125, 0.25, 0.5, 1.0], size).astype(np.float32)
    scores *= chance.random(size) < chance.random()
    found = largest(scores, many, 1e-6)
    greatest = np.sort(scores[scores > 0])[::-1][:many]
    least = greatest[-1] if len(greatest) else 1.0
    np.testing.assert_array_equal(found, np.flatnonzero(scores >= least))
