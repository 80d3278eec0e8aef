"""The names and texts of a registry, joined: which systems speak of each other's names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.evidence import MILLION, name_ratio
from compliance.duplication.grams import Keys, count, find, keys_of
from compliance.duplication.index import Index
from compliance.duplication.normalise import Profile, profile_of, subject_of
from compliance.duplication.postings import added_up
from compliance.duplication.rows import Ints, Rows
from compliance.registry import ExistingSystem

# A little below what the levels ask for, so that rounding loses no pair: three tenths of both
# names, or names that are four fifths the same.
LEAST, NEAR = 0.299, 0.799
ROUNDING = 0.001
Shares = NDArray[np.float64]
_READ = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names and texts of a registry, made ready to be joined.

    named is systems by pairs of characters, each by its share in the core name; texts is systems by
    the same pairs, 1 where the text has it; in_names and in_texts are the systems of each pair.
    letters is systems by characters, how often the cores have each; lengths are those of the
    shortest cores. repeating are the systems with a core that has a pair of characters twice, and
    silent those without a core name.
    """

    systems: Sequence[ExistingSystem]
    profiles: tuple[Profile, ...]
    named: Rows
    texts: Rows
    in_names: Rows
    in_texts: Rows
    letters: Rows
    lengths: Ints
    repeating: NDArray[np.bool_]
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


def _named(profiles: Sequence[Profile], index: Index) -> tuple[Rows, Keys]:
    shares = [_shares(profile, index) for profile in profiles]
    keys, columns = np.unique(np.concatenate([k for k, _ in shares]), return_inverse=True)
    rows = np.repeat(np.arange(len(shares)), [len(k) for k, _ in shares])
    values = np.concatenate([values for _, values in shares]).astype(np.float32)
    return Rows.of_cells(rows, columns, values, (len(profiles), len(keys))), keys


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


def _repeats(core: str) -> bool:
    return len(_pairs_of(core)) < len(core) - 1


def names_of(index: Index, systems: Sequence[ExistingSystem]) -> Names:
    """The names and texts of systems that stand in one block of an index, in its order."""
    profiles = tuple(profile_of(subject_of(s), index.words, s.aliases) for s in systems)
    named, keys = _named(profiles, index)
    texts = _texts(profiles, keys)
    return Names(
        systems=systems,
        profiles=profiles,
        named=named,
        texts=texts,
        in_names=replace(named, values=np.ones_like(named.values)).turned(),
        in_texts=texts.turned(),
        letters=_letters(profiles),
        lengths=np.array([min((len(c) for c in p.cores if c), default=0) for p in profiles]),
        repeating=np.array([any(map(_repeats, p.cores)) for p in profiles], dtype=bool),
        silent=frozenset(n for n, p in enumerate(profiles) if max(map(len, p.cores)) < 2),
    )


def naming(names: Names, row: int) -> tuple[Ints, Shares]:
    """The later systems that speak of a part of the name of one, as it speaks of theirs.

    And the greater of the two shares.
    """
    own, said = (rows.at(np.array([row])) for rows in (names.named, names.texts))
    shares = added_up(own.columns, own.values, names.in_texts)[row + 1 :]
    found = np.flatnonzero(shares >= LEAST) + row + 1
    back = names.named.times(found, said.spread())
    both = back >= LEAST
    return found[both], np.maximum(shares[found[both] - row - 1], back[both])


def near_named(names: Names, row: int) -> list[int]:
    """The later systems whose name is near that of one.

    Two names of S characters together with an Indel ratio of t have tS/2 in common, in at most
    (1 - t)S + 1 runs, so (3t/2 - 1)S - 1 pairs of characters: each another one, where none repeats.
    """
    pairs, letters = (rows.at(np.array([row])) for rows in (names.named, names.letters))
    common = added_up(pairs.columns, np.ones_like(pairs.values), names.in_names)[row + 1 :]
    found = np.flatnonzero(common > 0) + row + 1
    length = names.lengths[row] + names.lengths[found]
    many = common[found - row - 1] >= (1.5 * NEAR - 1) * length - 1
    found = found[many | names.repeating[found] | names.repeating[row]]
    # The product of counts is never less than the number in common.
    shared = names.letters.times(found, letters.spread())
    length = names.lengths[row] + names.lengths[found]
    likely = found[2 * shared >= NEAR * length].tolist()
    one = names.profiles[row]
    return [n for n in likely if name_ratio(one, names.profiles[n]) >= NEAR * MILLION]
