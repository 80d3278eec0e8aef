"""The scores of every system, from the postings of the grams a query has."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from compliance.duplication.rows import Ints, Rows

try:
    # Adds one posting list to dense scores. The public product keeps a list of what it touched
    # beside, which takes three times as long (benchmarks/duplication_speed.py).
    from scipy.sparse._sparsetools import csc_matvec
except ImportError:  # pragma: no cover - another scipy
    csc_matvec = None  # type: ignore[assignment]

# Scores are looked through by the greatest of so many.
_BLOCK = 64


def added_up(grams: Ints, weights: NDArray[np.float32], postings: Rows) -> NDArray[np.float32]:
    """Of every system the sum over grams of the weights of both sides."""
    size = postings.width
    starts, places, values = postings.starts, postings.columns, postings.values
    if csc_matvec is None:
        shape = (1, len(postings))
        row = csr_array((weights, grams, [0, len(grams)]), shape=shape, dtype=np.float32)
        return np.asarray((row @ postings.matrix()).toarray()[0], dtype=np.float32)
    scores = np.zeros(size, dtype=np.float32)
    for number, gram in enumerate(grams.tolist()):
        csc_matvec(
            size, 1, starts[gram : gram + 2], places, values, weights[number : number + 1], scores
        )
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
