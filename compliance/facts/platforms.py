"""Criterion eight: national and provincial platforms in use."""

from compliance.facts.context import Context, Derived
from compliance.facts.fact import Fact, counted, known, unknown
from compliance.filing import Kind


def derive(context: Context) -> Derived:
    """Facts on platforms; what is rebuilt beside them is added by the duplicate facts."""
    platforms = tuple(enumerate(context.filing.platform_use.platforms or ()))
    unregistered = [n for n, p in platforms if p.registered is not True]
    incomplete = [n for n, p in platforms if None in (p.name, p.owner, p.level)]
    facts = {
        "platform.used": _used(context),
        "platform.count": _count(context, [n for n, _ in platforms]),
        "platform.unregistered": _count(context, unregistered),
        "platform.incomplete": _count(context, incomplete),
    }
    return Derived(facts, {})


def _used(context: Context) -> Fact:
    use = context.filing.platform_use
    if context.filing.kind is Kind.PLATFORM_USE or (use.used is None and use.platforms):
        return known(True, "是", context.reading.place("/platform_use"))
    return context.reading.flag("/platform_use/used", use.used)


def _count(context: Context, numbers: list[int]) -> Fact:
    """Some of the platforms; in a draft without a list nobody knows."""
    platforms = context.filing.platform_use.platforms
    why = context.reading.doubt("/platform_use/platforms", platforms)
    if why:
        return unknown(why, "/platform_use/platforms")
    places = (context.reading.place(f"/platform_use/platforms/{n}") for n in numbers)
    return counted(places, "个", ((platforms or ())[n].name or "" for n in numbers))
