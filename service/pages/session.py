"""Sessions of the pages: who has come in with a key, and the token that every form carries."""

import hmac
import secrets

from flask import g, request, session

from service.auth import local, permitted
from service.context import Context
from service.problems import Fault
from service.refusal import Refusal
from service.store import Identity, Role, has_keys, identity_of


class NoSession(Exception):  # noqa: N818 - the way to the door, no error
    """Nobody has come in yet."""


def visitor(context: Context, role: Role) -> Identity:
    """Who looks at a page; raises NoSession, or Refusal 403."""
    with context.database.reading() as connection:
        if not has_keys(connection):
            found: Identity | None = local(request)
        else:
            found = identity_of(connection, str(session.get("key", "")))
    if found is None:
        raise NoSession
    g.visitor, g.identity = found, found.id
    return permitted(found, role)


def csrf_token() -> str:
    """The token of this session."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(32)
    return str(session["csrf"])


def require_csrf() -> None:
    """Raises Refusal 403 where a form does not come from a page of this session."""
    given, expected = request.form.get("csrf", ""), str(session.get("csrf", ""))
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        told = Fault("", "页面已过期，或不是从本服务的页面提交", "回到上一页，刷新后重新提交")
        raise Refusal(403, [told])
