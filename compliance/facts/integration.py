"""Criterion three: integration inside the unit, decided together, by a plan."""

from compliance.facts.context import Context, Derived
from compliance.facts.fact import Fact, counted, known, unknown
from compliance.facts.general import has_material
from compliance.facts.listing import listing_of
from compliance.filing import MaterialType
from compliance.text import fold

_IN_USE = ("in_use", "maintenance")


def derive(context: Context) -> Derived:
    """Facts on integration; what the search finds of it is added by the duplicate facts."""
    reading, filing = context.reading, context.filing
    integration = filing.integration
    facts = {
        "integration.done": reading.flag("/integration/done", integration.done, silent=False),
        "integration.decision_stated": _decision(context),
        "integration.decision_days_after": _days_after(context),
        "integration.plans": _plans(context),
        "integration.undisposed": _undisposed(context),
        "integration.unlisted": _unlisted(context),
    }
    return Derived(facts, {})


def _decision(context: Context) -> Fact:
    """A date and a number, or the minutes themselves."""
    reading, decision = context.reading, context.filing.integration.decision
    minutes = has_material(context, MaterialType.COLLECTIVE_DECISION)
    if minutes.value is True:
        return minutes
    pointer = "/integration/decision"
    stated = reading.either(
        reading.stated(f"{pointer}/date", decision.date),
        reading.stated(f"{pointer}/number", decision.number),
    )
    return stated if stated.value is True else reading.either(stated, minutes)


def _days_after(context: Context) -> Fact:
    decided, submitted = context.filing.integration.decision.date, context.filing.dates.submitted
    pointer = "/integration/decision/date"
    why = context.reading.doubt(pointer, decided)
    if why or decided is None:
        return unknown(why or "unanswered", context.reading.place(pointer))
    if context.reading.dossier.conflict("/dates/submitted"):
        return unknown("conflict", context.reading.place("/dates/submitted"))
    days = max(0, (decided - (submitted or context.day)).days)
    return known(days, f"{days} 天", context.reading.place(pointer))


def _plans(context: Context) -> Fact:
    plans = context.filing.integration.plans
    why = context.reading.doubt("/integration/plans", plans)
    if why:
        return unknown(why, "/integration/plans")
    places = [f"/integration/plans/{n}" for n, p in enumerate(plans or ()) if p.title or p.number]
    return counted(map(context.reading.place, places), "个", (p.title or "" for p in plans or ()))


def _undisposed(context: Context) -> Fact:
    """Systems said to be mergeable or idle of which nothing is said to become."""
    systems = context.filing.existing_systems
    why = context.reading.doubt("/existing_systems", systems)
    if why:
        return unknown(why, "/existing_systems")
    open_ = [
        (n, s)
        for n, s in enumerate(systems or ())
        if (s.mergeable or s.in_use is False) and s.disposition is None
    ]
    places = (context.reading.place(f"/existing_systems/{n}") for n, _ in open_)
    return counted(places, "个", (system.name or "" for _, system in open_))


def _unlisted(context: Context) -> Fact:
    """Systems of this unit that the registry has and the filing does not name."""
    filing = context.filing
    if context.registry is None or not filing.unit.name:
        return known(0, "没有比对")
    own, unit = filing.existing_systems or (), fold(filing.unit.name)
    named = {fold(text) for s in own for text in (s.id, s.name) if text}
    mine = {filing.registry_id} | ({filing.predecessor.id} if filing.predecessor else set())
    missing = [
        s
        for s in listing_of(context.registry).of_owner(unit)
        if s.status in _IN_USE
        and not s.unified
        and s.id not in mine
        and not named & {fold(s.id), fold(s.name)}
    ]
    return counted((s.id for s in missing), "个", (s.name for s in missing))
