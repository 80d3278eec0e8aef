"""Why two systems are alike: the share of each view, and the phrases they have in common."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import add

from rapidfuzz.distance import Indel

from compliance.duplication.lexicon import Hit
from compliance.duplication.normalise import Profile
from compliance.registry import ExistingSystem

MILLION = 1_000_000

# Shorter cores differ by chance: on the development set the ratio holds from four characters on.
_SHORTEST_NAME = 4

# Characters of each side that are read for phrases; a registered text may be a million long.
_READ = 2_000
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Match:
    """比对结果: an existing system that is like the subject, and why.

    score, name_ratio and each share of contributions are in millionths. contributions are the views
    (title, share of the score), made of parts when they are asked for; views are the titles of all
    that were compared; shared are phrases of both, the most telling first. boilerplate: a name of
    generic words only was not compared.
    mean is that of the views alone, and likeness what is alike without regard to neighbours: both
    are the score where nothing else is known. covered is how much of the subject's name the system
    speaks of, and of the system's the subject. functions are those both speak of; near_miss is why
    the two names are not the same, if that is known.
    """

    system: ExistingSystem
    score: int
    name_ratio: int
    # The last bit of a sum depends on the order in which systems were indexed.
    parts: tuple[tuple[str, float], ...] = field(compare=False)
    shared: tuple[str, ...]
    boilerplate: bool
    same_name: bool
    views: tuple[str, ...]
    mean: int | None = None
    likeness: int | None = None
    covered: tuple[int, int] = (MILLION, MILLION)
    functions: tuple[Hit, ...] = ()
    near_miss: str = ""

    @property
    def contributions(self) -> tuple[tuple[str, int], ...]:
        """The share of each part in their sum, in millionths, by title."""
        return contributions(self.parts)


def contributions(parts: Sequence[tuple[str, float]]) -> tuple[tuple[str, int], ...]:
    """The share of each part in their sum, in millionths, by title.

    >>> contributions([("名称", 0.1), ("功能", 0.3)])
    (('名称', 250000), ('功能', 750000))
    """
    whole = sum(part for _, part in parts)
    return tuple((title, round(MILLION * part / whole) if whole else 0) for title, part in parts)


def name_ratio(left: Profile, right: Profile) -> int:
    """The best Indel ratio of a core of each, in millionths; 0 where every core is too short."""
    best = 0.0
    for one in left.cores:
        for other in right.cores:
            if min(len(one), len(other)) >= _SHORTEST_NAME:
                best = max(best, Indel.normalized_similarity(one, other))
    return round(MILLION * best)


def same_name(left: Profile, right: Profile) -> bool:
    """Whether a name of each is the same as written, but for width, case and punctuation."""
    both = set(left.names).intersection(right.names)
    return bool(both) and not both.intersection(_saying(left)).isdisjoint(_saying(right))


def _saying(profile: Profile) -> Iterator[str]:
    return (name for name, core in zip(profile.names, profile.cores, strict=True) if core)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a side says, and where in it two characters stand together."""

    text: str
    places: Mapping[str, Sequence[int]]


def spoken(pieces: Iterable[str]) -> Spoken:
    """The pieces of a side, to be held against many others; no phrase goes over their ends."""
    text = "\n".join(pieces)[:_READ]
    places: dict[str, list[int]] = {}
    for place, pair in enumerate(map(add, text, text[1:])):
        places.setdefault(pair, []).append(place)
    return Spoken(text, places)


def _runs(said: Spoken, other: str) -> Iterable[str]:
    """The longest runs of two or more of a text that stand in another: each end is tried once.

    If text[i:j] stands in other, so does text[i+1:j]; so neither index ever goes back. Runs begin
    only where two characters stand together in other too, which few places do.
    """
    text, end = said.text, 0
    pairs = said.places.keys() & set(map(add, other, other[1:]))
    for start in sorted(place for pair in pairs for place in said.places[pair]):
        grown, end = end, max(end, start + 2)
        while end < len(text) and text[start : end + 1] in other:
            end += 1
        if end > grown:
            yield text[start:end]


def shared_phrases(left: Spoken, right: Iterable[str]) -> tuple[str, ...]:
    """The phrases of two or more characters in both texts that are in no longer one, in order.

    The other text is given as pieces; no phrase goes over the end of a piece.

    >>> shared_phrases(spoken(("车位查询", "停车诱导屏")), ("停车诱导", "空余车位查询"))
    ('停车诱导', '车位查询')
    """
    other = "\t".join(right)[:_READ]
    longest_first = sorted(set(_runs(left, other)), key=lambda run: (-len(run), run))
    kept: list[str] = []
    for run in longest_first:
        if not any(run in phrase for phrase in kept):
            kept.append(run)
    return tuple(sorted(kept))


def most_telling(phrases: Iterable[str], weigh: Callable[[str], float]) -> tuple[str, ...]:
    """The few phrases of the greatest weight, equal ones by their text.

    >>> most_telling(("系统", "停车诱导"), weigh=len)
    ('停车诱导', '系统')
    """
    return tuple(sorted(phrases, key=lambda phrase: (-weigh(phrase), phrase))[:_SHOWN])
