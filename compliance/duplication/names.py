"""The names and texts of a registry, made ready to be joined."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.bounds import Bounds
from compliance.duplication.grams import Counts, Keys, count, find
from compliance.duplication.index import Index
from compliance.duplication.normalise import Profile, profile_of, subject_of
from compliance.duplication.pairs import Floats
from compliance.duplication.rows import Ints, Rows
from compliance.registry import ExistingSystem

# Single characters are numbered below, pairs of them above.
_PAIRS = np.uint64(2**21)
_UNVIEWED = np.uint64(2**42 - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names and texts of a registry, made ready to be joined.

    weights are those of pairs of characters. named is systems by such pairs, each by its share in
    the core name, had the same with 1 for each; texts is systems by the same pairs, 1 where the
    text has it; in_names and in_texts are the systems of each pair. letters is systems by
    characters, how often the cores have each; lengths are those of the shortest cores, surplus how
    many pairs of a core are there again. several are the systems with more than one core, silent
    those without any; bounds tell what the mean of two systems is at most.
    """

    systems: Sequence[ExistingSystem]
    profiles: tuple[Profile, ...]
    weights: Floats
    named: Rows
    had: Rows
    texts: Rows
    in_names: Rows
    in_texts: Rows
    letters: Rows
    lengths: Ints
    surplus: Ints
    several: NDArray[np.bool_]
    silent: frozenset[int]
    bounds: Bounds


@dataclass(frozen=True, slots=True, eq=False)
class _Cores:
    """Core names of two or more characters: of which system each is, and how often it has what."""

    owners: Ints
    counts: Counts


def _cores(profiles: Sequence[Profile]) -> _Cores:
    """The pairs of characters that each core name has."""
    cores = [(n, core) for n, p in enumerate(profiles) for core in p.cores if len(core) > 1]
    every = count([core for _, core in cores], view=2)
    pairs = every.keys & _UNVIEWED >= _PAIRS
    owners = np.array([n for n, _ in cores], dtype=np.int64)
    return _Cores(owners, Counts(every.rows[pairs], every.keys[pairs], every.counts[pairs]))


def _named(cores: _Cores, keys: Keys, weights: Floats, size: int) -> Rows:
    """The pairs of characters of all core names, by their share in the name that has least."""
    counts, owners = cores.counts, cores.owners
    columns = np.searchsorted(keys, counts.keys)
    least = np.full(size, np.inf)
    np.minimum.at(least, owners, np.bincount(counts.rows, weights[columns], len(owners)))
    cells = np.unique(owners[counts.rows] * len(keys) + columns)
    rows, columns = np.divmod(cells, max(len(keys), 1))
    values = (weights[columns] / np.maximum(least[rows], 1e-9)).astype(np.float32)
    return Rows.of_cells(rows, columns, values, (size, len(keys)))


def _surplus(cores: _Cores, size: int) -> Ints:
    """By how many the pairs of a core are more than its different ones, at most."""
    again = np.bincount(cores.counts.rows, cores.counts.counts - 1, len(cores.owners))
    most = np.zeros(size, dtype=np.int64)
    np.maximum.at(most, cores.owners, again.astype(np.int64))
    return most


def _texts(profiles: Sequence[Profile], keys: Keys) -> Rows:
    counts = count([profile.said for profile in profiles], view=2)
    places, known = find(keys, counts.keys)
    ones = np.ones(int(known.sum()), dtype=np.float32)
    shape = (len(profiles), len(keys))
    return Rows.of_cells(counts.rows[known], places[known], ones, shape)


def _letters(profiles: Sequence[Profile]) -> Rows:
    """Of several cores all letters are taken: more pairs, never fewer."""
    counts = count(["".join(profile.cores) for profile in profiles])
    single = counts.keys < np.uint64(2**21)
    keys, columns = np.unique(counts.keys[single], return_inverse=True)
    values = counts.counts[single].astype(np.float32)
    return Rows.of_cells(counts.rows[single], columns, values, (len(profiles), len(keys)))


def names_of(index: Index, systems: Sequence[ExistingSystem]) -> Names:
    """The names and texts of systems that stand in one block of an index, in its order."""
    profiles = tuple(profile_of(subject_of(s), index.words, s.aliases) for s in systems)
    cores = _cores(profiles)
    keys = np.unique(cores.counts.keys)
    weights = index.weights.of(keys)
    named = _named(cores, keys, weights, len(profiles))
    texts, had = _texts(profiles, keys), replace(named, values=np.ones_like(named.values))
    return Names(
        systems=systems,
        profiles=profiles,
        weights=weights,
        named=named,
        had=had,
        texts=texts,
        in_names=had.turned(),
        in_texts=texts.turned(),
        letters=_letters(profiles),
        lengths=np.array([min((len(c) for c in p.cores if c), default=0) for p in profiles]),
        surplus=_surplus(cores, len(profiles)),
        several=np.array([len(profile.cores) > 1 for profile in profiles], dtype=bool),
        silent=frozenset(n for n, p in enumerate(profiles) if max(map(len, p.cores)) < 2),
        bounds=Bounds.of(index.block.vectors),
    )
