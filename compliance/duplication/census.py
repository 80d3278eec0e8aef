"""Every group of systems of one registry that duplicate each other.

Every way to be a duplicate asks that each side speaks of a part of the other's name, so only such
pairs are scored: found by the pairs of characters of the names, which are few. Systems whose name
says nothing are searched one by one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cpdist
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from compliance.duplication.coverage import covered
from compliance.duplication.evidence import MILLION, Match, name_ratio, same_name
from compliance.duplication.index import Index
from compliance.duplication.levels import Level, Thresholds, level_of
from compliance.duplication.names_join import LEAST, NEAR, Names, names_of, naming, near_named
from compliance.duplication.normalise import subject_of
from compliance.duplication.scoring import likeness_to

Ints = NDArray[np.int64]

_AT_ONCE = 1_000
_GRAVE: tuple[Level, ...] = ("identical", "duplicate")
_ORDER: tuple[Level, ...] = ("identical", "duplicate", "suspected", "related", "clear")


@dataclass(frozen=True, slots=True)
class Twin:
    """成对重复: two systems of a registry, the lesser id first; score in millionths."""

    left: str
    right: str
    level: Level
    score: int


def _naming(names: Names, rows: range) -> tuple[Ints, Ints]:
    """The places of the pairs that speak of each other's names."""
    likely = coo_array(naming(names, slice(rows.start, rows.stop)))
    good = likely.data >= LEAST
    return likely.row[good].astype(np.int64) + rows.start, likely.col[good].astype(np.int64)


def _near(names: Names, rows: range) -> set[tuple[int, int]]:
    """The pairs of near names."""
    left, right = near_named(names, slice(rows.start, rows.stop))
    cores = (names.cores[left].tolist(), names.cores[right].tolist())
    near = cpdist(*cores, scorer=Indel.normalized_similarity, score_cutoff=NEAR) > 0
    several = names.several[left] | names.several[right]
    for n in np.flatnonzero(several & ~near).tolist():
        ratio = name_ratio(names.profiles[left[n]], names.profiles[right[n]])
        near[n] = ratio >= NEAR * MILLION
    return {*zip(left[near].tolist(), right[near].tolist(), strict=True)}


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


def _match(names: Names, pair: _Scored, covered: tuple[int, int]) -> Match:
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
        covered=covered,
    )


def _level(names: Names, index: Index, pair: _Scored, limits: Thresholds, size: int) -> Level:
    """The graver of the levels of one found for the other, and the other way round.

    What costs more is asked only of pairs that are grave without it.
    """
    if level_of(_match(names, pair, (MILLION, MILLION)), limits, size) not in _GRAVE:
        return "clear"
    one, other = names.profiles[pair.left], names.profiles[pair.right]
    if index.knowledge.near_miss(one.names[0], other.names[0]):
        return "clear"
    there = round(MILLION * covered(one, other, index.weights))
    back = round(MILLION * covered(other, one, index.weights))
    both = (_match(names, pair, shares) for shares in ((there, back), (back, there)))
    return min((level_of(match, limits, size) for match in both), key=_ORDER.index)


def _scored(
    index: Index, named: tuple[Ints, Ints], near: set[tuple[int, int]], limits: Thresholds
) -> Iterator[_Scored]:
    """The pairs with their likeness; where names are not near, only those that are like enough."""
    known, block = bool(index.knowledge.functions), index.blocks[0]
    grave = min(limits.text_mean, limits.identical_score)
    for left, others in _by_left(named, near):
        means, likeness = likeness_to(block, left, others, known)
        enough = (likeness >= limits.duplicate_score) | (means >= grave)
        columns = (others, means, likeness, enough)
        for right, mean, like, told in zip(*(c.tolist() for c in columns), strict=True):
            if told or (left, right) in near:
                yield _Scored(left, right, mean, like)


def _by_left(named: tuple[Ints, Ints], near: set[tuple[int, int]]) -> Iterator[tuple[int, Ints]]:
    """Every pair once, the second after the first: of each first its seconds, ascending."""
    more = np.array(sorted(near), dtype=np.int64).reshape(-1, 2)
    left, right = (np.concatenate([own, more[:, n]]) for n, own in enumerate(named))
    later = left < right
    codes = np.unique(left[later] << 32 | right[later])
    firsts = codes >> 32
    starts = np.flatnonzero(np.diff(firsts, prepend=-1)).tolist()
    for start, end in zip(starts, [*starts[1:], len(codes)], strict=True):
        yield int(firsts[start]), codes[start:end] & 0xFFFFFFFF


def twins_of(index: Index, names: Names, limits: Thresholds, rows: range) -> tuple[Twin, ...]:
    """The duplicates whose lesser place is among some rows, by ids."""
    near = _near(names, rows) | {*_silent_pairs(index, names, rows)}
    size = index.size
    levels = (
        (pair, _level(names, index, pair, limits, size))
        for pair in _scored(index, _naming(names, rows), near, limits)
    )
    return tuple(
        Twin(names.systems[p.left].id, names.systems[p.right].id, level, p.likeness)
        for p, level in levels
        if level in _GRAVE
    )


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


__all__ = ["Twin", "clusters", "names_of", "spans", "twins_of"]
