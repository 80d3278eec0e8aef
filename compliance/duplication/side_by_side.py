"""Two texts side by side: the passages of each that the other has too, where they are marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.fuzz import ratio

from compliance.duplication.evidence import MILLION
from compliance.duplication.grams import Weights, keys_of
from compliance.duplication.normalise import Subject, plain
from compliance.text import fold

# Characters of a text that are shown; what is shared stands at its beginning or is not telling.
_READ = 2_000
_LEAST_ALIKE = 60.0


@dataclass(frozen=True, slots=True)
class Span:
    """标记: from and to in a text as written, and its share of what is shared, in millionths."""

    start: int
    end: int
    share: int


@dataclass(frozen=True, slots=True)
class Passage:
    """段落: a text as written, and what of it the other side has."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Aligned:
    """功能对照: a function of each side that mean the same, and how alike, in millionths."""

    left: str
    right: str
    likeness: int


@dataclass(frozen=True, slots=True)
class SideBySide:
    """并列对照: names and contents with what they share marked, and functions that match."""

    names: tuple[Passage, Passage]
    contents: tuple[Passage, Passage]
    functions: tuple[Aligned, ...]


def _plain_places(text: str) -> tuple[str, list[int]]:
    """A text as compared, and of each of its characters the place in the text as written."""
    kept, places = [], []
    for place, character in enumerate(text):
        for one in plain(character):
            kept.append(one)
            places.append(place)
    return "".join(kept), places


def _marked(flags: Sequence[bool]) -> list[tuple[int, int]]:
    """The runs of true flags, from and to."""
    edges = [
        n for n, (one, other) in enumerate(pairwise([False, *flags, False])) if one is not other
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _shared_runs(text: str, other: str) -> list[tuple[int, int]]:
    """The runs of a text of which every pair of characters is in the other, from and to."""
    pairs = {other[n : n + 2] for n in range(len(other) - 1)}
    shared = [text[n : n + 2] in pairs for n in range(len(text) - 1)]
    return [(start, end + 1) for start, end in _marked(shared)]


def _weight(phrase: str, weights: Weights) -> float:
    telling = weights.of(keys_of([phrase[n : n + 2] for n in range(len(phrase) - 1)], view=2))
    return float(telling.sum())


def passage(text: str, other: str, weights: Weights) -> Passage:
    """A text with what it shares with another; the shares of its spans add up to one.

    >>> from compliance.duplication.grams import fit, count
    >>> of = fit(count(["停车诱导", "空位"], view=2), texts=2, views=3)
    >>> passage("（停车）诱导屏", "停车诱导", of).spans
    (Span(start=1, end=6, share=1000000),)
    """
    shown = text[:_READ]
    said, places = _plain_places(shown)
    runs = _shared_runs(said, plain(other[:_READ]))
    telling = [_weight(said[start:end], weights) for start, end in runs]
    whole = sum(telling) or 1.0
    return Passage(
        shown,
        tuple(
            Span(places[start], places[end - 1] + 1, round(MILLION * part / whole))
            for (start, end), part in zip(runs, telling, strict=True)
        ),
    )


def aligned(left: Sequence[str], right: Sequence[str]) -> tuple[Aligned, ...]:
    """Each function of the left with the one of the right nearest to it, where that is near.

    >>> aligned(["空位发布"], ["泊位采集", "空位信息发布"])
    (Aligned(left='空位发布', right='空位信息发布', likeness=800000),)
    """
    found = []
    for one in left:
        scores = [(ratio(fold(one), fold(other)), other) for other in right]
        best, other = max(scores, key=lambda s: (s[0], s[1]), default=(0.0, ""))
        if best >= _LEAST_ALIKE:
            found.append(Aligned(one, other, round(MILLION * best / 100)))
    return tuple(sorted(found, key=lambda a: (-a.likeness, a.left)))


def side_by_side(left: Subject, right: Subject, weights: Weights) -> SideBySide:
    """The two sides of a match, to be shown."""
    contents = [
        "；".join(filter(None, (s.description, *s.functions, *s.data_resources)))
        for s in (left, right)
    ]
    return SideBySide(
        names=(
            passage(left.name, right.name, weights),
            passage(right.name, left.name, weights),
        ),
        contents=(
            passage(contents[0], contents[1], weights),
            passage(contents[1], contents[0], weights),
        ),
        functions=aligned(left.functions, right.functions),
    )
