"""Templates shown, with what every page needs."""

from typing import Any

from flask import make_response, redirect, render_template
from werkzeug.wrappers import Response

from service.answers import Answer

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


def show(template: str, status: int = 200, **values: Any) -> Response:  # noqa: ANN401 - for Jinja
    """A page."""
    words = {"outcomes": OUTCOMES, "statuses": STATUSES, "form_names": FORMS}
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
