"""From the answers of all rules to the verdict. Knows no rule: it weighs, folds and counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from compliance.finding import Finding, Waiver
from compliance.registry import Registry
from compliance.rulebook import Criterion, RulePack
from compliance.verdict.verdict import (
    FORMAT,
    CriterionResult,
    FilingInfo,
    PackInfo,
    RegistryInfo,
    RuleResult,
    Run,
    Scope,
    Status,
    Verdict,
)
from compliance.verdict.weigh import (
    counts_of,
    criterion_status,
    folded,
    ordered,
    outcome_of,
    rule_status,
    waived,
    worst,
)


class RuleAnswer(NamedTuple):
    """What one rule came to for the filing or one item: its status, and its finding if it tells.

    `out` puts the filing out of scope; `confidential` then keeps its content out of the verdict.
    """

    rule: str
    status: Status
    finding: Finding | None
    out: bool = False
    confidential: bool = False


def decide(
    answers: Sequence[RuleAnswer],
    filing: FilingInfo,
    pack: RulePack,
    day: date,
    registry: Registry | None = None,
    waivers: Sequence[Waiver] = (),
    faults: Sequence[str] = (),
    run: Run | None = None,
) -> Verdict:
    """The verdict that follows from the answers; with a fault inside, nothing passes."""
    outs = [answer for answer in answers if answer.out]
    scope: Scope = "out" if outs else "in"
    heard = outs or answers
    live = [w for w in waivers if w.expires >= day.isoformat()]
    told = waived([a.finding for a in heard if a.finding], live)
    findings = folded(ordered(told, [rule.id for rule in pack.rules]))
    general, *criteria = _results(heard, findings, pack, filing.kind, scope)
    outcome = outcome_of(criteria, general, faults)
    used = {finding.waiver for finding in findings}
    return Verdict(
        format=FORMAT,
        outcome=outcome,
        label=_label(pack, outcome, scope, filing, faults),
        scope=scope,
        on=day.isoformat(),
        filing=_withheld(filing) if any(a.confidential for a in outs) else filing,
        pack=_pack_info(pack),
        registry=_registry_info(registry),
        counts=counts_of(findings),
        criteria=tuple(criteria),
        general=general,
        waivers_unused=tuple(w for w in waivers if w not in used),
        faults=tuple(faults),
        not_proven=pack.not_proven,
        run=run or Run(),
    )


_rule_result = lru_cache(maxsize=4096)(RuleResult)


def _results(
    answers: Sequence[RuleAnswer],
    findings: Sequence[Finding],
    pack: RulePack,
    kind: str | None,
    scope: Scope,
) -> list[CriterionResult]:
    """The general part, then the eight."""
    asked: dict[str, Status] = {}
    for answer in answers:
        before = asked.setdefault(answer.rule, answer.status)
        if before != answer.status:
            asked[answer.rule] = worst((before, answer.status))
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        told.setdefault(finding.rule, []).append(finding)
    titles: dict[int, list[RuleResult]] = {criterion.number: [] for criterion in pack.criteria}
    for rule in pack.rules:
        status = asked.get(rule.id, "not_applicable")
        if rule.id in told:
            status = rule_status(status, told[rule.id])
        titles[rule.criterion].append(_rule_result(rule.id, rule.title, status))
    return [
        _result(c, tuple(titles[c.number]), findings, pack, _owed(c, pack, kind, scope))
        for c in pack.criteria
    ]


def _owed(criterion: Criterion, pack: RulePack, kind: str | None, scope: Scope) -> bool:
    """Whether a criterion must have been judged: silence would be a pass by accident."""
    if criterion.optional or criterion.number == 0 or scope == "out":
        return False
    return kind is None or pack.ceiling(kind, criterion.number) != "not_applicable"


def _result(
    criterion: Criterion,
    rules: tuple[RuleResult, ...],
    findings: Sequence[Finding],
    pack: RulePack,
    owed: bool,
) -> CriterionResult:
    own = tuple(f for f in findings if f.criterion == criterion.number)
    status = criterion_status([r.status for r in rules], own)
    label = pack.labels[f"status_{status}"]
    if status == "not_applicable" and owed:
        status, label = "review", pack.labels["nothing_passed"]
    return CriterionResult(
        criterion.number,
        criterion.key,
        criterion.title,
        criterion.question,
        criterion.clause,
        status,
        label,
        rules,
        own,
    )


def _label(
    pack: RulePack, outcome: str, scope: Scope, filing: FilingInfo, faults: Sequence[str]
) -> str:
    labels: Mapping[str, str] = pack.labels
    if faults:
        return labels["fault"]
    if scope == "out":
        return labels["out"]
    draft_passes = outcome == "pass" and filing.completeness == "draft"
    return labels["pass_draft" if draft_passes else outcome]


def _withheld(filing: FilingInfo) -> FilingInfo:
    """Of a confidential filing nothing is repeated, not even a fingerprint."""
    return FilingInfo(None, "", filing.completeness, filing.stage, "", "", "", "")


def _pack_info(pack: RulePack) -> PackInfo:
    return PackInfo(
        pack.id,
        pack.title,
        pack.version,
        pack.sha256,
        pack.effective_from.isoformat(),
        pack.verified_until.isoformat(),
        pack.relaxations,
    )


def _registry_info(registry: Registry | None) -> RegistryInfo | None:
    if registry is None:
        return None
    as_of = registry.as_of.isoformat() if registry.as_of else None
    return RegistryInfo(registry.version, len(registry.systems), as_of)
