"""Module by module: what of a project is there already, and may be used instead of being built."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from compliance.duplication.block import Block
from compliance.duplication.coverage import said_of
from compliance.duplication.evidence import Match
from compliance.duplication.index import Index
from compliance.duplication.levels import Level, Thresholds, level_of
from compliance.duplication.lexicon import words_in
from compliance.duplication.normalise import Subject, is_use, pieces, plain
from compliance.registry import ExistingSystem

_ORDER: tuple[Level, ...] = ("identical", "duplicate", "suspected")
# What a short phrase says without a function's name is too little to go by.
_SAYS_ENOUGH = 6
_LONGEST_NAME = 200
_PROJECT, _MODULE = 50, 10
_SHOWN = 5

Advice = Literal["驳回新建", "建议核减"]


@dataclass(frozen=True, slots=True)
class Offer:
    """可复用能力: a whole system (function empty), or one function or resource of it."""

    system: ExistingSystem
    function: str


@dataclass(frozen=True, slots=True)
class ModuleMatch:
    """模块比对结果: what of an existing system a module repeats, and what follows.

    subject is the module; advice is on the project as a whole, or on the part; reuse says what to
    use instead, self_build what the unit still does itself; left are the clauses of the module
    that the system says nothing of.
    """

    subject: Subject
    offer: Offer
    level: Level
    match: Match
    advice: Advice
    reuse: str
    self_build: str
    left: tuple[str, ...]


def built_part(subject: Subject, index: Index) -> Subject:
    """A subject without the clauses that speak of using what is there."""

    def built(text: str) -> str:
        return "，".join(piece for piece in pieces(text) if not is_use(piece, index.words))

    return replace(
        subject,
        description=built(subject.description),
        functions=tuple(f for f in subject.functions if not is_use(f, index.words)),
    )


def _offers(system: ExistingSystem) -> Iterator[Offer]:
    yield Offer(system, "")
    for function in (*system.functions, *system.data_resources):
        if plain(function):
            yield Offer(system, function)


def _kind(offer: Offer) -> str:
    return "data_resource" if offer.function in offer.system.data_resources else offer.system.kind


def _as_system(number: int, offer: Offer) -> ExistingSystem:
    """An offer as something to index."""
    key = f"{number:07}"
    if not offer.function:
        return offer.system.model_copy(update={"id": key})
    return ExistingSystem(
        id=key,
        name=offer.function[:_LONGEST_NAME],
        owner=offer.system.owner,
        region=offer.system.region,
    )


def _index_of(offers: Sequence[Offer], index: Index) -> Index:
    """A small index of offers, by the weights and words of the large one."""
    systems = [_as_system(number, offer) for number, offer in enumerate(offers)]
    block = Block.of(systems, index.words, index.weights, index.lexicon)
    return replace(index, blocks=(block,), alive=(np.ones(len(systems), dtype=bool),))


def _candidates(
    index: Index, project: Subject, modules: Sequence[Subject], left_out: Collection[str]
) -> Iterator[ExistingSystem]:
    """The systems that come near the project, or one of its modules, each once."""
    asked = [(project, _PROJECT), *((module, _MODULE) for module in modules)]
    found = {r.id for subject, top in asked for r in index.rank(subject, top)} - {*left_out}
    for block, alive in zip(index.blocks, index.alive, strict=True):
        for place in np.flatnonzero(alive).tolist():
            if block.ids[place] in found:
                yield block.systems[place]


def _tells(offer: Offer, index: Index) -> bool:
    """Whether what both have in common says what they do."""
    if not offer.function or offer.system.unified:
        return True
    named = plain(offer.function)
    return bool(words_in(named, index.lexicon)) or len(named) >= _SAYS_ENOUGH


def _best(
    module: Subject, offers: Sequence[Offer], small: Index, limits: Thresholds
) -> tuple[Level, Offer, Match] | None:
    """The gravest match; of equal ones what is official, then unified, then nearest."""
    found = [
        (level_of(match, limits, limits.min_registry), offers[int(match.system.id)], match)
        for match in small.search(module, top=30)
    ]
    kept = [
        (level, offer, match)
        for level, offer, match in found
        if level in _ORDER and _kind(offer) == module.kind and _tells(offer, small)
    ]
    return min(
        kept,
        key=lambda k: (
            _ORDER.index(k[0]),
            not k[1].system.official,
            not k[1].system.unified,
            -k[2].score,
            k[2].system.id,
        ),
        default=None,
    )


def _left(module: Subject, system: ExistingSystem, index: Index) -> tuple[str, ...]:
    """The clauses of a module that a system says nothing of."""
    said = "\n".join(
        map(
            plain,
            (
                system.name,
                system.description,
                *system.functions,
                system.capability,
                *system.data_resources,
            ),
        )
    )
    clauses = [p for text in (module.description, *module.functions) for p in pieces(text)]
    telling = [c for c in clauses if len(c) > 3 and said_of(c, said, index.weights) < 1 / 4]
    return tuple(dict.fromkeys(telling))[:_SHOWN]


def _reuse(offer: Offer) -> str:
    name = f"“{offer.system.name}”（{offer.system.id}）"
    if offer.system.capability:
        return f"使用{name}：{offer.system.capability}"
    return f"使用{name}的“{offer.function}”" if offer.function else f"使用{name}"


def match_modules(
    index: Index,
    project: Subject,
    modules: Sequence[Subject],
    limits: Thresholds,
    unified: Sequence[ExistingSystem] = (),
    left_out: Collection[str] = (),
) -> tuple[ModuleMatch, ...]:
    """What the project as a whole, and then each module in turn, repeats; at most one each.

    unified are systems beside the registry; left_out are the ids of systems that do not count: the
    filing's own entry, its predecessor, what is out of use.
    """
    parts = [built_part(part, index) for part in (project, *modules)]
    systems = [*_candidates(index, parts[0], parts[1:], left_out), *unified]
    wholes = [Offer(system, "") for system in systems if system.unified]
    every = [offer for system in systems for offer in _offers(system)]
    by_whole, by_every = _index_of(wholes, index), _index_of(every, index)
    found = [_matched(index, parts[0], wholes, by_whole, limits, "驳回新建")]
    found += [_matched(index, p, every, by_every, limits, "建议核减") for p in parts[1:]]
    return tuple(one for one in found if one is not None)


def _comparable(part: Subject, index: Index) -> bool:
    """Whether a module says what it is, is not one that every system has, and is built."""
    name = plain(part.name)
    return (
        name not in index.knowledge.common_modules
        and not is_use(part.name, index.words)
        and bool(name or part.description)
    )


def _matched(
    index: Index,
    part: Subject,
    offers: Sequence[Offer],
    small: Index,
    limits: Thresholds,
    advice: Advice,
) -> ModuleMatch | None:
    best = _best(part, offers, small, limits) if _comparable(part, index) else None
    if best is None:
        return None
    level, offer, match = best
    left = _left(part, offer.system, index)
    still = offer.system.self_build or ("，".join(left) if left else "")
    return ModuleMatch(part, offer, level, match, advice, _reuse(offer), still, left)
