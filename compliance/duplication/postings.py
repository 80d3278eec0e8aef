"""The scores of every system, from the postings of the grams a query has."""

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.kernels import alternating, columns_added
from compliance.duplication.rows import Ints, Numbers, Rows

# Scores are looked through by the greatest of so many.
_BLOCK = 64


def added_up(grams: Numbers, weights: NDArray[np.float32], postings: Rows) -> NDArray[np.float32]:
    """Of every system the sum over grams, which ascend, of the weights of both sides.

    As in `pairs.products`: last to first, what lies between two grams is empty.
    """
    last_first, scores = grams[::-1], np.zeros(postings.width, dtype=np.float32)
    ends = alternating(postings.starts[last_first], postings.starts[last_first + 1])
    factors = alternating(weights[::-1], np.zeros_like(weights))
    many = max(len(ends) - 1, 0)
    columns_added(postings.width, many, ends, postings.columns, postings.values, factors, scores)
    return scores


def largest(scores: NDArray[np.float32], many: int, slack: float) -> Ints:
    """The places of the greatest positive scores, and of those within the slack of the last.

    As many blocks as are asked for hold a score at least as great as the least of their greatest
    ones: what is below that cannot be among them, and nearly all of it is.
    """
    found = np.flatnonzero(scores > max(_bound(scores, many) - slack, 0))
    if len(found) > many:
        least = np.partition(scores[found], -many)[-many] - slack
        found = found[scores[found] >= least]
    return found


def _bound(scores: NDArray[np.float32], many: int) -> float:
    whole = len(scores) // _BLOCK
    if whole <= many:
        return 0.0
    greatest = scores[: whole * _BLOCK].reshape(whole, _BLOCK).max(axis=1)
    return float(np.partition(greatest, -many)[-many])
