"""One filing as the papers see it: what it states, where it stands, and what the check said."""

from dataclasses import dataclass
from decimal import Decimal

from compliance.filing import title_of
from compliance.filing.filing import Filing
from compliance.filing.scalars import Amount
from compliance.finding import Finding
from compliance.procedure import Event, Status
from compliance.report.words import quoted
from compliance.text import listed, shorten


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One of the eight, in the words of the verdict."""

    number: int
    title: str
    result: str
    note: str


@dataclass(frozen=True, slots=True)
class Judged:
    """预检结论 as papers print it: every word comes from the verdict."""

    outcome: str
    criteria: tuple[CriterionLine, ...]
    findings: tuple[Finding, ...]
    similar: str
    version: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Case:
    """一个项目: the filing with its events and standing; `judged` where it was checked."""

    filing: Filing
    events: tuple[Event, ...]
    status: Status
    judged: Judged | None = None


def project_fields(case: Case) -> dict[str, str]:
    """What every paper may say of the project; what is not stated is left blank."""
    filing, judged = case.filing, case.judged
    project, unit, funding = filing.project, filing.unit, filing.funding
    return {
        "项目名称": project.name or "",
        "申报单位": unit.name or "",
        "统一社会信用代码": unit.credit_code or "",
        "项目种类": case.status.kind.label,
        "项目类别": project.category.label if project.category else "",
        "实施年度": str(project.plan_year or ""),
        "工期": f"{project.months} 个月" if project.months else "",
        "建设内容摘要": shorten(project.construction_content or project.summary or "", 300),
        "总投资": amount_text(funding.total),
        "总投资万元": ten_thousands(funding.total),
        "资金来源": listed(
            (
                " ".join(filter(None, (s.name, amount_text(s.amount))))
                for s in funding.sources or ()
            ),
            20,
        ),
        "运维经费": amount_text(funding.operation_cost),
        "运维经费万元": ten_thousands(funding.operation_cost),
        "实施方式": funding.procurement_mode.label if funding.procurement_mode else "",
        "拟定级": f"第{filing.security.proposed_level}级" if filing.security.proposed_level else "",
        "国省平台": listed((p.name or "" for p in filing.platform_use.platforms or ()), 20),
        "备案号": case.status.record_no,
        "办理状态": case.status.state.label,
        "预检结论": judged.outcome if judged else "未预检",
        "最相似系统": judged.similar if judged else "",
        "规则版本": judged.version if judged else "",
        "材料指纹": judged.fingerprint[:12] if judged else "",
    }


def amount_text(amount: Amount | None) -> str:
    """An amount as it was stated."""
    return f"{amount.value.normalize():f} {amount.unit}" if amount else ""


def ten_thousands(amount: Amount | None) -> str:
    """An amount in 万元, exactly.

    >>> ten_thousands(Amount(value="1205000", unit="元"))
    '120.5'
    """
    return f"{(Decimal(amount.fen) / 1_000_000).normalize():f}" if amount else ""


def findings_of(case: Case) -> tuple[Finding, ...]:
    """What a reader has to act on: not waived, not folded under another, not mere information."""
    found = case.judged.findings if case.judged else ()
    return tuple(f for f in found if not f.waiver and not f.folded_under and f.effect != "info")


def cited(finding: Finding) -> str:
    """The clause a finding rests on, in the words of every report."""
    return quoted(finding.cite)


def placed(finding: Finding) -> str:
    """Where a finding was seen: the place in a file, or the titles of the slot of the form."""
    places = (title_of(p) if p.startswith("/") else p for p in finding.places if p)
    return listed(dict.fromkeys(places), 4)
