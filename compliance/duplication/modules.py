"""Module by module: what of a project is there already, and may be used instead of being built."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from rapidfuzz.distance import Indel

from compliance.duplication.coverage import said_of
from compliance.duplication.evidence import MILLION
from compliance.duplication.index import Index
from compliance.duplication.levels import Level, Thresholds
from compliance.duplication.normalise import Subject, is_use, pieces, plain
from compliance.duplication.offers import (
    Offer,
    Offered,
    Phrase,
    offered_by,
    pairs_of,
    phrase_of,
)
from compliance.registry import ExistingSystem

_ORDER: tuple[Level, ...] = ("identical", "duplicate", "suspected")
# Shorter phrases are near each other, or said by another, by chance.
_SHORTEST = 4
_SHOWN, _READ = 5, 2_000

Advice = Literal["驳回新建", "建议核减"]


@dataclass(frozen=True, slots=True)
class ModuleMatch:
    """模块比对结果: what of an existing system a module repeats, and what follows.

    place is that of the module among those asked of, -1 for the project as a whole; why is what
    makes them alike; reuse says what to use instead, self_build what the unit still does itself;
    left are the clauses of the module that the system says nothing of.
    """

    place: int
    offer: Offer
    level: Level
    why: str
    advice: Advice
    reuse: str
    self_build: str
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A module as compared: what it is called, all that it says, and the pairs of that."""

    name: Phrase
    text: str
    pairs: frozenset[str]


def built_part(subject: Subject, index: Index) -> Subject:
    """A subject without the clauses that speak of using what is there."""

    def built(text: str) -> str:
        return "，".join(piece for piece in pieces(text) if not is_use(piece, index.words))

    return replace(
        subject,
        description=built(subject.description),
        functions=tuple(f for f in subject.functions if not is_use(f, index.words)),
    )


def _near(
    mine: Phrase, other: Phrase, index: Index, limits: Thresholds
) -> tuple[Level, str] | None:
    """How alike two are by what they are called, and by what."""
    if not mine.core or not other.core or index.knowledge.near_miss(mine.said, other.said):
        return None
    if mine.core == other.core or mine.said == other.said:
        return "identical", "名称相同"
    short = min(len(mine.core), len(other.core)) < _SHORTEST
    ratio = 0.0 if short else Indel.normalized_similarity(mine.core, other.core)
    if round(MILLION * ratio) >= limits.near_name_ratio:
        return "duplicate", "名称相近"
    both = mine.functions & other.functions
    return ("suspected", f"都是{index.knowledge.functions[min(both)].title}") if both else None


def _apart(part: Part, other: Phrase) -> bool:
    """Whether a module and what is offered share nothing, as most do: told at once."""
    return part.pairs.isdisjoint(other.pairs) and part.name.functions.isdisjoint(other.functions)


def _alike(
    part: Part, offer: Offer, other: Phrase, index: Index, limits: Thresholds
) -> tuple[Level, str] | None:
    """How alike a module and what is offered are."""
    found = _near(part.name, other, index, limits)
    if found is None and _said(part, offer, other, index, limits):
        return "suspected", "内容相近"
    return found


def _said(part: Part, offer: Offer, other: Phrase, index: Index, limits: Thresholds) -> bool:
    """Whether a module's text says a function, and the system speaks of the module's name."""
    core, mine = other.core, part.name.core
    half = 2 * len(other.pairs & part.pairs) >= len(other.pairs)
    if not half or min(len(core), len(mine)) < _SHORTEST:
        return False
    return (
        said_of(core, part.text, index.weights) * MILLION >= limits.covered_system
        and said_of(mine, _text_of(offer.system), index.weights) * MILLION >= limits.covered_subject
    )


def _text_of(system: ExistingSystem) -> str:
    told = (system.name, system.description, *system.functions, system.capability)
    return "\n".join(map(plain, (*told, *system.data_resources)))


def _best(
    module: Subject, offered: Sequence[Offered], index: Index, limits: Thresholds
) -> tuple[Level, str, Offer] | None:
    """The gravest match; of equal ones what is official, then unified, then the first."""
    mine = phrase_of(module.name, (module.owner, module.region), index)
    told = (mine.said, *map(plain, (module.description, *module.functions)))
    part = Part(mine, text := "\n".join(told)[:_READ], pairs_of(text))
    near = (
        (offer, phrase)
        for offer, phrases in chain.from_iterable(offered)
        for phrase in phrases
        if not _apart(part, phrase) and (offer.system.unified or offer.kind == module.kind)
    )
    kept = [
        (*hit, offer)
        for offer, phrase in near
        if (hit := _alike(part, offer, phrase, index, limits))
    ]
    return min(kept, key=_rank, default=None)


def _rank(found: tuple[Level, str, Offer]) -> tuple[int, bool, bool, str, str]:
    level, _, offer = found
    system = offer.system
    return _ORDER.index(level), not system.official, not system.unified, system.id, offer.function


def _left(module: Subject, system: ExistingSystem, index: Index) -> tuple[str, ...]:
    """The clauses of a module that a system says nothing of."""
    said = _text_of(system)
    clauses = [p for text in (module.description, *module.functions) for p in pieces(text)]
    telling = [c for c in clauses if len(c) > 3 and said_of(c, said, index.weights) < 1 / 4]
    return tuple(dict.fromkeys(telling))[:_SHOWN]


def _reuse(offer: Offer) -> str:
    system = offer.system
    name = f"{system.owner}“{system.name}”（{system.id}）"
    if system.capability:
        return f"使用{name}：{system.capability}"
    return f"使用{name}的“{offer.function}”" if offer.function else f"使用{name}"


def match_modules(
    index: Index,
    project: Subject,
    modules: Sequence[Subject],
    limits: Thresholds,
    systems: Sequence[ExistingSystem],
) -> tuple[ModuleMatch, ...]:
    """What the project as a whole, and then each module in turn, repeats; at most one each.

    systems are those to hold them against: the unified ones, and what a search for the whole
    filing found; of the index only its words and weights are used. Modules are compared by what
    they are called, by the lexicon, and by what they say of a function: one that repeats a system
    unlike the rest of the project, or in wholly other words, is not found.
    """
    every = offered_by(systems, index)
    wholes = [offers[:1] for offers in every if offers[0][0].system.unified]
    parts = [(-1, project, wholes), *((n, m, every) for n, m in enumerate(modules))]
    found = (_matched(index, n, built_part(m, index), offered, limits) for n, m, offered in parts)
    return tuple(one for one in found if one is not None)


def _comparable(part: Subject, index: Index) -> bool:
    """Whether a module says what it is, is not one that every system has, and is built."""
    name = plain(part.name)
    common = name in index.knowledge.common_modules
    return bool(name) and not common and not is_use(part.name, index.words)


def _matched(
    index: Index, place: int, part: Subject, offered: Sequence[Offered], limits: Thresholds
) -> ModuleMatch | None:
    best = _best(part, offered, index, limits) if _comparable(part, index) else None
    if best is None:
        return None
    level, why, offer = best
    left = _left(part, offer.system, index)
    still = offer.system.self_build or "，".join(left)
    advice: Advice = "驳回新建" if place < 0 else "建议核减"
    return ModuleMatch(place, offer, level, why, advice, _reuse(offer), still, left)
