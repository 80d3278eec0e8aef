"""Waivers put to a verdict that was given without them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from compliance.finding import Finding, Waiver
from compliance.verdict.verdict import CriterionResult, RuleResult, Verdict
from compliance.verdict.weigh import counts_of, criterion_status, outcome_of, rule_status, waived


def waive(
    verdict: Verdict, waivers: Sequence[Waiver], labels: Mapping[str, str], day: str
) -> Verdict:
    """The verdict as it would have been with these waivers, those expired by `day` left unused.

    `labels` are those of the pack that the verdict was given by.
    """
    live = [waiver for waiver in waivers if waiver.expires >= day]
    *criteria, general = (
        _result(result, live, labels) for result in (*verdict.criteria, verdict.general)
    )
    findings = [f for result in (*criteria, general) for f in result.findings]
    used = {finding.waiver for finding in findings}
    outcome = outcome_of(criteria, general, verdict.faults)
    label = verdict.label if outcome == verdict.outcome else _label(verdict, outcome, labels)
    return replace(
        verdict,
        outcome=outcome,
        label=label,
        counts=counts_of(findings),
        criteria=tuple(criteria),
        general=general,
        waivers_unused=verdict.waivers_unused + tuple(w for w in waivers if w not in used),
    )


def _result(
    result: CriterionResult, live: Sequence[Waiver], labels: Mapping[str, str]
) -> CriterionResult:
    findings = tuple(
        finding if finding.waiver else told
        for finding, told in zip(result.findings, waived(result.findings, live), strict=True)
    )
    if findings == result.findings:
        return result
    rules = tuple(_rule(rule, findings) for rule in result.rules)
    status = criterion_status([rule.status for rule in rules], findings)
    return replace(
        result, status=status, label=labels[f"status_{status}"], rules=rules, findings=findings
    )


def _rule(rule: RuleResult, findings: Sequence[Finding]) -> RuleResult:
    own = [finding for finding in findings if finding.rule == rule.id]
    return replace(rule, status=rule_status(rule.status, own))


def _label(verdict: Verdict, outcome: str, labels: Mapping[str, str]) -> str:
    if verdict.scope == "out":
        return verdict.label
    draft_passes = outcome == "pass" and verdict.filing.completeness == "draft"
    return labels["pass_draft" if draft_passes else outcome]
