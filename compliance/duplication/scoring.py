"""From a query to the scores of the systems that come nearest: exact on a short list."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from compliance.duplication.block import FUNCTIONS, MEANING, Block
from compliance.duplication.evidence import MILLION
from compliance.duplication.grams import Keys, find
from compliance.duplication.meaning import alike
from compliance.duplication.vectors import VIEWS, WHOLE, Vectors, view_starts

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Of the score, three tenths are likeness to the three systems nearest to the query: what is like a
# duplicate is likelier to be one.
_NEIGHBOURS, _FEEDBACK = 3, 0.3
_PAIRS = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Systems found: where each stands (block, place), and in millionths how near it comes.

    views is systems by views; mean is theirs; likeness is mean, functions and meaning; score is
    likeness to the query and to its neighbours. compared tells the views both sides have, as bits;
    parts is systems by (functions, meaning, neighbours), each its part of the score.
    """

    blocks: Ints
    places: Ints
    compared: NDArray[np.uint8]
    views: Floats
    parts: Floats
    mean: Ints
    likeness: Ints
    score: Ints


def _millionths(values: Floats) -> Ints:
    """A last bit that differs by machine is gone."""
    return np.asarray(np.rint(values * MILLION), dtype=np.int64)


def _by_views(block: Block, query: Vectors, places: Ints) -> Floats:
    """Systems by views: the parts of the mean."""
    grams, weights = block.grams_of(query)
    if not len(grams) or not len(places):
        return np.zeros((len(places), len(VIEWS)))
    rows = csr_array(block.vectors.rows[places])
    at, found = find(grams, rows.indices.astype(np.int64))
    row_of = np.repeat(np.arange(len(places)), np.diff(rows.indptr))[found]
    chosen = at[found]
    views = np.searchsorted(view_starts(block.vectors.keys), grams, side="right") - 1
    group = row_of * len(VIEWS) + views[chosen]
    products = rows.data[found].astype(np.float64) * weights[chosen]
    parts = np.bincount(group, products, len(places) * len(VIEWS)).reshape(-1, len(VIEWS))
    return np.asarray(parts / block.whole(query, places)[:, None], dtype=np.float64)


def _extras(functions: Floats, meanings: Floats) -> Floats:
    """The parts of functions and meaning, along a new last axis."""
    return np.stack([FUNCTIONS * functions, MEANING * np.maximum(meanings, 0) ** 2], axis=-1)


def _over(keys: Keys, block: Block, places: Ints) -> csr_array:
    """Rows of a block over the grams of another; what the other does not have is left out."""
    rows = csr_array(block.vectors.rows[places])
    if keys is block.vectors.keys:
        return rows
    columns, found = find(keys, block.vectors.keys[rows.indices])
    starts = np.concatenate([[0], np.cumsum(found)])[rows.indptr]
    return csr_array((rows.data[found], columns[found], starts), shape=(len(places), len(keys)))


def _to_neighbours(block: Block, places: Ints, other: Block, others: Ints) -> Floats:
    """Systems of one block by systems of another: views, functions and meaning."""
    left, right = block.vectors, other.vectors
    theirs = _over(left.keys, other, others)
    products = (left.rows[places] @ theirs.T).toarray().astype(np.float64)
    whole = WHOLE[left.present[places][:, None] & right.present[others][None, :]]
    mean = np.divide(products, whole, out=np.zeros_like(products), where=whole > 0)
    functions = (left.functions[places] @ right.functions[others].T).toarray()
    meanings = alike(left.meanings[places], right.meanings[others])
    return np.asarray(mean + _extras(functions, meanings).sum(axis=-1), dtype=np.float64)


def likeness_of_pairs(block: Block, left: Ints, right: Ints, known: bool) -> tuple[Ints, Ints]:
    """The mean and the likeness of many pairs of systems of one block, in millionths."""
    means, near = [np.zeros(0)], [np.zeros(0)]
    for start in range(0, len(left), _PAIRS):
        at, to = left[start : start + _PAIRS], right[start : start + _PAIRS]
        vectors = block.vectors
        products = vectors.rows[at].multiply(vectors.rows[to]).sum(axis=1)
        whole = WHOLE[vectors.present[at] & vectors.present[to]]
        mean = np.asarray(products, dtype=np.float64) / np.where(whole > 0, whole, 1)
        functions = vectors.functions[at].multiply(vectors.functions[to]).sum(axis=1)
        one, two = vectors.meanings[at], vectors.meanings[to]
        dots = np.einsum("ij,ij->i", one.vectors.astype(np.float32), two.vectors.astype(np.float32))
        meanings = dots / np.maximum(one.norms * two.norms, 1.0)
        extras = _extras(np.asarray(functions), meanings).sum(axis=-1) if known else 0.0
        means.append(mean)
        near.append((mean + extras) / (1 + FUNCTIONS + MEANING if known else 1.0))
    return _millionths(np.concatenate(means)), _millionths(np.concatenate(near))


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """The systems of one block that come near, with the parts of their likeness."""

    block: Block
    places: Ints
    compared: NDArray[np.uint8]
    views: Floats
    extras: Floats

    @property
    def likeness(self) -> Floats:
        return np.asarray(self.views.sum(axis=1) + self.extras.sum(axis=1), dtype=np.float64)


def _near(block: Block, places: Ints, query: Vectors, known: bool) -> _Near:
    views = _by_views(block, query, places)
    compared = block.vectors.present[places] & query.present[0]
    if not known:
        return _Near(block, places, compared, views, np.zeros((len(places), 2)))
    functions = (block.vectors.functions[places] @ query.functions.T).toarray()[:, 0]
    meanings = alike(block.vectors.meanings[places], query.meanings)[:, 0]
    return _Near(block, places, compared, views, _extras(functions, meanings))


def _fed_back(near: Sequence[_Near], likeness: Floats) -> Floats:
    """How near each system is to the systems that come nearest to the query."""
    order = np.lexsort((np.arange(len(likeness)), -_millionths(likeness)))[:_NEIGHBOURS]
    weights = likeness[order] / max(float(likeness[order].sum()), 1e-9)
    owners = np.repeat(np.arange(len(near)), [len(part.places) for part in near])
    places = np.concatenate([part.places for part in near])
    total = np.zeros(len(likeness))
    for owner in sorted(set(owners[order].tolist())):
        mine = owners[order] == owner
        to_best = [
            _to_neighbours(part.block, part.places, near[owner].block, places[order][mine])
            for part in near
        ]
        total += np.concatenate(to_best) @ weights[mine]
    return total


def scored(blocks: Sequence[Block], places: Sequence[Ints], query: Vectors, known: bool) -> Scored:
    """The systems at some places of each block, scored; known: whether there is a lexicon."""
    near = [_near(b, p, query, known) for b, p in zip(blocks, places, strict=True)]
    views = np.concatenate([part.views for part in near])
    extras = np.concatenate([part.extras for part in near])
    likeness = np.concatenate([part.likeness for part in near])
    whole = 1 + FUNCTIONS + MEANING if known else 1.0
    share = 1 - _FEEDBACK if known else 1.0
    back = _FEEDBACK * _fed_back(near, likeness) if known else np.zeros(len(likeness))
    return Scored(
        blocks=np.repeat(np.arange(len(near)), [len(part.places) for part in near]),
        places=np.concatenate([part.places for part in near]),
        compared=np.concatenate([part.compared for part in near]),
        views=views * share / whole,
        parts=np.column_stack([extras * share, back]) / whole,
        mean=_millionths(views.sum(axis=1)),
        likeness=_millionths(likeness / whole),
        score=_millionths((share * likeness + back) / whole),
    )
