"""What a text means, by the learned vectors of its grams: whole numbers, so that sums are exact."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.grams import VIEW_BITS, Keys, find
from compliance.duplication.knowledge import Learned
from compliance.duplication.rows import Rows

_LARGEST = 127


@dataclass(frozen=True, slots=True, eq=False)
class Meanings:
    """The meaning of each of some texts: texts by dims of whole numbers to 127, and their norms."""

    vectors: NDArray[np.int8]
    norms: NDArray[np.float64]

    def __getitem__(self, chosen: slice | NDArray[np.int64]) -> "Meanings":
        return Meanings(self.vectors[chosen], self.norms[chosen])


def meanings_of(keys: Keys, rows: Rows, learned: Learned | None) -> Meanings:
    """The meanings of texts, given as rows over grams in ascending keys."""
    if learned is None or not len(keys):
        dims = 0 if learned is None else learned.vectors.shape[1]
        return Meanings(np.zeros((len(rows), dims), np.int8), np.zeros(len(rows)))
    places, found = find(learned.grams, keys & np.uint64((1 << int(VIEW_BITS)) - 1))
    known = rows.onto(places, found, len(learned.grams))
    sums = known.by(learned.vectors)
    largest = np.abs(sums).max(axis=1, keepdims=True, initial=0)
    scaled = np.rint(sums * (_LARGEST / np.maximum(largest, np.float32(1e-6))))
    # Zero where a text has no known gram; the largest of any other is 127.
    vectors = scaled.astype(np.int8)
    squares = np.einsum("ij,ij->i", scaled.astype(np.float64), scaled.astype(np.float64))
    return Meanings(vectors, np.sqrt(squares))


def alike(left: Meanings, right: Meanings) -> NDArray[np.float64]:
    """Left by right: the cosine of each pair, 0 where one says nothing.

    Products of whole numbers to 127 over a hundred dims are exact in float32 whatever the order.
    """
    products = left.vectors.astype(np.float32) @ right.vectors.astype(np.float32).T
    # The norm of what says something is 127 or more.
    norms = np.maximum(left.norms, 1)[:, None] * np.maximum(right.norms, 1)
    return np.asarray(products / norms, dtype=np.float64)


def cosines(left: Meanings, right: Meanings) -> NDArray[np.float64]:
    """The cosine of each of left with the one of right in the same place."""
    one, other = (side.vectors.astype(np.float32) for side in (left, right))
    norms = np.maximum(left.norms, 1) * np.maximum(right.norms, 1)
    return np.asarray(np.einsum("ij,ij->i", one, other) / norms, dtype=np.float64)
