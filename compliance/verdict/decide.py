"""From the answers of all rules to the verdict. Knows no rule: it weighs, folds and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from compliance.finding import Finding, Waiver
from compliance.keyed import Keyed
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
    RANKS,
    counts_of,
    criterion_status,
    folded,
    ordered,
    outcome_of,
    rule_status,
    waived,
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


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """What of a pack every verdict needs, worked out once: its rules by criterion, their places."""

    pack: RulePack
    info: PackInfo
    places: Mapping[str, int]
    unasked: dict[str, Status]
    ids: Mapping[int, tuple[str, ...]]
    titles: Mapping[int, tuple[str, ...]]


@lru_cache(maxsize=16)
def _sheet(keyed: Keyed[RulePack]) -> Sheet:
    """Keyed by identity: the pack is held as long as its sheet, so no other can have its id."""
    pack = keyed.value
    of = {c.number: [r for r in pack.rules if r.criterion == c.number] for c in pack.criteria}
    return Sheet(
        pack,
        _pack_info(pack),
        {rule.id: place for place, rule in enumerate(pack.rules)},
        {rule.id: "not_applicable" for rule in pack.rules},
        {number: tuple(rule.id for rule in rules) for number, rules in of.items()},
        {number: tuple(rule.title for rule in rules) for number, rules in of.items()},
    )


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
    sheet = _sheet(Keyed(id(pack), pack))
    findings = folded(ordered(told, sheet.places))
    general, *criteria = _results(heard, findings, sheet, filing.kind, scope)
    outcome = outcome_of(criteria, general, faults)
    used = {finding.waiver for finding in findings}
    return Verdict(
        format=FORMAT,
        outcome=outcome,
        label=_label(pack, outcome, scope, filing, faults),
        scope=scope,
        on=day.isoformat(),
        filing=_withheld(filing) if any(a.confidential for a in outs) else filing,
        pack=sheet.info,
        registry=_registry_info(registry),
        counts=counts_of(findings),
        criteria=tuple(criteria),
        general=general,
        waivers_unused=tuple(w for w in waivers if w not in used),
        faults=tuple(faults),
        not_proven=pack.not_proven,
        run=run or Run(),
    )


def _results(
    answers: Sequence[RuleAnswer],
    findings: Sequence[Finding],
    sheet: Sheet,
    kind: str | None,
    scope: Scope,
) -> list[CriterionResult]:
    """The general part, then the eight."""
    statuses = sheet.unasked | _statuses(answers, findings)
    told: dict[int, list[Finding]] = {}
    for finding in findings:
        told.setdefault(finding.criterion, []).append(finding)
    results: list[CriterionResult] = []
    for criterion in sheet.pack.criteria:
        number = criterion.number
        owed = _owed(criterion, sheet.pack, kind, scope)
        asked = tuple(map(statuses.__getitem__, sheet.ids[number]))
        if number in told:
            results.append(_result(sheet, criterion, asked, owed, tuple(told[number])))
        else:
            results.append(_quiet_result(sheet, criterion, asked, owed))
    return results


def _statuses(answers: Sequence[RuleAnswer], findings: Sequence[Finding]) -> dict[str, Status]:
    """The status of each rule that was asked, the worst of what it was asked of."""
    asked: dict[str, Status] = {}
    for answer in answers:
        rule = answer.rule
        if rule not in asked or RANKS[answer.status] < RANKS[asked[rule]]:
            asked[rule] = answer.status
    told: dict[str, list[Finding]] = {}
    for finding in findings:
        told.setdefault(finding.rule, []).append(finding)
    return asked | {rule: rule_status(asked[rule], of) for rule, of in told.items()}


def _owed(criterion: Criterion, pack: RulePack, kind: str | None, scope: Scope) -> bool:
    """Whether a criterion must have been judged: silence would be a pass by accident."""
    if criterion.optional or criterion.number == 0 or scope == "out":
        return False
    return kind is None or pack.ceiling(kind, criterion.number) != "not_applicable"


def _result(
    sheet: Sheet,
    criterion: Criterion,
    statuses: tuple[Status, ...],
    owed: bool,
    findings: tuple[Finding, ...],
) -> CriterionResult:
    status, labels = criterion_status(statuses, findings), sheet.pack.labels
    label = labels[f"status_{status}"]
    if status == "not_applicable" and owed:
        status, label = "review", labels["nothing_passed"]
    return CriterionResult(
        criterion.number,
        criterion.key,
        criterion.title,
        criterion.question,
        criterion.clause,
        status,
        label,
        _rule_results(sheet, criterion.number, statuses),
        findings,
    )


@lru_cache(maxsize=1024)
def _quiet_result(
    sheet: Sheet, criterion: Criterion, statuses: tuple[Status, ...], owed: bool
) -> CriterionResult:
    """Without findings there are few different results: made once each."""
    return _result(sheet, criterion, statuses, owed, ())


@lru_cache(maxsize=1024)
def _rule_results(
    sheet: Sheet, number: int, statuses: tuple[Status, ...]
) -> tuple[RuleResult, ...]:
    each = zip(sheet.ids[number], sheet.titles[number], statuses, strict=True)
    return tuple(RuleResult(*told) for told in each)


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
    return RegistryInfo(registry.version, len(registry.systems), as_of, registry.left_out)
