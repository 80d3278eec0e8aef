"""The names and texts of a registry, joined: which systems speak of each other's names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.evidence import MILLION, name_ratio
from compliance.duplication.grams import Counts, Keys, count, find
from compliance.duplication.index import Index
from compliance.duplication.normalise import Profile, profile_of, subject_of
from compliance.duplication.pairs import Floats, Join, Pairs, products
from compliance.duplication.rows import Ints, Rows
from compliance.registry import ExistingSystem

# A little below what the levels ask for, so that rounding loses no pair: three tenths of both
# names, or names that are four fifths the same.
LEAST, NEAR = 0.299, 0.799
ROUNDING = 0.001
_READ = 20_000
# Single characters are numbered below, pairs of them above.
_PAIRS = np.uint64(2**21)
_UNVIEWED = np.uint64(2**42 - 1)


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names and texts of a registry, made ready to be joined.

    named is systems by pairs of characters, each by its share in the core name, had the same with 1
    for each; texts is systems by the same pairs, 1 where the text has it; in_names and in_texts are
    the systems of each pair. letters is systems by characters, how often the cores have each;
    lengths are those of the shortest cores, surplus how many pairs of a core are there again.
    silent are the systems without a core name.
    """

    systems: Sequence[ExistingSystem]
    profiles: tuple[Profile, ...]
    named: Rows
    had: Rows
    texts: Rows
    in_names: Rows
    in_texts: Rows
    letters: Rows
    lengths: Ints
    surplus: Ints
    silent: frozenset[int]


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


def _named(cores: _Cores, index: Index, size: int) -> tuple[Rows, Keys]:
    """The pairs of characters of all core names, by their share in the name that has least."""
    counts, owners = cores.counts, cores.owners
    keys, columns = np.unique(counts.keys, return_inverse=True)
    weights = index.weights.of(keys)
    least = np.full(size, np.inf)
    np.minimum.at(least, owners, np.bincount(counts.rows, weights[columns], len(owners)))
    cells = np.unique(owners[counts.rows] * len(keys) + columns)
    rows, columns = np.divmod(cells, max(len(keys), 1))
    values = (weights[columns] / np.maximum(least[rows], 1e-9)).astype(np.float32)
    return Rows.of_cells(rows, columns, values, (size, len(keys))), keys


def _surplus(cores: _Cores, size: int) -> Ints:
    """By how many the pairs of a core are more than its different ones, at most."""
    again = np.bincount(cores.counts.rows, cores.counts.counts - 1, len(cores.owners))
    most = np.zeros(size, dtype=np.int64)
    np.maximum.at(most, cores.owners, again.astype(np.int64))
    return most


def _texts(profiles: Sequence[Profile], keys: Keys) -> Rows:
    texts = ["\n".join((*profile.cores, *profile.content))[:_READ] for profile in profiles]
    counts = count(texts, view=2)
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
    named, keys = _named(cores, index, len(profiles))
    texts, had = _texts(profiles, keys), replace(named, values=np.ones_like(named.values))
    return Names(
        systems=systems,
        profiles=profiles,
        named=named,
        had=had,
        texts=texts,
        in_names=had.turned(),
        in_texts=texts.turned(),
        letters=_letters(profiles),
        lengths=np.array([min((len(c) for c in p.cores if c), default=0) for p in profiles]),
        surplus=_surplus(cores, len(profiles)),
        silent=frozenset(n for n, p in enumerate(profiles) if max(map(len, p.cores)) < 2),
    )


def naming(names: Names, part: range) -> Iterator[tuple[Pairs, Floats]]:
    """The systems of a part and later ones, where each speaks of a part of the other's name.

    And the greater of the two shares.
    """
    least = np.full(len(names.systems), LEAST, dtype=np.float32)
    for pairs, shares in Join(names.named, names.texts, names.in_texts).later(part, least):
        back = products(names.texts, names.named, pairs)
        both = back >= LEAST
        yield pairs.where(both), np.maximum(shares, back)[both]


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
        pairs, length = found.where(many), length[many]
        # The product of counts is never less than the number in common.
        shared = products(names.letters, names.letters, pairs)
        yield _near(names, pairs.where(2 * shared >= NEAR * length))


def _near(names: Names, pairs: Pairs) -> Pairs:
    places = zip(pairs.left.tolist(), pairs.right.tolist(), strict=True)
    ratios = [name_ratio(names.profiles[one], names.profiles[other]) for one, other in places]
    return pairs.where(np.array(ratios, dtype=np.int64) >= NEAR * MILLION)
