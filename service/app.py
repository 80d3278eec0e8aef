"""The Flask application, from the table of routes."""

import logging
import time
from collections.abc import Callable, Sequence
from uuid import uuid4

from flask import Flask, Request, Response, g, request
from werkzeug.exceptions import HTTPException

from service.answers import JSON, MULTIPART, Answer
from service.auth import require
from service.context import Context
from service.problems import Fault, problem
from service.query import read_query
from service.refusal import Refusal
from service.route import Call, Route, Takes, Upload
from service.routes import ROUTES
from service.store import Identity, StoreUnavailable
from service.watching import watch

logger = logging.getLogger("beian.service")
NOBODY = Identity("", "", "applicant")
_RULE = str.maketrans("{}", "<>")


def create_app(context: Context, routes: Sequence[Route] = ROUTES) -> Flask:
    """The application; every error leaves it as a problem document."""
    app = Flask("service", static_folder=None)
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
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(StoreUnavailable, _unavailable)
    app.register_error_handler(Exception, _fault)
    return app


def _view(context: Context, route: Route) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        identity = require(context, request, route.role) if route.role else NOBODY
        query = read_query(context, route.query, request.args.to_dict(flat=False))
        body, files = _content(request, context, route.takes) if route.takes else (b"", ())
        headers = dict(request.headers.items())
        call = Call(path, query, body, request.mimetype, identity, headers, files)
        g.identity = identity.id
        if not route.heavy:
            return _response(route.respond(context, call))
        with context.gate.entered():
            return _response(route.respond(context, call))

    return view


def _content(given: Request, context: Context, takes: Takes) -> tuple[bytes, tuple[Upload, ...]]:
    """The body, or the files in it."""
    limit = context.max_upload if given.mimetype == MULTIPART else context.max_body
    _measure(given, limit, takes)
    if given.mimetype != MULTIPART:
        return given.get_data(cache=False), ()
    given.max_content_length = limit
    given.max_form_memory_size = 1_000_000
    given.max_form_parts = 2_000
    files = tuple(
        Upload(file.filename or "", file.stream.read())
        for file in given.files.getlist("files")
        if file.filename
    )
    if not files:
        fault = Fault("files", "没有文件", "在表单的 files 项里放文件")
        raise Refusal(422, [fault])
    return b"", files


def _measure(given: Request, limit: int, takes: Takes) -> None:
    """The type is one we take, the length known (not every server measures chunked bodies)."""
    if given.content_length is None:
        raise Refusal(411)
    if given.content_length > limit:
        raise Refusal(413, detail=f"内容不超过 {limit:,} 字节")
    charset = given.mimetype_params.get("charset", "utf-8").lower()
    if given.mimetype not in takes.media or (given.mimetype == JSON and charset != "utf-8"):
        raise Refusal(415, detail=f"内容类型写 {'、'.join(takes.media)}")


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


def _response(answer: Answer) -> Response:
    response = Response(answer.body, answer.status, content_type=answer.media)
    response.headers.extend(answer.headers)
    return response


def _refused(refusal: Refusal) -> Response:
    told = problem(
        refusal.status, _instance(), refusal.faults, refusal.detail, headers=refusal.headers
    )
    return _response(told)


def _http_error(error: HTTPException) -> Response:
    """What Flask and Werkzeug refuse: unknown address, wrong method, too large."""
    allow = {k: v for k, v in error.get_headers() if k == "Allow"}
    return _response(problem(error.code or 500, _instance(), headers=allow))


def _unavailable(error: StoreUnavailable) -> Response:
    """The database is away or busy: nothing was kept, so nothing is told."""
    logger.error("store unavailable %s: %s", _instance(), type(error).__name__)
    return _response(problem(503, _instance(), headers={"Retry-After": "5"}))


def _fault(error: Exception) -> Response:
    """A fault of ours: logged with its trace (no body, no values), told without it."""
    logger.error("internal fault %s", _instance(), exc_info=error)
    return _response(problem(500, _instance()))
