"""The way in and out: with a key, for as long as the key is in force."""

from collections.abc import Callable

from flask import g, request, session
from werkzeug.wrappers import Response

from service.context import Context
from service.pages.session import require_csrf
from service.pages.show import here, show
from service.store import identify


def login_page() -> Response:
    """Where the key goes in."""
    g.page = True
    return show("login.html")


def login(context: Context) -> Callable[..., Response]:
    """What looks at the key that was sent."""

    def view() -> Response:
        g.page = True
        require_csrf()
        with context.database.reading() as connection:
            identity = identify(connection, request.form.get("key", "").strip())
        if identity is None:
            return show("login.html", 401, wrong=True)
        session.clear()
        session["key"] = identity.id
        return here("/")

    return view


def logout() -> Response:
    """Out again."""
    g.page = True
    require_csrf()
    session.clear()
    return here("/login")
