"""Every group of systems of one registry that duplicate each other.

Every way to be a duplicate asks that each side speaks of a part of the other's name, or that the
names are near, so only such pairs are scored: found by the pairs of characters of the names, which
are few. Systems whose name says nothing are searched one by one; so is every system, where the
levels ask for no name.
"""

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from compliance.duplication.evidence import MILLION, Match, name_ratio, same_name
from compliance.duplication.index import Index
from compliance.duplication.knowledge import Knowledge
from compliance.duplication.levels import Level, Thresholds, level_of
from compliance.duplication.names import Names, names_of
from compliance.duplication.names_join import (
    ROUNDING,
    can_join,
    coverage,
    least_named,
    naming,
    near_named,
)
from compliance.duplication.normalise import subject_of
from compliance.duplication.pairs import Floats, Pairs
from compliance.duplication.scoring import likeness_of, means_of, millionths

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


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two systems by their places, with all that a level needs, in millionths.

    there is how much of the left name the right one speaks of, back the other way round.
    """

    left: int
    right: int
    mean: int
    likeness: int
    there: int
    back: int


def _match(names: Names, pair: _Pair) -> Match:
    one, other = names.profiles[pair.left], names.profiles[pair.right]
    return Match(
        system=names.systems[pair.right],
        score=pair.likeness,
        name_ratio=name_ratio(one, other),
        parts=(),
        shared=(),
        boilerplate=one.boilerplate or other.boilerplate,
        same_name=same_name(one, other),
        views=(),
        mean=pair.mean,
        likeness=pair.likeness,
        covered=(pair.there, pair.back),
    )


def _level(names: Names, known: Knowledge, pair: _Pair, limits: Thresholds, size: int) -> Level:
    """The graver of the levels of one found for the other, and the other way round."""
    match = _match(names, pair)
    both = (match, replace(match, covered=(pair.back, pair.there)))
    level = min((level_of(one, limits, size) for one in both), key=_ORDER.index)
    one, other = (names.profiles[n].names[0] for n in (pair.left, pair.right))
    return "clear" if level in _GRAVE and known.near_miss(one, other) else level


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Pairs, for which row each was found, and the means of their views and likeness."""

    rows: Ints
    pairs: Pairs
    means: Ints
    likeness: Ints

    @classmethod
    def joined(cls, parts: "Iterable[_Found]") -> "_Found":
        """The pairs of some parts in the order of their rows, each pair once."""
        columns = [(p.rows, p.pairs.left, p.pairs.right, p.means, p.likeness) for p in parts]
        rows, left, right, means, likeness = map(np.concatenate, zip(*columns, strict=True))
        once = np.sort(np.unique(np.stack([left, right]), axis=1, return_index=True)[1])
        order = once[np.argsort(rows[once], kind="stable")]
        return cls(rows, Pairs(left, right), means, likeness).at(order)

    def at(self, places: Ints | NDArray[np.bool_]) -> "_Found":
        """Some of them, in that order."""
        rows, pairs = self.rows[places], self.pairs.at(places)
        return _Found(rows, pairs, self.means[places], self.likeness[places])


def _scored(index: Index, pairs: Pairs, means: Floats) -> _Found:
    likeness = likeness_of(index.block, pairs, means, bool(index.knowledge.functions))
    return _Found(pairs.left, pairs, millionths(means), millionths(likeness))


def _alike(index: Index, names: Names, limits: Thresholds, rows: range) -> Iterator[_Found]:
    """Of the systems that name each other, those whose likeness may be enough for that."""
    least = min(limits.text_mean, limits.identical_score)
    for pairs, shares in naming(names, rows, least_named(limits)):
        told = shares >= limits.covered_system / MILLION - ROUNDING
        likely = told | (names.bounds.at_most(pairs) >= least / MILLION - ROUNDING)
        pairs, told = pairs.at(likely), told[likely]
        means = means_of(index.block, pairs)
        kept = told | (millionths(means) >= least)
        found = _scored(index, pairs.at(kept), means[kept])
        liked = told[kept] & (found.likeness >= limits.duplicate_score)
        yield found.at(liked | (found.means >= least))


def _near(index: Index, names: Names, limits: Thresholds, rows: range) -> Iterator[_Found]:
    """The systems of near names."""
    for pairs in near_named(names, rows, limits.near_name_ratio / MILLION):
        yield _scored(index, pairs, means_of(index.block, pairs))


def _searched(index: Index, names: Names, row: int, every: Container[int]) -> _Found:
    """What a search finds for a system; of two that are searched for, each pair once."""
    ids = index.block.ids
    ranked = index.rank(subject_of(names.systems[row]), top=100)
    others = [bisect_left(ids, found.id) for found in ranked]
    best = np.array([n for n in others if n > row or n not in every], dtype=np.int64)
    order = np.argsort(best)
    some = best[order]
    pairs = Pairs(np.minimum(some, row), np.maximum(some, row))
    found = _scored(index, pairs, means_of(index.block, pairs))
    return replace(found, rows=np.full(len(best), row)).at(np.argsort(order))


def _found(index: Index, names: Names, limits: Thresholds, rows: range) -> _Found:
    if not can_join(limits):
        every = range(len(names.systems))
        return _Found.joined(_searched(index, names, row, every) for row in rows)
    silent = names.silent
    searched = (_searched(index, names, row, silent) for row in rows if row in silent)
    joined = (_alike(index, names, limits, rows), _near(index, names, limits, rows))
    return _Found.joined(chain(*joined, searched))


def _pairs(index: Index, names: Names, found: _Found) -> Iterator[_Pair]:
    left, right, weights = found.pairs.left, found.pairs.right, index.weights
    there, back = (coverage(names, weights, *two) for two in ((left, right), (right, left)))
    columns = (left, right, found.means, found.likeness, there, back)
    values = zip(*(column.tolist() for column in columns), strict=True)
    return (_Pair(*each) for each in values)


def twins_of(index: Index, names: Names, limits: Thresholds, rows: range) -> tuple[Twin, ...]:
    """The duplicates found for some rows: each pair is found for one row of the registry."""
    found, systems, size = _found(index, names, limits, rows), names.systems, index.size
    levels = (
        (pair, _level(names, index.knowledge, pair, limits, size))
        for pair in _pairs(index, names, found)
    )
    return tuple(
        Twin(systems[pair.left].id, systems[pair.right].id, level, pair.likeness)
        for pair, level in levels
        if level in _GRAVE
    )


def spans(names: Names, at_once: int = _AT_ONCE) -> Iterator[range]:
    """The rows of a registry in parts, each the work of a moment."""
    size = len(names.systems)
    return (range(n, min(n + at_once, size)) for n in range(0, size, at_once))


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


def nearest(twins: Iterable[Twin]) -> dict[str, Twin]:
    """The pair of each system with the one most like it."""
    best: dict[str, Twin] = {}
    for twin in sorted(twins, key=lambda t: (-t.score, t.left, t.right)):
        best.setdefault(twin.left, twin)
        best.setdefault(twin.right, twin)
    return best


__all__ = ["Twin", "clusters", "names_of", "nearest", "spans", "twins_of"]
