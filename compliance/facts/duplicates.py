"""Criterion two, from the search: similar systems, and what they are to this filing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.duplication import Index, Match, Subject, Thresholds
from compliance.duplication.matching import Compared, with_evidence
from compliance.duplication.normalise import core_of
from compliance.facts import modules
from compliance.facts.alongside import Beside
from compliance.facts.comparison import index_of, subject_of_filing
from compliance.facts.context import Context, Derived
from compliance.facts.fact import Fact, Item, counted, known, text, unknown
from compliance.facts.likeness import (
    BUILT,
    REPEATS,
    Likeness,
    increment_stated,
    likened,
    loudest,
    nearest_of,
)
from compliance.facts.listing import listing_of
from compliance.facts.relation import Own, explained, own_of, same_unit, scope_of
from compliance.registry import ExistingSystem
from compliance.text import fold, listed, shorten

_SPOKEN_OF = ("other", "same_name", "predecessor", "claimed")


def thresholds(context: Context) -> Thresholds:
    """The levels in force on the day of judgement."""
    own = (name for name in context.pack.parameters if name.startswith("duplicate_"))
    return Thresholds.from_values({name: context.parameter(name) for name in own})


def derive(context: Context) -> Derived:
    """Facts on similar systems, for criteria two, three and eight."""
    words = context.lists.words
    subject = subject_of_filing(context.filing, words)
    comparable = _comparable(context, subject)
    search = _search(context, subject) if comparable.value is True else None
    limits, own = thresholds(context), own_of(context)
    found = _found(context, search, own) if search else ()
    every = likened(context, own, found, limits)
    told = [one for one in every if one.level != "clear"]
    facts = {
        "duplicate.comparable": comparable,
        "duplicate.existing_satisfies": context.reading.flag(
            "/existing_satisfies", context.filing.existing_satisfies, silent=False
        ),
    }
    facts |= _registry_facts(context) | _counts(context, told) | _nearest(every, told)
    return Derived(
        facts,
        {
            "matches": _listed(context, own, search, told),
            "modules": modules.derive(context, _reusable(found, every), limits),
        },
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """The index of the list, and the filing made ready to be held against it."""

    index: Index
    subject: Subject
    asked: Compared


def _search(context: Context, subject: Subject) -> _Search | None:
    """None where there is no list, or nothing on it."""
    if context.registry is None or not context.registry.systems:
        return None
    index = index_of(context.registry, context.pack)
    return _Search(index, subject, index.read(subject))


def _found(context: Context, search: _Search, own: Own) -> tuple[Match, ...]:
    """The systems like the filing, and those of its own unit even behind many others.

    Where every unit has such a system, the filing unit's own may come after those of fifty others.
    """
    mine = listing_of(context.registry).of_owner(own.unit) if own.unit else ()
    return search.index.compare(search.asked, also=[system.id for system in mine])


def _nearest(every: Sequence[Likeness], told: Sequence[Likeness]) -> dict[str, Fact]:
    """The most similar system where none is even related: a reviewer sees what was looked at."""
    others = [one for one in every if one.relation == "other"]
    if not others or any(one.relation == "other" for one in told):
        return {"duplicate.far": known(False), "duplicate.nearest": text("")}
    first = nearest_of(others)
    system, degree = first.system, f"相似度 {first.match.score / 10_000:.0f}%"
    name = f"{shorten(system.owner)}“{shorten(system.name)}”（{system.id}），{degree}"
    place = f"既有系统清单 {system.id}"
    return {"duplicate.far": known(True, name, place), "duplicate.nearest": text(name)}


def _reusable(found: Sequence[Match], every: Sequence[Likeness]) -> tuple[ExistingSystem, ...]:
    """What modules are held against: others' systems in use that do not repeat the whole already.

    A filing's own entry, its earlier phases and what it gives up are no offer to it.
    """
    offered = {
        one.system.id
        for one in every
        if one.system.status in BUILT and one.level not in REPEATS and one.relation == "other"
    }
    return tuple(match.system for match in found if match.system.id in offered)


def _listed(
    context: Context, own: Own, search: _Search | None, told: Sequence[Likeness]
) -> tuple[Item, ...]:
    """The items that are listed, with what both texts have in common: slow, so only for these."""
    if search is None or not told:
        return ()
    shown = loudest(context, told)
    matches = with_evidence(search.asked, [one.match for one in shown])
    beside = Beside.of(context, search.subject, search.index, told)
    return tuple(
        _item(context, own, one, match, beside) for one, match in zip(shown, matches, strict=True)
    )


def _comparable(context: Context, subject: Subject) -> Fact:
    """A name or a content: without either, finding nothing would mean nothing."""
    stated = bool(subject.name or subject.description or subject.functions)
    why = context.reading.doubt("/project/construction_content", subject.name or None)
    if not stated and why:
        return unknown(why, "/project")
    content = bool(subject.description or subject.functions or subject.data_resources)
    words = context.lists.words
    core = core_of(subject.name, words, (subject.owner, subject.region))
    return known(content or bool(core), "", "/project/name", "/project/construction_content")


def _registry_facts(context: Context) -> dict[str, Fact]:
    registry = context.registry
    state = _registry_state(context)
    size = len(registry.systems) if registry else 0
    faults = registry.faults if registry else ()
    left_out = registry.left_out if registry else 0
    return {
        "registry.state": known(state, context.label("registry.state", state)),
        "registry.left_out": known(
            left_out, f"{left_out} 行" + (f"（{faults[0]}）" if left_out and faults else "")
        ),
        "registry.dated": known(registry is not None and registry.as_of is not None),
        "registry.large_enough": known(size >= context.parameter("duplicate_min_registry")),
    }


def _registry_state(context: Context) -> str:
    registry = context.registry
    if registry is None:
        return "none"
    if not registry.systems:
        return "empty"
    age = (context.day - registry.as_of).days if registry.as_of else 0
    return "stale" if age > context.parameter("registry_max_age") else "usable"


def _item(context: Context, own: Own, one: Likeness, match: Match, beside: Beside) -> Item:
    """What is asked of one system; both are shown where something may be said of it."""
    system, level, relation = one.system, one.level, one.relation
    label = context.label("match.level", level)
    degree = f"{label}，相似度 {match.score / 10_000:.0f}%"
    places = ("/project/construction_content", f"既有系统清单 {system.id}")
    facts = {
        "match.level": known(level, degree),
        "match.relation": known(relation, context.label("match.relation", relation)),
        "match.same_unit": same_unit(own, system),
        "match.built": known(system.status in BUILT),
        "match.explained": explained(context, system),
        "match.increment_stated": known(increment_stated(context), "", "/predecessor/increment"),
        "match.name": text(f"{shorten(system.owner)}“{shorten(system.name)}”（{system.id}）"),
        "match.degree": known(degree, degree, *places),
        "match.shared": text(listed((f"“{p}”" for p in match.shared), 8) or "名称相近"),
        "match.scope": text(scope_of(context.filing.unit.name or "", system)),
    }
    shown = relation in _SPOKEN_OF and level != "related"
    return Item(system.id, facts, beside.alongside(facts, match) if shown else None)


def _counts(context: Context, told: Sequence[Likeness]) -> dict[str, Fact]:
    """Over every match, listed or not."""
    near = [one for one in told if one.level != "related"]
    own = [
        one.system
        for one in near
        if one.relation == "other" and one.same_unit is True and one.system.status in BUILT
    ]
    used = {fold(p.name) for p in context.filing.platform_use.platforms or () if p.name}
    upper = [
        one.system
        for one in near
        if one.system.level in ("province", "nation") and fold(one.system.name) not in used
    ]
    return {
        "integration.own_similar": _named(own),
        "platform.rebuilt": _named(upper),
    }


def _named(systems: list[ExistingSystem]) -> Fact:
    return counted(_ids(systems), "个", (system.name for system in systems))


def _ids(systems: list[ExistingSystem]) -> Iterator[str]:
    return (f"既有系统清单 {system.id}" for system in systems)
