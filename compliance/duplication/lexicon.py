"""Which government functions a text speaks of: by the words of the lexicon, and by likeness."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from compliance.duplication.grams import PAIR_BITS, count, find, keys_of, pairs_of, unit_rows
from compliance.duplication.knowledge import Knowledge
from compliance.duplication.meaning import Meanings, alike, meanings_of
from compliance.duplication.normalise import Profile, plain
from compliance.duplication.rows import Rows

# A function in a name counts as much as in two texts; likeness half as much as a word.
_IN_NAME, _LIKENESS, _MEANING = 2.0, 0.5, 0.5
_NEAREST = 10


@dataclass(frozen=True, slots=True)
class Hit:
    """词表命中: a function both sides speak of, the word of each, and what it does."""

    title: str
    left: str
    right: str
    does: str


_ByPair = dict[int, tuple[tuple[str, tuple[int, ...]], ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """职能词表, made ready: make one with `lexicon_of`.

    by_pair holds the words by the number of their first two characters, longest first, and pairs
    those numbers in order; texts are grams by functions, each function a unit vector; meanings are
    those of the texts.
    """

    knowledge: Knowledge
    by_pair: _ByPair
    pairs: NDArray[np.uint64]
    keys: NDArray[np.uint64]
    texts: NDArray[np.float32]
    meanings: Meanings


def lexicon_of(knowledge: Knowledge) -> Lexicon:
    """The lexicon of what is known."""
    learned = knowledge.learned
    texts = [plain("".join((f.title, *f.aliases))) + plain(f.does) for f in knowledge.functions]
    keys, rows = np.zeros(0, np.uint64), Rows.of_table(np.zeros((len(texts), 0), np.float32))
    if learned and texts:
        unit = unit_rows(count(texts, 2), learned.weights)
        keys, values = unit.keys, unit.values.astype(np.float32)
        rows = Rows.of_cells(unit.rows, unit.columns, values, (len(texts), len(keys)))
    by_pair, by_gram = _by_pair(knowledge), rows.columns_of(np.float32)
    pairs = np.array(sorted(by_pair), dtype=np.uint64)
    return Lexicon(knowledge, by_pair, pairs, keys, by_gram, meanings_of(keys, rows, learned))


def _by_pair(knowledge: Knowledge) -> _ByPair:
    functions: dict[str, list[int]] = {}
    for number, function in enumerate(knowledge.functions):
        for alias in dict.fromkeys(function.aliases):
            functions.setdefault(alias, []).append(number)
    ordered = sorted((f for f in functions if len(f) > 1), key=lambda word: (-len(word), word))
    pairs: dict[int, list[tuple[str, tuple[int, ...]]]] = {}
    beginnings = keys_of([alias[:2] for alias in ordered]).tolist()
    for alias, pair in zip(ordered, beginnings, strict=True):
        pairs.setdefault(pair, []).append((alias, tuple(functions[alias])))
    return {pair: tuple(words) for pair, words in pairs.items()}


def _whole(text: str, start: int, word: str) -> bool:
    """Whether a word of Latin letters stands alone: OA is not in LOAD."""
    if word[0] > "\x7f" and word[-1] > "\x7f":
        return True
    end = start + len(word)
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (
        (word[0].isascii() and before.isascii() and before.isalnum())
        or (word[-1].isascii() and after.isascii() and after.isalnum())
    )


def words_in(text: str, lexicon: Lexicon) -> dict[int, str]:
    """The functions a plain text speaks of, each with the first word for it; longest words first.

    A word inside a longer one that was found is not found again.
    """
    return _words_in_each([text], lexicon)[0]


def _words_in_each(texts: Sequence[str], lexicon: Lexicon) -> list[dict[int, str]]:
    found: list[dict[int, str]] = [{} for _ in texts]
    last = free = 0
    for owner, place, pair in _beginnings(texts, lexicon):
        free = free if owner == last else 0
        last, text = owner, texts[owner]
        for word, functions in lexicon.by_pair[pair] if place >= free else ():
            if text.startswith(word, place) and _whole(text, place, word):
                for function in functions:
                    found[owner].setdefault(function, word)
                free = place + len(word)
                break
    return found


# Of a single text so short the search in compiled code takes longer than looking at each place.
_SHORT = 50


def _beginnings(texts: Sequence[str], lexicon: Lexicon) -> Iterable[tuple[int, int, int]]:
    """Where words may begin: the number of the text, the place in it, the pair that stands there.

    The texts are looked through as one, in compiled code: few places are left.
    """
    if len(texts) == 1 and len(texts[0]) < _SHORT:
        points = enumerate(pairwise(map(ord, texts[0])))
        numbers = ((0, place, (first << PAIR_BITS) | last) for place, (first, last) in points)
        return [found for found in numbers if found[2] in lexicon.by_pair]
    pairs = pairs_of("\n".join(texts))
    at = np.flatnonzero(find(lexicon.pairs, pairs)[1])
    starts = np.cumsum([0, *(len(text) + 1 for text in texts[:-1])])
    owners = np.searchsorted(starts, at, side="right") - 1
    places = at - starts[owners]
    return zip(owners.tolist(), places.tolist(), pairs[at].tolist(), strict=True)


# A registered text may be a million characters long; what it is about is said at its beginning.
_READ = 5_000

# The functions of the names of a side, and of its content, each with the first word for it.
Spoken = tuple[dict[int, str], dict[int, str]]


def functions_of(profiles: Sequence[Profile], lexicon: Lexicon) -> list[Spoken]:
    """Of each profile the functions of its names, and of its content."""
    if not lexicon.by_pair:
        return [({}, {}) for _ in profiles]
    names = ["\n".join(profile.names) for profile in profiles]
    content = ["\n".join(profile.content)[:_READ] for profile in profiles]
    found = _words_in_each([*names, *content], lexicon)
    return list(zip(found[: len(names)], found[len(names) :], strict=True))


def shared_functions(left: Spoken, right: Spoken, lexicon: Lexicon) -> tuple[Hit, ...]:
    """The functions of both that at least one has in its name, in list order.

    Each side is as `functions_of` gives it: the functions of the names, and of the content.
    """
    ours, theirs = ({**content, **names} for names, content in (left, right))
    functions, named = lexicon.knowledge.functions, left[0].keys() | right[0].keys()
    return tuple(
        Hit(functions[n].title, ours[n], theirs[n], functions[n].does)
        for n in sorted(ours.keys() & theirs.keys() & named)
    )


def _words(found: Sequence[Spoken], lexicon: Lexicon) -> NDArray[np.float32]:
    """Texts by functions: unit vectors of the words."""
    table = np.zeros((len(found), len(lexicon.knowledge.functions)), dtype=np.float32)
    for place, weight in ((1, 1.0), (0, _IN_NAME)):
        rows = [row for row, both in enumerate(found) for _ in both[place]]
        table[rows, [function for both in found for function in both[place]]] += weight
    return _unit(table)


def _unit(table: NDArray[np.float32]) -> NDArray[np.float32]:
    squares = (table * table).sum(axis=1, keepdims=True)
    return np.asarray(table / np.sqrt(np.maximum(squares, np.float32(1e-12))), dtype=np.float32)


def _nearest(
    keys: NDArray[np.uint64], rows: Rows, meanings: Meanings, lexicon: Lexicon
) -> NDArray[np.float32]:
    """Rows by functions: unit vectors of the squared likeness to the few nearest functions."""
    common = rows.onto(*find(lexicon.keys, keys), len(lexicon.keys))
    if not len(common.values):
        return np.zeros((len(rows), len(lexicon.knowledge.functions)), dtype=np.float32)
    near = common.by(lexicon.texts)
    near += _MEANING * np.maximum(alike(meanings, lexicon.meanings), 0)
    least = np.partition(near, -_NEAREST, axis=1)[:, -_NEAREST, None]
    return _unit(np.where(near >= least, near, 0) ** 2)


def function_vectors(
    found: Sequence[Spoken],
    keys: NDArray[np.uint64],
    rows: Rows,
    meanings: Meanings,
    lexicon: Lexicon,
) -> Rows:
    """Texts by functions, as unit vectors; keys and rows are those of the whole text."""
    if not lexicon.by_pair or not found:
        shape = (len(found), len(lexicon.knowledge.functions))
        return Rows.of_table(np.zeros(shape, dtype=np.float32))
    near = _LIKENESS * _nearest(keys, rows, meanings, lexicon)
    return Rows.of_table(_unit(_words(found, lexicon) + near))
