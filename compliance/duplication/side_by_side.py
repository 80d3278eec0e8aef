"""Two texts side by side: the passages of each that the other has too, where they are marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, islice
from operator import add, is_not

import numpy as np
from rapidfuzz.fuzz import ratio

from compliance.duplication.evidence import MILLION
from compliance.duplication.grams import Weights, keys_of
from compliance.duplication.normalise import Subject, Words, plain, says
from compliance.finding import Aligned, Piece
from compliance.text import fold, shorten, visible

# Characters of a text that are compared; what is shared stands at its beginning or is not telling.
_READ = 2_000
_LEAST_ALIKE = 60.0
# What is not shared is shown in part only: so much on each side of what is.
_AROUND = 60
_CUT = "……"

Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """读过的文字: as written, as compared, of each character compared its place, and the pairs."""

    text: str
    said: str
    places: tuple[int, ...]
    sequence: tuple[str, ...]
    pairs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Side:
    """一边: a subject, read once, however many others it is held against."""

    name: Read
    content: Read
    functions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """两边: names and contents with what they share marked, and functions that match."""

    names: tuple[Pieces, Pieces]
    contents: tuple[Pieces, Pieces]
    functions: tuple[Aligned, ...]


# Most characters are met again; every text of a register is read by them.
_plain = lru_cache(maxsize=8192)(plain)


def read(text: str) -> Read:
    """A text made ready to be marked."""
    shown = visible(text[:_READ])
    kept = list(map(_plain, shown))
    said = "".join(kept)
    places = tuple(place for place, one in enumerate(kept) for _ in one)
    sequence = tuple(map(add, said, said[1:]))
    return Read(shown, said, places, sequence, frozenset(sequence))


def side_of(subject: Subject, functions: Sequence[str] | None = None) -> Side:
    """A subject made ready; functions are their names alone, where the subject says more."""
    told = (subject.description, *subject.functions, *subject.data_resources)
    named = subject.functions if functions is None else functions
    return Side(
        read(subject.name),
        read("；".join(filter(None, (text.strip().rstrip("。；") for text in told)))),
        tuple(named),
    )


def _marked(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """The runs of true flags, from and to."""
    padded = [False, *flags, False]
    edges = [n for n, turns in enumerate(map(is_not, padded, padded[1:])) if turns]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _shared_runs(one: Read, other: Read, words: Words) -> list[tuple[int, int]]:
    """The runs of which every pair of characters is in the other; generic words alone are none."""
    if one.pairs.isdisjoint(other.pairs):
        return []
    runs = _marked(list(map(other.pairs.__contains__, one.sequence)))
    return [(start, end + 1) for start, end in runs if says(one.said[start : end + 1], words)]


def _telling(
    each: Sequence[tuple[Read, Sequence[tuple[int, int]]]], weights: Weights
) -> Iterator[float]:
    """The weight of each run of each text: the sum of its pairs."""
    pairs = [pair for one, runs in each for s, e in runs for pair in one.sequence[s : e - 1]]
    if not pairs:
        return iter(())
    lengths = [end - start - 1 for _, runs in each for start, end in runs]
    starts = [0, *accumulate(lengths[:-1])]
    return iter(np.add.reduceat(weights.of(keys_of(pairs, view=2)), starts).tolist())


def _shortened(text: str, first: bool, last: bool) -> str:
    """What is not shared, without what is far from anything shared."""
    head, tail = (0 if first and not last else _AROUND), (0 if last else _AROUND)
    if len(text) <= head + tail + len(_CUT):
        return text
    return text[:head] + _CUT + text[len(text) - tail :]


def _cut(one: Read, spans: Sequence[tuple[int, int, int]]) -> Iterator[Piece]:
    """A text in pieces, marked or not."""
    at = 0
    for start, end, share in spans:
        if start > at:
            yield Piece(_shortened(one.text[at:start], first=at == 0, last=False))
        yield Piece(one.text[start:end], share)
        at = end
    if at < len(one.text):
        yield Piece(_shortened(one.text[at:], first=at == 0, last=True))


def passage(one: Read, other: Read, weights: Weights, words: Words) -> Pieces:
    """A text with what it shares with another; the shares of its pieces add up to one.

    >>> from compliance.duplication.grams import fit, count
    >>> of = fit(count(["停车诱导", "空位"], view=2), texts=2, views=3)
    >>> words = Words(regions=(), stages=(), generic=("平台",), use=())
    >>> pieces = passage(read("（停车）诱导屏平台"), read("停车诱导平台"), of, words)
    >>> [(piece.text, piece.share) for piece in pieces]
    [('（', 0), ('停车）诱导', 1000000), ('屏平台', 0)]
    """
    return passages([(one, other)], weights, words)[0]


def passages(
    both: Sequence[tuple[Read, Read]], weights: Weights, words: Words
) -> tuple[Pieces, ...]:
    """As `passage`, for each text with its other."""
    each = [(one, _shared_runs(one, other, words)) for one, other in both]
    telling = _telling(each, weights)
    return tuple(_shown(one, runs, list(islice(telling, len(runs)))) for one, runs in each)


def _shown(one: Read, runs: Sequence[tuple[int, int]], telling: Sequence[float]) -> Pieces:
    whole = sum(telling) or 1.0
    spans = [
        (one.places[start], one.places[end - 1] + 1, round(MILLION * part / whole))
        for (start, end), part in zip(runs, telling, strict=True)
    ]
    return tuple(_cut(one, spans))


def aligned(left: Sequence[str], right: Sequence[str]) -> tuple[Aligned, ...]:
    """Each function of the left with the one of the right nearest to it, where that is near.

    >>> aligned(["空位发布"], ["泊位采集", "空位信息发布"])
    (Aligned(left='空位发布', right='空位信息发布', likeness=800000),)
    """
    found = []
    folded = [(fold(other), other) for other in right]
    for one in left:
        mine = fold(one)
        scores = [(ratio(mine, theirs), other) for theirs, other in folded]
        best, other = max(scores, key=lambda s: (s[0], s[1]), default=(0.0, ""))
        if best >= _LEAST_ALIKE:
            found.append(Aligned(shorten(one), shorten(other), round(MILLION * best / 100)))
    return tuple(sorted(found, key=lambda a: (-a.likeness, a.left)))


def side_by_side(left: Side, right: Side, weights: Weights, words: Words) -> SideBySide:
    """The two sides of a match, to be shown."""
    names, contents = (left.name, right.name), (left.content, right.content)
    both = (names, names[::-1], contents, contents[::-1])
    name, other_name, content, other_content = passages(both, weights, words)
    return SideBySide(
        names=(name, other_name),
        contents=(content, other_content),
        functions=aligned(left.functions, right.functions),
    )
