"""The names and texts of a registry, joined: which systems speak of each other's names."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.coverage import covered
from compliance.duplication.evidence import MILLION, name_ratio, same_name
from compliance.duplication.grams import Weights, find
from compliance.duplication.levels import Thresholds
from compliance.duplication.names import Names
from compliance.duplication.pairs import Floats, Join, Pairs, Part, products
from compliance.duplication.rows import Ints, Rows

# What the levels ask for is sought a little below, so that rounding loses no pair.
ROUNDING = 0.001
# Names of eight characters together that are less near may have no pair of characters in common.
_LEAST_NEAR = 0.76


def least_named(limits: Thresholds) -> float:
    """The least part of a name that the other side must speak of."""
    return min(limits.covered_subject, limits.covered_system) / MILLION


def can_join(limits: Thresholds) -> bool:
    """Whether all that may be a duplicate has pairs of characters of the names in common."""
    return least_named(limits) > 2 * ROUNDING and limits.near_name_ratio / MILLION >= _LEAST_NEAR


def naming(names: Names, part: range, least: float) -> Iterator[tuple[Pairs, Floats]]:
    """The systems of a part and later ones, where each speaks of a part of the other's name.

    least is of both names; the greater of the two shares is told.
    """
    every = np.full(len(names.systems), least - ROUNDING, dtype=np.float32)
    for pairs, shares in Join(names.named, names.texts, names.in_texts).later(part, every):
        back = products(Part.whole(names.texts), Part.whole(names.named), pairs)
        both = back >= least - ROUNDING
        yield pairs.at(both), np.maximum(shares, back)[both]


def _common(lengths: NDArray[Any], surplus: Ints, near: float) -> NDArray[Any]:
    """How many different pairs of characters near names of some lengths together have in common.

    Two names of S characters together with an Indel ratio of t have tS/2 in common, in at most
    (1 - t)S + 1 runs, so (3t/2 - 1)S - 1 pairs of characters; of those, some may be there again.
    """
    return np.maximum((1.5 * near - 1) * lengths - 1 - surplus, 1) - ROUNDING


def near_named(names: Names, part: range, near: float) -> Iterator[Pairs]:
    """The systems of a part and later ones whose names are the same, or of that Indel ratio."""
    lengths, surplus, ratio = names.lengths, names.surplus, near - ROUNDING
    # The shorter of two such names has t / (2 - t) of the other's length, or more.
    least = _common(lengths * (2 / (2 - ratio)), surplus, ratio).astype(np.float32)
    for found, common in Join(names.had, names.had, names.in_names).later(part, least):
        length = lengths[found.left] + lengths[found.right]
        fewer = np.minimum(surplus[found.left], surplus[found.right])
        many = common >= _common(length, fewer, ratio)
        pairs, length = found.at(many), length[many]
        # The product of counts is never less than the number in common.
        letters = Part.whole(names.letters)
        shared = products(letters, letters, pairs)
        likely = pairs.at(2 * shared >= ratio * length)
        yield likely.at(np.array(list(_near(names, likely, ratio)), dtype=bool))


def _near(names: Names, pairs: Pairs, ratio: float) -> Iterator[bool]:
    for left, right in zip(pairs.left.tolist(), pairs.right.tolist(), strict=True):
        one, other = names.profiles[left], names.profiles[right]
        yield name_ratio(one, other) >= ratio * MILLION or same_name(one, other)


def _cells(rows: Rows) -> tuple[Ints, Ints]:
    """Row and column of each value as one number, and its row."""
    owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    return owners * rows.width + rows.columns, owners


def coverage(names: Names, weights: Weights, named: Ints, others: Ints) -> Ints:
    """How much of the name of each of some systems another speaks of, in millionths."""
    own, said = names.named.at(named), names.texts.at(others)
    cells, owners = _cells(own)
    weigh = names.weights[own.columns]
    whole = np.bincount(owners, weigh, len(named))
    told = np.bincount(owners, weigh * find(_cells(said)[0], cells)[1], len(named))
    shares = told / np.where(whole > 0, whole, 1)
    for place in np.flatnonzero(names.several[named]).tolist():
        one, other = (names.profiles[side[place]] for side in (named, others))
        shares[place] = covered(one, other, weights)
    return np.asarray(np.rint(MILLION * shares), dtype=np.int64)
