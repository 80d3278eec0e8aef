"""The pages: server-rendered, Chinese, without scripts, asking nothing of any other server."""

from collections.abc import Callable
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from flask import Flask, g, make_response, request
from werkzeug.wrappers import Response

from compliance import report_style
from service.answers import MULTIPART
from service.content import sent
from service.context import Context
from service.pages import course, desk, docs, door, home, lists, rules, self_check
from service.pages.around import dress
from service.pages.session import NoSession, csrf_token, require_csrf, visitor
from service.pages.show import here
from service.refusal import Refusal
from service.route import Takes, Upload
from service.store import Role

# address, role, page; those that take files are marked.
_PAGES: tuple[tuple[str, str, Role, Callable[..., Response]], ...] = (
    ("GET", "/", "applicant", home.home),
    ("GET", "/form", "applicant", self_check.fill),
    ("POST", "/form", "applicant", self_check.fill),
    ("GET", "/checks/<number>", "applicant", self_check.result),
    ("POST", "/checks/<number>/waive", "reviewer", self_check.waive),
    ("GET", "/checks/<number>/procedure", "applicant", course.course),
    ("POST", "/checks/<number>/procedure", "reviewer", course.add),
    ("POST", "/checks/<number>/procedure/withdraw", "reviewer", course.withdraw),
    ("GET", "/desk", "reviewer", desk.desk),
    ("GET", "/batches/<number>", "applicant", desk.progress),
    ("GET", "/batches/<number>/result.xlsx", "applicant", desk.table_file),
    ("GET", "/checks/<number>/report.<form>", "applicant", self_check.download),
    ("GET", "/checks/<number>/return-notice.docx", "reviewer", course.returned),
    ("POST", "/batches/<number>/cancel", "applicant", desk.cancel),
    ("GET", "/registry", "reviewer", lists.registry),
    ("GET", "/registry/quality", "reviewer", lists.quality),
    ("GET", "/registry/export.csv", "reviewer", lists.export),
    ("GET", "/registry/twins", "reviewer", lists.twins),
    ("GET", "/rules", "applicant", rules.rules),
    ("GET", "/rules/<name>", "applicant", rules.rule),
    ("GET", "/replay", "applicant", rules.replay_page),
)
_WITH_FILES: tuple[tuple[str, Role, Callable[..., Response]], ...] = (
    ("/check", "applicant", self_check.check_files),
    ("/replay", "applicant", rules.replay_files),
    ("/batches", "reviewer", desk.hand_in),
    ("/registry/import", "admin", lists.import_list),
)
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def add_pages(app: Flask, context: Context) -> None:
    """Put the pages into an application."""
    app.jinja_env.globals.update(csrf_token=csrf_token, new_token=lambda: token_urlsafe(16))
    dress(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for method, address, role, page in _PAGES:
        _add(app, method, address, _page(context, role, page))
    for address, role, page in _WITH_FILES:
        _add(app, "POST", address, _page(context, role, page, files=True))
    _add(app, "GET", "/login", door.login_page)
    _add(app, "POST", "/login", door.login(context))
    _add(app, "POST", "/logout", door.logout)
    _add(app, "GET", "/docs", docs.page)
    _add(app, "GET", "/style.css", _style)
    app.register_error_handler(NoSession, lambda _: here("/login"))
    app.after_request(_policy)


def _add(app: Flask, method: str, address: str, view: Callable[..., Response]) -> None:
    name = f"page {method} {address}"
    app.add_url_rule(address, name, view, methods=[method], provide_automatic_options=False)


def _page(
    context: Context, role: Role, page: Callable[..., Response], files: bool = False
) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        g.page = True
        identity = visitor(context, role)
        more: dict[str, Any] = {**path}
        if files:
            more["files"] = _files(context)
        if request.method == "POST":
            require_csrf()
        if not (files or (request.method == "POST" and request.path == "/form")):
            return page(context, identity, **more)
        with context.gate.entered():
            return page(context, identity, **more)

    return view


def _files(context: Context) -> tuple[Upload, ...]:
    """What was sent; a form without a chosen file has none."""
    try:
        return sent(request, context, Takes(media=(MULTIPART,)))[1]
    except Refusal as refusal:
        if refusal.status == 422:
            return ()
        raise


def _style() -> Response:
    own = Path(__file__).with_name("style.css").read_text("utf-8")
    response = make_response(report_style() + own)
    response.headers["Content-Type"] = "text/css; charset=utf-8"
    response.headers["Cache-Control"] = "max-age=300"
    return response


def _policy(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Referrer-Policy"] = "same-origin"
    return response
