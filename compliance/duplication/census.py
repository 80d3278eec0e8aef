"""Every group of systems of one registry that duplicate each other.

Every way to be a duplicate asks that each side speaks of a part of the other's name, so only such
pairs are scored: found by the pairs of characters of the names, which are few. Systems whose name
says nothing are searched one by one.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from compliance.duplication.coverage import covered
from compliance.duplication.evidence import MILLION, Match, name_ratio, same_name
from compliance.duplication.index import Index
from compliance.duplication.levels import Level, Thresholds, level_of
from compliance.duplication.names_join import ROUNDING, Names, names_of, naming, near_named
from compliance.duplication.normalise import subject_of
from compliance.duplication.pairs import Floats, Pairs
from compliance.duplication.scoring import likeness_of, means_of, millionths
from compliance.registry import Registry

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


def _scored(index: Index, pairs: Pairs, means: Floats) -> tuple[list[_Scored], Ints]:
    likeness = millionths(
        likeness_of(index.blocks[0], pairs, means, bool(index.knowledge.functions))
    )
    columns = (pairs.left, pairs.right, millionths(means), likeness)
    each = zip(*(column.tolist() for column in columns), strict=True)
    return [_Scored(*values) for values in each], likeness


def _alike(index: Index, names: Names, limits: Thresholds, rows: range) -> Iterator[_Scored]:
    """Of the systems that name each other, those whose likeness may be enough for that."""
    least = min(limits.text_mean, limits.identical_score)
    for pairs, shares in naming(names, rows):
        means = means_of(index.blocks[0], pairs)
        told = shares >= limits.covered_system / MILLION - ROUNDING
        kept = told | (millionths(means) >= least)
        some, likeness = _scored(index, pairs.where(kept), means[kept])
        enough = (likeness >= limits.duplicate_score) & told[kept]
        yield from (p for p, liked in zip(some, enough, strict=True) if liked or p.mean >= least)


def _near(index: Index, names: Names, rows: range) -> Iterator[_Scored]:
    """The systems of near names."""
    for pairs in near_named(names, rows):
        yield from _scored(index, pairs, means_of(index.blocks[0], pairs))[0]


def _silent(index: Index, names: Names, row: int) -> Iterator[_Scored]:
    """For a system without a core name, what a search finds; of two such, each pair once."""
    ids = index.blocks[0].ids
    for found in index.rank(subject_of(names.systems[row]), top=100):
        other = bisect_left(ids, found.id)
        if other > row or other not in names.silent:
            one = Pairs(*(np.array([place]) for place in sorted((row, other))))
            yield from _scored(index, one, means_of(index.blocks[0], one))[0]


def twins_of(index: Index, names: Names, limits: Thresholds, rows: range) -> tuple[Twin, ...]:
    """The duplicates found for some rows: each pair is found for one row of the registry."""
    pairs = {(pair.left, pair.right): (pair.left, pair) for pair in _alike(index, names, limits, rows)}
    for pair in _near(index, names, rows):
        pairs.setdefault((pair.left, pair.right), (pair.left, pair))
    for row in rows:
        if row in names.silent:
            pairs |= {(p.left, p.right): (row, p) for p in _silent(index, names, row)}
    ordered = sorted(pairs.values(), key=lambda found: found[0])
    levels = ((pair, _level(names, index, pair, limits, index.size)) for _, pair in ordered)
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


def whole(index: Index, registry: Registry) -> Index:
    """An index in one block, as a census needs it: one that was added to is built anew."""
    return index if index.as_built else Index.build(registry, index.words, index.knowledge)


def nearest(twins: Iterable[Twin]) -> dict[str, Twin]:
    """The pair of each system with the one most like it."""
    best: dict[str, Twin] = {}
    for twin in sorted(twins, key=lambda t: (-t.score, t.left, t.right)):
        best.setdefault(twin.left, twin)
        best.setdefault(twin.right, twin)
    return best


__all__ = ["Twin", "clusters", "names_of", "nearest", "spans", "twins_of", "whole"]
