"""Criterion two, by module: what a unified system already offers, and what nobody can compare."""

from collections.abc import Iterator
from functools import lru_cache

from compliance.duplication import Words
from compliance.duplication.evidence import name_ratio, same_name
from compliance.duplication.normalise import Profile, Subject, profile_of
from compliance.facts.context import Context, Derived
from compliance.facts.fact import Fact, Item, known, text
from compliance.facts.listing import listing_of
from compliance.facts.lists import Lists, UnifiedSystem
from compliance.filing import Module
from compliance.keyed import Keyed
from compliance.registry import Registry
from compliance.text import shorten


def derive(context: Context) -> Derived:
    """One item for the project as a whole and one for each module that is built."""
    words = context.lists.words
    unified = _profiled(context)
    items = [
        _item(context, pointer, module, _hit(context, module, words, unified))
        for pointer, module in _built(context)
    ]
    return Derived({}, {"modules": tuple(items)})


def _built(context: Context) -> Iterator[tuple[str, Module]]:
    """What is built: the project by its name, then each module; what is only used is not built."""
    project = context.filing.project
    if project.name:
        yield "/project/name", Module(name=project.name)
    for number, module in enumerate(project.modules or ()):
        if module.action == "build" and module.name:
            yield f"/project/modules/{number}", module


def _unified(lists: Lists, registry: Registry | None) -> Iterator[UnifiedSystem]:
    """The pack's list, and what the registry marks as unified."""
    yield from lists.unified.systems
    for system in listing_of(registry).unified():
        yield UnifiedSystem(
            id=system.id,
            name=system.name,
            aliases=system.aliases,
            category="",
            description=system.description,
            capability=system.capability or system.description,
            self_build=system.self_build,
            official=system.official,
            citation=system.citation,
        )


Profiled = tuple[tuple[UnifiedSystem, Profile], ...]


def _profiled(context: Context) -> Profiled:
    """Every unified system made comparable."""
    registry = context.registry
    key = (registry.version if registry else "", context.pack.sha256)
    return _profiled_once(Keyed(key, (context.lists, registry)))


@lru_cache(maxsize=4)
def _profiled_once(offered: Keyed[tuple[Lists, Registry | None]]) -> Profiled:
    """Once for a registry and a pack; nothing of a filing is kept."""
    lists, registry = offered.value
    return tuple((u, _profile(u.name, lists.words, u.aliases)) for u in _unified(lists, registry))


def _profile(name: str, words: Words, aliases: tuple[str, ...] = ()) -> Profile:
    return profile_of(Subject(name), words, aliases)


def _hit(
    context: Context,
    module: Module,
    words: Words,
    unified: Profiled,
) -> UnifiedSystem | None:
    """The unified system of the same name, an official one before others."""
    mine = _profile(module.name or "", words)
    least = context.parameter("duplicate_near_name")
    hits = [system for system, other in unified if _alike(mine, other, least)]
    return min(hits, key=lambda s: (not _is_official(s), s.id), default=None)


def _alike(mine: Profile, other: Profile, least: int) -> bool:
    cores = {core for core in other.cores if len(core) > 1}
    return mine.core in cores or same_name(mine, other) or name_ratio(mine, other) >= least


def _is_official(system: UnifiedSystem) -> bool:
    """Only a list that was published, with its number, can send a filing back."""
    return system.official and bool(system.citation)


def _item(context: Context, pointer: str, module: Module, hit: UnifiedSystem | None) -> Item:
    state = "no" if hit is None else "official" if _is_official(hit) else "unofficial"
    place = context.reading.place(pointer)
    whole = pointer == "/project/name"
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
            "module.capability": text(shorten(hit.capability, 120) if hit else ""),
            "module.self_build": text(shorten(hit.self_build, 120) if hit else ""),
            "module.advice": text("建议驳回新建" if whole else "建议核减这一部分"),
        },
    )


def _told(hit: UnifiedSystem | None) -> str:
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
    systems = context.registry.systems if context.registry else ()
    alone = module.kind != "system" and not any(s.kind == module.kind for s in systems)
    return known(alone, module.kind.label, place)
