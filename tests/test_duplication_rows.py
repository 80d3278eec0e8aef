"""The sparse rows and the posting sums of the search, against scipy's own and the plain way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from compliance.duplication.kernels import columns_added, plain_columns, plain_rows, rows_added
from compliance.duplication.postings import added_up, largest
from compliance.duplication.rows import Rows

Table = NDArray[np.float32]
_VALUES = st.sampled_from([0.0, 0.0, 0.25, 0.5, 1.0])
tables = st.tuples(st.integers(1, 6), st.integers(1, 7)).flatmap(
    lambda shape: arrays(np.float32, shape, elements=_VALUES)
)


@given(tables, st.data())
def test_some_rows_in_any_order_are_those_of_the_table(table: Table, data: st.DataObject) -> None:
    places = np.array(data.draw(st.lists(st.integers(0, len(table) - 1))), dtype=np.int64)
    chosen = Rows.of_table(table).at(places)
    assert len(chosen) == len(places)
    np.testing.assert_array_equal(chosen.matrix().toarray(), table[places])
    np.testing.assert_array_equal(chosen.columns_of(), table[places].T)


@given(tables)
def test_rows_turned_and_stacked_are_those_of_the_table(table: Table) -> None:
    rows = Rows.of_table(table)
    np.testing.assert_array_equal(rows.turned().matrix().toarray(), table.T)
    both = Rows.stacked([rows, rows])
    np.testing.assert_array_equal(both.matrix().toarray(), np.vstack([table, table]))


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
    np.testing.assert_array_equal(moved.matrix().toarray(), expected)


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
