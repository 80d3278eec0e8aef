"""API keys: shown once when made, kept as a hash, compared in constant time."""

import hmac
import secrets
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, bindparam, select

from service.store.audit import digest, record
from service.store.database import now
from service.store.numbers import next_number
from service.store.schema import keys, state

_ANY = select(keys.c.id).limit(1)
_IN_FORCE = select(keys).where(keys.c.id == bindparam("key"), keys.c.revoked_at.is_(None))

Role = Literal["applicant", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("applicant", "reviewer", "admin")


@dataclass(frozen=True, slots=True)
class Identity:
    """使用者: the key's id ("local" where the service has no keys), its name and role."""

    id: str
    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Whether this role includes another."""
        return ROLES.index(self.role) >= ROLES.index(role)


@dataclass(frozen=True, slots=True)
class Key:
    """密钥: everything but the secret."""

    id: str
    name: str
    role: str
    created_at: str
    revoked_at: str | None


LOCAL = Identity("local", "本机", "admin")


def add_key(connection: Connection, name: str, role: Role) -> str:
    """A new key; this text is the only copy."""
    key_id = f"k{next_number(connection, 'keys')}"
    whole = f"{key_id}.{secrets.token_urlsafe(32)}"
    connection.execute(
        keys.insert().values(
            id=key_id, name=name, role=role, sha256=digest(whole), created_at=now()
        )
    )
    record(connection, "command", "key-add", key_id, {"role": role})
    return whole


def revoke_key(connection: Connection, key_id: str) -> bool:
    """Whether there was such a key in force; from now on there is not."""
    found = keys.c.id == key_id, keys.c.revoked_at.is_(None)
    revoked = connection.execute(keys.update().where(*found).values(revoked_at=now())).rowcount
    if revoked:
        record(connection, "command", "key-revoke", key_id, {})
    return bool(revoked)


def list_keys(connection: Connection) -> tuple[Key, ...]:
    """Every key, oldest first."""
    rows = connection.execute(select(keys).order_by(keys.c.created_at))
    return tuple(Key(r.id, r.name, r.role, r.created_at, r.revoked_at) for r in rows)


def has_keys(connection: Connection) -> bool:
    """Whether any key was ever made: a service whose keys are all revoked stays closed."""
    return connection.execute(_ANY).first() is not None


def identify(connection: Connection, written: str) -> Identity | None:
    """Who a key belongs to, or None."""
    key_id = written.partition(".")[0]
    row = connection.execute(_IN_FORCE, {"key": key_id}).first()
    expected = row.sha256 if row else digest("")
    same = hmac.compare_digest(expected, digest(written))
    return Identity(row.id, row.name, row.role) if row and same else None


def identity_of(connection: Connection, key_id: str) -> Identity | None:
    """Who came in by a key earlier, as long as it is in force."""
    row = connection.execute(_IN_FORCE, {"key": key_id}).first()
    return Identity(row.id, row.name, row.role) if row else None


def session_secret(connection: Connection) -> str:
    """What signs the sessions of the pages; made at first use, the same for every worker."""
    found = connection.scalar(select(state.c.value).where(state.c.name == "session"))
    if found is None:
        found = secrets.token_hex(32)
        connection.execute(state.insert().values(name="session", value=found))
    return str(found)
