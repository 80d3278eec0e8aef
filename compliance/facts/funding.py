"""Criterion seven: where the money comes from, and whether the figures agree."""

from compliance.facts.context import Context, Derived
from compliance.facts.fact import Fact, counted, known, unknown
from compliance.facts.reading import Reading
from compliance.filing import Amount
from compliance.text import fold, listed, shorten

MILLION = 1_000_000


def derive(context: Context) -> Derived:
    """Facts on funding and goals."""
    reading, filing = context.reading, context.filing
    funding, project = filing.funding, filing.project
    facts = {
        "funding.secured": reading.flag("/funding/secured", funding.secured, silent=False),
        "funding.source_stated": _source_stated(context),
        "funding.placeholder_sources": _placeholders(context),
        "funding.total_stated": reading.stated("/funding/total", funding.total),
        "funding.amounts_missing": _amounts_missing(context),
        "funding.gap": _gap(reading),
        "funding.estimate_stated": _optional(reading, "/funding/estimate", funding.estimate),
        "funding.budget_stated": _optional(reading, "/funding/budget", funding.budget),
        "funding.budget_excess": _excess(reading),
        "funding.fixed_assets": reading.flag("/funding/fixed_assets", funding.fixed_assets),
        "funding.contractor_prepays": reading.flag(
            "/funding/contractor_prepays", funding.contractor_prepays, silent=False
        ),
        "funding.operation_cost_stated": reading.stated(
            "/funding/operation_cost", funding.operation_cost
        ),
        "funding.channel_stated": reading.stated("/funding/channel", funding.channel),
        "funding.channel": reading.code("/funding/channel", funding.channel),
        "funding.mode_stated": reading.stated(
            "/funding/procurement_mode", funding.procurement_mode
        ),
        "funding.schedule_stated": known(
            project.months is not None and bool(funding.annual), "", "/project/months"
        ),
        "funding.goals_unmeasured": _unmeasured(context),
        "project.need_stated": reading.stated("/project/business_need", project.business_need),
        "project.goals_stated": reading.stated("/project/goals", project.goals),
    }
    return Derived(facts, {})


def _optional(reading: Reading, pointer: str, amount: Amount | None) -> Fact:
    """An amount that not every project has: leaving it out is no open slot."""
    if reading.dossier.conflict(pointer):
        return unknown("conflict", reading.place(pointer))
    return known(amount is not None, "", reading.place(pointer))


def _source_stated(context: Context) -> Fact:
    """A source with a name; an amount without one names no source."""
    sources = context.filing.funding.sources
    why = context.reading.doubt("/funding/sources", sources)
    if why:
        return unknown(why, "/funding/sources")
    names = [source.name for source in sources or () if source.name]
    shown = listed(map(shorten, names), 5) or "没有填写"
    return known(bool(names), shown, context.reading.place("/funding/sources"))


def _placeholders(context: Context) -> Fact:
    words = context.lists.funding_words
    vague = [
        (n, source.name)
        for n, source in enumerate(context.filing.funding.sources or ())
        if source.name
        and (
            fold(source.name) in words.whole or any(word in source.name for word in words.undecided)
        )
    ]
    places = (context.reading.place(f"/funding/sources/{n}") for n, _ in vague)
    return counted(places, "个", (name for _, name in vague))


def _amounts_missing(context: Context) -> Fact:
    open_ = [(n, s) for n, s in enumerate(context.filing.funding.sources or ()) if s.amount is None]
    places = (context.reading.place(f"/funding/sources/{n}") for n, _ in open_)
    return counted(places, "个", (source.name or "" for _, source in open_))


def _gap(reading: Reading) -> Fact:
    """The sum of the sources against the total, in 分."""
    funding = reading.filing.funding
    amounts = [source.amount for source in funding.sources or ()]
    places = (reading.place("/funding/total"), reading.place("/funding/sources"))
    if reading.dossier.conflict("/funding/total") or reading.dossier.conflict("/funding/sources"):
        return unknown("conflict", *places)
    if funding.total is None or not amounts or any(amount is None for amount in amounts):
        return unknown(reading.doubt("/funding/total", funding.total) or "unanswered", *places)
    gap = abs(sum(amount.fen for amount in amounts if amount) - funding.total.fen)
    return known(gap, f"{yuan(gap)}元", *places)


def yuan(fen: int) -> str:
    """分 as 元 with two places.

    >>> yuan(123456)
    '1234.56'
    """
    return f"{fen // 100}.{fen % 100:02d}"


def _excess(reading: Reading) -> Fact:
    """How far the budget is over the estimate, in millionths, upwards.

    Upwards, so that one 分 above ten per cent is above, and ten per cent exactly is not.
    """
    funding = reading.filing.funding
    places = (reading.place("/funding/estimate"), reading.place("/funding/budget"))
    pointers = ("/funding/estimate", "/funding/budget")
    if any(reading.dossier.conflict(pointer) for pointer in pointers):
        return unknown("conflict", *places)
    if funding.estimate is None or funding.budget is None or funding.estimate.fen == 0:
        return unknown("unanswered", *places)
    over = max(0, funding.budget.fen - funding.estimate.fen)
    excess = -(-over * MILLION // funding.estimate.fen)
    return known(excess, f"{excess / 10_000:.2f}%", *places)


def _unmeasured(context: Context) -> Fact:
    goals = [
        (n, g)
        for n, g in enumerate(context.filing.project.goals or ())
        if g.value is None or g.unit is None or g.deadline is None
    ]
    places = (context.reading.place(f"/project/goals/{n}") for n, _ in goals)
    return counted(places, "个", (goal.indicator or "" for _, goal in goals))
