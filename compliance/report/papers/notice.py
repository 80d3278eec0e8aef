"""退回通知: only where there is a reason to return."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from compliance.calendar import Calendar
from compliance.errors import Problem
from compliance.filing import Filing
from compliance.procedure import Event, Procedure, Status, status
from compliance.report.package import timeless
from compliance.report.papers.case import Case
from compliance.report.papers.content import Content, PaperError
from compliance.report.papers.docx_contents import return_notice
from compliance.report.papers.docx_fill import filled, saved
from compliance.report.papers.gather import judged
from compliance.report.papers.layout import load_layout
from compliance.report.papers.make import make
from compliance.report.templates import OURS, Templates, content_of
from compliance.verdict import Verdict


def notice_content(
    case: Case, procedure: Procedure, *, signed: date | None, number: str = ""
) -> Content:
    """What fills the notice; raises PaperError where no office refused and nothing returns."""
    content = return_notice(case, procedure, signed=signed, number=number)
    if not content.lists["理由"]:
        message = "没有部门不通过，预检也没有应退回的问题，没有退回的理由"
        raise PaperError(Problem("退回通知", message, "核对结论和各部门意见"))
    return content


def notice_of(
    filing: Filing,
    events: Sequence[Event],
    standing: Status,
    verdict: Verdict,
    procedure: Procedure,
    signed: date | None = None,
    templates: Templates = OURS,
) -> bytes:
    """退回通知 (.docx) on a verdict already given, its number left for the office to fill in.

    Raises PaperError where there is no reason to return, or the template cannot be used.
    """
    case = Case(filing, tuple(events), standing, judged(verdict, None))
    content = notice_content(case, procedure, signed=signed)
    return _made(content, templates)


def require_notice(procedure: Procedure, calendar: Calendar, templates: Templates) -> None:
    """Raises ComplianceError where a template of the notice is broken or leaves the reasons out."""
    kind, day = next(iter(procedure.kinds)), procedure.source.issued
    standing = status(kind, (), day, procedure, calendar, plan_year=None)
    case = Case(Filing(), (), replace(standing, returned_for=("示例理由",)))
    _made(notice_content(case, procedure, signed=None), templates)


def _made(content: Content, templates: Templates) -> bytes:
    layout, own = load_layout(templates.layout), templates.return_docx
    if own is None:
        return make("return", content, layout)
    needed = ("项目名称", "理由.问题")
    filled_in = filled(content_of(own), content, name=own.name, none=layout.none, needed=needed)
    return timeless(saved(filled_in))
