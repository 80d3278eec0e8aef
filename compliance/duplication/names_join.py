"""The names and texts of a registry, joined: which systems speak of each other's names."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from compliance.duplication.grams import Keys, count, keys_of
from compliance.duplication.index import Index
from compliance.duplication.normalise import Profile, profile_of, subject_of
from compliance.registry import ExistingSystem

Ints = NDArray[np.int64]

# A little below what the levels ask for, so that rounding loses no pair: three tenths of both
# names, or names that are four fifths the same.
LEAST, NEAR = 0.299, 0.799
_READ = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names and texts of a registry, made ready to be joined.

    named is systems by pairs of characters, each by its share in the core name; texts is pairs of
    characters by systems, 1 where the text has it; cores are the first of each, and lengths those
    of the shortest; repeating are the systems with a core that has a pair of characters twice,
    several those with more than one core, and silent those without any.
    """

    systems: Sequence[ExistingSystem]
    profiles: tuple[Profile, ...]
    named: csr_array
    texts: csr_array
    cores: NDArray[np.object_]
    lengths: Ints
    repeating: NDArray[np.bool_]
    several: NDArray[np.bool_]
    silent: frozenset[int]


def _pairs_of(name: str) -> list[str]:
    return sorted({name[n : n + 2] for n in range(len(name) - 1)})


def _shares(profile: Profile, index: Index) -> tuple[Keys, NDArray[np.float64]]:
    """The pairs of characters of all core names, by their share in the name that has least."""
    by_core = [keys_of(_pairs_of(core), view=2) for core in profile.cores if len(core) > 1]
    if not by_core:
        return np.zeros(0, np.uint64), np.zeros(0)
    keys = np.unique(np.concatenate(by_core))
    least = min(float(index.weights.of(core).sum()) for core in by_core)
    return keys, index.weights.of(keys) / max(least, 1e-9)


def _named(profiles: Sequence[Profile], index: Index) -> tuple[csr_array, Keys]:
    shares = [_shares(profile, index) for profile in profiles]
    keys, columns = np.unique(np.concatenate([k for k, _ in shares]), return_inverse=True)
    rows = np.repeat(np.arange(len(shares)), [len(k) for k, _ in shares])
    data = np.concatenate([values for _, values in shares]).astype(np.float32)
    shape = (len(profiles), len(keys))
    return csr_array(coo_array((data, (rows, columns)), shape=shape)), keys


def _texts(profiles: Sequence[Profile], keys: Keys) -> csr_array:
    texts = ["\n".join((*profile.cores, *profile.content))[:_READ] for profile in profiles]
    counts = count(texts, view=2)
    places = np.minimum(np.searchsorted(keys, counts.keys), max(len(keys) - 1, 0))
    known = keys[places] == counts.keys if len(keys) else np.zeros(len(places), dtype=bool)
    ones = np.ones(int(known.sum()), dtype=np.float32)
    at = (places[known], counts.rows[known])
    return csr_array(coo_array((ones, at), shape=(len(keys), len(profiles))))


def _repeats(core: str) -> bool:
    return len(_pairs_of(core)) < len(core) - 1


def names_of(index: Index, systems: Sequence[ExistingSystem]) -> Names:
    """The names and texts of systems that stand in one block of an index, in its order."""
    profiles = tuple(profile_of(subject_of(s), index.words, s.aliases) for s in systems)
    named, keys = _named(profiles, index)
    silent = frozenset(n for n, p in enumerate(profiles) if max(map(len, p.cores)) < 2)
    return Names(
        systems,
        profiles,
        named,
        _texts(profiles, keys),
        np.array([p.core for p in profiles], dtype=object),
        np.array([min((len(c) for c in p.cores if c), default=0) for p in profiles]),
        np.array([any(map(_repeats, p.cores)) for p in profiles], dtype=bool),
        np.array([len(p.cores) > 1 for p in profiles], dtype=bool),
        silent,
    )


def naming(names: Names, block: slice) -> csr_array:
    """Rows by systems: where each speaks of a part of the other's name, the lesser share."""
    ours = names.named[block] @ names.texts
    ours.data[ours.data < LEAST] = 0
    ours.eliminate_zeros()
    theirs = csr_array((names.named @ names.texts[:, block]).T)
    return csr_array(ours.minimum(theirs))


def near_named(names: Names, block: slice) -> tuple[Ints, Ints]:
    """The places of rows, and of later systems whose name may be as near as is asked.

    Two names of S characters together with an Indel ratio of t have tS/2 in common, in at most
    (1 - t)S + 1 runs, so (3t/2 - 1)S - 1 pairs of characters: each another one, where none repeats.
    """
    pairs = csr_array(names.named, copy=True)
    pairs.data[:] = 1
    common = coo_array(pairs[block] @ pairs.T)
    left, right = common.row.astype(np.int64) + (block.start or 0), common.col.astype(np.int64)
    least = (1.5 * NEAR - 1) * (names.lengths[left] + names.lengths[right]) - 1
    enough = (common.data >= least) | names.repeating[left] | names.repeating[right]
    good = enough & (left < right)
    return left[good], right[good]
