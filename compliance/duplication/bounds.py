"""What the mean of the views of two systems is at most, told by two of the three views."""

from dataclasses import dataclass

import numpy as np

from compliance.duplication.grams import VIEW_BITS, Keys, find
from compliance.duplication.pairs import Floats, Pairs, Part, products
from compliance.duplication.rows import Ints, Rows
from compliance.duplication.vectors import VIEWS, WHOLE, Vectors, view_starts

_CONTENT = 1
_MOST = VIEWS[_CONTENT].weight / 100
# What no content asks for.
_UNTOLD = 1e3
_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Systems by the grams of their names and of their whole texts, and what times tells of each.

    A whole text holds the content. Each gram of the content of a system weighs in its whole text so
    many times what it weighs in the content, or more. So the product of two whole texts is that of
    the contents so many times, or more.
    """

    vectors: Vectors
    names: Part
    texts: Part
    times: Floats

    @classmethod
    def of(cls, vectors: Vectors) -> "Bounds":
        """Those of the systems of a block."""
        first, content, whole, last = view_starts(vectors.keys)
        names, texts = (Part.of(vectors.rows, *some) for some in ((first, content), (whole, last)))
        return cls(vectors, names, texts, _times(vectors))

    def at_most(self, pairs: Pairs) -> Floats:
        """What the mean of each pair of systems is at most, but for the last digit."""
        present = self.vectors.present[pairs.left] & self.vectors.present[pairs.right]
        names, texts = (products(part, part, pairs) for part in (self.names, self.texts))
        times = self.times[pairs.left] * self.times[pairs.right]
        content = np.divide(texts, times, out=np.full(len(times), _MOST), where=times > 0)
        content = np.minimum(content, _MOST) * (present >> _CONTENT & 1)
        whole = WHOLE[present]
        most = (names + texts + content) / np.where(whole > 0, whole, 1)
        return np.asarray(most, dtype=np.float64)


def _times(vectors: Vectors) -> Floats:
    """By how many times each gram of the content weighs more in the whole text, at least."""
    rows, keys = vectors.rows, vectors.keys
    times = np.full(len(rows), _UNTOLD)
    for start in range(0, len(rows), _AT_ONCE):
        some = rows.at(np.arange(start, min(start + _AT_ONCE, len(rows))))
        places, ratios = _ratios(some, _in_whole(keys), *view_starts(keys)[1:3])
        np.minimum.at(times, start + places, ratios)
    return times


def _in_whole(keys: Keys) -> Ints:
    """For each gram of the content its place in the whole text, one too far if it has none."""
    _, content, whole, last = view_starts(keys)
    unviewed = keys & np.uint64(2 ** int(VIEW_BITS) - 1)
    places, found = find(unviewed[whole:], unviewed[content:whole])
    return np.where(found, places + whole, last)


def _ratios(rows: Rows, in_whole: Ints, content: int, whole: int) -> tuple[Ints, Floats]:
    """Of each gram of the contents: of which row, and how many times it weighs in the whole."""
    columns, values = rows.columns, rows.values.astype(np.float64)
    owners = np.repeat(np.arange(len(rows)), np.diff(rows.starts))
    cells = owners * (rows.width + 1)
    told, texts = (columns >= content) & (columns < whole), columns >= whole
    sought = cells[told] + in_whole[columns[told] - content]
    places, found = find((cells + columns)[texts], sought)
    ratios = np.zeros(len(found))
    ratios[found] = values[texts][places[found]] / values[told][found]
    return owners[told], ratios
