"""预检: the straight line from a filing to a verdict."""

from collections.abc import Sequence
from datetime import date

from compliance.engine import answers_of, evaluate, plan_for
from compliance.errors import DateNeededError, Problem
from compliance.facts import derive
from compliance.filing import Dossier, Filing, fingerprint
from compliance.finding import Waiver
from compliance.registry import Registry
from compliance.rulebook import RulePack, load, require_in_force
from compliance.text import shorten
from compliance.verdict import FilingInfo, Run, Verdict, decide


def check(
    filing: Filing | Dossier,
    registry: Registry | None = None,
    on: date | None = None,
    pack: RulePack | None = None,
    waivers: Sequence[Waiver] = (),
) -> Verdict:
    """The verdict on a filing, over all eight criteria.

    `on` is the day of judgement, by default the day of submission; it chooses the law.
    Raises DateNeededError without either, RulebookError where the pack does not hold on the day.

    >>> verdict = check(Filing(kind="续运维", dates={"submitted": "2026-03-02"}))
    >>> verdict.outcome, len(verdict.criteria)
    ('review', 8)
    """
    dossier = filing if isinstance(filing, Dossier) else Dossier(filing)
    day = on or _submitted(dossier.filing)
    rules = pack or load()
    require_in_force(rules, day)
    facts = derive(dossier, rules, day, registry)
    evaluation = evaluate(facts, plan_for(rules, facts.kind, day))
    return decide(
        answers_of(evaluation, facts, rules),
        about(dossier),
        rules,
        day,
        registry,
        waivers,
        evaluation.faults,
        Run(engines=evaluation.engines),
    )


def _submitted(filing: Filing) -> date:
    if filing.dates.submitted is None:
        fault = Problem(
            "/dates/submitted", "没有提交日期，不知道按哪一天的规定判断", "给出 on 参数"
        )
        raise DateNeededError(fault)
    return filing.dates.submitted


def about(dossier: Dossier) -> FilingInfo:
    """What is judged, in short."""
    filing = dossier.filing
    return FilingInfo(
        kind=filing.kind.value if filing.kind else None,
        kind_label=filing.kind.label if filing.kind else "",
        completeness=filing.completeness.value,
        stage=filing.stage.value,
        unit=shorten(filing.unit.name or "", 100),
        project=shorten(filing.project.name or "", 100),
        record_no=shorten(filing.record_no or "", 100),
        fingerprint=fingerprint(dossier),
    )
