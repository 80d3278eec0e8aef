"""Every form a report can have: its ending, its media type, and who writes it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from compliance.report.html import as_html
from compliance.report.machine import as_junit, as_sarif
from compliance.report.office import as_docx, as_xlsx
from compliance.report.pdf import as_pdf
from compliance.report.text import as_text
from compliance.verdict import Verdict

_OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True, slots=True)
class Form:
    """样式 of a report: `ending` of its file, `media` for the web."""

    ending: str
    media: str
    write: Callable[[Verdict], bytes]


def _utf8(write: Callable[[Verdict], str]) -> Callable[[Verdict], bytes]:
    return lambda verdict: write(verdict).encode()


def _json(verdict: Verdict) -> str:
    return json.dumps(verdict.as_dict(), ensure_ascii=False, indent=2) + "\n"


FORMS: Mapping[str, Form] = {
    "html": Form("html", "text/html; charset=utf-8", _utf8(as_html)),
    "docx": Form("docx", f"{_OFFICE}.wordprocessingml.document", as_docx),
    "xlsx": Form("xlsx", f"{_OFFICE}.spreadsheetml.sheet", as_xlsx),
    "pdf": Form("pdf", "application/pdf", as_pdf),
    "json": Form("json", "application/json", _utf8(_json)),
    "text": Form("txt", "text/plain; charset=utf-8", _utf8(as_text)),
    "sarif": Form("sarif", "application/sarif+json", _utf8(as_sarif)),
    "junit": Form("xml", "application/xml", _utf8(as_junit)),
}
