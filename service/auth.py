"""Who asks: by key, or anyone on this machine while the service has no keys."""

from flask import Request

from service.context import Context
from service.problems import Fault
from service.refusal import Refusal
from service.store import LOCAL, Identity, Role, has_keys, identify

LOOPBACK = ("127.0.0.1", "[::1]", "::1", "localhost")
_CHALLENGE = {"WWW-Authenticate": "Bearer"}


def require(context: Context, request: Request, role: Role) -> Identity:
    """The identity behind a request; raises Refusal 401 or 403."""
    scheme, _, written = request.headers.get("Authorization", "").partition(" ")
    with context.database.reading() as connection:
        if not has_keys(connection):
            return local(request)
        known = scheme.lower() == "bearer"
        identity = identify(connection, written.strip()) if known else None
    if identity is None:
        raise Refusal(401, headers=_CHALLENGE)
    return permitted(identity, role)


def permitted(identity: Identity, role: Role) -> Identity:
    """The identity, if its role is enough."""
    if not identity.may(role):
        raise Refusal(403)
    return identity


def local(request: Request) -> Identity:
    """A page from elsewhere may have its name point to this machine; its name gives it away."""
    host = request.host.rsplit(":", 1)[0] if request.host[-1:] != "]" else request.host
    if host not in LOOPBACK:
        fault = Fault("Host", "没有设密钥时只答本机地址的请求", "用 127.0.0.1 访问，或先设密钥")
        raise Refusal(403, [fault])
    return LOCAL
