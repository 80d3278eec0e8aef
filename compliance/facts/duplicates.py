"""Criterion two, from the search: similar systems, and what they are to this filing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from compliance.duplication import Match, Subject, Thresholds, level_of
from compliance.duplication.normalise import core_of
from compliance.facts import modules
from compliance.facts.alongside import Beside
from compliance.facts.comparison import index_of, subject_of_filing
from compliance.facts.context import Context, Derived
from compliance.facts.fact import Fact, Item, counted, known, text, unknown
from compliance.facts.relation import Own, explained, own_of, relation_of, same_unit, scope_of
from compliance.registry import ExistingSystem
from compliance.text import fold, listed, shorten

_BUILT = ("in_use", "maintenance", "building")
_SPOKEN_OF = ("other", "same_name", "predecessor")
_LEVELS = ("identical", "duplicate", "suspected", "related")


def thresholds(context: Context) -> Thresholds:
    """The levels in force on the day of judgement."""
    own = (name for name in context.pack.parameters if name.startswith("duplicate_"))
    return Thresholds.from_values({name: context.parameter(name) for name in own})


def derive(context: Context) -> Derived:
    """Facts on similar systems, for criteria two, three and eight."""
    words = context.lists.words
    subject = subject_of_filing(context.filing, words)
    comparable = _comparable(context, subject)
    found: tuple[Match, ...] = ()
    if context.registry is not None and context.registry.systems and comparable.value is True:
        found = index_of(context.registry, context.pack).compare(subject)
    levelled = _levelled(context, found)
    own = own_of(context)
    items = tuple(_item(context, own, match, level) for match, level in levelled)
    facts = {
        "duplicate.comparable": comparable,
        "duplicate.existing_satisfies": context.reading.flag(
            "/existing_satisfies", context.filing.existing_satisfies, silent=False
        ),
    }
    facts |= _registry_facts(context) | _counts(context, levelled, items)
    facts |= _nearest(own, found, items)
    reusable = _reusable(own, found, levelled)
    return Derived(
        facts,
        {
            "matches": _explained(context, subject, levelled, items),
            "modules": modules.derive(context, reusable, thresholds(context)),
        },
    )


def _nearest(own: Own, found: tuple[Match, ...], items: tuple[Item, ...]) -> dict[str, Fact]:
    """The most similar system where none is even related: a reviewer sees what was looked at."""
    told = any(item.facts["match.relation"].value == "other" for item in items)
    first = next((m for m in found if not told and relation_of(own, m.system) == "other"), None)
    if first is None:
        return {"duplicate.far": known(False), "duplicate.nearest": text("")}
    system, degree = first.system, f"相似度 {first.score / 10_000:.0f}%"
    name = f"{shorten(system.owner)}“{shorten(system.name)}”（{system.id}），{degree}"
    place = f"既有系统清单 {system.id}"
    return {"duplicate.far": known(True, name, place), "duplicate.nearest": text(name)}


def _reusable(
    own: Own, found: tuple[Match, ...], levelled: list[tuple[Match, str]]
) -> tuple[ExistingSystem, ...]:
    """What modules are held against: others' systems in use that do not repeat the whole already.

    A filing's own entry, its earlier phases and what it gives up are no offer to it.
    """
    whole = {match.system.id for match, level in levelled if level in _LEVELS[:2]}
    return tuple(
        match.system
        for match in found
        if match.system.status in _BUILT
        and match.system.id not in whole
        and relation_of(own, match.system) == "other"
    )


def _explained(
    context: Context, subject: Subject, levelled: list[tuple[Match, str]], items: tuple[Item, ...]
) -> tuple[Item, ...]:
    """The items that are listed, with what both texts have in common: slow, so only for these."""
    if context.registry is None or not items:
        return ()
    shown = _shown(context, items)
    matches = {match.system.id: match for match, _ in levelled}
    index = index_of(context.registry, context.pack)
    told = index.explain(subject, (matches[key] for key in shown))
    by_key = {item.key: item for item in items}
    beside = Beside.of(context, subject, index, [match for match, _ in levelled], items)
    return tuple(_with_evidence(by_key[match.system.id], match, beside) for match in told)


def _with_evidence(item: Item, match: Match, beside: Beside) -> Item:
    """An item with what both texts share; both are shown where something may be said of it."""
    facts = {**item.facts, "match.shared": _shared(match)}
    speaks = item.facts["match.relation"].value in _SPOKEN_OF
    shown = speaks and item.facts["match.level"].value != "related"
    return replace(item, facts=facts, alongside=beside.alongside(item, match) if shown else None)


def _shared(match: Match) -> Fact:
    return text(listed((f"“{p}”" for p in match.shared), 8) or "名称相近")


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


def _levelled(context: Context, found: tuple[Match, ...]) -> list[tuple[Match, str]]:
    """The matches that are more than clear, worst level first."""
    size = len(context.registry.systems) if context.registry else 0
    limits = thresholds(context)
    levels = [(match, level_of(match, limits, size)) for match in found]
    told = [(match, level) for match, level in levels if level != "clear"]
    return sorted(told, key=lambda m: (_LEVELS.index(m[1]), -m[0].score, m[0].system.id))


def _shown(context: Context, items: Iterable[Item]) -> list[str]:
    """The ids of as many as may be listed; none that speaks falls off behind one that does not."""
    loudest = sorted(items, key=_silence)
    return [item.key for item in loudest[: context.parameter("duplicate_shown")]]


def _silence(item: Item) -> int:
    """0 for what may return the filing, 1 for what may ask a person, 2 for what only informs."""
    value = {name: fact.value for name, fact in item.facts.items()}
    level, relation = value["match.level"], value["match.relation"]
    answered = value["match.increment_stated" if relation == "predecessor" else "match.explained"]
    if relation == "other" and level in ("identical", "duplicate"):
        return int(answered is True or value["match.same_unit"] is False)
    asks = relation in ("other", "same_name", "predecessor") and level != "related"
    return 1 if (asks and not answered) or relation == "same_name" else 2


def _item(context: Context, own: Own, match: Match, level: str) -> Item:
    system, filing = match.system, context.filing
    relation = relation_of(own, system)
    increment = filing.predecessor.increment if filing.predecessor else None
    label = context.label("match.level", level)
    degree = f"{label}，相似度 {match.score / 10_000:.0f}%"
    places = ("/project/construction_content", f"既有系统清单 {system.id}")
    return Item(
        system.id,
        {
            "match.level": known(level, degree),
            "match.relation": known(relation, context.label("match.relation", relation)),
            "match.same_unit": same_unit(context, system),
            "match.built": known(system.status in _BUILT),
            "match.explained": explained(context, system),
            "match.increment_stated": known(increment is not None, "", "/predecessor/increment"),
            "match.name": text(f"{shorten(system.owner)}“{shorten(system.name)}”（{system.id}）"),
            "match.degree": known(degree, degree, *places),
            "match.shared": _shared(match),
            "match.scope": text(scope_of(filing.unit.name or "", system)),
        },
    )


def _counts(
    context: Context, levelled: list[tuple[Match, str]], items: tuple[Item, ...]
) -> dict[str, Fact]:
    """Over every match, listed or not."""
    pairs = list(zip(levelled, items, strict=True))
    own = [
        match.system
        for (match, level), item in pairs
        if level != "related"
        and item.facts["match.relation"].value == "other"
        and item.facts["match.same_unit"].value is True
        and match.system.status in _BUILT
    ]
    used = {fold(p.name) for p in context.filing.platform_use.platforms or () if p.name}
    upper = [
        match.system
        for (match, level), _ in pairs
        if match.system.level in ("province", "nation")
        and level != "related"
        and fold(match.system.name) not in used
    ]
    return {
        "integration.own_similar": _named(own),
        "platform.rebuilt": _named(upper),
    }


def _named(systems: list[ExistingSystem]) -> Fact:
    return counted(_ids(systems), "个", (system.name for system in systems))


def _ids(systems: list[ExistingSystem]) -> Iterator[str]:
    return (f"既有系统清单 {system.id}" for system in systems)
