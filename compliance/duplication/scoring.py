"""From a query to the scores of the systems that come nearest: exact on a short list."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.block import FUNCTIONS, MEANING, Block
from compliance.duplication.evidence import MILLION
from compliance.duplication.grams import find
from compliance.duplication.meaning import Meanings, alike, cosines
from compliance.duplication.pairs import Pairs, Part, products
from compliance.duplication.rows import Ints, Rows
from compliance.duplication.vectors import VIEWS, WHOLE, Vectors, view_starts

Floats = NDArray[np.float64]

# Of the score, three tenths are likeness to the three systems nearest to the query: what is like a
# duplicate is likelier to be one.
_NEIGHBOURS, _FEEDBACK = 3, 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Systems found: the place of each, ascending, and in millionths how near it comes.

    views is systems by views; mean is theirs; likeness is mean, functions and meaning; score is
    likeness to the query and to its neighbours. compared tells the views both sides have, as bits;
    parts is systems by (functions, meaning, neighbours), each its part of the score.
    """

    places: Ints
    compared: NDArray[np.uint8]
    views: Floats
    parts: Floats
    mean: Ints
    likeness: Ints
    score: Ints


def millionths(values: Floats) -> Ints:
    """A last bit that differs by machine is gone."""
    return np.asarray(np.rint(values * MILLION), dtype=np.int64)


def _by_views(near: "_Near", query: Vectors) -> Floats:
    """Systems by views: the parts of the mean."""
    keys = near.block.vectors.keys
    at, found = find(keys, query.keys)
    places = at[found]
    views = np.searchsorted(view_starts(keys), places, side="right") - 1
    table = np.zeros((len(places), len(VIEWS)))
    table[np.arange(len(places)), views] = query.rows.values[found]
    whole = near.block.whole(query, near.places)
    return np.asarray(near.grams.among(places).by(table) / whole[:, None], dtype=np.float64)


def _extras(functions: Floats, meanings: Floats) -> Floats:
    """The parts of functions and meaning, along a new last axis."""
    return np.stack([FUNCTIONS * functions, MEANING * np.maximum(meanings, 0) ** 2], axis=-1)


def _to_neighbours(near: "_Near", few: Ints) -> Floats:
    """Systems by a few of them: views, functions and meaning."""
    to = near.grams.at(few)
    grams = np.unique(to.columns).astype(np.int64)
    sums = near.grams.among(grams).by(to.among(grams).columns_of(np.float64))
    present = near.block.vectors.present[near.places]
    whole = WHOLE[present[:, None] & present[few]]
    mean = np.divide(sums, whole, out=np.zeros_like(sums), where=whole > 0)
    functions = near.functions.by(near.functions.at(few).columns_of(np.float64))
    meanings = alike(near.meanings, near.meanings[few])
    return np.asarray(mean + _extras(functions, meanings).sum(axis=-1), dtype=np.float64)


def means_of(block: Block, pairs: Pairs) -> Floats:
    """Of pairs of systems of a block, the means of the views."""
    rows, present = Part.whole(block.vectors.rows), block.vectors.present
    whole = WHOLE[present[pairs.left] & present[pairs.right]]
    return products(rows, rows, pairs) / np.where(whole > 0, whole, 1)


def likeness_of(block: Block, pairs: Pairs, means: Floats, known: bool) -> Floats:
    """Of pairs of systems of a block, how much alike they are, given their means."""
    if not known:
        return means
    functions, meanings = Part.whole(block.vectors.functions), block.vectors.meanings
    meant = cosines(meanings[pairs.left], meanings[pairs.right])
    extras = _extras(products(functions, functions, pairs), meant)
    return (means + extras[:, 0] + extras[:, 1]) / (1 + FUNCTIONS + MEANING)


@dataclass(frozen=True, slots=True, eq=False)
class _Near:
    """The systems that come near, with their vectors."""

    block: Block
    places: Ints
    grams: Rows
    functions: Rows
    meanings: Meanings


def _near(block: Block, places: Ints) -> _Near:
    vectors = block.vectors
    grams, functions = vectors.rows.at(places), vectors.functions.at(places)
    return _Near(block, places, grams, functions, vectors.meanings[places])


def _by_knowledge(near: _Near, query: Vectors) -> Floats:
    """Systems by (functions, meaning): the parts beside the views."""
    functions = near.functions.by(query.functions.columns_of(np.float64))
    return _extras(functions, alike(near.meanings, query.meanings))[:, 0]


def _fed_back(near: _Near, likeness: Floats) -> Floats:
    """How near each system is to the systems that come nearest to the query."""
    order = np.argsort(-millionths(likeness), kind="stable")[:_NEIGHBOURS]
    weights = likeness[order] / max(float(likeness[order].sum()), 1e-9)
    return np.asarray(_to_neighbours(near, order) @ weights, dtype=np.float64)


def scored(block: Block, places: Ints, query: Vectors, known: bool) -> Scored:
    """The systems at some places, which ascend, scored; known: whether there is a lexicon."""
    near = _near(block, places)
    views = _by_views(near, query)
    extras = _by_knowledge(near, query) if known else np.zeros((len(views), 2))
    likeness = views.sum(axis=1) + extras.sum(axis=1)
    whole = 1 + FUNCTIONS + MEANING if known else 1.0
    share = 1 - _FEEDBACK if known else 1.0
    back = _FEEDBACK * _fed_back(near, likeness) if known else np.zeros(len(likeness))
    return Scored(
        places=places,
        compared=block.vectors.present[places] & query.present[0],
        views=views * share / whole,
        parts=np.column_stack([extras * share, back]) / whole,
        mean=millionths(views.sum(axis=1)),
        likeness=millionths(likeness / whole),
        score=millionths((share * likeness + back) / whole),
    )
