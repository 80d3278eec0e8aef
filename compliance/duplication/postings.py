"""The scores of every system, from the postings of the grams a query has."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

try:
    # Adds one posting list to dense scores. The public product keeps a list of what it touched
    # beside, which takes three times as long (benchmarks/duplication_speed.py).
    from scipy.sparse._sparsetools import csc_matvec
except ImportError:  # pragma: no cover - another scipy
    csc_matvec = None  # type: ignore[assignment]


def added_up(
    grams: NDArray[np.int64], weights: NDArray[np.float32], postings: csr_array
) -> NDArray[np.float32]:
    """Of every system the sum over grams of the weights of both sides."""
    size = postings.shape[1]
    starts, places, values = postings.indptr, postings.indices, postings.data
    if csc_matvec is None or not len(grams):
        row = csr_array(
            (weights, grams, [0, len(grams)]), shape=(1, postings.shape[0]), dtype=np.float32
        )
        return np.asarray((row @ postings).toarray()[0], dtype=np.float32)
    scores = np.zeros(size, dtype=np.float32)
    for number, gram in enumerate(grams.tolist()):
        csc_matvec(
            size,
            1,
            starts[gram : gram + 2],
            places,
            values,
            weights[number : number + 1],
            scores,
        )
    return scores
