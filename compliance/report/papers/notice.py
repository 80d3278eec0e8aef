"""退回通知: only where there is a reason to return."""

from collections.abc import Sequence
from datetime import date

from compliance.errors import Problem
from compliance.filing import Filing
from compliance.procedure import Event, Procedure, Status
from compliance.report.papers.case import Case
from compliance.report.papers.content import Content, PaperError
from compliance.report.papers.docx_contents import return_notice
from compliance.report.papers.gather import judged
from compliance.report.papers.layout import load_layout
from compliance.report.papers.make import make
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
) -> bytes:
    """退回通知 (.docx) on a verdict already given, its number left for the office to fill in.

    Raises PaperError where there is no reason to return.
    """
    case = Case(filing, tuple(events), standing, judged(verdict, None))
    content = notice_content(case, procedure, signed=signed)
    return make("return", content, load_layout(None))
