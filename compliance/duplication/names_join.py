"""The names and texts of a registry, joined: which systems speak of each other's names."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.coverage import covered
from compliance.duplication.evidence import MILLION, name_ratio
from compliance.duplication.grams import Weights, find
from compliance.duplication.names import Names
from compliance.duplication.pairs import Floats, Join, Pairs, products
from compliance.duplication.rows import Ints, Rows

# A little below what the levels ask for, so that rounding loses no pair: three tenths of both
# names, or names that are four fifths the same.
LEAST, NEAR = 0.299, 0.799
ROUNDING = 0.001


def naming(names: Names, part: range) -> Iterator[tuple[Pairs, Floats]]:
    """The systems of a part and later ones, where each speaks of a part of the other's name.

    And the greater of the two shares.
    """
    least = np.full(len(names.systems), LEAST, dtype=np.float32)
    for pairs, shares in Join(names.named, names.texts, names.in_texts).later(part, least):
        back = products(names.texts, names.named, pairs)
        both = back >= LEAST
        yield pairs.at(both), np.maximum(shares, back)[both]


def _common(lengths: NDArray[Any], surplus: Ints) -> NDArray[Any]:
    """How many different pairs of characters near names of some lengths together have in common.

    Two names of S characters together with an Indel ratio of t have tS/2 in common, in at most
    (1 - t)S + 1 runs, so (3t/2 - 1)S - 1 pairs of characters; of those, some may be there again.
    """
    return np.maximum((1.5 * NEAR - 1) * lengths - 1 - surplus, 1) - ROUNDING


def near_named(names: Names, part: range) -> Iterator[Pairs]:
    """The systems of a part and later ones whose names are near."""
    lengths, surplus = names.lengths, names.surplus
    # The shorter of two such names has t / (2 - t) of the other's length, or more.
    least = _common(lengths * (2 / (2 - NEAR)), surplus).astype(np.float32)
    for found, common in Join(names.had, names.had, names.in_names).later(part, least):
        length = lengths[found.left] + lengths[found.right]
        fewer = np.minimum(surplus[found.left], surplus[found.right])
        many = common >= _common(length, fewer)
        pairs, length = found.at(many), length[many]
        # The product of counts is never less than the number in common.
        shared = products(names.letters, names.letters, pairs)
        yield _near(names, pairs.at(2 * shared >= NEAR * length))


def _near(names: Names, pairs: Pairs) -> Pairs:
    places = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    ratios = [name_ratio(names.profiles[one], names.profiles[other]) for one, other in places]
    return pairs.at(np.array(ratios, dtype=np.int64) >= NEAR * MILLION)


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
