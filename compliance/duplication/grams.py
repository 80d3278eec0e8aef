"""The counting kernel: grams of one and two characters of many texts, without a vocabulary.

A gram is a whole number: the view it was seen in, its first character (0 for a single one), its
last. Numbers sort and search in compiled code; scikit-learn's dictionary of strings does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

PAIR_BITS = 21
_BITS = np.uint64(PAIR_BITS)
VIEW_BITS = np.uint64(42)
_ROW_BITS = np.uint64(44)
_ROWS = 2**20
_PLACE_BITS = np.uint64(20)
_VIEWS = 4

# Texts are counted by about this many characters at a time: the sort stays in the cache.
_AT_ONCE = 400_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each text holds each gram: rows ascend, grams ascend in a row."""

    rows: Ints
    keys: Keys
    counts: Ints


def _counted(columns: Sequence[Sequence[str]], first_view: int, first_row: int) -> Counts:
    """The counts of at most 2**20 rows: row, view and gram make one number, equal ones a run."""
    texts = [text for column in columns for text in column]
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    points = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32)
    points = points.astype(np.uint64)
    of_text = [
        (row << int(_ROW_BITS)) | (first_view + view << int(VIEW_BITS))
        for view, column in enumerate(columns)
        for row in range(len(column))
    ]
    marks = np.repeat(np.array(of_text, dtype=np.uint64), lengths)
    pairs = (marks[1:] | (points[:-1] << _BITS) | points[1:])[marks[1:] == marks[:-1]]
    every = np.sort(np.concatenate([marks | points, pairs]))
    starts = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]])[: len(every)])
    unique = every[starts]
    return Counts(
        rows=(unique >> _ROW_BITS).astype(np.int64) + first_row,
        keys=unique & np.uint64(2**44 - 1),
        counts=np.diff(np.append(starts, len(every))),
    )


def _chunks(columns: Sequence[Sequence[str]]) -> Iterator[tuple[int, int]]:
    """From and to of rows that are counted together."""
    start = size = 0
    rows = len(columns[0]) if columns else 0
    for row in range(rows):
        size += sum(len(column[row]) for column in columns)
        if size >= _AT_ONCE or row + 1 - start >= _ROWS:
            yield start, row + 1
            start, size = row + 1, 0
    if start < rows:
        yield start, rows


def count_views(columns: Sequence[Sequence[str]], first_view: int = 0) -> Counts:
    """The grams of rows that have a text in each view; a column holds the texts of a view."""
    parts = [
        _counted([column[start:end] for column in columns], first_view, start)
        for start, end in _chunks(columns)
    ]
    if len(parts) == 1:
        return parts[0]
    none = np.zeros(0, np.int64)
    return Counts(
        np.concatenate([none, *(part.rows for part in parts)]),
        np.concatenate([np.zeros(0, np.uint64), *(part.keys for part in parts)]),
        np.concatenate([none, *(part.counts for part in parts)]),
    )


def count(texts: Sequence[str], view: int = 0) -> Counts:
    """The grams of texts of one view.

    >>> count(["停停"]).counts.tolist()
    [2, 1]
    """
    return count_views([texts], view)


def keys_of(grams: Sequence[str], view: int = 0) -> Keys:
    """The number of each gram.

    >>> [hex(key) for key in keys_of(["停", "停车"])]
    ['0x505c', '0xa0b808f66']
    """
    first = np.array([ord(gram[0]) if len(gram) > 1 else 0 for gram in grams], dtype=np.uint64)
    last = np.array([ord(gram[-1]) for gram in grams], dtype=np.uint64)
    return np.uint64(view << int(VIEW_BITS)) | (first << _BITS) | last


def pairs_of(text: str) -> Keys:
    """The number of each pair of characters that follow each other, without a view.

    >>> [hex(key) for key in pairs_of("停车场")]
    ['0xa0b808f66', '0x11ecc0573a']
    """
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)
    points = points.astype(np.uint64)
    return (points[:-1] << _BITS) | points[1:]


def find(keys: Keys | Ints, sought: Keys | Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Where each sought number stands in ascending ones, and whether it does."""
    places = np.searchsorted(keys, sought)
    places = np.minimum(places, max(len(keys) - 1, 0))
    found = keys[places] == sought if len(keys) else np.zeros(len(sought), dtype=bool)
    return places.astype(np.int64), found


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """逆文档频率: how telling a gram is, frozen.

    unseen is the weight of a gram that is not listed; 0 leaves such a gram out of account, as
    scikit-learn does.
    """

    keys: Keys
    idf: Floats
    unseen: tuple[float, ...]

    def of(self, keys: Keys) -> Floats:
        """The weight of each gram."""
        places, found = find(self.keys, keys)
        unseen = np.asarray(self.unseen)[(keys >> VIEW_BITS).astype(np.int64)]
        return np.where(found, self.idf[places], unseen) if len(self.keys) else unseen


def idf(seen: NDArray[np.int64], texts: int) -> Floats:
    """Scikit-learn's smooth inverse document frequency."""
    return np.asarray(np.log((1 + texts) / (1 + seen)) + 1, dtype=np.float64)


def fit(counts: Counts, texts: int, views: int) -> Weights:
    """The weights of grams in the texts themselves."""
    keys, seen = np.unique(counts.keys, return_counts=True)
    return Weights(keys, idf(seen, texts), (0.0,) * views)


@dataclass(frozen=True, slots=True, eq=False)
class UnitRows:
    """Grams in ascending keys, and by row, ascending, which of them, with their weights."""

    keys: Keys
    rows: Ints
    columns: Ints
    values: Floats


def unit_rows(counts: Counts, weights: Weights) -> UnitRows:
    """(1 + ln count) times idf, of length one in each view of a row.

    As scikit-learn has it; what has no weight is left out.
    """
    keys, columns = _one_each(counts)
    telling = weights.of(keys)
    raw = (1 + np.log(counts.counts)) * telling[columns]
    group = counts.rows * _VIEWS + (counts.keys >> VIEW_BITS).astype(np.int64)
    length = np.sqrt(np.bincount(group, weights=raw * raw))
    known = raw > 0
    if known.all():
        return UnitRows(keys, counts.rows, columns, raw / length[group])
    values = raw[known] / length[group[known]]
    weighty = telling > 0
    places = np.cumsum(weighty) - 1
    return UnitRows(keys[weighty], counts.rows[known], places[columns[known]], values)


def _one_each(counts: Counts) -> tuple[Keys, Ints]:
    """Every gram once, in ascending keys, and which of them each count is of."""
    if len(counts.rows) and counts.rows[0] == counts.rows[-1]:
        return counts.keys, np.arange(len(counts.keys))
    return each_once(counts.keys)


def each_once(keys: Keys) -> tuple[Keys, Ints]:
    """As np.unique with the inverse: key and place fit into one number, and numbers sort fast.

    >>> [part.tolist() for part in each_once(np.array([7, 3, 7], dtype=np.uint64))]
    [[3, 7], [1, 0, 1]]
    """
    if len(keys) > _ROWS:
        unique, inverse = np.unique(keys, return_inverse=True)
        return unique, inverse
    every = np.sort((keys << _PLACE_BITS) | np.arange(len(keys), dtype=np.uint64))
    places, ordered = (every & np.uint64(_ROWS - 1)).astype(np.int64), every >> _PLACE_BITS
    first = np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(keys)]
    inverse = np.empty(len(keys), dtype=np.int64)
    inverse[places] = np.cumsum(first) - 1
    return ordered[first], inverse
