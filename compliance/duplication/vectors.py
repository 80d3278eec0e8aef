"""Texts as vectors: three views of grams in one sparse row, the functions, the meaning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.grams import (
    VIEW_BITS,
    Keys,
    Weights,
    count_views,
    fit,
    unit_rows,
)
from compliance.duplication.lexicon import Lexicon, function_vectors
from compliance.duplication.meaning import Meanings, meanings_of
from compliance.duplication.normalise import Profile
from compliance.duplication.rows import Rows


@dataclass(frozen=True, slots=True)
class View:
    """A way to look at a system: its title and its weight in hundredths."""

    title: str
    weight: int


# Measured on 147 applications: nDCG@10 .79 by these three, .74 by the last one alone.
VIEWS = (View("名称", 25), View("功能与数据", 25), View("名称、功能与数据", 50))

# By which views have a text on both sides, as bits: the weights that are compared.
WHOLE = np.array(
    [sum(v.weight for n, v in enumerate(VIEWS) if bits >> n & 1) / 100 for bits in range(8)]
)
_AT_ONCE = 10_000


def texts_of(profile: Profile) -> tuple[str, str, str]:
    """The text of each view."""
    content = "".join(profile.content)
    return profile.core, content, profile.core + content


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Some texts as vectors.

    rows are texts by grams in ascending keys, each view of length one times the square root of its
    weight; present are the views that have a text, as bits; functions are texts by functions.
    """

    keys: Keys
    rows: Rows
    present: NDArray[np.uint8]
    functions: Rows
    meanings: Meanings


def _columns(profiles: Sequence[Profile]) -> list[list[str]]:
    return [list(column) for column in zip(*map(texts_of, profiles), strict=True)]


def _spans(size: int) -> Iterator[slice]:
    return (slice(start, start + _AT_ONCE) for start in range(0, size, _AT_ONCE))


def fitted(profiles: Sequence[Profile]) -> Weights:
    """The weights of grams in the texts of the registry itself, as scikit-learn fits them."""
    if not profiles:
        return Weights(np.zeros(0, np.uint64), np.zeros(0), (0.0,) * len(VIEWS))
    return fit(count_views(_columns(profiles)), len(profiles), len(VIEWS))


_ROOTS = np.array([(view.weight / 100) ** 0.5 for view in VIEWS])
_TO_ONE = np.float32(1 / _ROOTS[2])


def _part(columns: Sequence[Sequence[str]], weights: Weights) -> tuple[Keys, Rows]:
    """The rows of some texts over grams of their own, ascending, view by view."""
    unit = unit_rows(count_views(columns), weights)
    roots = _ROOTS[(unit.keys >> VIEW_BITS).astype(np.int64)]
    values = (unit.values * roots[unit.columns]).astype(np.float32)
    return unit.keys, Rows.of_cells(unit.rows, unit.columns, values, (len(columns[0]), len(roots)))


def _joined(parts: Sequence[tuple[Keys, Rows]]) -> tuple[Keys, Rows]:
    """The parts over one list of grams."""
    if not parts:
        return np.zeros(0, np.uint64), Rows.of_table(np.zeros((0, 0), dtype=np.float32))
    if len(parts) == 1:
        return parts[0]
    keys = np.unique(np.concatenate([own for own, _ in parts]))
    places = [np.searchsorted(keys, own).astype(np.int32) for own, _ in parts]
    renamed = [
        replace(rows, columns=to[rows.columns], width=len(keys))
        for to, (_, rows) in zip(places, parts, strict=True)
    ]
    return keys, Rows.stacked(renamed)


def vectors_of(profiles: Sequence[Profile], weights: Weights, lexicon: Lexicon) -> Vectors:
    """The vectors of profiles."""
    parts, present = [], [np.zeros(0, np.uint8)]
    for span in _spans(len(profiles)):
        columns = _columns(profiles[span])
        parts.append(_part(columns, weights))
        bits = [[bool(text) << view for text in texts] for view, texts in enumerate(columns)]
        present.append(np.sum(bits, axis=0, dtype=np.uint8))
    keys, rows = _joined(parts)
    whole_keys, whole_rows = _whole_text(keys, rows)
    meanings = meanings_of(whole_keys, whole_rows, lexicon.knowledge.learned)
    functions = function_vectors(profiles, whole_keys, whole_rows, meanings, lexicon)
    return Vectors(keys, rows, np.concatenate(present), functions, meanings)


def first_key(view: int) -> np.uint64:
    """The least gram of a view."""
    return np.uint64(view << int(VIEW_BITS))


def _whole_text(keys: Keys, rows: Rows) -> tuple[Keys, Rows]:
    """The grams of the view that has all of the text, as vectors of length one."""
    start = int(np.searchsorted(keys, first_key(2)))
    places = np.arange(len(keys)) - start
    whole = rows.onto(places, places >= 0, len(keys) - start)
    return keys[start:], replace(whole, values=whole.values * _TO_ONE)


def view_starts(keys: Keys) -> list[int]:
    """Where the grams of each view begin, and where the last ones end."""
    return [*(int(np.searchsorted(keys, first_key(n))) for n in range(len(VIEWS))), len(keys)]
