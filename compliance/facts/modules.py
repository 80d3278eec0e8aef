"""Criterion two, by module: what a system already offers, and what nobody can compare."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import cast

from compliance.duplication import Thresholds, Words
from compliance.duplication.evidence import name_ratio, same_name
from compliance.duplication.modules import ModuleMatch, match_modules
from compliance.duplication.normalise import Profile, Subject, profile_of
from compliance.duplication.offers import Offer
from compliance.facts.comparison import index_of
from compliance.facts.context import Context
from compliance.facts.fact import Fact, FactMap, Item, known, text
from compliance.facts.listing import listing_of
from compliance.facts.lists import Lists
from compliance.filing import Module
from compliance.keyed import Keyed
from compliance.registry import ExistingSystem, Registry, SystemKind
from compliance.text import shorten

_WHOLE = "/project/name"
_REUSE_WORDS = ("module.offer", "module.reuse_advice", "module.left")
# As codes: what repeats a module, what only comes near it.
_REPEATS = {"identical": "repeated", "duplicate": "repeated", "suspected": "near"}


def derive(
    context: Context, systems: Sequence[ExistingSystem], limits: Thresholds
) -> tuple[Item, ...]:
    """One item for the project as a whole and one for each module that is built.

    systems are those of the registry that modules are held against, beside the unified ones.
    """
    words = context.lists.words
    unified = _unified(context)
    built = tuple(_built(context))
    reuse = _reuse(context, built, systems, limits)
    return tuple(
        _item(context, pointer, module, _hit(context, module, words, unified), reuse.get(pointer))
        for pointer, module in built
    )


def _reuse(
    context: Context,
    built: Sequence[tuple[str, Module]],
    systems: Sequence[ExistingSystem],
    limits: Thresholds,
) -> dict[str, ModuleMatch]:
    """What may be used instead of each, by its pointer; without a registry nothing is said."""
    if context.registry is None or not context.registry.systems:
        return {}
    subjects = {pointer: _subject(context, module) for pointer, module in built}
    project = subjects.pop(_WHOLE, Subject(""))
    pointers = tuple(subjects)
    offered = [*(s for s in systems if not s.unified), *(u for u, _ in _unified(context))]
    index = index_of(context.registry, context.pack)
    found = match_modules(index, project, tuple(subjects.values()), limits, offered)
    return {_WHOLE if one.place < 0 else pointers[one.place]: one for one in found}


def _subject(context: Context, module: Module) -> Subject:
    unit = context.filing.unit
    return Subject(
        name=module.name or "",
        description=module.description or "",
        owner=unit.name or "",
        region=unit.region or "",
        kind=cast("SystemKind", module.kind.value),
    )


def _built(context: Context) -> Iterator[tuple[str, Module]]:
    """What is built: the project by its name, then each module; what is only used is not built."""
    project = context.filing.project
    if project.name:
        yield _WHOLE, Module(name=project.name)
    for number, module in enumerate(project.modules or ()):
        if module.action == "build" and module.name:
            yield f"/project/modules/{number}", module


Unified = tuple[tuple[ExistingSystem, Profile], ...]


def _unified(context: Context) -> Unified:
    """The pack's list, and what the registry marks as unified; made comparable by name."""
    registry = context.registry
    key = (registry.version if registry else "", context.pack.sha256)
    return _unified_once(Keyed(key, (context.lists, registry)))


@lru_cache(maxsize=4)
def _unified_once(given: Keyed[tuple[Lists, Registry | None]]) -> Unified:
    """Once for a registry and a pack; nothing of a filing is kept."""
    lists, registry = given.value
    every = (*lists.unified.systems, *listing_of(registry).unified())
    return tuple((s, _profile(s.name, lists.words, s.aliases)) for s in every)


def _profile(name: str, words: Words, aliases: tuple[str, ...] = ()) -> Profile:
    return profile_of(Subject(name), words, aliases)


def _hit(
    context: Context,
    module: Module,
    words: Words,
    unified: Unified,
) -> ExistingSystem | None:
    """The unified system of the same name, an official one before others."""
    mine = _profile(module.name or "", words)
    least = context.parameter("duplicate_near_name")
    hits = [system for system, other in unified if _alike(mine, other, least)]
    return min(hits, key=lambda s: (not _is_official(s), s.id), default=None)


def _alike(mine: Profile, other: Profile, least: int) -> bool:
    cores = {core for core in other.cores if len(core) > 1}
    return mine.core in cores or same_name(mine, other) or name_ratio(mine, other) >= least


def _is_official(system: ExistingSystem) -> bool:
    """Only a list that was published, with its number, can send a filing back."""
    return system.official and bool(system.citation)


def _item(
    context: Context,
    pointer: str,
    module: Module,
    hit: ExistingSystem | None,
    reuse: ModuleMatch | None,
) -> Item:
    state = "no" if hit is None else "official" if _is_official(hit) else "unofficial"
    place = context.reading.place(pointer)
    whole = pointer == _WHOLE
    common = _common(context, module)
    return Item(
        pointer,
        {
            "module.unified": known(state, context.label("module.unified", state), place),
            "module.exception": known(module.exception_reason is not None, "", place),
            "module.common": known(common, context.label("module.common", common), place),
            "module.uncompared": _uncompared(context, module, place),
            "module.name": text(shorten(module.name or "")),
            "module.unified_name": text(_told(hit)),
            "module.capability": text(_short(hit.capability or hit.description) if hit else ""),
            "module.self_build": text((_short(hit.self_build) if hit else "") or "与之对接"),
            "module.advice": text("建议驳回新建" if whole else "建议核减这一部分"),
            **_reuse_facts(context, reuse, place),
        },
    )


def _reuse_facts(context: Context, found: ModuleMatch | None, place: str) -> FactMap:
    """What is there already, whose it is, what to do, and what is left to build."""
    state = _REPEATS[found.level] if found else "no"
    label = context.label("module.reuse", state)
    if found is None:
        told = known(state, label, place)
        return {"module.reuse": told, **dict.fromkeys(_REUSE_WORDS, text(""))}
    offer = found.offer
    places = (place, f"既有系统清单 {offer.system.id}")
    return {
        "module.reuse": known(state, f"{label}：{found.why}", *places),
        "module.offer": text(_offer_told(offer)),
        "module.reuse_advice": text(_short(found.reuse)),
        "module.left": text(_short(found.self_build) or "与之对接"),
    }


def _short(told: str) -> str:
    """A sentence to stand within another."""
    return shorten(told.strip().rstrip("。；"), 120)


def _offer_told(offer: Offer) -> str:
    system = offer.system
    function = f"的“{shorten(offer.function)}”" if offer.function else ""
    return f"{shorten(system.owner)}“{shorten(system.name)}”（{system.id}）{function}"


def _told(hit: ExistingSystem | None) -> str:
    if hit is None:
        return ""
    source = f"，{hit.citation}" if hit.citation else ""
    return f"“{hit.name}”（{hit.id}{source}{'' if _is_official(hit) else '，示例清单，非官方'}）"


def _common(context: Context, module: Module) -> str:
    name = module.name or ""
    return next(
        (
            code
            for code, capability in context.lists.state_common.items()
            if any(word in name for word in capability.words)
        ),
        "no",
    )


def _uncompared(context: Context, module: Module, place: str) -> Fact:
    """Data, an algorithm or computing power of which the registry has none at all."""
    lookup = listing_of(context.registry)
    alone = module.kind != "system" and not lookup.has_kind(module.kind.value)
    return known(alone, module.kind.label, place)
