"""From files to cases: the filing, its events beside it, the check, and where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from compliance.calendar import Calendar
from compliance.errors import FilingError, Problem
from compliance.filing import Filing, read_filing
from compliance.filing.terms import Secrecy
from compliance.finding import Finding
from compliance.precheck import check
from compliance.procedure import Event, EventType, Procedure, read_events, status, submission
from compliance.registry import Registry
from compliance.report.papers.case import Case, CriterionLine, Judged
from compliance.report.papers.content import PaperError
from compliance.rulebook import RulePack
from compliance.text import listed, shorten, visible
from compliance.verdict import CriterionResult, Verdict

_BESIDE = tuple(
    f".{word}.{form}" for word in ("events", "事件") for form in ("json", "csv", "xlsx")
)


@dataclass(frozen=True, slots=True)
class Desk:
    """By what a case is judged: the day, the rules, the procedure, the calendar, the registry."""

    on: date
    pack: RulePack
    procedure: Procedure
    calendar: Calendar
    registry: Registry | None = None


def read_case(file: Path, desk: Desk, events: Path | None = None) -> Case:
    """The case of a filing's JSON file; its events are in a file given or beside it.

    Raises ComplianceError where one of them cannot be used, PaperError for a secret filing.
    """
    filing = read_filing(_bytes(file))
    beside = events or next((b for b in _named_alike(file) if b.is_file()), None)
    happened = read_events(_bytes(beside), visible(beside.name)) if beside else ()
    return case_of(filing, happened, desk, name=visible(file.name))


def case_of(filing: Filing, events: Sequence[Event], desk: Desk, *, name: str = "") -> Case:
    """The case of a filing; without events it was submitted on the day that it states."""
    if filing.kind is None:
        raise FilingError(
            Problem(name, "没有填写项目种类，无法出文书", "在 kind 填写新建、在建、已建等")
        )
    if filing.project.secrecy is Secrecy.SECRET:
        message = "涉密项目不在备案范围，本系统不出文书，也不应保存其内容"
        raise PaperError(Problem(name, message, "按保密规定另行办理"))
    submitted = filing.dates.submitted
    _refuse_other_day(submitted, events, name)
    happened = tuple(events) or ((submission(submitted),) if submitted else ())
    standing = status(
        filing.kind,
        happened,
        desk.on,
        desk.procedure,
        desk.calendar,
        plan_year=filing.project.plan_year,
    )
    verdict = check(filing, registry=desk.registry, on=submitted or desk.on, pack=desk.pack)
    return Case(filing, happened, standing, judged(verdict, desk.registry))


def _refuse_other_day(stated: date | None, events: Sequence[Event], name: str) -> None:
    """Deadlines hang on the day: two places that name different ones are for a person to settle."""
    days = [e.day for e in events if e.event in (EventType.SUBMITTED, EventType.RESUBMITTED)]
    if stated and days and stated not in days:
        message = f"提交日期有两个：申报表写 {stated}，办理事件写 {'、'.join(map(str, days))}"
        raise PaperError(Problem(name, message, "核对备案平台，改正其中一处"))


def judged(verdict: Verdict, registry: Registry | None) -> Judged:
    """The verdict as papers print it."""
    return Judged(
        outcome=verdict.label,
        criteria=tuple(map(_line, verdict.criteria)),
        findings=verdict.findings,
        similar=_similar(verdict.findings, registry),
        version=f"{verdict.pack.id} {verdict.pack.version}",
        fingerprint=verdict.filing.fingerprint,
    )


def _line(result: CriterionResult) -> CriterionLine:
    told = [f.message for f in result.findings if not f.waiver and not f.folded_under]
    return CriterionLine(result.number, result.title, result.label, shorten("；".join(told), 120))


def _similar(findings: Iterable[Finding], registry: Registry | None) -> str:
    """The first of the similar systems, which is the worst, with its degree."""
    match = next((f for f in findings if f.item and _degree(f)), None)
    if match is None:
        return "无"
    systems = registry.systems if registry else ()
    name = next((system.name for system in systems if system.id == match.item), "")
    return " ".join(filter(None, (match.item, name, _degree(match))))


def _degree(finding: Finding) -> str:
    return listed(e.shown for e in finding.evidence if e.field == "match.degree")


def _named_alike(file: Path) -> Iterable[Path]:
    return (file.with_name(file.stem + ending) for ending in _BESIDE)


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        problem = Problem(visible(file.name), "文件无法打开", "核对文件的位置和读取权限")
        raise FilingError(problem) from None
