"""A part of an index: systems that were indexed together, as vectors and as postings."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.grams import Weights, find
from compliance.duplication.lexicon import Lexicon
from compliance.duplication.normalise import Words, profile_of, subject_of
from compliance.duplication.postings import added_up
from compliance.duplication.rows import Rows
from compliance.duplication.vectors import WHOLE, Run, Vectors, spliced, vectors_of
from compliance.registry import ExistingSystem, same

Floats = NDArray[np.float64]

# Beside the three views, which count 1; measured by benchmarks/duplication_quality.py.
FUNCTIONS, MEANING = 0.35, 0.3

_COMPARED = np.where(WHOLE > 0, WHOLE, 1.0)
# What to multiply by, by the views of the query and of the system.
_BITS = np.arange(len(WHOLE))
_SHARE = (1 / _COMPARED[_BITS[:, None] & _BITS[None, :]]).astype(np.float32)


def _read(
    systems: Sequence[ExistingSystem], words: Words, weights: Weights, lexicon: Lexicon
) -> Vectors:
    profiles = (profile_of(subject_of(s), words, s.aliases) for s in systems)
    return vectors_of(profiles, weights, lexicon)


def _runs(places: NDArray[np.int64], second: int) -> Iterator[Run]:
    """Places by those that follow each other; from the second's first on they are in that part."""
    edges = np.flatnonzero(np.diff(places) != 1) + 1
    for some in np.split(places, edges):
        part = int(len(some) > 0 and some[0] >= second)
        start = int(some[0]) - part * second if len(some) else 0
        yield part, slice(start, start + len(some))


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some systems in the order of their ids.

    postings are grams by systems, so that a query touches only the grams it has; by_function are
    functions by systems.
    """

    ids: Sequence[str]
    systems: Sequence[ExistingSystem]
    vectors: Vectors
    postings: Rows
    by_function: Rows

    @classmethod
    def of(
        cls, systems: Sequence[ExistingSystem], words: Words, weights: Weights, lexicon: Lexicon
    ) -> "Block":
        """The block of some systems."""
        return cls._of(systems, _read(systems, words, weights, lexicon))

    @classmethod
    def _of(cls, systems: Sequence[ExistingSystem], vectors: Vectors) -> "Block":
        ids = [system.id for system in systems]
        return cls(ids, systems, vectors, vectors.rows.turned(), vectors.functions.turned())

    def places(self, systems: Sequence[ExistingSystem]) -> NDArray[np.int64]:
        """Where each of some systems stands; what is not here has the numbers after a free one."""
        known = {key: place for place, key in enumerate(self.ids)}
        free, places = count(len(self.ids) + 1), []
        for system in systems:
            place = known.get(system.id, -1)
            here = place >= 0 and same(self.systems[place], system)
            places.append(place if here else next(free))
        return np.array(places, dtype=np.int64)

    def updated(
        self, systems: Sequence[ExistingSystem], words: Words, weights: Weights, lexicon: Lexicon
    ) -> "Block":
        """The block of other systems, the same as `of` makes: only what is not here is read."""
        places, first = self.places(systems), len(self.ids) + 1
        new = [systems[number] for number in np.flatnonzero(places >= first).tolist()]
        parts = (self.vectors, _read(new, words, weights, lexicon))
        return self._of(systems, spliced(parts, list(_runs(places, first))))

    def places_of(self, ids: Iterable[str]) -> NDArray[np.int64]:
        """Where the systems of some ids stand; one that is not here stands nowhere."""
        places = ((key, bisect_left(self.ids, key)) for key in ids)
        here = [n for key, n in places if n < len(self.ids) and self.ids[n] == key]
        return np.array(here, dtype=np.int64)

    def grams_of(self, query: Vectors) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The grams of a query that this block has, ascending, and their weights in the query."""
        places, found = find(self.vectors.keys, query.keys)
        return places[found], query.rows.values[found]

    def whole(self, query: Vectors, places: NDArray[np.int64]) -> Floats:
        """The weights of the views that query and systems both have, 1 where there is none."""
        compared = self.vectors.present[places] & query.present[0]
        return np.asarray(_COMPARED[compared], dtype=np.float64)

    def first_scores(self, query: Vectors) -> NDArray[np.float32]:
        """Of every system, views and functions: good to the last but one digit of a millionth."""
        sums = added_up(*self.grams_of(query), self.postings)
        sums *= _SHARE[query.present[0]][self.vectors.present]
        if len(self.by_function.values):
            functions = query.functions.columns.astype(np.int64)
            sums += added_up(functions, query.functions.values * FUNCTIONS, self.by_function)
        return sums
