"""The counting kernel: grams of one and two characters of many texts, without a vocabulary.

A gram is a whole number: the view it was seen in, its first character (0 for a single one), its
last. Numbers sort and search in compiled code; scikit-learn's dictionary of strings does not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Keys = NDArray[np.uint64]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_BITS = np.uint64(21)
VIEW_BITS = np.uint64(42)
_ROW_BITS = np.uint64(44)
_ROWS = 2**20

# Texts are counted by about this many characters at a time: the sort stays in the cache.
_AT_ONCE = 400_000


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each text holds each gram: rows ascend, grams ascend in a row."""

    rows: Ints
    keys: Keys
    counts: Ints


def _counted(texts: Sequence[str], view: int, first_row: int) -> Counts:
    """The counts of at most 2**20 texts; row and gram make one number, and equal ones a run."""
    lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
    points = np.frombuffer("".join(texts).encode("utf-32-le", "replace"), dtype=np.uint32)
    points = points.astype(np.uint64)
    rows = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)
    marks = (rows << _ROW_BITS) | np.uint64(view << int(VIEW_BITS))
    pairs = (marks[1:] | (points[:-1] << _BITS) | points[1:])[rows[1:] == rows[:-1]]
    every = np.sort(np.concatenate([marks | points, pairs]))
    starts = np.flatnonzero(np.concatenate([[True], every[1:] != every[:-1]])[: len(every)])
    unique = every[starts]
    return Counts(
        rows=(unique >> _ROW_BITS).astype(np.int64) + first_row,
        keys=unique & np.uint64(2**44 - 1),
        counts=np.diff(np.append(starts, len(every))),
    )


def _chunks(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From and to of texts that are counted together."""
    start = size = 0
    for place, text in enumerate(texts):
        size += len(text)
        if size >= _AT_ONCE or place + 1 - start >= _ROWS:
            yield start, place + 1
            start, size = place + 1, 0
    if start < len(texts):
        yield start, len(texts)


def count(texts: Sequence[str], view: int = 0) -> Counts:
    """The grams of texts.

    >>> count(["停停"]).counts.tolist()
    [2, 1]
    """
    parts = [_counted(texts[start:end], view, start) for start, end in _chunks(texts)]
    if not parts:
        return Counts(np.zeros(0, np.int64), np.zeros(0, np.uint64), np.zeros(0, np.int64))
    return Counts(
        np.concatenate([part.rows for part in parts]),
        np.concatenate([part.keys for part in parts]),
        np.concatenate([part.counts for part in parts]),
    )


def keys_of(grams: Sequence[str], view: int = 0) -> Keys:
    """The number of each gram.

    >>> [hex(key) for key in keys_of(["停", "停车"])]
    ['0x505c', '0xa0b8008f66']
    """
    first = np.array([ord(gram[0]) if len(gram) > 1 else 0 for gram in grams], dtype=np.uint64)
    last = np.array([ord(gram[-1]) for gram in grams], dtype=np.uint64)
    return np.uint64(view << int(VIEW_BITS)) | (first << _BITS) | last


def find(keys: Keys, sought: Keys) -> tuple[Ints, NDArray[np.bool_]]:
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


def fit(counts: Sequence[Counts], texts: int) -> Weights:
    """The weights of grams in the texts themselves, one count a view."""
    every = [np.unique(view.keys, return_counts=True) for view in counts]
    return Weights(
        np.concatenate([keys for keys, _ in every]),
        np.concatenate([idf(seen, texts) for _, seen in every]),
        (0.0,) * len(counts),
    )


def unit_rows(counts: Counts, weights: Weights, texts: int) -> tuple[Ints, Keys, Floats]:
    """Rows, grams and weights of unit vectors: (1 + ln count) times idf, as scikit-learn has it."""
    raw = (1 + np.log(counts.counts)) * weights.of(counts.keys)
    known = raw > 0
    rows, keys, raw = counts.rows[known], counts.keys[known], raw[known]
    length = np.sqrt(np.bincount(rows, weights=raw * raw, minlength=texts))
    return rows, keys, raw / length[rows]


def matrix(
    rows: Ints, columns: Ints, values: NDArray[np.float32], shape: tuple[int, int]
) -> csr_array:
    """A sparse matrix of ascending rows with ascending columns in each."""
    ends = np.cumsum(np.bincount(rows, minlength=shape[0]))
    starts = np.concatenate([[0], ends])
    narrow = np.int32 if len(rows) < 2**31 else np.int64
    return csr_array((values, columns.astype(narrow), starts.astype(narrow)), shape=shape)
