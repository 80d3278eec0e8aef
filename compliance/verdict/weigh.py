"""Which status, order and card findings come to. Knows no rule: only effects, causes, waivers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from compliance.finding import Finding, Waiver
from compliance.verdict.verdict import Counts, CriterionResult, Outcome, Status

_WORST: tuple[Status, ...] = ("return", "review", "waived", "pass", "not_applicable")
RANKS = {status: rank for rank, status in enumerate(_WORST)}


def worst(statuses: Iterable[Status]) -> Status:
    """The status that decides among several.

    >>> worst(["pass", "review", "not_applicable"])
    'review'
    """
    return min(statuses, key=RANKS.__getitem__, default="not_applicable")


def ordered(findings: Iterable[Finding], places: Mapping[str, int]) -> tuple[Finding, ...]:
    """By weight, then as the pack has the rules, then item: the order is part of the answer."""
    weights = {"return": 0, "review": 1, "info": 2}
    return tuple(
        sorted(
            findings,
            key=lambda f: (weights[f.effect], f.criterion or 9, places[f.rule], f.item, f.message),
        )
    )


def folded(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """One cause, one card: what follows from the same cause is put under the first of it."""
    heads: dict[str, str] = {}
    told: list[Finding] = []
    for finding in findings:
        head = heads.setdefault(finding.cause, finding.rule) if finding.cause else finding.rule
        told.append(finding if head == finding.rule else replace(finding, folded_under=head))
    return tuple(told)


def waived(findings: Iterable[Finding], waivers: Sequence[Waiver]) -> tuple[Finding, ...]:
    """Findings with the waiver that names their rule, and their item where it names one."""
    if not waivers:
        return tuple(findings)
    return tuple(
        replace(f, waiver=next((w for w in waivers if _names(w, f)), None)) for f in findings
    )


def _names(waiver: Waiver, finding: Finding) -> bool:
    return waiver.rule == finding.rule and waiver.item in ("", finding.item)


def rule_status(asked: Status, findings: Sequence[Finding]) -> Status:
    """The status of a rule, once waivers are put to its findings."""
    if not findings:
        return asked
    told: list[Status] = [
        "waived" if f.waiver else f.effect for f in findings if f.effect != "info"
    ]
    return worst(told) if told else asked


def criterion_status(statuses: Sequence[Status], findings: Sequence[Finding]) -> Status:
    """The status of a criterion; a return that was waived still asks a person."""
    if any(f.waiver and f.effect == "return" for f in findings):
        statuses = [*statuses, "review"]
    status = worst(statuses)
    return "pass" if status == "waived" else status


def outcome_of(
    criteria: Iterable[CriterionResult], general: CriterionResult, faults: Sequence[str]
) -> Outcome:
    """Return if anything returns; else review if anything asks or went wrong; else pass."""
    if faults:
        return "review"
    statuses = {result.status for result in (*criteria, general)}
    if "return" in statuses:
        return "return"
    return "review" if "review" in statuses or "pass" not in statuses else "pass"


def counts_of(findings: Iterable[Finding]) -> Counts:
    """How many findings count."""
    every = tuple(findings)
    live = [f.effect for f in every if f.waiver is None]
    return Counts(
        live.count("return"),
        live.count("review"),
        live.count("info"),
        sum(f.waiver is not None for f in every),
    )
