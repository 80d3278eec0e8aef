"""Pairs of rows, found and multiplied, against the whole product of the tables."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from compliance.duplication import Index
from compliance.duplication.coverage import covered
from compliance.duplication.evidence import MILLION, name_ratio, same_name
from compliance.duplication.names import Names, names_of
from compliance.duplication.names_join import ROUNDING, coverage, naming, near_named
from compliance.duplication.pairs import Join, Pairs, Part, products
from compliance.duplication.rows import Rows
from compliance.duplication.scoring import means_of
from compliance.registry import ExistingSystem, Registry
from tests.making.registries import WORDS

Table = NDArray[np.float32]
_VALUES = st.sampled_from([0.0, 0.0, 0.25, 0.5, 1.0])
shapes = st.tuples(st.integers(1, 7), st.integers(1, 6))


def table(shape: tuple[int, int]) -> st.SearchStrategy[Table]:
    return arrays(np.float32, shape, elements=_VALUES)


two_tables = shapes.flatmap(lambda shape: st.tuples(table(shape), table(shape)))


@given(two_tables, st.data())
def test_products_of_pairs_are_those_of_the_tables(
    tables: tuple[Table, Table], data: st.DataObject
) -> None:
    one, other = tables
    place = st.integers(0, len(one) - 1)
    chosen = sorted(data.draw(st.sets(st.tuples(place, place))))
    left, right = (np.array([pair[n] for pair in chosen], dtype=np.int64) for n in (0, 1))
    by, of = (Part.whole(Rows.of_table(t)) for t in tables)
    found = products(by, of, Pairs(left, right))
    np.testing.assert_array_equal(found, (one @ other.T)[left, right])


@given(two_tables, st.data())
def test_a_join_finds_every_later_pair_with_enough_in_common(
    tables: tuple[Table, Table], data: st.DataObject
) -> None:
    one, other = tables
    size = len(one)
    start, stop = sorted(data.draw(st.tuples(st.integers(0, size), st.integers(0, size))))
    least = data.draw(arrays(np.float32, size, elements=st.sampled_from([0.25, 0.5, 1.0])))
    rows = Rows.of_table(other)
    join = Join(Rows.of_table(one), rows, rows.turned())
    found = {
        (left, right): total
        for pairs, sums in join.later(range(start, stop), least)
        for left, right, total in zip(pairs.left, pairs.right, sums, strict=True)
    }
    whole = one @ other.T
    assert found == {
        (left, right): whole[left, right]
        for left in range(start, stop)
        for right in range(left + 1, size)
        if whole[left, right] >= least[left]
    }


# 少数几个字，名称才常有重复的字和相同的片段。
_SAID = st.text("停车场养老", max_size=9)
_SYSTEM = st.fixed_dictionaries(
    {
        "name": st.text("停车场养老", min_size=2, max_size=9),
        "aliases": st.lists(st.text("停车场养老", min_size=2, max_size=9), max_size=1),
        "description": _SAID,
    }
)
_LEAST, _NEAR = 0.3, 0.8


def _names(rows: list[dict[str, object]]) -> tuple[Index, Names]:
    systems = [ExistingSystem.model_validate({"id": f"{n:02}", **r}) for n, r in enumerate(rows)]
    registry = Registry.of(systems)
    index = Index.build(registry, WORDS)
    return index, names_of(index, registry.systems)


def _every(names: Names) -> list[tuple[int, int]]:
    size = len(names.systems)
    return [(left, right) for left in range(size) for right in range(left + 1, size)]


@given(st.lists(_SYSTEM, min_size=1, max_size=8))
def test_every_pair_whose_texts_name_each_other_is_found(rows: list[dict[str, object]]) -> None:
    index, names = _names(rows)
    profiles = names.profiles
    found = {
        (left, right)
        for pairs, _ in naming(names, range(len(rows)), _LEAST)
        for left, right in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    }
    assert found >= {
        (one, other)
        for one, other in _every(names)
        if covered(profiles[one], profiles[other], index.weights) >= _LEAST
        and covered(profiles[other], profiles[one], index.weights) >= _LEAST
    }


@given(st.lists(_SYSTEM, min_size=1, max_size=8))
def test_every_pair_of_near_names_and_no_other_is_found(rows: list[dict[str, object]]) -> None:
    _, names = _names(rows)
    profiles = names.profiles
    found = [
        (left, right)
        for pairs in near_named(names, range(len(rows)), _NEAR)
        for left, right in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    ]
    assert found == [
        (one, other)
        for one, other in _every(names)
        if name_ratio(profiles[one], profiles[other]) >= (_NEAR - ROUNDING) * MILLION
        or same_name(profiles[one], profiles[other])
    ]


@given(st.lists(_SYSTEM, min_size=1, max_size=8))
def test_how_much_of_a_name_is_spoken_of_is_what_one_pair_says(
    rows: list[dict[str, object]],
) -> None:
    index, names = _names(rows)
    every = _every(names)
    left, right = (np.array([pair[n] for pair in every], dtype=np.int64) for n in (0, 1))
    assert coverage(names, index.weights, left, right).tolist() == [
        round(MILLION * covered(names.profiles[one], names.profiles[other], index.weights))
        for one, other in every
    ]


@given(st.lists(_SYSTEM, min_size=1, max_size=8))
def test_no_mean_of_two_systems_is_above_its_bound(rows: list[dict[str, object]]) -> None:
    index, names = _names(rows)
    every = _every(names)
    left, right = (np.array([pair[n] for pair in every], dtype=np.int64) for n in (0, 1))
    pairs = Pairs(left, right)
    most, means = names.bounds.at_most(pairs), means_of(index.block, pairs)
    assert (most >= means - 1e-6).all(), (most, means)
