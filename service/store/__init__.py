"""The store: the one user of SQLAlchemy, the one owner of the schema."""

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError as StoreUnavailable

from service.store.audit import Chain, verify
from service.store.checks import (
    CheckInfo,
    Stored,
    add_check,
    add_waiver,
    find_check,
    list_checks,
    verdicts_of,
    withheld,
)
from service.store.database import Database, StoreError, open_database
from service.store.keys import (
    LOCAL,
    ROLES,
    Identity,
    Key,
    Role,
    add_key,
    has_keys,
    identify,
    list_keys,
    revoke_key,
    session_secret,
)
from service.store.migrate import migrate, require_current
from service.store.systems import (
    Changes,
    Follower,
    compare_with,
    find_system,
    import_systems,
    load_registry,
    put_system,
    remove_system,
)

__all__ = [
    "LOCAL",
    "ROLES",
    "Chain",
    "Changes",
    "CheckInfo",
    "Connection",
    "Database",
    "Follower",
    "Identity",
    "Key",
    "Role",
    "StoreError",
    "StoreUnavailable",
    "Stored",
    "add_check",
    "add_key",
    "add_waiver",
    "compare_with",
    "find_check",
    "find_system",
    "has_keys",
    "identify",
    "import_systems",
    "list_checks",
    "list_keys",
    "load_registry",
    "migrate",
    "open_database",
    "put_system",
    "remove_system",
    "require_current",
    "revoke_key",
    "session_secret",
    "verdicts_of",
    "verify",
    "withheld",
]
