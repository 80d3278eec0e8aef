"""Criterion six: the three plans, the level, personal information, outsourcing, logs."""

from datetime import date

from compliance.facts.context import Context, Derived
from compliance.facts.fact import Fact, known, unknown
from compliance.facts.general import has_material
from compliance.facts.reading import Reading
from compliance.filing import MaterialType, Plan
from compliance.text import shorten


def derive(context: Context) -> Derived:
    """Facts on security."""
    reading, security = context.reading, context.filing.security
    outsourcing = security.outsourcing
    facts = {
        "security.network_plan": _plan(
            context, "network_plan", security.network_plan, MaterialType.NETWORK_SECURITY_PLAN
        ),
        "security.crypto_plan": _plan(
            context, "crypto_plan", security.crypto_plan, MaterialType.CRYPTO_PLAN
        ),
        "security.level_plan": _plan(
            context, "level_plan", security.level_plan, MaterialType.LEVEL_PROTECTION_PLAN
        ),
        "security.level_stated": reading.stated(
            "/security/proposed_level", security.proposed_level
        ),
        "security.level": reading.number("/security/proposed_level", security.proposed_level, "级"),
        "security.days_live": _days(context, "/security/go_live", security.go_live),
        "security.filing_no_stated": reading.stated("/security/filing_no", security.filing_no),
        "security.critical": reading.flag("/security/critical", security.critical),
        "security.crypto_assessed": reading.stated(
            "/security/crypto_assessed_on", security.crypto_assessed_on
        ),
        "security.crypto_days": _days(
            context, "/security/crypto_assessed_on", security.crypto_assessed_on
        ),
        "security.classified": reading.flag("/security/data_classified", security.data_classified),
        "security.outsourced": reading.flag("/security/outsourcing/used", outsourcing.used),
        "security.outsourcing_approved": reading.flag(
            "/security/outsourcing/approved", outsourcing.approved, silent=False
        ),
        "security.outsourcing_agreement": reading.flag(
            "/security/outsourcing/agreement", outsourcing.agreement, silent=False
        ),
        "security.log_days": reading.number("/security/log_days", security.log_days, "天"),
    }
    return Derived(facts | _personal_information(reading), {})


def _days(context: Context, pointer: str, since: date | None) -> Fact:
    """Natural days from a day to the day of judgement."""
    why = context.reading.doubt(pointer, since)
    if why or since is None:
        return unknown(why or "unanswered", context.reading.place(pointer))
    days = max(0, (context.day - since).days)
    return known(days, f"{days} 天", context.reading.place(pointer))


def _plan(context: Context, slot: str, plan: Plan, material: MaterialType) -> Fact:
    """A plan, as attachment or chapter; declared not applicable; absent; or not known."""
    field, pointer = f"security.{slot}", f"/security/{slot}"
    place = context.reading.place(pointer)
    handed = has_material(context, material)
    form = plan.form.value if plan.form else None
    if context.reading.dossier.conflict(pointer) or (form == "none" and handed.value is True):
        return unknown("conflict", place, *handed.places)
    if form in ("attachment", "chapter") or handed.value is True:
        where = plan.where or handed.shown or (plan.form.label if plan.form else "")
        return known("present", f"已提交：{shorten(where)}", place)
    if form == "not_applicable":
        agreed = plan.reason and context.reading.only_hardware
        state = "not_applicable" if agreed else "doubtful"
        return known(state, context.label(field, state), place)
    if handed.value is None and form is None:
        return unknown(handed.why, place)
    if form is None and context.reading.draft:
        return unknown("unfilled", place)
    return known("absent", context.label(field, "absent"), place)


def _personal_information(reading: Reading) -> dict[str, Fact]:
    """The five cases of 个人信息保护法 第五十五条, and storage; nothing is asked where none is."""
    stated = reading.filing.security.personal_information
    base = "/security/personal_information"
    none = stated.handled is False
    silent = {"assessed": False, "export_assessed": False}
    facts = {"pi.handled": reading.flag(f"{base}/handled", stated.handled)}
    for name in (
        "sensitive",
        "automated",
        "provided",
        "cross_border",
        "major",
        "assessed",
        "stored_abroad",
        "export_assessed",
    ):
        value = getattr(stated, name)
        facts[f"pi.{name}"] = (
            known(False, "不处理个人信息", base)
            if none and value is None
            else reading.flag(f"{base}/{name}", value, silent.get(name))
        )
    return facts
