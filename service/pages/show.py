"""Templates shown, with what every page needs."""

from datetime import date
from typing import Any

from flask import make_response, redirect, render_template, request
from werkzeug.wrappers import Response

from service.answers import Answer
from service.problems import Fault
from service.query import read_day
from service.refusal import Refusal

OUTCOMES = {"pass": "预检通过", "return": "建议退回", "review": "需人工核实"}
STATUSES = {
    "pass": "✓",
    "return": "✗",
    "review": "？",
    "not_applicable": "－",
    "waived": "○",
}
FORMS = {
    "html": "网页（可打印）",
    "docx": "Word",
    "xlsx": "Excel",
    "pdf": "PDF",
    "json": "JSON",
    "sarif": "SARIF",
    "junit": "JUnit",
}
# Read by programs, not by people.
MACHINE = ("json", "sarif", "junit")


def show(template: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401 - for Jinja
    """A page."""
    words = {"outcomes": OUTCOMES, "statuses": STATUSES, "form_names": FORMS, "machine": MACHINE}
    return make_response(render_template(template, **words, **values), status)


def here(address: str) -> Response:
    """On to a page of ours, by GET."""
    return redirect(address, 303)


def response_of(answer: Answer) -> Response:
    """An answer of the interface, as it is."""
    response = make_response(answer.body, answer.status)
    response.headers["Content-Type"] = answer.media
    response.headers.extend(answer.headers)
    return response


def written_day(name: str) -> date | None:
    """The day that was chosen in a field; raises Refusal 422 where there is none such."""
    written = request.values.get(name, "")
    try:
        return read_day(written) if written else None
    except ValueError as error:
        raise Refusal(422, [Fault("日期", str(error), "写成 2026-03-02 的形式")]) from None
