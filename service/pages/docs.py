"""The description of the interface as a page, from the same document as /openapi.json."""

import json
from functools import cache
from typing import Any

from flask import g
from werkzeug.wrappers import Response

from service.openapi import document
from service.pages.show import show
from service.routes import ROUTES

# Answers that say something of an operation of its own; the others may come anywhere.
_OWN = {"200", "201", "202", "204", "404", "409", "422"}


@cache
def _operations() -> tuple[dict[str, Any], ...]:
    spec: dict[str, Any] = json.loads(document(ROUTES))
    return tuple(
        {"method": method.upper(), "path": path, **operation}
        for path, methods in spec["paths"].items()
        for method, operation in methods.items()
    )


def page() -> Response:
    """Every operation."""
    g.page = True
    every = [each["responses"] for each in _operations()]
    told = {status: it["description"] for given in every for status, it in given.items()}
    common = {status: told[status] for status in sorted(told) if status not in _OWN}
    return show("docs.html", operations=_operations(), common=common)
