"""The Flask application, from the table of routes."""

import json
import logging
import time
from collections.abc import Callable, Sequence
from uuid import uuid4

from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException

from service.answers import Answer
from service.auth import require
from service.content import sent
from service.context import Context
from service.pages import add_pages
from service.problems import Fault, problem
from service.query import read_query
from service.refusal import Refusal
from service.route import Call, Route
from service.routes import ROUTES
from service.store import Identity, NotStorable, StoreUnavailable, session_secret
from service.watching import watch

logger = logging.getLogger("beian.service")
NOBODY = Identity("", "", "applicant")
_RULE = str.maketrans("{}", "<>")


def create_app(context: Context, routes: Sequence[Route] = ROUTES) -> Flask:
    """The application; every error leaves it as a problem document."""
    app = Flask("service", static_folder=None, template_folder="pages/templates")
    app.config["MAX_CONTENT_LENGTH"] = max(context.max_body, context.max_upload)
    app.url_map.strict_slashes = True
    for route in routes:
        app.add_url_rule(
            # A system's number may hold a slash.
            route.path.replace("systems/{id}", "systems/{path:id}").translate(_RULE),
            f"{route.method} {route.path}",
            _view(context, route),
            methods=[route.method],
            provide_automatic_options=False,
        )
    app.before_request(_name_request)
    app.after_request(_harden)
    app.after_request(watch(context.metrics))
    with context.database.writing() as connection:
        app.secret_key = session_secret(connection)
    app.config.update(SESSION_COOKIE_SAMESITE="Strict", SESSION_COOKIE_HTTPONLY=True)
    app.config.update(SESSION_COOKIE_NAME="beian")
    add_pages(app, context)
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(NotStorable, _not_storable)
    app.register_error_handler(StoreUnavailable, _unavailable)
    app.register_error_handler(Exception, _fault)
    return app


def _view(context: Context, route: Route) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        identity = require(context, request, route.role) if route.role else NOBODY
        query = read_query(context, route.query, request.args.to_dict(flat=False))
        body, files = sent(request, context, route.takes) if route.takes else (b"", ())
        headers = dict(request.headers.items())
        call = Call(path, query, body, request.mimetype, identity, headers, files)
        g.identity = identity.id
        if not route.heavy:
            return _response(route.respond(context, call))
        with context.gate.entered():
            return _response(route.respond(context, call))

    return view


def _name_request() -> None:
    g.instance = str(uuid4())
    g.began = time.monotonic()


def _instance() -> str:
    return str(g.get("instance") or uuid4())


def _harden(response: Response) -> Response:
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Request-Id"] = _instance()
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _told(status: int, faults: Sequence[Fault] = (), detail: str = "") -> Response:
    """A problem document, or for a reader of pages a page of the same words."""
    answer = problem(status, _instance(), faults, detail)
    if not (g.get("page") or _reads_pages()):
        return _response(answer)
    told = json.loads(answer.body)
    page = render_template("error.html", problem=told)
    return Response(page, answer.status, content_type="text/html; charset=utf-8")


def _reads_pages() -> bool:
    """A browser that came to an address that is none, and not to the interface."""
    accepts = request.headers.get("Accept", "")
    return "text/html" in accepts and not request.path.startswith("/v1/")


def _response(answer: Answer) -> Response:
    response = Response(answer.body, answer.status, content_type=answer.media)
    response.headers.extend(answer.headers)
    return response


def _refused(refusal: Refusal) -> Response:
    response = _told(refusal.status, refusal.faults, refusal.detail)
    response.headers.extend(refusal.headers)
    return response


def _http_error(error: HTTPException) -> Response:
    """What Flask and Werkzeug refuse: unknown address, wrong method, too large."""
    response = _told(error.code or 500)
    response.headers.extend({k: v for k, v in error.get_headers() if k == "Allow"})
    return response


def _not_storable(_: NotStorable) -> Response:
    """PostgreSQL keeps no zero byte, wherever it came in."""
    told = Fault("", "含有数据库存不了的字符", "删去不能显示的字符后重新提交")
    return _told(400, [told])


def _unavailable(error: StoreUnavailable) -> Response:
    """The database is away or busy: nothing was kept, so nothing is told."""
    logger.error("store unavailable %s: %s", _instance(), type(error).__name__)
    response = _told(503)
    response.headers["Retry-After"] = "5"
    return response


def _fault(error: Exception) -> Response:
    """A fault of ours: logged with its trace (no body, no values), told without it."""
    logger.error("internal fault %s", _instance(), exc_info=error)
    return _told(500)
