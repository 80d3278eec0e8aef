"""A part of an index: systems that were indexed together, as vectors and as postings."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from compliance.duplication.grams import Weights, find
from compliance.duplication.lexicon import Lexicon
from compliance.duplication.normalise import Words, profile_of, subject_of
from compliance.duplication.postings import added_up
from compliance.duplication.vectors import WHOLE, Vectors, vectors_of
from compliance.registry import ExistingSystem

Floats = NDArray[np.float64]

# Beside the three views, which count 1; measured by benchmarks/duplication_quality.py.
FUNCTIONS, MEANING = 0.35, 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some systems in the order of their ids.

    postings are grams by systems, so that a query touches only the grams it has; by_function are
    functions by systems.
    """

    ids: Sequence[str]
    systems: Sequence[ExistingSystem]
    vectors: Vectors
    postings: csr_array
    by_function: csr_array

    @classmethod
    def of(
        cls, systems: Sequence[ExistingSystem], words: Words, weights: Weights, lexicon: Lexicon
    ) -> "Block":
        """The block of some systems."""
        profiles = [profile_of(subject_of(s), words, s.aliases) for s in systems]
        vectors = vectors_of(profiles, weights, lexicon)
        return cls(
            [system.id for system in systems],
            systems,
            vectors,
            csr_array(vectors.rows.T.tocsr()),
            csr_array(vectors.functions.T.tocsr()),
        )

    def grams_of(self, query: Vectors) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The grams of a query that this block has, ascending, and their weights in the query."""
        places, found = find(self.vectors.keys, query.keys)
        return places[found], query.rows.data[found]

    def whole(self, query: Vectors, places: NDArray[np.int64] | slice) -> Floats:
        """The weights of the views that query and systems both have, 1 where there is none."""
        compared = WHOLE[self.vectors.present[places] & query.present[0]]
        return np.asarray(np.where(compared > 0, compared, 1.0), dtype=np.float64)

    def first_scores(self, query: Vectors) -> NDArray[np.int64]:
        """Of every system, views and functions, in millionths: good to the last but one digit."""
        sums = added_up(*self.grams_of(query), self.postings)
        sums /= self.whole(query, slice(None)).astype(np.float32)
        if self.by_function.nnz:
            functions = query.functions.indices.astype(np.int64)
            near = added_up(functions, query.functions.data, self.by_function)
            sums += np.float32(FUNCTIONS) * near
        return np.asarray(np.rint(sums * 1_000_000), dtype=np.int64)
