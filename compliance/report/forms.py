"""Every form a report can have: its ending, its media type, and who writes it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from compliance.calendar import Calendar
from compliance.procedure import Procedure
from compliance.report.html import as_html
from compliance.report.machine import as_junit, as_sarif
from compliance.report.office import as_xlsx
from compliance.report.pdf import as_pdf, require_pdf
from compliance.report.templates import OURS, Templates, templates_in
from compliance.report.text import as_text
from compliance.report.word import as_docx, require_docx
from compliance.report.xlsx import require_xlsx
from compliance.verdict import Verdict

_OFFICE = "application/vnd.openxmlformats-officedocument"


def _nothing(_: Templates) -> None:
    """What needs nothing beside the library."""


@dataclass(frozen=True, slots=True)
class Form:
    """样式 of a report: `ending` of its file, `media` for the web."""

    ending: str
    media: str
    make: Callable[[Verdict, Templates], bytes]
    need: Callable[[Templates], None] = _nothing

    def write(self, verdict: Verdict, templates: Templates = OURS) -> bytes:
        """The file; raises ComplianceError where this machine cannot make it."""
        return self.make(verdict, templates)

    def require(self, templates: Templates = OURS) -> None:
        """Raises ComplianceError where this machine cannot make any, or a template is broken."""
        self.need(templates)


def _utf8(write: Callable[[Verdict], str]) -> Callable[[Verdict, Templates], bytes]:
    return lambda verdict, _: write(verdict).encode()


def _xlsx(verdict: Verdict, _: Templates) -> bytes:
    return as_xlsx(verdict)


def _json(verdict: Verdict) -> str:
    return json.dumps(verdict.as_dict(), ensure_ascii=False, indent=2) + "\n"


FORMS: Mapping[str, Form] = {
    "html": Form("html", "text/html; charset=utf-8", _utf8(as_html)),
    "docx": Form("docx", f"{_OFFICE}.wordprocessingml.document", as_docx, require_docx),
    "xlsx": Form(
        "xlsx",
        f"{_OFFICE}.spreadsheetml.sheet",
        lambda verdict, _: as_xlsx(verdict),
        lambda _: require_xlsx(),
    ),
    "pdf": Form("pdf", "application/pdf", as_pdf, require_pdf),
    "json": Form("json", "application/json", _utf8(_json)),
    "text": Form("txt", "text/plain; charset=utf-8", _utf8(as_text)),
    "sarif": Form("sarif", "application/sarif+json", _utf8(as_sarif)),
    "junit": Form("xml", "application/xml", _utf8(as_junit)),
}


def load_templates(
    folder: Path | None, fonts: Path | None, procedure: Procedure, calendar: Calendar
) -> Templates:
    """An office's templates and fonts, each tried.

    Raises ComplianceError where one is broken, leaves words out or cannot be used here.
    """
    found = templates_in(folder, fonts)
    if found.report_docx or found.return_docx or found.layout:
        require_docx(found)
        from compliance.report.papers.notice import require_notice

        require_notice(procedure, calendar, found)
    if found.report_typ or found.fonts:
        require_pdf(found)
    return found
