"""Every group of systems of one registry that duplicate each other.

Every way to be a duplicate asks that each side speaks of a part of the other's name, so only such
pairs are scored: found by the pairs of characters of the names, which are few. Systems whose name
says nothing are searched one by one.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from compliance.duplication.coverage import covered
from compliance.duplication.evidence import MILLION, Match, name_ratio, same_name
from compliance.duplication.grams import Keys, count, keys_of
from compliance.duplication.index import Index
from compliance.duplication.levels import Level, Thresholds, level_of
from compliance.duplication.normalise import Profile, profile_of, subject_of
from compliance.duplication.scoring import likeness_of_pairs
from compliance.registry import ExistingSystem

Ints = NDArray[np.int64]

# The levels ask for three tenths of both names; near names may share less of their pairs.
_LEAST = 0.1
_AT_ONCE = 1_000
_READ = 20_000
_ORDER: tuple[Level, ...] = ("identical", "duplicate", "suspected", "related", "clear")


@dataclass(frozen=True, slots=True)
class Twin:
    """成对重复: two systems of a registry, the lesser id first; score in millionths."""

    left: str
    right: str
    level: Level
    score: int


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """Names and texts of a registry, made ready to be joined.

    named is systems by pairs of characters, each by its share in the core name; texts is pairs of
    characters by systems, 1 where the text has it; silent are the systems without a core name.
    """

    systems: Sequence[ExistingSystem]
    profiles: tuple[Profile, ...]
    named: csr_array
    texts: csr_array
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


def names_of(index: Index, systems: Sequence[ExistingSystem]) -> Names:
    """The names and texts of systems that stand in one block of an index, in its order."""
    profiles = tuple(profile_of(subject_of(s), index.words, s.aliases) for s in systems)
    named, keys = _named(profiles, index)
    silent = frozenset(n for n, p in enumerate(profiles) if max(map(len, p.cores)) < 2)
    return Names(systems, profiles, named, _texts(profiles, keys), silent)


def _candidates(names: Names, rows: range) -> tuple[Ints, Ints]:
    """Pairs of which each names the other: the first of the rows, the second after it."""
    block = slice(rows.start, rows.stop)
    ours = names.named[block] @ names.texts
    theirs = csr_array((names.named @ names.texts[:, block]).T)
    both = coo_array(ours.minimum(theirs))
    good = both.data >= _LEAST
    left, right = both.row[good].astype(np.int64) + rows.start, both.col[good].astype(np.int64)
    return left[left < right], right[left < right]


def _silent_pairs(index: Index, names: Names, rows: range) -> Iterator[tuple[int, int]]:
    """For systems without a core name, what a search finds."""
    places = {system.id: n for n, system in enumerate(names.systems)} if names.silent else {}
    for row in rows:
        if row in names.silent:
            for found in index.rank(subject_of(names.systems[row]), top=100):
                other = places[found.id]
                if other != row:
                    yield min(row, other), max(row, other)


@dataclass(frozen=True, slots=True)
class _Scored:
    """Two systems by their places, with the mean of the views and the likeness of the two."""

    left: int
    right: int
    mean: int
    likeness: int


def _match(names: Names, index: Index, pair: _Scored, shares: tuple[int, int]) -> Match:
    one, other = names.profiles[pair.left], names.profiles[pair.right]
    return Match(
        system=names.systems[pair.right],
        score=pair.likeness,
        name_ratio=name_ratio(one, other),
        contributions=(),
        shared=(),
        boilerplate=one.boilerplate or other.boilerplate,
        same_name=same_name(one, other),
        views=(),
        mean=pair.mean,
        likeness=pair.likeness,
        covered=shares,
        near_miss=index.knowledge.near_miss(one.names[0], other.names[0]),
    )


def _level(names: Names, index: Index, pair: _Scored, limits: Thresholds) -> Level:
    """The graver of the levels of one found for the other, and the other way round."""
    one, other = names.profiles[pair.left], names.profiles[pair.right]
    there = round(MILLION * covered(one, other, index.weights))
    back = round(MILLION * covered(other, one, index.weights))
    match = _match(names, index, pair, (there, back))
    turned = replace(match, covered=(back, there))
    return min((level_of(m, limits, index.size) for m in (match, turned)), key=_ORDER.index)


def _worth(names: Names, pair: _Scored, least: int) -> bool:
    """Whether a pair may be a duplicate at all."""
    shared = set(names.profiles[pair.left].names) & set(names.profiles[pair.right].names)
    return pair.likeness >= least or bool(shared)


def twins_of(index: Index, names: Names, limits: Thresholds, rows: range) -> tuple[Twin, ...]:
    """The duplicates whose lesser place is among some rows, by ids."""
    left, right = _candidates(names, rows)
    pairs = {*zip(left.tolist(), right.tolist(), strict=True), *_silent_pairs(index, names, rows)}
    at = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    known = bool(index.knowledge.functions)
    means, likeness = likeness_of_pairs(index.blocks[0], at[:, 0], at[:, 1], known)
    least = min(limits.duplicate_score, limits.near_name_likeness, limits.identical_score)
    columns = (at[:, 0], at[:, 1], means, likeness)
    scored = (_Scored(*row) for row in zip(*(c.tolist() for c in columns), strict=True))
    found = []
    for pair in scored:
        if _worth(names, pair, least):
            level = _level(names, index, pair, limits)
            if level in ("identical", "duplicate"):
                ids = (names.systems[pair.left].id, names.systems[pair.right].id)
                found.append(Twin(*ids, level, pair.likeness))
    return tuple(found)


def spans(names: Names) -> Iterator[range]:
    """The rows of a registry in parts, each the work of a moment."""
    size = len(names.systems)
    return (range(n, min(n + _AT_ONCE, size)) for n in range(0, size, _AT_ONCE))


def clusters(twins: Iterable[Twin]) -> tuple[tuple[str, ...], ...]:
    """The groups that pairs make, the largest first, each in the order of ids.

    >>> clusters([Twin("A", "B", "duplicate", 1), Twin("B", "D", "duplicate", 1)])
    (('A', 'B', 'D'),)
    """
    pairs = [(twin.left, twin.right) for twin in twins]
    ids = sorted({key for pair in pairs for key in pair})
    places = {key: n for n, key in enumerate(ids)}
    rows = [places[left] for left, _ in pairs]
    columns = [places[right] for _, right in pairs]
    graph = coo_array((np.ones(len(pairs)), (rows, columns)), shape=(len(ids), len(ids)))
    _, labels = connected_components(graph, directed=False)
    groups: dict[int, list[str]] = {}
    for key, label in zip(ids, labels.tolist(), strict=True):
        groups.setdefault(label, []).append(key)
    return tuple(tuple(g) for g in sorted(groups.values(), key=lambda g: (-len(g), g)))
