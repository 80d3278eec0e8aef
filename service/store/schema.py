"""The tables. Times are UTC in ISO 8601; documents are JSON as text, with their sha256."""

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

VERSION = 2
metadata = MetaData()


def _text(name: str, **options: object) -> Column[str]:
    return Column(name, Text, nullable=False, **options)  # type: ignore[arg-type]


# name -> value: the schema version, the registry's version and day, the secret of sessions.
state = Table("state", metadata, Column("name", String(80), primary_key=True), _text("value"))

numbers = Table(
    "numbers",
    metadata,
    Column("series", String(80), primary_key=True),
    Column("last", Integer, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("id", String(40), primary_key=True),
    _text("name"),
    _text("role"),
    _text("sha256"),
    _text("created_at"),
    Column("revoked_at", Text),
)

systems = Table(
    "systems",
    metadata,
    Column("id", String(200), primary_key=True),
    _text("document"),
    _text("record_no", server_default=""),
    Index("systems_by_record", "record_no"),
)

checks = Table(
    "checks",
    metadata,
    Column("id", String(40), primary_key=True),
    _text("created_at"),
    _text("owner"),
    _text("batch", server_default=""),
    _text("name"),
    _text("unit"),
    _text("project"),
    _text("kind"),
    _text("outcome"),
    # For the desk: the statuses of the eight, and the offices with something to look at.
    _text("statuses", server_default=""),
    _text("offices", server_default=""),
    _text("verdict"),
    _text("sha256"),
    # What of the filing its record needs, and the course of handling it belongs to.
    _text("filing", server_default=""),
    _text("course", server_default=""),
    Index("checks_by_owner", "owner", "unit", "project"),
    Index("checks_by_batch", "batch"),
)

# A course of handling is named by its first check; each resubmission may bring a newer one.
courses = Table(
    "courses",
    metadata,
    Column("id", String(40), primary_key=True),
    _text("check_id"),
    Column("state", String(40), nullable=False, index=True),
)

events = Table(
    "events",
    metadata,
    Column("course", String(40), primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("document"),
    # Why it does not count; nothing is ever deleted.
    _text("withdrawn", server_default=""),
    _text("at"),
    _text("actor"),
)

# Official numbers: given by an office or allocated, never twice.
records = Table(
    "records",
    metadata,
    Column("number", String(200), primary_key=True),
    Column("course", String(40), nullable=False, unique=True),
    _text("system"),
)

waivers = Table(
    "waivers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("check_id", String(40), nullable=False, index=True),
    _text("rule"),
    _text("item"),
    _text("reason"),
    _text("owner"),
    _text("expires"),
    _text("created_at"),
    _text("actor"),
)

batches = Table(
    "batches",
    metadata,
    Column("id", String(40), primary_key=True),
    _text("created_at"),
    _text("owner"),
    _text("token"),
    _text("digest"),
    _text("state"),
    _text("settings"),
    UniqueConstraint("owner", "token", name="batches_by_token"),
)

items = Table(
    "items",
    metadata,
    Column("batch", String(40), primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("name"),
    Column("content", LargeBinary),
    _text("state"),
    _text("claim", server_default=""),
    _text("claimed_until", server_default=""),
    _text("check_id", server_default=""),
    _text("outcome", server_default=""),
    _text("fault", server_default=""),
    Column("tries", Integer, nullable=False, server_default="0"),
    Index("items_by_state", "state", "claimed_until"),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _text("at"),
    _text("actor"),
    _text("action"),
    _text("subject"),
    _text("detail"),
    _text("previous"),
    _text("hash"),
)
